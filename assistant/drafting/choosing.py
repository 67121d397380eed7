"""How a buyer's turn chooses goods: clause by clause, by the words that take, add, change and take back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from assistant.domain.store import Product
from assistant.drafting.asked import read_asked
from assistant.drafting.pieces import counts, pieces
from assistant.facts import Facts
from assistant.facts.goods import hinted
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern

_CLAUSE = re.compile(
    r"[,，。!！?？;；\n~、]+|\.(?!\d)|(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])|(?<=.)(?=再(?:来|要|拿|加|拍|买|带|凑))"
)
ADDS = (
    r"再(?:[来拍要买拿带加凑添下]|配)|加(?:上|[一二两三四五六七八九十几0-9]|[个包件盒袋条双台])|连(?:上|同)|外加|凑(?:上|[一二两三个包件])|添(?:上|[一二两三个])|还要|另外(?:要|来|拿|再)"
    r"|也(?:要|来|拿|拍|买|一起|带)|一起(?:买|拍|要|拿|下单)|顺便(?:来|拿|要|带)"
    r"|^(?:and|plus|also|together with)\b|\b(?:add|adding|along with|plus|another|one more|(?:two|three|[0-9]+) more|as well|too)\b"
)
CHOOSES = (
    r"(?:^|[^不别需想主重次必只还])(?:要|来|拿|订)(?:[^不么吗多几什啥怎求是加补紧付邮]|$)|(?:买|拍|选|下单)(?:[^不么吗过了的多几什啥怎家]|$)|(?:想|还)要(?:[^不么吗]|$)"
    r"|\b(?:i'?ll take|i(?: would|'d)? (?:take|want|need|like|order|buy|get)|give me|take|make (?:it|that))\b"
)
ONLY = r"(?:只|就)(?:要|买|拍|来|拿|留|剩)|^(?:那|还是)?就[^是说算行能可会]|\b(?:only|just)\b"
DROPS = (
    r"不(?:要|买|拿|拍|来)(?:[^不么吗吵弄]|$)|去掉|拿掉|删(?:了|掉|去)|先不(?:要|买|拿)"
    r"|\b(?:forget|drop|remove|skip|without|leave out|don'?t (?:want|need)|no more|not the|cancel)\b"
)
_ALL = r"[都全]不|什么都不|\b(?:all of (?:it|them)|everything)\b"
ASKS = r"[?吗么呢]|要不要|有没有|能不能|可不可以|多少|怎么|几[天点时]|\b(?:do you|can|could|is|are|does|how|what|which|any)\b"
_HELD = (
    r"收到|到货|到了|买的|拍的|买过|拍了|下单的|下的单|付了|订的|之前|上次|上回|以前"
    r"|\b(?:received|arrived|bought|ordered|last time|got (?:it|them|the))\b"
)
"""Goods that the buyer has already are not chosen."""
_OF_PURCHASE = (
    r"[买拍要来拿凑]|一共|总共|合计|多少|到手|便宜|优惠|包邮|分期|[邮运]费|呢\s*$|改|换成"
    r"|\b(?:buy|take|need|want|get|order|total|how much|discount|price|shipping|postage|make it|then)\b"
)
"""Beside these a bare number counts pieces to be bought."""
BOTH = (
    r"(?:两|三|几)(?:样|个|件|种|款)(?:都|一起|加)|(?:两|三)(?:样|种|款)|都要|\bboth\b|\ball (?:of )?(?:them|three)\b"
)
_OF_ALL = r"一起|都|加起来|一共|总共|合计|\b(?:both|all|together|total)\b"
_SHARED = r"一人一|每人|人手|\b(?:each of us|one each)\b"
"""How the pieces are shared out, not how many there are."""
BARE_PIECE = r"[要来拿拍买加凑带下](?:条|件|双|包|袋|盒|台|套|瓶|罐|只|份|箱|桶)"
_FEW_MORE = r"(?:^(?:and |plus |also |then )?|\b(?:wants?|needs?|take|get) )(\d{{1,2}}|one|two|three|four|five|a) (?:more\b|in \w|{colors})"
_WORDS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
READ_CHARS = 400
_FILLERS = re.compile(
    r"[\W_]|\d{1,3}|[一两二三四五六七八九十几]|[条件双个包袋盒台套瓶罐只份箱桶]|我|要|来|拿|拍|买|选|订|带|加|凑|再|先|那|就|也|给|的|吧|啊|哦|呀|嗯|好|行|帮|下单|了|在|一起|码|号|色|味|款|这|和|跟|还是|改|换|成|不要|去掉|只|算|等下|麻烦|谢谢"
    r"|\b(?:i|we|would|like|just|take|need|want|get|order|please|pls|the|of|a|an|and|pairs?|pcs|pieces?|in|size|it|make|that|to|one|two|three|four|five|ok|then|more|another|d|ll|s|ones?|too|for me|forget|drop|remove)\b"
)
"""What may stand beside the goods in a message that only chooses."""
TURNS = 12
"""So far back the choosing goes."""


@dataclass
class Choosing:
    """The choosing as far as it has been read."""

    facts: Facts
    pieces: dict[str, int] = field(default_factory=dict)
    looked_at: dict[str, int] = field(default_factory=dict)
    """Spoken of and not chosen, with the pieces spoken of, the latest last."""
    last: Product | None = None

    @cached_property
    def owned(self) -> frozenset[str]:
        """The products that orders of this account hold."""
        return frozenset(item.product for order in self.facts.own_orders for item in order.items if item.product)

    def hear(self, text: str) -> None:
        """Read one turn of the buyer's."""
        for clause in _clauses(normalise(text).view):
            if pattern(_HELD).found(Encoded(clause)):
                held = self.facts.products_named_in(clause)
                self.last = held[0] if len(held) == 1 else self.last  # 上次买的枸杞吃完了 再来两袋
            else:
                self._clause(clause, Encoded(clause + " "))

    def _clause(self, clause: str, said: Encoded) -> None:
        named = self._named(clause)
        dropping = pattern(DROPS).found(said) and not pattern(ASKS).found(said)
        if dropping:
            self._drop(named, said)
            return
        adds = pattern(ADDS).found(said)
        if pattern(BOTH).found(said):
            self._take_looked_at()
        if len(named) > 1:
            self._several(clause, named, adds)
        elif named:
            self._one(named[0], _number(clause, said, self.facts), said, adds=adds)
        else:
            self._unnamed(clause, said, adds=adds)

    def _named(self, clause: str) -> tuple[Product, ...]:
        named = self.facts.products_named_in(clause)
        if named:
            return named
        near = hinted(self.facts.store.products, clause)
        return (near,) if near else ()

    def _drop(self, named: tuple[Product, ...], said: Encoded) -> None:
        if named:
            for item in named:
                self.pieces.pop(item.id, None)
                self.looked_at.pop(item.id, None)
            self.last = None
        elif pattern(_ALL).found(said):
            self.pieces.clear()
            self.looked_at.clear()

    def _take_looked_at(self, but: Product | None = None) -> None:
        for name, number in self.looked_at.items():
            if but is None or name != but.id:
                self.pieces.setdefault(name, number)
        self.looked_at.clear()

    def _several(self, clause: str, named: tuple[Product, ...], adds: bool) -> None:
        told = counts(clause, named) or dict.fromkeys((item.id for item in named), 1)
        chosen = adds or pattern(CHOOSES).found(Encoded(clause)) or any(number > 1 for number in told.values())
        if adds:
            self._take_looked_at()
        for name, number in told.items():
            if chosen:
                self.pieces[name] = number
            else:
                self.looked_at[name] = number
        self.last = named[-1]

    def _one(self, item: Product, number: int | None, said: Encoded, *, adds: bool) -> None:
        asks = pattern(ASKS).found(said)
        if item.id in self.owned and not (adds or pattern(CHOOSES).found(said)):
            self.last = item  # of an order: 两袋枸杞到哪了
            return
        if pattern(ONLY).found(said):
            kept = self.pieces.get(item.id, 1)
            if number is None or item.id not in self.pieces:
                self.pieces.clear()
            self.pieces[item.id] = number or kept
        elif adds:
            self._take_looked_at(but=item)
            more = self.pieces.get(item.id, 0) if number is not None else 0
            self.pieces[item.id] = more + (number or self.pieces.get(item.id, 1))
        elif number is not None and (item.id in self.pieces or not asks or pattern(CHOOSES).found(said)):
            self.pieces[item.id] = number
        elif not asks and pattern(CHOOSES).found(said):
            self.pieces.setdefault(item.id, self.looked_at.get(item.id, 1))
        elif item.id not in self.pieces:
            self.looked_at.pop(item.id, None)
            self.looked_at[item.id] = number or 1
        if item.id in self.pieces:
            self.looked_at.pop(item.id, None)
        self.last = item

    def _unnamed(self, clause: str, said: Encoded, *, adds: bool) -> None:
        item = self.last or self._page() or self._alone()
        if item is None:
            return
        number = _number(clause, said, self.facts)
        if (len(self.pieces) > 1 and pattern(_OF_ALL).found(said)) or pattern(_SHARED).found(said):
            return  # 两双一起多少: the number tells of all that was chosen
        bare = not pattern(ASKS).found(said) and nothing_else(clause, said, self.facts)
        if number is not None and (bare or adds or pattern(_OF_PURCHASE).found(said)):
            chosen = bare or adds or pattern(CHOOSES).found(said) or item.id not in self.looked_at
            if item.id in self.pieces and adds:
                self.pieces[item.id] += number
            elif item.id in self.pieces or chosen:
                self.looked_at.pop(item.id, None)
                self.pieces[item.id] = number
            else:
                self.looked_at[item.id] = number
            self.last = item
        elif number is None and self._variant_chosen(said):
            self.pieces.setdefault(item.id, self.looked_at.pop(item.id, 1))
            self.last = item

    def _variant_chosen(self, said: Encoded) -> bool:
        """Whether a clause takes the product in hand by its colour or size alone (那要原木的)."""
        if not pattern(CHOOSES).found(said) or pattern(ASKS).found(said):
            return False
        asked = read_asked(said, self.facts.store)
        return bool(asked.colors or asked.size)

    def _page(self) -> Product | None:
        return self.facts.store.product(self.facts.request.product)

    def _alone(self) -> Product | None:
        products = self.facts.store.products
        return products[0] if len(products) == 1 else None


def nothing_else(rest: str, said: Encoded, facts: Facts) -> bool:
    """Whether words tell nothing but a number, a size or a colour."""
    asked = read_asked(said, facts.store)
    for word in (*asked.colors, asked.other_color, asked.size):
        if word:
            name = re.escape(normalise(word).view)
            rest = re.sub(rf"\b{name}\b" if name.isascii() else name, " ", rest)
    return not _FILLERS.sub("", rest).strip()


def _clauses(view: str) -> Iterator[str]:
    for part in _CLAUSE.split(view[:READ_CHARS]):
        if part and part.strip():
            yield part.strip()


def _number(clause: str, said: Encoded, facts: Facts) -> int | None:
    """The pieces that a clause names: two bags, 要条 (one), make it 3, and 1 black."""
    number = pieces(said)
    if number is not None:
        return number
    if pattern(BARE_PIECE).found(said):
        return 1
    if not clause.isascii():
        return None
    made = re.search(r"\bmake (?:it|that) (\d{1,2}|two|three|four|five)(?: pairs?)?$", clause)
    if made:
        return _WORDS.get(made.group(1)) or int(made.group(1))
    colors = "|".join(sorted({re.escape(color.lower()) for item in facts.store.products for color in item.colors}))
    found = re.search(_FEW_MORE.format(colors=colors or "more"), clause)
    return (_WORDS.get(found.group(1)) or int(found.group(1))) if found else None
