"""Claims of stock: there is some, there is none, so many (contract section 8: Stock)."""

import re
from collections.abc import Iterator

from assistant.domain.store import Product
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Hit
from assistant.language.regex import regex
from assistant.policy.claims.answers import affirmation, denied_before, refusal
from assistant.policy.claims.purchase import named_before, pieces, products_meant
from assistant.policy.claims.variants import COLOUR, unknown_colour, unknown_size, variant
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_RULE = "promise.stock"
_NUMERALS = frozenset("0123456789一二两三四五六七八九十百千abcdefghijklmnopqrstuvwxyz")
_VAGUE = {
    "没有了",
    "没了",
    "已经没",
    "已经没有",
    "下架了",
    "卖了",
    "available",
    "unavailable",
    "no longer available",
    "is gone",
    "all gone",
    "reserve",
    "reserved",
}
"""Words that speak of stock only where nothing else is spoken of."""


def read_stock(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each statement on stock, held against the stock of the goods in question."""
    asked = _asked(reply, facts)
    if not asked and not reply.concept("stock_out") and not reply.concept("stock_in") and not _counts(facts):
        return
    said = False
    out = reply.concept("stock_out")
    for hit in out:
        clause = reply.clause_at(hit.start)
        if _idle(reply, facts, clause, hit):
            continue
        said = True
        if denied_before(clause, hit, 4):
            yield from _in_stock(reply, facts, clause, hit.start, hit.end)
        else:
            yield from _out_of_stock(reply, facts, clause, hit.start, hit.end)
    for hit in reply.concept("stock_in"):
        clause = reply.clause_at(hit.start)
        if _idle(reply, facts, clause, hit) or any(other.start < hit.end and hit.start < other.end for other in out):
            continue
        said = True
        if denied_before(clause, hit) or clause.negated_after(hit.end, 4):
            yield from _out_of_stock(reply, facts, clause, hit.start, hit.end)
        else:
            yield from _in_stock(reply, facts, clause, hit.start, hit.end)
    if not said and asked and not reply.concept_in("stock_topic_other", facts.message):
        yield from _taken_over(reply, facts)
    yield from _too_many(reply, facts)


def _asked(reply: Reply, facts: Facts) -> bool:
    """Whether the buyer asks for goods; "do you have" alone may ask for anything (PayPal, WhatsApp)."""
    hits = reply.concept_in("stock_asked", facts.message)
    if not hits or not all(hit.text.startswith("do you") for hit in hits):
        return bool(hits)
    if reply.concept_in("stock_goods", facts.message) or facts.named_products:
        return True
    return any(variant(product, facts.message.view) for product in products_meant(facts))


def _too_many(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """More pieces than there are, asked for or named, and granted (三条没问题, 直接拍)."""
    product = next(iter(products_meant(facts)), None)
    wanted = max(pieces(facts.message), default=0)
    if product is None or facts.order is not None or not 0 < facts.in_stock(product) < wanted:
        return
    granted = [hit for hit in reply.concept("stock_enough") if reply.view[max(0, hit.start - 1) : hit.start] != "不"]
    denials = [start for clause in reply.clauses for start, _ in clause.negators]
    if any(not any(hit.start <= start < hit.end for hit in granted) for start in denials):
        return
    if granted and f"{facts.in_stock(product)}" not in reply.view.replace(",", ""):
        why = f"{product.title} has {facts.in_stock(product)} in stock, not {wanted}."
        yield Finding(
            "promise.stock", granted[0].start, granted[0].end, f"products[{product.id}].stock", False, _RULE, why
        )


def _counts(facts: Facts) -> bool:
    view = facts.message.view
    return any(char in _NUMERALS for char in view) and bool(pieces(facts.message))


def _idle(reply: Reply, facts: Facts, clause: Clause, hit: Hit) -> bool:
    """A condition, a question, a repeated belief, or talk of other things than what is on hand now."""
    if clause.conditional or clause.believes or (clause.asks and "?" in clause.terminator):
        return True
    if _OTHERS_GOODS.search(clause.text[: hit.start - clause.start]):
        return True
    if hit.text.startswith("have ") and _NOT_THE_STORE.search(clause.text[: hit.start - clause.start]):
        return True
    if (hit.text in _VAGUE or hit.text.startswith(("都有", "也有", "have "))) and (
        reply.in_clause("stock_topic_other", clause)
        or _asks_no_goods(reply, facts)
        or not (
            reply.in_clause("stock_goods", clause)
            or reply.concept_in("stock_asked", facts.message)
            or (hit.text.startswith("have ") and reply.concept_in("stock_goods", facts.message))
        )
    ):
        return True
    if (
        reply.view[max(clause.start, hit.start - 2) : hit.start] in {"担心", "免得", "万一", "以防"}
        or reply.view[hit.start - 1 : hit.start] == "怕"
    ):
        return True
    return bool(reply.in_clause("stock_later", clause)) and not hit.text.startswith("现货")


_OTHERS_GOODS = regex(r"人家|别人|朋友|闺蜜|邻居|同事|[他她]们?|别的$|其[他它]$")
"""What another buyer has, or other goods."""
_NOT_THE_STORE = regex(r"\b(?:they|gloves|socks|it|these|those|you|who|that)(?:'ll| do| may| might| should| will)?\s$")


def _asks_no_goods(reply: Reply, facts: Facts) -> bool:
    """Whether the buyer asks for a promotion, a gift or a service, and names no goods (满减明天还有没)."""
    return (
        bool(reply.concept_in("stock_topic_other", facts.message))
        and not reply.concept_in("stock_goods", facts.message)
        and not facts.named_products
    )


def _taken_over(reply: Reply, facts: Facts) -> Iterator[Finding]:
    if reply.concept("stock_topic_other"):
        return
    yes, no = affirmation(reply), refusal(reply)
    if yes is not None:
        yield from _in_stock(reply, facts, yes, yes.start, yes.end)
    elif (
        no is None
        and _names_variant(facts)
        and reply.clauses[0].negators
        and not reply.in_clause("stock_later", reply.clauses[0])
    ):
        if not reply.clauses[0].believes and not any(clause.asks for clause in reply.clauses):
            yield from _out_of_stock(reply, facts, reply.clauses[0], reply.clauses[0].start, reply.clauses[0].end)
    elif no is not None and not reply.in_clause("stock_later", no):
        yield from _out_of_stock(reply, facts, no, no.start, no.end)


def _names_variant(facts: Facts) -> bool:
    product = next(iter(products_meant(facts)), None)
    return product is not None and ("货" in facts.message.view or variant(product, facts.message.view) is not None)


def _on_hand(facts: Facts, product: Product, clause: Clause) -> int:
    name = variant(product, clause.text) or variant(product, facts.message.view)
    if product.stock_by and name is not None and name not in product.stock_by:
        return facts.in_stock(product)
    return facts.in_stock(product, name if product.stock_by else None)


def _in_stock(reply: Reply, facts: Facts, clause: Clause, start: int, end: int) -> Iterator[Finding]:
    for product in products_meant(facts, clause)[:1]:
        fact = f"products[{product.id}].stock"
        stock = _on_hand(facts, product, clause)
        size = unknown_size(product, clause.text) or (
            None if variant(product, clause.text) else unknown_size(product, facts.message.view)
        )
        wanted = max(pieces(reply.encoded, clause.start, clause.end) or pieces(facts.message), default=1)
        why = ""
        if size is not None:
            fact, why = (
                f"products[{product.id}].sizes",
                f"{product.title} does not come in size {size} (sizes: {', '.join(product.sizes)}).",
            )
        elif stock == 0:
            why = f"{product.title} has no stock."
        elif (
            wanted > stock
            and f"{stock}" not in reply.view.replace(",", "")
            and not reply.in_clause("stock_counts_other", clause)
        ):
            why = f"{product.title} has {stock} in stock, not {wanted}."
        elif product.presale_dispatch_by is not None and "现货" in reply.view[start:end]:
            why = f"{product.title} is on presale until {product.presale_dispatch_by:%Y-%m-%d}, not in stock."
        yield Finding("promise.stock", start, end, fact, not why, _RULE, why)


def _out_of_stock(reply: Reply, facts: Facts, clause: Clause, start: int, end: int) -> Iterator[Finding]:
    for product in (named_before(reply, facts, clause) or products_meant(facts, clause))[:1]:
        asked = facts.message.view
        if (
            unknown_size(product, clause.text)
            or unknown_size(product, asked)
            or unknown_colour(product, clause.text + asked)
        ):
            continue
        if start == clause.start and end == clause.end and _asks_other(product, asked):
            continue
        if reply.in_clause("stock_that_many", clause) or _asks_more(facts, product):
            continue
        stock = _on_hand(facts, product, clause)
        presale = product.presale_dispatch_by is not None and "现货" in clause.text
        why = "" if stock == 0 or presale else f"{product.title} has {stock} in stock."
        yield Finding("promise.stock", start, end, f"products[{product.id}].stock", not why, _RULE, why)


_COMMON = regex(
    r"有没有|没有|现货|库存|请问|你们|可以|现在|还|有|吗|么|货|这|那|款|件|条|个|的|了|码|色|亲|在|呢|呀|店|家|里|哪|卖|能|拍|买|想|要|我|一|不|没|啊|吧|您|你|都|是|号|多少|几"
    rf"|\d+|[a-z]+|{COLOUR}"
)


def _asks_other(product: Product, asked: str) -> bool:
    """Whether the buyer asks for a thing that is not this product (黑枸杞 beside 枸杞)."""
    title = normalise(product.title).view
    rest = [run for run in re.findall("[\u3400-\u9fff]{2,}", _COMMON.sub(" ", asked)) if run not in title]
    return any(run[-2:] in title or run[-1] in title for run in rest if len(run) > 2)


def _asks_more(facts: Facts, product: Product) -> bool:
    return max(pieces(facts.message), default=0) > facts.in_stock(product)


KINDS: tuple[ClaimKind, ...] = (ClaimKind("promise.stock", (), read_stock, ("promise.stock",)),)
