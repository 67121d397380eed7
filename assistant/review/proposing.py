"""A heavy edit proposes a change to the nearest script: its facts as slots again, and nothing in it of the buyer."""

import json
import re
from datetime import datetime
from typing import Any

from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.prompting import Mask
from assistant.review.office import Office, new_id
from assistant.review.records import QueuedDraft, Reviewer

BLANK = "{blank}"
"""A slot that nobody can fill: whoever accepts the change must word it anew."""
_TOKEN = re.compile(r"⟦[a-z]+_\d+⟧")
_TOO_SHORT = 2
_COMPARED = 2000


def proposal_of(office: Office, draft: QueuedDraft, words: str, by: Reviewer, now: datetime) -> dict[str, Any] | None:
    """The row of a proposal, where an edit was heavy and there is a script near the draft."""
    if draft.script is None or draft.draft is None or draft.request is None:
        return None
    if change_share(draft.draft.text, words) < office.settings.heavy_edit:
        return None
    shop = office.shops.shop(draft.store)
    before = shop.script_text(draft.script) or ""
    after = as_script(words, Facts(shop.store, draft.request))
    return {
        "id": new_id(),
        "draft_id": draft.id,
        "store": draft.store,
        "state": "proposed",
        "version": 1,
        "script": draft.script,
        "language": draft.language,
        "intent": draft.intent,
        "content": office.vault.seal(json.dumps({"before": before, "after": after}, ensure_ascii=False)),
        "proposed_by": by.id,
        "proposed_at": now,
    }


def change_share(before: str, after: str) -> float:
    """How much of a text an edit changed, from 0 to 1."""
    from rapidfuzz.distance import Indel  # difflib takes minutes over long texts of few letters

    first, second = (normalise(text[:_COMPARED]).view for text in (before, after))
    return float(Indel.normalized_distance(first, second))


def as_script(words: str, facts: Facts) -> str:
    """A reply as a script: the store's own values as slots, and a blank for everything that points to a buyer."""
    text = words.replace("{", "(").replace("}", ")")
    named = {"hotline": facts.store.hotline, "store": facts.store.name, "agent": facts.store.agent}
    for slot, value in named.items():
        if value and len(value) >= _TOO_SHORT:
            text = text.replace(value, "{" + slot + "}")
    return _TOKEN.sub(BLANK, mask_of(facts).hide(text))


def points_to_buyer(text: str, facts: Facts) -> bool:
    """Whether a text holds anything of a buyer, known or by its form."""
    return bool(_TOKEN.search(mask_of(facts).hide(text)))


def mask_of(facts: Facts) -> Mask:
    """What hides the buyer of a request."""
    return Mask(facts.own_orders, facts.other_orders, nick=facts.request.buyer.nick)
