"""What a clause says of postage: whether it speaks of it at all, the sums in it, a bare yes or no to the buyer."""

import functools
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from assistant.facts import Facts
from assistant.language.carriers import carriers
from assistant.language.numerals import number
from assistant.language.patterns import pattern
from assistant.language.regex import regex
from assistant.policy.claims.reasons import reason_in
from assistant.policy.text import Clause, Reply

_RETURN = regex(
    r"退货|退换|换货|寄回|退回|退换货|回寄|运费险|发票|质量|瑕疵|寄过来|返程|来回|无理由|退运费|理赔|\breturn|\bsend (?:it|them) back|\bexchange|\binvoice|\binsurance"
)
_RETURN_TALK = regex(
    r"补寄|补发|重新?[发寄](?!货)|漏[发寄]|少[发寄]|[要想](?:是)?退(?:了)?(?:的话|,|$|[你您我]们?|这|掉)|喜欢(?:想|要)?退|退完|退货|退换|换货|寄回|退回|回寄|质量|无理由|返程|\breturn (?:postage|shipping|freight)|\bsend (?:it|them) back"
)
# A fee for a paper or for a way to pay is no postage, whatever word the buyer has for it
_OTHER_FEE = regex(
    r"票(?!数)|抬头|税点|代收费|手续费|利息|服务费|到付费|包装费|\binvoice|\bhandling fee|\binterest\b|\bcustoms\b|\bduty\b|\bduties\b"
)
_ASKS_WHETHER = regex(
    r"包(?:吗|么|不|嘛|伐)|包邮|免邮|免运费|包不包|(?:邮费|运费|快递费).{0,6}(?:免|吗|么|不|要|包|呗)|要.{0,4}(?:邮费|运费|快递费)|\bfree shipping|\bis (?:shipping|postage|delivery) free"
)
_ASKED_POSTAGE = regex(
    r"邮费|运费|包邮|包(?:吗|么|不|嘛|伐)|[要加补]钱|加价|加收|收费|另收|\bfree to\b|\bhow much to\b|\bis it free\b|\bcharge|邮资|快递费|免邮|邮钱|路费|快递钱|\bshipping (?:fee|cost|free|charge)|\bpostage\b|\bfree shipping|\bhow much (?:is|for) (?:the )?(?:shipping|delivery)|寄.{0,6}(?:免|钱|多少|几块)|免(?:了|掉)?(?:吧|吗|么|不|呗)|补差|\bshipping (?:price|to)|\b(?:shipping|delivery|dhl|postage|courier) costs?\b|\bdelivery (?:fee|cost|charge)"
)
_ASKS_SUM = regex(
    r"(?:邮费|运费|快递费|加|补|收|要)(?:多少|几|怎么|咋|呢|\?|$)|(?:多少|几)(?:钱|块|元)|\bhow much\b|\bcosts?\b|\bprice\b|\bfee\b|\bcharge\b"
)
_FREE_ANSWER = regex(
    r"^(?:[亲嗯哦哈您好,!~ ])*(?:是的?|对的?)?(?:不用|不要|不收|不需要|无需|免费|包$|包的|包哦|包哒|免的|都包|全包|给[您你](?:免|包)|可以(?:免|包)|帮[您你](?:免|包)|能[免包]|免了|包了|没有的|no, it's free|it's free|free)[^,]{0,6}$"
)
_CHARGE_ANSWER = regex(
    r"^(?:[亲嗯哦哈您好,!~ ])*(?:是的?)?(?:不包|不免|不是的?[哦哈呢呀]*$|要的|需要的|要收|要补|要付|得付|得补|要出|不能免|免不了|包不了)[^,\d]{0,6}$"
)
ADDS = regex(r"另|加|添|再|额外|补|偏远|\bextra\b|\bplus\b|\bon top\b|\badditional\b|\bsurcharge\b|\badd\b|\bmore\b")
BUYER_PAYS = regex(
    r"恁(?:得|要)?(?:出|掏|付|补)|自理|自付|自费|[您你亲](?:这边|那边)?(?:来|得|要|需要?|自己|自行)?(?:出|承担|付|补|掏|负担|支付)|到付(?:$|[^款])|另(?:算|付|计|收|补)|[要需得](?:补|收|加|付|交|掏)|收(?:取|您|你)|补(?:一下|上|个|交|差)|不包(?!括|含)|不免|不是?(?:包|免)|不含"
    r"|\byou(?:'ll|\swill)?\s(?:\w+\s)?(?:pay|cover|bear)|\bextra\b|\bat your (?:own )?(?:cost|expense)|\bnot free\b|\bcharged?\b|\bcosts? (?:you|extra)\b"
)
FREE_OF_IT = regex(
    r"免[了掉去]|给[您你]免|帮[您你]免|[也都就]不[收要](?!了|急)|不收[您你]?(?:的|了|哦|$)|不要钱|不用钱|不花钱|白送|一分.{0,4}不|on the house|on us|\bnothing\b"
)
WAIVED = regex(r"免|抹|去掉|减掉|返|退|兜|不(?:收|要|用|算|让)|\bwaive|\brefund|\bskip|\bdrop|\bforget about|\bno need")
WITH_MORE = regex(
    r"(?:再|多|凑|加|添|补)(?:买|拍|凑|加|添|带|选|要|配)?(?:够|到|满|齐|上|个|一|两|二|\d).{0,10}(?:就|便|可以?|能|都|即)|凑单|\b(?:add|buy|one) (?:\w+ )?more\b"
)
"""With more goods than these the postage would be waived."""
TOPS_UP = regex(r"补(?:邮|差|运)|差价.{0,4}链接|补.{0,4}链接")
ASKS_TOTAL = regex(
    r"一共|总共|共(?:要|收|多少)|合计|全部加|总的|加起来|\bin total\b|\baltogether\b|\btotal\b|\ball in\b"
)
_BARE = (
    r"(?:^|[^0-9元块])(?:差价|补差|补|添|另加|再加|加收|加|多出|出|收|付|掏|贴)(?:您|你|个|上|一个)?\s*(\d+(?:\.\d+)?|[一二两三四五六七八九十]+)(?:$|[^0-9天小时件条双包袋年月号日%点折个元块米倍次起.])"
    r"|[那的这](\d+)(?:咱|我|就|给|能|可|也|都|不|$)|\b(\d+(?:\.\d+)?)\s(?:more|extra|on top)\b|\b(?:extra|additional|plus|add|pay|costs?|surcharge of|fee of|fee is|is|it's|'s)\s(\d+(?:\.\d+)?)(?:$|\s(?:for|more|extra|on|per))"
)
_LONE = r"(?:^|[^0-9a-z.:/-])(\d{1,3}(?:\.\d+)?|[二两三四五六七八九十]+)(?:就|的|吧|哈|哦|呢|即|$)"
_DIGITS = regex(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum of money, also where no currency is said (补个十五)."""

    start: int
    end: int
    value: float


def goes_back(reply: Reply, facts: Facts) -> bool:
    """Whether the talk is of goods on their way back: their freight is not the buyer's postage."""
    if _RETURN_TALK.search(facts.message.view) or _RETURN_TALK.search(reply.view):
        return True
    if _OTHER_FEE.search(facts.message.view):
        return True
    order = facts.order
    return order is not None and order.delivered_at is not None and reason_in(facts.message.view) is not None


def may_concern_postage(reply: Reply, facts: Facts) -> bool:
    """Whether any clause can be `about_postage` or a `bare_answer`: a cheap look at the whole."""
    if reply.concept("postage_word") or reply.concept("postage_free"):
        return True
    asked = facts.message.view
    if _ASKED_POSTAGE.search(asked) or _ASKS_WHETHER.search(asked) or "满" in reply.view:
        return True
    names = [carrier.name for carrier in facts.store.shipping.carriers]
    if carriers(facts.message, names):
        return True
    return any(ADDS.search(reply.clause_at(mention.start).text) for mention in carriers(reply.encoded, names))


def bare_answer(clause: Clause, facts: Facts) -> Literal["free", "charged"] | None:
    """A bare yes or no to a question about postage (包邮吗: 包的)."""
    if clause.index > 1 or not _ASKS_WHETHER.search(facts.message.view):
        return None
    if _FREE_ANSWER.search(clause.text):
        return "free"
    return "charged" if _CHARGE_ANSWER.search(clause.text) else None


def about_postage(reply: Reply, clause: Clause, facts: Facts) -> bool:
    """Whether a clause speaks of the buyer's postage, by its words or as an answer; see `may_concern_postage`."""
    if _RETURN.search(clause.text):
        return False
    if reply.in_clause("postage_word", clause) or reply.in_clause("postage_free", clause):
        return True
    told = any(item.kind == "threshold" for item in reply.sums)
    if (
        (told or _ASKED_POSTAGE.search(facts.message.view))
        and FREE_OF_IT.search(clause.text)
        and not reply.in_clause("not_postage", clause)
    ):
        return True
    if not figures_in(reply, clause, facts):
        return False
    if reply.in_clause("not_postage", clause):
        return False
    start, end = reply.sentence_span(clause)
    if _RETURN.search(reply.view[start:end]) or _RETURN.search(facts.message.view):
        return False
    names = [carrier.name for carrier in facts.store.shipping.carriers]
    if any(clause.start <= m.start < clause.end for m in carriers(reply.encoded, names)) and ADDS.search(clause.text):
        return True
    asked = bool(_ASKED_POSTAGE.search(facts.message.view))
    asked = asked or bool(carriers(facts.message, names))
    if not asked:
        return False
    return (
        bool(ADDS.search(clause.text) or BUYER_PAYS.search(clause.text))
        or bool(reply.in_sentence("postage_word", clause))
        or len(clause.text) <= (40 if clause.text.isascii() else 16)
        or bool(WAIVED.search(clause.text))
    )


def figures_in(reply: Reply, clause: Clause, facts: Facts) -> list[Figure]:
    """Sums of money in a clause, from the left; beside a question of the fee also numbers without a currency."""
    found = [
        Figure(s.start, s.end, s.value)
        for s in reply.sums
        if s.kind == "amount" and clause.start <= s.start < clause.end
    ]
    for hit in pattern(_BARE).hits(reply.encoded, clause.start, clause.end):
        given = next(group for group in hit.groups if group)
        start = hit.start + hit.text.find(given)
        value = number(given)
        if (
            value is not None
            and given not in {"一", "十"}
            and not any(item.start <= start < item.end for item in found)
        ):
            found.append(Figure(start, start + len(given), value))
    if not found and len(clause.text) <= 14 and _ASKS_SUM.search(facts.message.view):
        for hit in pattern(_LONE).hits(reply.encoded, clause.start, clause.end):
            value = number(hit.groups[0])
            if value is not None and value >= 2:
                start = hit.start + hit.text.find(hit.groups[0])
                found.append(Figure(start, start + len(hit.groups[0]), value))
    return sorted(found, key=lambda item: item.start)


@functools.lru_cache(maxsize=16)
def digits_in(view: str) -> tuple[Figure, ...]:
    """Every number in digits, from the left."""
    return tuple(Figure(*match.span(), float(match.group())) for match in _DIGITS.finditer(view))


def _adds_up(reply: Reply, item: Figure) -> bool:
    """Whether a sum is what two others told beside it make together (one of them twice, too)."""
    digits = digits_in(reply.view)
    place = bisect_right(digits, item.start, key=lambda figure: figure.end)
    told = {figure.value for figure in digits[:place]}
    if place < len(digits) and digits[place].start < item.start:  # it is the rest of a longer number
        told.update(map(float, _DIGITS.findall(reply.view, digits[place].start, item.start)))
    told.update(other.value for other in reply.sums if other.kind == "amount" and other.start != item.start)
    values = sorted(value for value in told if value > 0)
    low, high = 0, len(values) - 1
    while low <= high:
        over = values[low] + values[high] - item.value
        if abs(over) < 0.005:
            return True
        if over < 0:
            low += 1
        else:
            high -= 1
    return False


_LACKS = regex(
    r"[差缺短](?:个|了|着|您|不到)?$|(?:离|距离?|到)[^,。]{0,10}还(?:有|要)$|(?:再|还得?|只要)(?:凑|添|买|拿|选)(?:个|了|上|够|满|点)?$"
)
"""差9块到88: what is missing to a threshold."""


def is_price(reply: Reply, clause: Clause, item: Figure, facts: Facts) -> bool:
    """An amount of goods beside the postage (239元包邮, 您这单158元), or both together."""
    before = reply.view[max(clause.start, item.start - 8) : item.start]
    behind = reply.view[item.end : item.end + 5]
    if item.value == facts.amount or (facts.product is not None and abs(item.value - facts.product.price) < 0.005):
        return True
    cost = facts.postage(amount=facts.amount).total
    if facts.product is not None and any(
        abs(item.value - facts.product.price * pieces - fee) < 0.005
        for pieces in range(1, 7)
        for fee in {0.0, cost, *(carrier.fee for carrier in facts.store.shipping.carriers)}
    ):
        return True  # goods and postage together
    if _adds_up(reply, item):
        return (
            bool(re.search(r"一共|总共|合计|共|就是|是|=|\bso\b|\btotal|\bcomes?\b|\bmakes?\b", clause.text))
            and item.value > cost
        )
    if behind.removeprefix("的").startswith(("运费", "邮费", "快递费", "邮资")):
        return False
    if _LACKS.search(before):
        return True
    highest = max(carrier.fee for carrier in facts.store.shipping.carriers)
    if item.value > 60 and item.value > 3 * highest and not reply.in_clause("postage_word", clause):
        return True
    if re.search(r"单价|售价|这单|订单|总价|一共|商品|原价|合计|实付|券后|还差|再凑|\border\b", before):
        return True
    if re.search(
        r"\btotal|\baltogether\b|\bin all\b|\bcomes? to\b|合计|总计|加起来|一起是", clause.text
    ) and not ADDS.search(before):
        return True
    return behind.startswith(("包邮", "就包邮", "免邮", "起包邮", "以上", "起免", "以下", "以内", "就免", "就不"))
