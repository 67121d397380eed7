"""Claims of stock: there is some, there is none, it comes again (contract section 8: Stock)."""

import re
from collections.abc import Iterator
from datetime import timedelta

from assistant.domain.store import Product
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, Hit, pattern
from assistant.policy.claims.answers import affirmation, denied_before, refusal
from assistant.policy.claims.purchase import pieces, products_meant
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_RULE = "promise.stock"
_SIZE = re.compile(r"(?<![a-z0-9])(x{0,3}s|m|x{0,4}l|[2-6]xl)(?![a-z0-9])|(?<!\d)(\d{2,3})\s*码|size (\d{2,3})\b")
_SOON_DAYS = 10
_VAGUE = {"没有了", "没了", "下架了", "available", "is gone", "all gone", "reserve", "reserved", "卖了"}
"""Words that speak of stock only where nothing else is spoken of."""


def read_stock(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each statement on stock, held against the stock of the goods in question."""
    asked = bool(reply.concept_in("stock_asked", facts.message))
    if not asked and not reply.concept("stock_out") and not reply.concept("stock_in") and not pieces(facts.message):
        return
    said = False
    out = reply.concept("stock_out")
    for hit in out:
        clause = reply.clause_at(hit.start)
        if _idle(reply, clause, hit):
            continue
        said = True
        if denied_before(clause, hit, 4):
            yield from _in_stock(reply, facts, clause, hit.start, hit.end)
        else:
            yield from _out_of_stock(reply, facts, clause, hit.start, hit.end)
    for hit in reply.concept("stock_in"):
        clause = reply.clause_at(hit.start)
        if _idle(reply, clause, hit) or any(other.start < hit.end and hit.start < other.end for other in out):
            continue
        said = True
        if denied_before(clause, hit) or clause.negated_after(hit.end, 4):
            yield from _out_of_stock(reply, facts, clause, hit.start, hit.end)
        else:
            yield from _in_stock(reply, facts, clause, hit.start, hit.end)
    if (
        not said
        and reply.concept_in("stock_asked", facts.message)
        and not reply.concept_in("stock_topic_other", facts.message)
    ):
        yield from _taken_over(reply, facts)
    yield from _too_many(reply, facts)


def _too_many(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """More pieces than there are, asked for or named, and granted (三条没问题, 直接拍)."""
    product = next(iter(products_meant(facts)), None)
    wanted = max(pieces(facts.message), default=0)
    if (
        product is None
        or facts.order is not None
        or not 0 < facts.in_stock(product) < wanted
        or any(clause.negators for clause in reply.clauses)
    ):
        return
    granted = [hit for hit in reply.concept("stock_enough") if reply.view[max(0, hit.start - 1) : hit.start] != "不"]
    if granted and f"{facts.in_stock(product)}" not in reply.view.replace(",", ""):
        why = f"{product.title} has {facts.in_stock(product)} in stock, not {wanted}."
        yield Finding(
            "promise.stock", granted[0].start, granted[0].end, f"products[{product.id}].stock", False, _RULE, why
        )


def _idle(reply: Reply, clause: Clause, hit: Hit) -> bool:
    """A condition, a question, a repeated belief, or talk of other things than what is on hand now."""
    if clause.conditional or clause.believes or (clause.asks and "?" in clause.terminator):
        return True
    if hit.text in _VAGUE and reply.in_clause("stock_topic_other", clause):
        return True
    return bool(reply.in_clause("stock_later", clause)) and not hit.text.startswith("现货")


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


def variant(product: Product, text: str) -> str | None:
    """The size or colour of a product that a text in normal form names, as the profile writes it; None without one."""
    names = [*product.stock_by, *product.sizes, *product.colors]
    for name in sorted(names, key=len, reverse=True):
        low = name.lower()
        if low.isascii():
            if re.search(rf"(?<![a-z0-9]){re.escape(low)}(?![a-z0-9])", text):
                return name
        elif low in text or (len(low) > 1 and low.endswith("色") and low[:-1] in text):
            return name
    return None


def unknown_size(product: Product, text: str) -> str | None:
    """A size that a text names and the product does not come in."""
    known = {name.lower() for name in product.sizes}
    if not known:
        return None
    for match in _SIZE.finditer(text):
        size: str = next(filter(None, match.groups()))
        if size not in known and not (size == "s" and match.start() and text[match.start() - 1] == "'"):
            return size
    return None


COLOUR = (
    r"(?:酒红|玫红|大红|粉红|红|浅粉|粉|橘|橙|姜黄|鹅黄|黄|墨绿|军绿|豆绿|草绿|绿|青|天蓝|雾蓝|藏青|藏蓝|宝蓝|浅蓝|深蓝|蓝|香芋紫|紫|纯黑|黑|纯白|奶白|米白|本白|白|米|浅灰|深灰|灰|棕|咖啡|咖|驼|卡其|杏|裸|焦糖)(?:色|款)"
    r"|\b(?:red|pink|orange|yellow|green|blue|navy|purple|black|white|gr[ae]y|brown|beige|khaki)\b"
)
"""RE2 source of a colour that goods may come in."""
_ENGLISH = {
    "红": "red",
    "粉": "pink",
    "橙": "orange",
    "黄": "yellow",
    "绿": "green",
    "蓝": "blue",
    "紫": "purple",
    "黑": "black",
    "白": "white",
    "灰": "gr",
    "棕": "brown",
    "米": "beige",
}


def unknown_colour(product: Product, text: str) -> str | None:
    """A colour that a text names and the product does not come in."""
    if not product.colors:
        return None
    named = " ".join(normalise(colour).view for colour in product.colors)
    for hit in pattern(COLOUR).hits(Encoded(text)):
        word = hit.text.removesuffix("色").removesuffix("款")
        other = (
            _ENGLISH.get(word[-1], "\0")
            if not word.isascii()
            else next((zh for zh, en in _ENGLISH.items() if word.startswith(en)), "\0")
        )
        if word not in named and other not in named and not (word[0] in "纯大正" and word[-1] in named):
            return hit.text
    return None


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
    for product in products_meant(facts, clause)[:1]:
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


_COMMON = re.compile(
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


def read_restock(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each promise that goods come again, held against the restock date."""
    hits = reply.concept("restock") or _dated_offers(reply, facts)
    for hit in hits:
        clause = reply.clause_at(hit.start)
        if clause.conditional or clause.believes or denied_before(clause, hit, 12) or clause.negated_after(hit.end, 8):
            continue
        if (
            not reply.concept("stock_out")
            and hit.text in {"到货", "上架", "上新", "到了"}
            and not _about_stock(reply, facts, clause)
        ):
            continue
        found = _restock_claim(reply, facts, clause, hit)
        if found is not None:
            yield found
            return


def _dated_offers(reply: Reply, facts: Facts) -> tuple[Hit, ...]:
    """At stock 0, any date with a word of having is a restock promise (十二月中旬准有)."""
    product = next(iter(products_meant(facts)), None)
    if product is None or facts.in_stock(product) > 0 or facts.order is not None or reply.concept("restock_aside"):
        return ()
    return tuple(
        hit
        for clause in reply.clauses
        if _future(reply, clause)
        for hit in reply.in_clause("stock_offered", clause)[:1]
    )


def _future(reply: Reply, clause: Clause) -> bool:
    return any(clause.start <= item.start < clause.end for item in (*reply.dates, *reply.durations))


def _about_stock(reply: Reply, facts: Facts, clause: Clause) -> bool:
    if reply.concept_in("stock_asked", facts.message) or reply.concept_in("restock", facts.message):
        return True
    return any(facts.in_stock(product) == 0 for product in products_meant(facts, clause))


def _restock_claim(reply: Reply, facts: Facts, clause: Clause, hit: Hit) -> Finding | None:
    first, last = reply.sentence_span(clause)
    dates = [item for item in reply.dates if first <= item.start < last]
    lengths = [item for item in reply.durations if first <= item.start < last]
    soon = reply.in_sentence("restock_soon", clause)
    firm = reply.in_clause("restock_firm", clause)
    unsure = reply.in_sentence("restock_unsure", clause)
    if not dates and not lengths and (unsure or not (soon or firm)):
        return None
    if unsure and not reply.in_clause("restock_firm", clause) and not dates and not lengths:
        return None
    product = next(iter(products_meant(facts, clause)), None)
    if product is None:
        return None
    fact = f"products[{product.id}].restock_at"
    if product.restock_at is None:
        if facts.in_stock(product) > 0 and not dates and not lengths:
            return None
        why = f"The profile has no restock date for {product.title}."
        return Finding("promise.stock", hit.start, hit.end, fact, False, _RULE, why)
    day = product.restock_at.astimezone(facts.store.zone)
    away = (day.date() - facts.now.date()).days
    right = not dates and not lengths and (not soon or away <= _SOON_DAYS)
    right = right or any(item.first.date() <= day.date() <= item.last.date() for item in dates)
    right = right or any(
        (facts.now + timedelta(hours=item.low_hours) - timedelta(days=1)).date()
        <= day.date()
        <= (facts.now + timedelta(hours=item.high_hours) + timedelta(days=1)).date()
        for item in lengths
    )
    why = "" if right else f"{product.title} is restocked on {day:%Y-%m-%d}."
    return Finding("promise.stock", hit.start, hit.end, fact, right, _RULE, why)


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind(
        "promise.stock",
        ("<stock_in>", "<stock_out>", "<stock_short>", "<stock_enough>"),
        read_stock,
        ("promise.stock",),
    ),
    ClaimKind("promise.restock", ("<restock>", "<restock_date>"), read_restock, ("promise.stock",)),
)
