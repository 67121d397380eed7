"""Who speaks, and to whom? What sets an agent's words to a buyer apart from advice to agents, rules and page furniture.

Works on the aligned normal form of a document (simplified, half width, small letters).
"""

import re
from functools import lru_cache

_QIN = r"(?<![母父双相乡探])亲(?![切情自和朋戚属人身手眼笔友近昵密历])"
_PARTICLE = r"(?:[哦呢哟噢呀哈啦嘛吗喔呐哒滴])(?=[,;。.!?~\s…”\"')】/]|$)"
_TO_BUYER = re.compile(
    rf"您|你好|亲亲|宝子|小主|{_QIN}|本店|小店|请问|请(?![求示假客])|谢谢|感谢|抱歉|不好意思|对不起|欢迎(?![语词])|麻烦|祝[您亲]|辛苦[您了啦]|放心|稍等|{_PARTICLE}"
    r"|\byour?\b|\bwe\b|\bour\b|\bplease\b|\bthanks?\b|\bsorry\b|\bdear\b|\bi(?:'ll|'m)\b"
)
_PERHAPS = re.compile(r"你(?![们好])|我们?(?!国)|咱")
"""Said to a buyer, and in a lesson to agents too."""
_TO_AGENT = re.compile(
    r"客户|(?<!我的)买家(?!秀|反馈|评价|都|们)|(?<![敬爱]的)顾客(?!您)|卖家|(?<!本)商家|客人|(?<!老)掌柜|对方|消费者|淘宝客服|客服人员|作为一[名个]|客服(?=[要应需必首得会]|可以)"
    r"|话术|技巧|应该|应当|应首先|应尽量|切忌|切勿|务必|必须|避免|不得|严禁|禁止|扣\d+分|扣分|违规|违背|员工|岗位|培训|考核|主管岗|罚款"
    r"|如实回答|说明产品|进行说明|引导|安抚|推荐相关|促成|沟通|提问|回复速度|快捷短语|话题|心理|语气词|词语|用语|礼貌地|句[尾末首]|委婉|规范|要[让做有把对]|要说(?!明)|——"
    r"|[多单]选|选择题|判断题|填空|问答题|正确的是|以下哪|排序以下|读者|本站|扫码|公众号|课程|报名|资料包|文档|下载|版权|转载|预览|侵犯|本文|小编|以上就是|以下是"
    r"|\bcustomers?\b(?!,)|\bbuyers?\b(?!,)|\bagents?\b"
)
_SALUTE = re.compile(
    rf"(?:(?:亲亲|宝子们?|宝宝|小主|小仙女|小姐姐|家人们?)[,;~!]|{_QIN}(?:爱的)?(?=[,;:!~。\s、.哦啊呀]|您|你|们好|这|那|不|非|真|感|请|能|已|实|目|现|我|咱|由|如|稍|因|,)"
    r"|您好|你好(?!吗)|哈喽|尊敬的|非常抱歉|很抱歉|真的很抱歉|不好意思|实在对不起|对不起|抱歉|您看中|您放心|请放心|感谢[您亲]|谢谢[您亲]"
    r"|欢迎光临|在的|好的[,;~亲。]|可以的[,;~亲]|有的[,;~亲]|嗯嗯|恩恩|是的[,;~亲哦]|收到[,;~亲]|没关系|没问题"
    r"|\bdear\b|\bhello\b|\bhi\b)"
)
_STRONG = re.compile(rf"(?:{_QIN}(?=[,;~!]|您|你)|您好|你好(?=[,;!~。\s])|非常抱歉|很抱歉)")
_SENTENCE_END = "。!?~…"
_NOTE = re.compile(r"[(【\[]([^()【】\[\]]{2,80})[)】\]][。.]?$")
_STAGE = re.compile(r"[+＋]?\s*(?:笑脸|表情|微笑)(?:表情|笑脸|图标)*$")


@lru_cache(maxsize=65_536)
def agent_voice(passage: str) -> float:
    """How much a passage (normal form) sounds like an agent's words to a buyer; above 0: more so than not."""
    said = 1.0 * len(_TO_BUYER.findall(passage))
    if not said:
        return -2.0 * len(_TO_AGENT.findall(passage))
    said += 0.5 * len(_PERHAPS.findall(passage))
    opens = 1.5 if passage.startswith("您") or _SALUTE.match(passage) else 0.0
    return min(said, 8) + opens - 2.0 * len(_TO_AGENT.findall(passage))


def teaches(sentence: str) -> bool:
    """Whether a sentence tells the agent what to do."""
    return agent_voice(sentence) <= 0 and _TO_AGENT.search(sentence) is not None


def salute_at(view: str, place: int) -> bool:
    """Whether a reply may well begin at this place."""
    return _SALUTE.match(view, place) is not None


def first_salute(view: str, start: int, end: int) -> int:
    """Where the first unmistakable salutation stands; -1 where there is none."""
    for match in _STRONG.finditer(view, start, end):
        if match.start() == start or not _continues(view, start, match):
            return match.start()
    return -1


def salutes(view: str, start: int, end: int, *, greetings: bool = False) -> list[int]:
    """Where new replies begin inside a passage: a salutation at a sentence's start.

    Args:
        view: the document in normal form.
        start: of the passage.
        end: of the passage.
        greetings: only where a buyer is greeted anew (您好), which nobody does twice in a reply.
    """
    places = []
    for match in _STRONG.finditer(view, start, end):
        place = match.start()
        before = view[start:place].rstrip(" ")[-1:] if place > start else ""
        if greetings and "您好" not in view[place : place + 4]:
            continue
        if "抱歉" in match.group(0) and place > start and before not in "。!?~.…:\n)":
            continue
        if place == start or (before not in ",;、您" and not _continues(view, start, match)):
            places.append(place)
    return places


def _continues(view: str, start: int, match: re.Match[str]) -> bool:
    """Whether a salutation belongs to the one right before it (您好亲, 亲您好) or stands within a sentence."""
    place = match.start()
    if _STRONG.search(view, max(start, place - 4), place + 1) is not None:
        return True
    return view[place - 1] in '给到为对跟帮和与是让感请祝如问"“' or (
        view[place - 1] == "的" and match.group(0)[0] == "亲"
    )


def sentences(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences between two places; line breaks end one too."""
    spans = []
    first = place = start
    while place < end:
        char = view[place]
        stop = (
            char in _SENTENCE_END
            or char == "\n"
            or (char == "." and not view[place + 1 : place + 2].isdigit() and _cjk_before(view, place))
            or (char == "+" and view.startswith(("笑脸", "表情", "微笑"), place + 1))
            or (
                char in "噢哦哟吗"
                and "\u4e00" <= view[place + 1 : place + 2] <= "\u9fff"
                and view[place + 1] not in "噢哦哟呢呀啊"
            )
        )
        place += 1
        if stop:
            while place < end and view[place] in "。!?~….”\"')":
                place += 1
            spans.append((first, place))
            first = place
    if first < end:
        spans.append((first, end))
    return [span for span in spans if view[span[0] : span[1]].strip()]


def _cjk_before(view: str, place: int) -> bool:
    return place > 0 and (view[place - 1] > "\u2e80" or view[place - 1] in ".)~")


def trimmed(view: str, start: int, end: int) -> tuple[int, int]:
    """The passage without blanks, joining marks, outer quotes and notes to the agent at its edges."""
    while True:
        before = (start, end)
        while start < end and (
            view[start].isspace() or (view[start] in ",;:、。.-·•*>+=/)】|" and not view.startswith("**", start))
        ):
            start += 1
        while start < end and (view[end - 1].isspace() or view[end - 1] in ",;:、([【“+-|"):
            end -= 1
        if start < end and view[start] in '“"「『‘' and view[end - 1] in '”"」』’':
            start, end = start + 1, end - 1
        elif start < end and view[start] in '“"「' and not any(char in view[start + 1 : end] for char in '”"」'):
            start += 1
        elif start < end and view[end - 1] in '”"」' and not any(char in view[start : end - 1] for char in '“"「'):
            end -= 1
        for pattern in (_NOTE, _STAGE):
            match = pattern.search(view, max(start, end - 90), end)
            if match and match.start() > start and _is_note(match.group(0)):
                end = match.start()
        if (start, end) == before:
            return start, end


def _is_note(bracket: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in bracket)
