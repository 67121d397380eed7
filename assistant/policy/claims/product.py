"""What a reply says of the goods, held against every text of their profile entry."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.store import Product
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded
from assistant.language.regex import regex
from assistant.policy.claims.answers import affirmation, asks
from assistant.policy.claims.attributes import Attribute, attributes, borne_out
from assistant.policy.claims.own_words import gifts_quoted, within
from assistant.policy.claims.purchase import named_before, products_meant
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_RULE = "product.claim"
_SEGMENT = regex(r"[,;、/。]|\s{2,}")
_PARTS = {
    "lining": regex(r"里料|里布|里衬|内衬|衬里|内里|里面|\blining\b|\binside\b"),
    "outer": regex(r"面料|外层|外料|表层|外面|\bshell\b|\bouter\b|\bfabric\b"),
    "filling": regex(r"填充|充绒|内胆|含绒|\bfill(?:ing|ed)?\b"),
    "palm": regex(r"掌心|手掌|掌面|\bpalm\b"),
    "sole": regex(r"鞋底|大底|\bsole\b"),
}
_THROUGHOUT = regex(r"里外|内外|里里外外|整件都|全身都|\binside and out\b|\bthroughout\b")
"""Said of every part of the goods."""
_PERCENT = regex(r"(\d{1,3}(?:\.\d+)?)\s*%|百分之([一二三四五六七八九十百]+)")
_NO_BREAK = regex(r"\s?(?:的|of\s)?(?:[a-z]{2,9}\s)?")
"""What may stand between a percentage and its material (100% mulberry silk)."""
_PURE = regex(r"(?:纯|全|百分百|百分之百|100%|\bpure\b|\b100 percent\b|\ball[- ])\s*(?:的)?$")


_ADVISES = regex(r"(?:注意|做好|加强|多加|当心)$")
"""注意保暖 is said of the buyer, not of the goods."""


@dataclass(frozen=True, slots=True)
class _Segment:
    part: str | None
    names: frozenset[str]
    percents: frozenset[str]
    percent_of: tuple[tuple[str, str], ...]


def product_texts(product: Product) -> tuple[str, ...]:
    """Every text of a profile entry that may bear a statement out, in normal form."""
    texts = [product.title, product.material or "", product.care or "", " ".join(product.colors)]
    for feature in product.features:
        texts.append(feature.feature)
        texts.extend(filter(None, (feature.advantage, feature.benefit)))
    return tuple(normalise(text).view for text in texts if text)


def _part(text: str) -> str | None:
    return next((name for name, words in _PARTS.items() if words.search(text)), None)


@functools.lru_cache(maxsize=512)
def _segments(texts: tuple[str, ...]) -> tuple[_Segment, ...]:
    found = []
    for text in texts:
        for piece in _SEGMENT.split(text):
            encoded = Encoded(piece)
            named = [item for item in attributes(encoded) if item.group == "material"]
            shares = tuple(
                (item.name, share) for item in named if (share := _share_beside(piece, item.start, item.end))
            )
            found.append(
                _Segment(
                    _part(piece),
                    borne_out(piece),
                    frozenset(match.group(1) or "" for match in _PERCENT.finditer(piece)),
                    shares,
                )
            )
    return tuple(found)


def _follows_material(text: str, place: int) -> bool:
    before = text[max(0, place - 6) : place]
    return any(item.group == "material" and item.end == len(before) for item in attributes(Encoded(before)))


def _share_beside(text: str, start: int, end: int) -> str | None:
    """The percentage of a material: directly before it (100%桑蚕丝), behind it (棉78%), or a word before it."""
    behind = _PERCENT.match(text, end) or (
        _PERCENT.match(text, end + 1) if text[end : end + 1] in {" ", "占", "是", ":"} else None
    )
    before = list(_PERCENT.finditer(text, max(0, start - 14), start))
    near = before[-1] if before and _NO_BREAK.fullmatch(text, before[-1].end(), start) else None
    if near is not None and near.end() != start and near.start():
        if text[near.start() - 1].isalpha() or behind is not None:
            near = None  # it belongs to the material before it
    elif near is not None and behind is not None and _follows_material(text, near.start()):
        near = None  # 羊毛80%聚酯纤维20%
    share = near or behind
    return (share.group(1) or "").removesuffix(".0") or None if share else None


def read_attributes(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each material, function, effect, certificate and origin that the reply states of the goods."""
    gifts = gifts_quoted(reply, facts)
    found = [item for item in attributes(reply.encoded) if not within(gifts, item.start, item.end)]
    said = False
    for item in found:
        clause = reply.clause_at(item.start)
        if not _states(reply, clause, item, found):
            said = True
            continue
        said = True
        finding = _held(reply, facts, clause, item)
        if finding is not None:
            yield finding
    if not said:
        yield from _taken_over(reply, facts)


def _states(reply: Reply, clause: Clause, item: Attribute, found: list[Attribute]) -> bool:
    """Whether the attribute is said of the goods: not denied, asked, compared with, or set as a condition."""
    if clause.conditional or clause.believes or clause.asks or reply.in_clause("product_unsure", clause):
        return False
    # 不 within an attribute (不起球不掉色) denies none of its neighbours
    negators = [(start, end) for start, end in clause.negators if not any(a.start <= start < a.end for a in found)]
    if any(end <= item.start for _, end in negators):
        return False
    if any(item.end <= start < item.end + 8 for start, _ in negators):
        return False
    before = Encoded(reply.view[max(clause.start, item.start - 6) : item.start])
    after = Encoded(reply.view[item.end : min(clause.end, item.end + 6)])
    if _ADVISES.search(before.view):
        return False
    if reply.concept_in("product_compared", before) or reply.concept_in("product_likened", after):
        return False
    return item.group != "effect" or not reply.in_clause("product_doctor", clause)


def _candidates(reply: Reply, facts: Facts, clause: Clause) -> tuple[Product, ...]:
    if reply.in_clause("product_other", clause):
        return facts.store.products
    meant = products_meant(facts, clause)
    return (*meant, *named_before(reply, facts, clause)) if meant else facts.store.products


def _held(reply: Reply, facts: Facts, clause: Clause, item: Attribute) -> Finding | None:
    products = _candidates(reply, facts, clause)
    if not products or (item.group == "origin" and not reply.in_clause("product_made", clause)):
        return None
    share = _claimed_share(reply, item) if item.group == "material" else None
    part = _part_of(clause, item) if item.group == "material" else None
    throughout = item.group == "material" and bool(_THROUGHOUT.search(clause.text))
    for product in products:
        if _bears(_segments(product_texts(product)), item, part, share, throughout=throughout):
            return Finding("product.claim", item.start, item.end, _fact(product, item), True, _RULE)
    return _unborne(products, item.start, item.end, item)


def _part_of(clause: Clause, item: Attribute) -> str | None:
    """The part of the goods that a material is said of: named shortly before it, or right behind it."""
    behind = _part(clause.text[item.end - clause.start : item.end - clause.start + 6])
    words = clause.text[max(0, item.start - clause.start - 16) : item.start - clause.start]
    places = [(match.end(), name) for name, source in _PARTS.items() for match in source.finditer(words)]
    return max(places)[1] if places else behind


def _fact(product: Product, item: Attribute) -> str:
    return f"products[{product.id}].{'material' if item.group == 'material' else 'features'}"


def _unborne(products: tuple[Product, ...], start: int, end: int, item: Attribute) -> Finding:
    product = products[0]
    told = (
        product.material
        if item.group == "material" and product.material
        else "; ".join(feature.feature for feature in product.features)
    )
    said = f" (it says: {told})" if told else ""
    why = f"The profile of {product.title} does not say {item.text.strip()}{said}."
    return Finding("product.claim", start, end, _fact(product, item), False, _RULE, why)


def _claimed_share(reply: Reply, item: Attribute) -> str | None:
    """The share of a material that the reply states: 95%棉, 纯羊毛; None where it states none."""
    share = _share_beside(reply.view, item.start, item.end)
    if share is not None:
        return share
    if item.text in {"纯棉", "全棉", "纯金", "纯银", "纯铜", "纯钛"} or _PURE.search(
        reply.view[max(0, item.start - 14) : item.start]
    ):
        return "100"
    return None


def _bears(
    segments: tuple[_Segment, ...], item: Attribute, part: str | None, share: str | None, *, throughout: bool = False
) -> bool:
    here = [segment for segment in segments if segment.part == part] if part else list(segments)
    if part and not any(segment.names for segment in here):
        here = list(segments)
    naming = [segment for segment in here if item.name in segment.names]
    if not naming or (throughout and any(segment.percent_of and item.name not in segment.names for segment in here)):
        return False
    if share is None:
        return True
    known = [pair for segment in here for pair in segment.percent_of]
    if not known:
        return share == "100"
    same = {value for name, value in known if name == item.name or (item.name == "down" and "down" in name)}
    return share in same


def _taken_over(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """是纯棉的吗 — 是的亲."""
    yes = affirmation(reply) if asks(facts.message.view) else None
    if yes is None or len(yes.text) > 16:
        return
    asked = [item for item in attributes(facts.message) if item.group != "origin"]
    if not asked:
        yield from _unheard_of(reply, facts, yes)
    if len(asked) != 1:
        return
    item = asked[0]
    products = products_meant(facts) or facts.store.products
    share = "100" if item.text in {"纯棉", "全棉"} or _PURE.search(facts.message.view[: item.start]) else None
    if products and not any(_bears(_segments(product_texts(product)), item, None, share) for product in products):
        yield _unborne(products, yes.start, yes.end, item)


_WORDS = regex(
    "(?:请问|你们?|您|亲|这|那|款|件|条|双|个|它|裙子|裤子|大衣|衣服|羽绒服|枸杞|茶|袜子|手套|东西|产品|宝贝|吗|嘛|么|呢|呀|啊|吧|的|了|是不是|能不能|可不可以|会不会|有没有|是否|是|能|会|可以|有|不|没|都|还|也|很|真|要|用|做|家|店|里|上|在"
    "|[?,。!~\\s\\d])+"
)
_ENGLISH_WORDS = regex(
    r"\b(?:is|are|do|does|will|can|they|it|this|these|the|a|an|i|you|your|have|has|be|of|for|in|with|any|socks?|gloves?|item|product)\b"
)


def _unheard_of(reply: Reply, facts: Facts, yes: Clause) -> Iterator[Finding]:
    """Yes to a question on the goods whose very words the profile entry lacks (能防蚊吗 — 能的)."""
    products = products_meant(facts)
    if (
        len(products) != 1
        or reply.concept_in("product_aside", facts.message)
        or not reply.concept_in("product_trait", facts.message)
    ):
        return
    text = "".join(product_texts(products[0]))
    asked = [word for word in _ENGLISH_WORDS.sub(" ", _WORDS.sub(" ", facts.message.view)).split() if len(word) > 1]
    if not asked or any(word[start : start + 2] in text for word in asked for start in range(len(word) - 1)):
        return
    why = f"The profile of {products[0].title} says nothing of {' '.join(asked)}."
    yield Finding("product.claim", yes.start, yes.end, f"products[{products[0].id}].features", False, _RULE, why)


KINDS: tuple[ClaimKind, ...] = (ClaimKind("product.attribute", (), read_attributes, ("product.claim",)),)
