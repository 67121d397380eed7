"""Plain words that name what is asked beyond doubt (发票, 运费, invoice): they back the intent reader's guesses.

The reader weighs a message as a whole; a second question in it is easily drowned. What a cue names and the reader
suspects is sure; what only a cue names comes after.
"""

import re
from collections.abc import Sequence

from assistant.corpus import IntentGuess
from assistant.drafting.answers.own_order import names_several_orders
from assistant.drafting.basket import asks_of_all, buys_again
from assistant.drafting.cue_words import CUES
from assistant.drafting.details import asked_details, nothing_else_asked, unknown_details, without_unknown
from assistant.drafting.fact_cues import (
    SENDING,
    asks_for_variant,
    by_facts,
    by_place_or_number,
    changes_unsent,
    names_carrier,
    orders_goods,
)
from assistant.drafting.measures import measures
from assistant.drafting.pieces import pieces
from assistant.facts import Facts
from assistant.language.patterns import Encoded, pattern

SURE = 0.85
"""The score of what plain words name and the reader suspects."""
NAMED = 0.62
"""The score of what only plain words name."""

_PRICE = dict(CUES)["price"]
_FEE = re.compile(
    r"多少钱的?(?:运费|邮费|快递费?)|(?:运费|邮费|快递费)(?:是|要|得)?多少钱|how much (?:is|for|are) (?:the )?(?:shipping|postage|delivery)\w*"
)
"""A price that is asked for shipping only."""

_ARRIVES = "|".join(source for intent, source in CUES if intent == "delivery_time")
_PAY_THEN = re.compile(
    r"\b(?:when|once|after|upon|on) (?:it|they|the (?:parcel|package|order|goods))? ?(?:arriv|deliver|com|get)\w*|(?:货|东西)?到(?:了|货)?(?:再|后|付)|收到(?:货)?(?:再|后)"
)
"""When a buyer would pay: an arrival that is not asked for."""

_YIELDS: dict[str, frozenset[str]] = {
    "free_shipping": frozenset({"promotion"}),
    "coupon": frozenset({"promotion", "gift"}),
    "restock": frozenset({"stock", "delivery_time"}),
    "return_freight": frozenset({"shipping_fee", "return_exchange"}),
    "installments": frozenset({"payment_method", "credit_card"}),
    "cash_on_delivery": frozenset({"payment_method"}),
    "size": frozenset({"recommend"}),
    "payment_problem": frozenset({"payment_method", "credit_card"}),
    "wrong_or_missing": frozenset({"not_received", "gift"}),
    "bulk": frozenset({"price"}),
    "change_items": frozenset({"return_exchange", "carrier", "price_protection", "color_difference"}),
    "change_address": frozenset({"other_product_info"}),
    "other_product_info": frozenset({"dispatch_time", "human"}),
    "refund": frozenset({"combine_orders"}),
    "cancel_order": frozenset({"abnormal_logistics", "track", "change_address", "return_exchange"}),
    "price_protection": frozenset({"bargain", "promotion", "coupon"}),
}
"""Which cues are only a part of another's words, and so say nothing beside it."""

_NEAR_GOODS = frozenset(
    {"material", "quality", "size", "care", "recommend", "usage_help", "stock", "color_difference", "hesitation"}
    | {
        "authenticity",
        "quality_issue",
        "gift",
        "reply_review",
        "how_to_order",
        "shipping_fee",
        "trust",
        "carrier",
        "bulk",
    }
)
"""What a question that no fact answers is mistaken for."""
_NO_PARTICULAR = frozenset({"gift", "bulk", "carrier", "shipping_fee", "how_to_order"})
"""What a question for a particular of the goods is not about."""
_OF_GOODS = frozenset({"material", "quality", "care", "size", "color_difference", "other_product_info"})
_OUTDONE = 0.25
_YIELDED = 0.6
"""What is left of a guess that a plainer word explains."""
_NO_REFUND = r"(?:不(?:是|想|要|用|需要)?(?:要)?退(?:款|钱)|不是退)[^?吗么]{0,4}(?:[,。!~ ]|$)|\b(?:not|no|don'?t want)(?: \w+){0,2} (?:refund|money back)\b"
_OF_MONEY = frozenset({"refund", "refund_progress"})
_OF_HISTORY = frozenset({"not_received", "delivered", "track", "urge_dispatch", "out_for_delivery", "confirm_order"})
"""What is not asked of an order that is over, by a buyer who chooses anew."""
_NOT_SUMS = frozenset(
    {"combine_orders", "confirm_order", "change_items", "order_note", "track", "stock", "price_change"}
)
"""What a question for the sum of goods still to be bought is mistaken for."""
_WITH_POSTAGE = r"(?:加上|算上|包括|包含|含|连)(?:了)?(?:邮费|运费|快递费)|\b(?:with|including|incl\.?) (?:the )?(?:shipping|postage|delivery)\b"
_OF_STOCK = r"货|库存|[码色]|几件|卖完|\b(?:stock|available|left|size|colou?r)\b"
_OF_NUMBERS = frozenset({"price", "bargain", "promotion", "bulk", "stock", "how_to_order", "gift", "delivery_time"})
_BARE = 0.4
"""Below this, what the reader makes of a bare number or place does not count."""
_WHERE = frozenset({"track", "urge_dispatch", "dispatch_time", "delivery_time"})
_STATE = {"track": "shipped", "urge_dispatch": "paid"}
"""What is asked of each of several orders, by its state."""
_OF_ORDERS = frozenset({"order_note", "quality_issue", "change_address", "wrong_or_missing", "damaged", "not_received"})
"""Cues that say nothing where there is no order."""
_OF_PARCELS = frozenset({"quality_issue", "wrong_or_missing", "damaged", "not_received"})
"""Cues that say nothing before the parcel has left."""
_BOUGHT = r"(?:我|已经|之前|上次)(?:拍|买|选|下单)(?:的|了)|\bi (?:ordered|bought|chose)\b"

_PAID_TURNS = {"dispatch_time": "urge_dispatch"}
"""What a question becomes once the order is paid and not yet sent."""


def cued(guesses: Sequence[IntentGuess], facts: Facts) -> tuple[IntentGuess, ...]:
    """The reader's guesses, raised where the message names them in plain words, with what only its words name behind."""
    named = _named(facts)
    scores = {guess.intent: guess.score for guess in guesses}
    if max(scores, key=scores.__getitem__, default="") == "return_exchange" and changes_unsent(facts):
        named = ["change_items", *(intent for intent in named if intent != "return_exchange")]
        scores["change_items"] = scores.pop("return_exchange")
    likeliest = max(scores, key=scores.__getitem__, default="")
    if not named and (likeliest not in _OF_NUMBERS or scores[likeliest] < _BARE):
        named = by_place_or_number(facts)
        scores = {
            intent: score * (_YIELDED if named and intent != named[0] else 1.0) for intent, score in scores.items()
        }
    if "other_product_info" in named and unknown_details(facts):
        alone = nothing_else_asked(facts)
        for intent in (set(scores) if alone else _NEAR_GOODS & set(scores)) - set(named):
            scores[intent] *= _OUTDONE
    elif "other_product_info" in named and asked_details(facts):
        for intent in _NO_PARTICULAR & set(scores) - set(named):
            scores[intent] *= _YIELDED
    if pattern(_NO_REFUND).found(facts.message):
        for intent in _OF_MONEY & set(scores):
            scores[intent] *= _OUTDONE
    if orders_goods(facts):
        for intent in set(scores) - set(named):
            scores[intent] *= _OUTDONE
    elif buys_again(facts):
        for intent in _OF_HISTORY & set(scores) - set(named):
            scores[intent] *= _OUTDONE
    elif "price" in named and asks_of_all(facts):
        for intent in _NOT_SUMS & set(scores) - set(named):
            scores[intent] *= _OUTDONE
    yielding = {loser for winner in named for loser in _YIELDS.get(winner, ())}
    if "promotion" in named:
        yielding.add("stock")
    for intent in yielding - set(named):
        if intent in scores:
            scores[intent] *= _YIELDED
    if "cash_on_delivery" in named and "delivery_time" in set(scores) - set(named):
        scores["delivery_time"] *= _OUTDONE
    if named and "shipping_fee" in set(scores) - set(named) and not pattern(SENDING).found(facts.message):
        scores["shipping_fee"] *= _OUTDONE
    for intent in named:
        scores[intent] = max(SURE, scores[intent]) if intent in scores else NAMED
    if likeliest in _WHERE and names_several_orders(facts):
        states = {order.status for order in facts.own_orders}
        for intent in (intent for intent, status in _STATE.items() if status in states):
            scores[intent] = max(SURE, scores.get(intent, 0.0))
    order = {intent: place for place, intent in enumerate(scores)}
    ranked = sorted(scores, key=lambda intent: (-scores[intent], order[intent]))
    return tuple(IntentGuess(intent, scores[intent]) for intent in ranked)


def _named(facts: Facts) -> list[str]:
    unknown = bool(unknown_details(facts)) and not asks_for_variant(facts)
    message = without_unknown(facts) if unknown else facts.message
    found = list(dict.fromkeys(intent for intent, source in CUES if pattern(source).found(message)))
    plain = not unknown and bool(asked_details(facts)) and not (set(found) & _OF_GOODS)
    if (unknown or plain) and "other_product_info" not in found:
        found.append("other_product_info")
    if "price" in found and "carrier" not in found and names_carrier(facts):
        found[found.index("price")] = "carrier"
    found += [intent for intent in by_facts(facts) if intent not in found]
    body = measures(facts.message.view)
    if "size" not in found and ({"height_cm", "weight_kg"} <= body.keys() or ("eu" in body and not facts.own_orders)):
        found.append("size")
    if (
        "price" in found
        and "shipping_fee" in found
        and not pattern(_PRICE).found(Encoded(_FEE.sub("", facts.message.view)))
    ):
        found.remove("price")
    if {"cash_on_delivery", "delivery_time"} <= set(found) and not pattern(_ARRIVES).found(
        Encoded(_PAY_THEN.sub("", facts.message.view))
    ):
        found.remove("delivery_time")
    if facts.order is None:
        found = [intent for intent in found if intent not in _OF_ORDERS]
    elif "size" in found and pattern(_BOUGHT).found(facts.message):
        found.remove("size")
    if (
        "stock" in found
        and {"promotion", "coupon", "gift"} & set(found)
        and not pattern(_OF_STOCK).found(facts.message)
    ):
        found.remove("stock")
    if (
        "price" in found
        and {"carrier", "shipping_fee"} & set(found)
        and not (facts.named_products or pieces(facts.message) or pattern(_WITH_POSTAGE).found(facts.message))
    ):
        found.remove("price")
    winners = [intent for intent in found if not (unknown and intent == "other_product_info")]
    silent = {loser for winner in winners for loser in _YIELDS.get(winner, ())}
    kept = [intent for intent in found if intent not in silent]
    if facts.order is not None and facts.order.status in {"paid", "unpaid"}:
        kept = [intent for intent in kept if intent not in _OF_PARCELS]
    if facts.order is not None and facts.order.status == "paid":
        kept = [_PAID_TURNS.get(intent, intent) for intent in kept]
    if facts.order is not None and facts.order.status == "shipped":
        kept = ["track" if intent in {"dispatch_time", "delivery_time"} else intent for intent in kept]
    return list(dict.fromkeys(kept))
