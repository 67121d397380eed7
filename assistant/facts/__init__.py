"""What may truthfully be said to this buyer at this moment.

Computed from profile, orders, region and `now`. Prompt, composer and checker all ask here, so a number that one of
them states and another disputes cannot exist.
"""

from assistant.facts.delivery import Arrival, Dispatch, Postage
from assistant.facts.listing import Stated, stated
from assistant.facts.money import Entitlement
from assistant.facts.situation import Facts

__all__ = ["Arrival", "Dispatch", "Entitlement", "Facts", "Postage", "Stated", "stated"]
