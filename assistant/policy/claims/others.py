"""What a reply tells of another person's order: any state, figure, yes or no (contract section 8, Other buyers).

The buyer asks of a husband's order, another account of theirs, a colleague's purchase. Whatever answers that tells.
"""

import re
from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern
from assistant.language.regions import PLACE
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_WHY_ACCOUNT = "It tells of an order that was not placed by this account; only this account's orders may be spoken of."
_WHY_PERSON = "It tells what another person bought or where it goes; nothing of other buyers may be said."


def read_others(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """The first clause that answers a question about somebody else's order."""
    asked = _asked(reply, facts)
    if not asked and (
        not facts.other_orders or reply.heard("buys_for", facts.message) or not _about_an_order(reply, facts)
    ):
        return
    relents = reply.heard("relents", reply.encoded)
    withheld = not relents and any(
        _withheld(reply, clause) or reply.in_clause("general_way", clause) for clause in reply.clauses
    )
    account = bool(facts.other_orders) or reply.heard("other_account", facts.conversation)
    of_other = asked or not facts.own_orders
    told = "order_told" if asked else "order_done"
    for clause in reply.clauses:
        of_other = _subject(reply, facts, clause, of_other)
        if (
            (_withheld(reply, clause) and not relents)
            or not of_other
            or not _tells(reply, facts, clause, told, asked and account and not withheld)
        ):
            continue
        rule, why = ("privacy.account_mismatch", _WHY_ACCOUNT) if account else ("privacy.other_buyer", _WHY_PERSON)
        fact = f"orders[{facts.request.orders.index(facts.other_orders[0])}].buyer_nick" if facts.other_orders else None
        yield Finding("privacy.other_order", clause.start, clause.end, fact, False, rule, why)
        return


def _asked(reply: Reply, facts: Facts) -> bool:
    """Whether the talk is about another's order: by account, by person, or by a name or number of that order."""
    if reply.heard("other_account", facts.message) or (facts.other_orders and _names_other(facts)):
        return True
    # what one buys for one's father is one's own order
    if reply.heard("buys_for", facts.message):
        return False
    if any(reply.heard(name, facts.message) for name in ("errand", "address_change", "proxy")):
        return False
    if _asks_third(reply, facts.message) or (
        facts.other_orders
        and not facts.own_orders
        and reply.heard("third_ref", facts.message)
        and reply.heard("order_talk", facts.message)
    ):
        return True
    leans = len(facts.message.view) <= 30 and not facts.own_orders
    return leans and (reply.heard("other_account", facts.conversation) or _asks_third(reply, facts.conversation))


def _asks_third(reply: Reply, text: Encoded) -> bool:
    return reply.heard("third_word", text) and reply.heard("asks_third", text)


def _about_an_order(reply: Reply, facts: Facts) -> bool:
    return facts.request.task != "reply" or reply.heard("order_talk", facts.message)


def _names_other(facts: Facts) -> bool:
    said = facts.message.view
    for order in facts.other_orders:
        name = normalise(order.receiver.name or "").view
        parts = [
            *name.split(),
            name,
            name[1:] if len(name) == 3 else "",
            *(f"{title}{part}" for title in "老小阿" for part in (name[:1], name[-1:])),
            f"姓{name[:1]}",
            f"{name[:1]}先生",
            f"{name[:1]}女士",
        ]
        phone = re.sub(r"\D", "", order.receiver.phone or "")
        tails = [digits[-4:] for digits in (phone, order.tracking or "", order.id) if len(digits) >= 7]
        values = [order.id, order.buyer_nick, order.tracking, *tails, *(parts if name else [])]
        if any(value and len(value) >= 2 and value.lower() in said for value in values):
            return True
    return False


def _subject(reply: Reply, facts: Facts, clause: Clause, of_other: bool) -> bool:
    """Whether the clause goes on about the other's order, after the last that was named."""
    other = [hit.start for name in ("third", "third_ref", "that_order") for hit in reply.in_clause(name, clause)]
    other += [clause.start + at for name in _names(facts) if (at := clause.text.find(name)) >= 0]
    mine = reply.in_clause("own_ref" if facts.own_orders else "own_self", clause)
    own = [hit.start for hit in mine]
    other = [place for place in other if not any(hit.start <= place < hit.end for hit in mine)]
    if other and own:
        return max(other) > max(own) and not _withheld(reply, clause)
    return bool(other) if other or own else of_other


def _refers(reply: Reply, facts: Facts, clause: Clause) -> bool:
    return bool(
        reply.in_clause("third", clause)
        or reply.in_clause("that_order", clause)
        or any(name in clause.text for name in _names(facts))
    )


def _names(facts: Facts) -> Iterator[str]:
    for order in facts.other_orders:
        name = normalise(order.receiver.name or "").view
        if name.isascii():
            yield from (part for part in name.split() if len(part) >= 3)
        elif name:
            yield from (
                name,
                *(name[0] + title for title in ("姐", "哥", "总", "女士", "先生", "小姐", "阿姨", "老师")),
                "小" + name[0],
                "老" + name[0],
            )


def _withheld(reply: Reply, clause: Clause) -> bool:
    return bool(reply.in_clause("withholds", clause) or reply.in_clause("own_account", clause))


def _tells(reply: Reply, facts: Facts, clause: Clause, told: str, asked: bool) -> bool:
    if (
        clause.conditional
        or reply.in_clause("general_way", clause)
        or (clause.asks and not reply.in_clause("third", clause))
    ):
        return False
    if reply.in_clause(told, clause) and (asked or told == "order_done" or _refers(reply, facts, clause)):
        return not re.match(r"(?:也|请)?(?:别|不要|勿|请勿)", clause.text)
    if not asked and _told_of_third(reply, clause) and _asks_third(reply, facts.message):
        return not any(_withheld(reply, other) for other in reply.clauses)
    if not asked:
        return bool(
            _refers(reply, facts, clause) and reply.in_clause("third_told", clause) and clause.text[:1] not in "请让"
        )
    if any(reply.in_clause(name, clause) for name in ("order_confirmed", "order_state")):
        return True
    if _told_of_third(reply, clause):
        return True
    if reply.heard("yes_no", facts.message) and clause.index <= 1 and reply.in_clause("answers", clause):
        return not any(_withheld(reply, other) for other in reply.clauses)
    if reply.heard("asks_where", facts.message) and pattern(PLACE).found(reply.encoded, clause.start, clause.end):
        return True
    if (
        facts.other_orders
        and not any(reply.in_clause(name, clause) for name in ("social", "left_to_person"))
        and not clause.asks
        and len(clause.text) >= 3
    ):
        return True
    return bool(
        facts.other_orders
        and re.search(r"\d|[一二三四五六七八九十百千叁伍陆柒捌玖拾佰]{2,}", clause.text)
        and reply.heard("asks_figure", facts.message)
    )


def _told_of_third(reply: Reply, clause: Clause) -> bool:
    return bool(
        reply.in_clause("third_told", clause)
        and any(reply.in_sentence(name, clause) for name in ("third", "third_ref", "that_order"))
    )


KINDS: tuple[ClaimKind, ...] = (ClaimKind("privacy.other_order", (), read_others, ("privacy.other_order",)),)
