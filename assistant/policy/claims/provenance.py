"""The colours that goods are said to come in, and the place that they are said to come from."""

from collections.abc import Iterator

from assistant.facts import Facts
from assistant.language.patterns import Encoded, pattern
from assistant.language.regions import PLACE, province
from assistant.policy.claims.product import product_texts
from assistant.policy.claims.purchase import products_meant
from assistant.policy.claims.variants import unknown_colour
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Reply

_RULE = "product.claim"


def read_colours(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """A colour that the goods are said to come in."""
    for hit in reply.concept("colour_offered"):
        clause = reply.clause_at(hit.start)
        if clause.asks or clause.conditional or clause.believes or clause.negators:
            continue
        products = products_meant(facts, clause)
        if not products or unknown_colour(products[0], hit.text.replace("的", "色", 1)) is None:
            continue
        why, fact = (
            f"{products[0].title} comes in {', '.join(products[0].colors)}.",
            f"products[{products[0].id}].colors",
        )
        yield Finding("product.claim", hit.start, hit.end, fact, False, _RULE, why)
        yield Finding("promise.stock", hit.start, hit.end, fact, False, "promise.stock", why)


def read_places(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """The region that the goods are said to come from."""
    for hit in reply.concept("product_grown"):
        clause = reply.clause_at(hit.start)
        place = next(iter(pattern(PLACE).hits(reply.encoded, clause.start, clause.end)), None)
        products = products_meant(facts, clause)
        if place is None or not products or clause.believes or clause.asks or clause.negators:
            continue
        known = {
            province(place.text) for text in product_texts(products[0]) for place in pattern(PLACE).hits(Encoded(text))
        }
        holds = province(place.text) in known
        told = products[0].material or products[0].title
        why = "" if holds else f"The profile of {products[0].title} says: {told}."
        yield Finding(
            "product.claim", place.start, place.end, f"products[{products[0].id}].material", holds, _RULE, why
        )


KINDS: tuple[ClaimKind, ...] = (
    ClaimKind("product.place", ("<product_grown>",), read_places, ("product.claim",)),
    ClaimKind("product.colour", ("<colour_offered>",), read_colours, ("product.claim", "promise.stock")),
)
