"""What a buyer chooses in the course of a talk: goods with their pieces, as they are added, changed and taken back.

"连衣裙来一条 / 再要条牛仔裤 / 裤子改成两条 / 一共多少" asks for one dress and two pairs of jeans. Each of the buyer's turns is read
clause by clause; what is only looked at (那件还有吗) counts from the moment that more is added to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.domain.store import Product
from assistant.drafting.choosing import (
    ADDS,
    ASKS,
    BARE_PIECE,
    BOTH,
    CHOOSES,
    DROPS,
    ONLY,
    READ_CHARS,
    TURNS,
    Choosing,
    nothing_else,
)
from assistant.drafting.pieces import pieces
from assistant.facts import Facts
from assistant.facts.goods import hinted, place
from assistant.language.normalise import normalise
from assistant.language.patterns import pattern

_IN_ALL = (
    r"(?:一共|总共|合计|总价|总额|加起来|算下来|拢共|全部|总计|凑一起)(?:.{0,6}(?:多少|几)|.{0,4}(?:价|钱)|呢|$|[?])|(?:两|三|几)(?:样|种).{0,4}多少|(?:帮我?|给我)?算(?:一?下|算|个(?:总)?价)(?:[^子]|$)"
    r"|\b(?:every ?thing|all) (?:together|in all)\b|\ball together\b|\baltogether\b|\b(?:in|the) total\b|\btotal (?:for|of|price|cost)\b|\btotal(?: now| then| please| so far)?\W*$|\bhow much for (?:all|everything|both)\b"
)
_OVER = frozenset({"delivered", "completed", "closed"})
_CHANGES = r"改|换成|换|变成|\b(?:change|make (?:it|that)|instead)\b"


@dataclass(frozen=True, slots=True)
class Basket:
    """What the buyer has chosen so far.

    Attributes:
        pieces: of each product by its id, in the order in which they were chosen.
        moved: whether the message itself chose, added, changed or took back.
        changed: whether it took back, or counted anew, what had been chosen before.
    """

    pieces: Mapping[str, int] = field(default_factory=dict)
    moved: bool = False
    changed: bool = False

    def products(self, facts: Facts) -> tuple[Product, ...]:
        """The products in it."""
        return tuple(item for name in self.pieces if (item := facts.store.product(name)) is not None)


def basket(facts: Facts) -> Basket:
    """What the buyer has chosen by now; nothing where an order of theirs is open, which is spoken of then."""
    if has_open_order(facts):
        return Basket()
    choosing = Choosing(facts)
    for turn in facts.request.history[-TURNS:]:
        if turn.role == "buyer":
            choosing.hear(turn.text)
    before, looked_at = dict(choosing.pieces), dict(choosing.looked_at)
    choosing.hear(facts.request.message)
    after = choosing.pieces
    if not after and len(choosing.looked_at) == 1:  # 那两个呢多少钱: of what was only looked at
        return Basket(dict(choosing.looked_at), moved=bool(looked_at) and looked_at != choosing.looked_at)
    changed = any(after.get(name, 0) != number for name, number in before.items())
    return Basket(dict(after), moved=after != before, changed=changed)


def has_open_order(facts: Facts) -> bool:
    """Whether an order of this account is still to be paid, or to leave."""
    return any(order.status in {"unpaid", "paid"} for order in facts.own_orders)


def buys_again(facts: Facts) -> bool:
    """Whether a buyer whose orders have all come chooses goods anew."""
    own = facts.own_orders
    return bool(own and facts.request.history) and all(o.status in _OVER for o in own) and bool(basket(facts).pieces)


def asks_of_all(facts: Facts) -> bool:
    """Whether the message asks what all comes to (一共多少, everything together)."""
    return not has_open_order(facts) and pattern(_IN_ALL).found(facts.message)


def moves_goods(facts: Facts) -> bool:
    """Whether the words of the message add to what was chosen, or change or take back some of it."""
    return any(pattern(source).found(facts.message) for source in (ADDS, DROPS, ONLY, _CHANGES, BOTH))


def only_chooses(facts: Facts) -> bool:
    """Whether the message chooses goods by name, number, size or colour, and says nothing else (枸杞来一袋)."""
    rest = facts.message.view[:READ_CHARS]
    near = () if facts.named_products else (hinted(facts.store.products, facts.message.view),)
    named = facts.named_products or tuple(item for item in near if item is not None)
    for item in named:
        spot = place(item, rest)
        if spot is not None:
            rest = rest[: spot[0]] + " " + rest[spot[1] :]
        else:
            letters = set(normalise(item.title).view)
            rest = "".join(char for char in rest if char not in letters or char.isascii())
    counted = pieces(facts.message) is not None or pattern(BARE_PIECE).found(facts.message)
    chooses = counted or (bool(named) and pattern(CHOOSES + "|" + ONLY + "|" + DROPS).found(facts.message))
    return chooses and not pattern(ASKS).found(facts.message) and nothing_else(rest, facts.message, facts)
