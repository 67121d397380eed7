"""How the goods are said to be washed, held against what `care` allows."""

import functools
from collections.abc import Iterator

from assistant.domain.store import Product
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern
from assistant.language.regex import regex
from assistant.policy.claims.answers import affirmation, asks, denied_before
from assistant.policy.claims.purchase import products_meant
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

_METHODS = {
    "machine": r"机洗|洗衣机|滚筒|波轮|machine[-\s]?wash\w*|washing machine|\bwasher\b|in the machine",
    "hand": r"手洗|hand[-\s]?wash\w*|wash (?:it |them )?by hand",
    "dry clean": r"干洗|dry[-\s]?clean\w*",
    "water": r"水洗|下水|泡水|浸泡|\bsoak\w*",
    "tumble": r"烘干|甩干|脱水|tumble[-\s]?dr\w+|\bdryer\b",
    "bleach": r"漂白|84消毒|\bbleach\w*",
    "hot": r"热水|开水|高温|hot water|\bboil\w*",
    "sun": r"暴晒|in (?:the )?(?:direct )?sun",
}
_ANY = "|".join(f"({source})" for source in _METHODS.values())
_IMPLIED = {"machine": ("hand", "water"), "hand": ("water",)}
"""Goods that stand the first stand the second too."""
_DENIED = regex(
    r"(?:不可|不能|勿|不要|不得|禁|避免|切忌|不宜|不建议|别|do not|don't|\bno\b|\bnot\b|never|avoid)\S{0,4}\s?$"
)


@functools.lru_cache(maxsize=512)
def allowed_by(care: str) -> frozenset[str]:
    """The ways of washing that a care text allows."""
    encoded = Encoded(care)
    allowed = set()
    for hit in pattern(_ANY).hits(encoded):
        method = _method(hit.groups)
        if not _DENIED.search(care, max(0, hit.start - 12), hit.start):
            allowed.add(method)
            allowed.update(_IMPLIED.get(method, ()))
    if pattern(r"冷水洗|清水洗|\bcold wash|wash cold").found(encoded):
        allowed.update(("hand", "water"))
    return frozenset(allowed)


def _method(groups: tuple[str, ...]) -> str:
    return next(name for name, group in zip(_METHODS, groups, strict=True) if group)


def read_care(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """Each way of washing that the reply allows or forbids."""
    said = False
    for hit in pattern(_ANY).hits(reply.encoded):
        said = True
        clause = reply.clause_at(hit.start)
        product = next(iter(products_meant(facts, clause)), None)
        if product is None or not product.care or clause.believes or clause.conditional or clause.asks:
            continue
        method = _method(hit.groups)
        allowed = allowed_by(normalise(product.care).view)
        if not _of_washing(product):
            continue
        if denied_before(clause, hit, 10) or reply.in_clause("care_warning", clause):
            if method in allowed and reply.in_clause("care_forbids", clause) and _named(product, method):
                yield _finding(product, hit.start, hit.end, False)
        elif clause.negated_after(hit.end, 8) and not reply.in_clause("care_harmless", clause):
            continue
        elif reply.in_clause("care_allows", clause) or method in allowed:
            yield _finding(product, hit.start, hit.end, method in allowed)
    if not said:
        yield from _taken_over(reply, facts)


def _of_washing(product: Product) -> bool:
    """Whether the care text speaks of washing at all (that of food does not)."""
    return pattern(f"{_ANY}|洗|wash").found(Encoded(normalise(product.care or "").view))


def _named(product: Product, method: str) -> bool:
    """Whether the care text names the way itself, not only a harsher one."""
    return pattern(_METHODS[method]).found(Encoded(normalise(product.care or "").view))


def _finding(product: Product, start: int, end: int, holds: bool) -> Finding:
    why = "" if holds else f"The care of {product.title}: {product.care}."
    return Finding("product.claim", start, end, f"products[{product.id}].care", holds, "product.claim", why)


def _taken_over(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """能机洗吗 — 可以的亲."""
    yes: Clause | None = affirmation(reply) if asks(facts.message.view) else None
    if yes is None:
        return
    asked = {_method(hit.groups) for hit in pattern(_ANY).hits(facts.message)}
    product = next(iter(products_meant(facts)), None)
    if len(asked) != 1 or product is None or not product.care:
        return
    allowed = allowed_by(normalise(product.care).view)
    if _of_washing(product):
        yield _finding(product, yes.start, yes.end, asked <= allowed)


KINDS: tuple[ClaimKind, ...] = (ClaimKind("product.care", (), read_care, ("product.claim",)),)
