"""Destinations that a profile says nothing of: a domestic store's terms of delivery hold for the mainland only."""

from assistant.facts import Facts
from assistant.facts.delivery import is_remote
from assistant.language.patterns import pattern
from assistant.language.regions import MAINLAND, PLACE, PROVINCE_OF, named_region

_DOMESTIC = frozenset({"tmall", "taobao"})
_KNOWN = frozenset(PROVINCE_OF.values())
_SOMEWHERE = (
    r"国外|海外|境外|出境|外国|港澳台|欧洲|非洲|北美|南美|东南亚|国际(?:快递|物流|运费|件|邮)|跨境"
    r"|\b(?:abroad|overseas|internationally|international (?:shipping|delivery|orders?|address)|worldwide|outside (?:of )?china|europe|africa|my country)\b"
)
_ORIGIN = rf"(?:产自|来自|从|\bfrom |\bmade in )\s*{PLACE}|{PLACE}\s*(?:产|进口|货(?:[^到]|$)|制造|生产|品牌|牌子|羊毛|面料|原料|风格|同款|尺码|码)"
"""A place that says where goods come from, not where they go."""


def beyond_terms(facts: Facts, *, message_only: bool = False) -> str | None:
    """Where the goods shall go, if the profile's terms do not reach there; None where they do or nothing is said.

    Args:
        facts: of the request.
        message_only: leave the address of the order and the buyer's region out.
    """
    store = facts.store
    if store.platform not in _DOMESTIC:
        return None
    named = None if pattern(_ORIGIN).found(facts.message) else named_region(facts.message)
    region = named or (None if message_only or named_region(facts.message) else facts.region)
    if region is not None and region not in MAINLAND and region in _KNOWN and not is_remote(store.shipping, region):
        return region
    if region is None or region not in _KNOWN:
        return next((hit.text for hit in pattern(_SOMEWHERE).hits(facts.message)), None)
    return None
