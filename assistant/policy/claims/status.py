"""What is said of the parcel's state: sent, under way, at the door, delivered."""

import re
from collections.abc import Iterator

from assistant.domain.request import Order
from assistant.facts import Facts
from assistant.language.carriers import carriers
from assistant.language.regex import regex
from assistant.policy.findings import ClaimKind, Finding
from assistant.policy.text import Clause, Reply

PARCEL_STATE = "parcel.state"
RULE = "shipping.false_status"

# A state by its own words, and (second) one that a parcel reaches by the talk's being of it: "已经在高速上了" to "到哪了"
_STATES: tuple[tuple[str, str], ...] = (
    ("state_delivered", "delivered"),
    ("state_out", "out for delivery"),
    ("state_transit", "in transit"),
    ("state_shipped", "shipped"),
)
_WAYSIDE: tuple[tuple[str, str], ...] = (
    ("way_delivered", "delivered"),
    ("way_out", "out for delivery"),
    ("way_transit", "in transit"),
    ("way_shipped", "shipped"),
)
_ASKS_STATE = regex(
    r"[发寄](?:货|出来?|走|过来)?(?:了|没|吗|么)|拒收|退回|到.{0,4}了(?:没|吗|么|吧)|到哪|哪儿?了|在哪|单号|物流|快递(?:呢|到|怎么|咋)|走了|出发|签收|派送|送到|还没到|没收到|没到|到了?(?:没|吗|么)|催|啥情况|什么情况|动静|什么状态|进度|包裹|几时到|什么时候(?:能)?(?:到|发|收)|我的.{0,6}(?:呢|到|了|在|没)|我的(?:货|件|东西|快递|单)"
    r"|\bshipped\b|\bsent\b|\bship\b|\bwhere\b|\btrack|\barrive|\bupdate\b|\bstatus\b|\bnews\b|\bdeliver|\bparcel\b|\bpackage\b|\bmy order\b|\bleft\b|\bdispatched\b|\bon its way\b"
)
_PARCEL = regex(
    r"包裹|快件|快递|箱子|货|宝贝|[您你]的?(?:件|单|订单|东西|[那这]?一?[件个份袋条双单包箱盒]|的.{1,6}(?:已|在|都|刚|正))|它|\bparcel\b|\bpackage\b|\border\b|\bit(?:'s)?\b|\bthey\b|\bbox\b|\bitems?\b"
)
_STILL_HERE = regex(
    r"(?:还没|尚未|没有?|未|暂未|还未)(?:给您|有)?(?:发|寄|出库|揽|走)|待发|备货|配货中|等(?:快递|揽|仓库)|\bnot (?:yet|been|shipped|left)|\bhasn't|\bhaven't|\bisn't|\bwaiting for dispatch\b|\bstill (?:here|being|in our|waiting|packing)"
)
_UNSURE = regex(
    r"会|要|将|等|看看|看一?下|是否|有没有|有无|问问|问一?下|可能|会不会|确认|找找|核实|帮您查|应该|估计|也许|留意|记得|到时|方便|需要|建议|可以|一般|通常|才能|最[晚迟慢]|内|麻烦|请|\bplease\b|\bcould\b|\bmight\b|\bmaybe\b|\bperhaps\b|\bcheck\b|\bsee if\b|\bwhether\b|\bdid you\b|\bwhat\b"
)
# 发出后会通知您, 等发货了, 发票已发: not this parcel's state
_NOT_YET = regex(
    r"最[晚迟慢]|如果|若|一旦|要是|等(?!级|您)|只要|的话|之?后(?!台)(?:会|再|就|能|才|可|给|自动|系统|短信|,|$)|今天就|当天就|(?:付|拍|下单)的?.{0,4}(?:今天|当天|就)|到时|等您回|就来|来[取拿收拉]|可以|让(?:快递|他|小哥|师傅)|(?:会|要)(?:给|跟|先|放|送|打|联系|通知|提前)|建议|要不要|(?:会|将|要|准备|计划|打算|才|安排|尽快|尽量|争取|马上|立刻|明天|后天|可以|能|再|得).{0,8}(?:发出|发货|寄出|出库|发走)(?!了)"
    r"|\b(?:if|once|when|whenever|after|until|before|as soon as|will|'ll|going to|should|can|would|unless|to be)\b"
)
_ELSEWHERE = regex(
    r"发票|邮箱|链接|短信|优惠券|红包|图片|视频|截图|消息|退货|退回(?!我们|仓库|商家)|寄回|退款|(?:^|[^帮给替为])您(?:这边)?寄|您把|换货|尺码表|赠?券|反馈|备注|工单|申请|私信|留言"
    r"|\binvoice|\be-?mail|\blink\b|\bcoupon|\brefund|\breturn|\bphoto|\bpicture|\bmessage|\byou (?:sent|ship)"
)
# 快递收走, the courier collected it: the parcel has left, not arrived
_COLLECTED = regex(r"(?:快递|小哥|师傅|顺丰|韵达|圆通|中通|申通|邮政|ems|京东|揽)[^,]{0,8}(?:收走|收件)")
_WITHIN = regex(r"\bwithin\b|小时(?:之|以)?内|天(?:之|以)?内|跟(?:快递|小哥|他)|和(?:快递|小哥)")
_GENERAL = regex(
    r"\b(?:everything|all (?:our )?(?:orders|parcels)|every (?:order|parcel))\b|\bas a (?:file|pdf)\b|一般|通常|凡是|所有(?:已|的)|已发货的?订单|的订单|任何|\busually\b|\bnormally\b|\borders that\b|\bany order\b"
)


def read_state(reply: Reply, facts: Facts) -> Iterator[Finding]:
    """States of the parcel that the reply asserts, held against this buyer's orders."""
    taken: set[int] = set()
    asked = bool(_ASKS_STATE.search(facts.message.view)) or facts.request.task.startswith("notify_")
    still_here = bool(_STILL_HERE.search(reply.view))
    heard_of = not still_here and (asked or bool(facts.own_orders))
    for (name, state), (way, _) in zip(_STATES, _WAYSIDE, strict=True):
        for hit, wayside in [
            *((hit, False) for hit in reply.concept(name)),
            *((hit, True) for hit in reply.concept(way)),
        ]:
            if wayside and not heard_of:
                continue
            clause = reply.clause_at(hit.start)
            if hit.end > clause.end + 1 or clause.index in taken or _unsaid(reply, clause, hit.start, hit.end, facts):
                continue
            if state == "delivered" and _COLLECTED.search(clause.text):
                continue
            if wayside and not _tells_state(reply, clause, asked, facts):
                continue
            taken.add(clause.index)
            yield _state_finding(hit.start, hit.end, state, facts)
            yield from _carrier_findings(reply, clause, facts)
    if not taken and not still_here:
        yield from _unborne(reply, facts)


# "发货没" to an order that is still here: an answer that says neither "not yet" nor when, but that something is done
_ASKS_SENT = regex(
    r"[发寄走送](?:货|出来?|过来)?(?:没|吗|么|冇|未|吧|.{0,2}(?:没|吗|冇|未|吧)|了么)|(?:发|寄|走|送)(?:货|出)?了|到哪|哪儿?了|在哪|单号|物流|在途|我的.{0,6}呢|没动|没信息|\bshipped\b|\bsent\b|\bon (?:the|its) way\b|\bwhere\b|\btrack|\bleft\b|\bdispatched\b"
)
_OPEN_END = regex(
    r"后|一般|就有|没|未|不|会|将|要|内|前|尽|预计|预售|催|查|核实|看[下看一]|帮您|给您[催问看查]|稍|马上|最[晚迟]|等|配货|打包|备货|备着|排|安排|处理|哪[个一款]|订单号|提供|发我|告诉|截图|抱歉|分钟|小时|可以|能|记得|谢|\bnot\b|n't\b|\bwill\b|'ll\b|\bwithin\b|\bby\b|\bsoon\b|\bcheck|\bwait|\bprepar|\bpack(?:ing|ed)?\b|\bwhich\b|\bnumber\b|\bcould\b|\bcan\b|\bonce\b|\bafter\b|\bsorry\b|\bplease\b|\bunpaid\b|\bonly\b|[?]"
)
_DONE = regex(
    r"[了啦咯喽噜辣咗]|已|刚|早|都|\b(?:has|have|was|were|is|went|been|already|yesterday|done)\b|'s\b|\bthis morning\b"
)


def _unborne(reply: Reply, facts: Facts) -> Iterator[Finding]:
    order = facts.order
    if (
        order is None
        or _states_of(order, facts)
        or order.status == "unpaid"
        or not _ASKS_SENT.search(facts.message.view)
    ):
        return
    if _OPEN_END.search(reply.view) or len(reply.view) > 80 or _ELSEWHERE.search(reply.view):
        return
    for clause in reply.clauses:
        if _DONE.search(clause.text):
            yield _state_finding(clause.start, clause.end, "shipped", facts)
            return


def _tells_state(reply: Reply, clause: Clause, asked: bool, facts: Facts) -> bool:
    """Whether a place or movement tells of the parcel, as something that has come about."""
    if _UNSURE.search(clause.text) or not (asked or (facts.own_orders and _PARCEL.search(clause.text))):
        return False
    if not clause.text.isascii() and not _COME_ABOUT.search(clause.text):
        return False
    coming = any(clause.start <= item.start < clause.end and item.last > facts.now for item in reply.dates)
    return not coming or bool(re.search(r"了|已|刚|\b(?:has|was|were|is)\b", clause.text))


_COME_ABOUT = regex(r"[了啦咯喽噜辣咗着]|已|刚|正|在|过|昨|早|的$|退回|途")
"""What makes a place or movement something that has come about (寄到湖南省 only names where it is to go)."""


def _unsaid(reply: Reply, clause: Clause, start: int, end: int, facts: Facts) -> bool:
    text = clause.text
    if (
        _WITHIN.search(text)
        or re.search(r"待|未|准备|付款", reply.view[start:end])
        or clause.believes
        or clause.conditional
        or _NOT_YET.search(text)
        or _ELSEWHERE.search(text)
        or _GENERAL.search(text)
    ):
        return True
    if any(first <= start < last for first, last in reply.quotes):
        return True
    if _yet_to_come(reply, clause, start, end, facts) or _NOWHERE.search(text):
        return True
    if facts.order is None and _MARKED.search(text) and _MARKED.search(facts.message.view):
        return True  # the buyer's own words
    if not _COME_ABOUT.search(reply.view[start : clause.end]) and _noted(reply, clause):
        return True
    if _NOT_SENT.search(reply.view[start:end]):
        return True
    outside = [place for place, _ in clause.negators if not start <= place < end]
    return len(outside) % 2 == 1 or clause.asks


_THEN_SEEN = regex(
    r"^[^,]{0,8}(?:会|才|再|就能|就可以|能看|能查|看得到|查得到|自动|随时|告诉|通知|提醒|(?:跟|给|和|同)[您你]说|[喊叫招]呼?[您你]|(?:我|这边|系统|订单|单号|物流|短信)(?!已|都|也))"
)
"""寄了订单里会有单号: what comes about once it has left."""
_BEFOREHAND = regex(r"(?:前|内|以后|左右|时候|到点|[好完]|明天|后天|明早|明晚|下周.)[^,]{0,2}$")
_PAST = regex(r"已|刚|昨|前天|早(?:就|已|都|早)|老早|今早|上周|大前")
_NOWHERE = regex(r"\b(?:nothing|nobody|no one|no (?:\w+ )?(?:sign|record|scan|note|word|update|news))\b")


def _yet_to_come(reply: Reply, clause: Clause, start: int, end: int, facts: Facts) -> bool:
    """Whether 了 stands in a condition or in what is still to come (寄了会有单号, 10号前就发了)."""
    before = reply.view[clause.start : start]
    if "了" not in reply.view[start : min(end + 1, clause.end)] or _PAST.search(before + reply.view[start:end]):
        return False
    if _THEN_SEEN.match(reply.view[end : clause.end].lstrip("了的")):
        return True
    ahead = any(
        clause.start <= item.start <= start and item.last > facts.now and (item.by or item.first > facts.now)
        for item in reply.dates
    )
    return ahead or (reply.view.startswith("就", start) and bool(_BEFOREHAND.search(before)))


def _noted(reply: Reply, clause: Clause) -> bool:
    """Whether a place is only passed on as the buyer's wish (给您备注上了,放快递柜)."""
    near = reply.clauses[max(0, clause.index - 2) : clause.index + 2]
    return any(other.sentence == clause.sentence and _WISH_NOTED.search(other.text) for other in near)


_MARKED = regex(r"显示|写着|标着|标记|状态|\bmarked\b|\bshow[ns]?\b|\bsays?\b|\btracking\b|\bstatus\b")
_WISH_NOTED = regex(r"备注|叮嘱|嘱咐|交代|转告|交待|写明|标注|注明|记下|记上|\bnoted?\b|\binstruct")
_NOT_SENT = regex(r"\bnot\b|n't\b|\bnever\b")


def _state_finding(start: int, end: int, state: str, facts: Facts) -> Finding:
    borne_out = {borne for own in facts.own_orders for borne in _states_of(own, facts)}
    order = facts.order
    if order is None:
        return Finding(
            PARCEL_STATE,
            start,
            end,
            None,
            False,
            RULE,
            "There is no order of this buyer in the request that could bear it out.",
        )
    fact = f"orders[{facts.request.orders.index(order)}].status"
    if state in borne_out:
        return Finding(PARCEL_STATE, start, end, fact, True, RULE, f"Order {order.id} is {order.status}.")
    return Finding(PARCEL_STATE, start, end, fact, False, RULE, f"The order is {order.status}, not {state}.")


def _states_of(order: Order, facts: Facts) -> set[str]:
    if order.delivered_at is not None or order.status in {"delivered", "completed"}:
        return {"shipped", "delivered"}
    if order.shipped_at is not None or order.status == "shipped":
        states = {"shipped", "in transit"}
        return states | {"out for delivery"} if facts.request.task == "notify_out_for_delivery" else states
    return set()


def _carrier_findings(reply: Reply, clause: Clause, facts: Facts) -> Iterator[Finding]:
    order = facts.order
    if order is None or order.shipped_at is None or order.carrier is None:
        return
    for mention in carriers(reply.encoded, [order.carrier]):
        if clause.start <= mention.start < clause.end and not mention.means(order.carrier):
            yield Finding(
                PARCEL_STATE,
                mention.start,
                mention.end,
                f"orders[{facts.request.orders.index(order)}].carrier",
                False,
                RULE,
                f"The order went by {order.carrier}.",
            )


KINDS = (
    ClaimKind(
        name=PARCEL_STATE,
        triggers=(
            "[了啦咯喽噜辣咗]",
            "<way_delivered>",
            "<way_out>",
            "<way_transit>",
            "<way_shipped>",
            "<state_delivered>",
            "<state_out>",
            "<state_transit>",
            "<state_shipped>",
        ),
        read=read_state,
        reads=(PARCEL_STATE,),
    ),
)
