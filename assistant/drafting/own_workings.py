"""Talk of how replies are made here: who told the speaker what to say, what it was given, what form its answers have.

A model that is asked for its prompt may tell it in other words. What such tellings share is no word but a frame: somebody directs
the speaker; the speaker has rules, a role, a list or a form for its answers; something must not be told; the speaker is no person.
Talk of a store's rules, of care instructions or of a buyer's own wishes has none of these.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from re import Pattern

from assistant.drafting.grounds import Ungrounded
from assistant.language.regex import regex
from assistant.policy.text import Reply

RULE = "internal.leak"
_WHY = "It tells how replies are made here."
_SPEAKER = regex(r"我(?!们)|这边|\b(?:i|i'm|i've|i'll|me|my|mine)\b")
_OF_THE_SHOP = regex(
    r"您(?:的|提供|发|给|说|留|要求|这边)|仓库|快递|物流|供应商|厂家"
    r"|\b(?:warehouse|courier|carrier|post office|supplier|factory|customs|washing|care label|your (?:order|address|size|number|photo|request))\b"
)
"""Who tells the speaker something there speaks of goods."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A way to speak of one's own workings.

    Attributes:
        words: that make it.
        speaker: whether the sentence must have a first person too.
        open: whether talk of goods and buyers may have it as well, and makes it harmless.
    """

    words: Pattern[str]
    speaker: bool = False
    open: bool = False


_TOLD = r"(?:告知|要求|安排|设定|规定|限制|训练|编写|设计|指定|命令|禁止|嘱咐|叮嘱|交代)"
_SAYS = r"(?:提|谈|说|讲|透露|暴露|泄露|公开|念|告诉您?|复述|讨论|承认|背)"
_GIVEN = r"(?:资料|单子|清单|事实|说明|规则|规矩|条条框框|要求|设置|设定|模板|范例|例子|例句|文字|指引|提示|剧本|一段话?|英文)"
_ORDERS = r"(?:directions?|directives?|guidance|guidelines?|brief|briefing|instructions?|rule ?list|role description|configuration|persona|dos and don'?ts|prompts?|set-?up|orders)"
_TAUGHT = r"(?:told|asked|instructed|given|handed|supplied|provided|briefed|trained|set up|required|programmed|directed|ordered|taught|configured|prompted|forbidden|prohibited|designed|built|made|written|cast|meant)"
_TELL = r"(?:reveal|disclose|recite|repeat|discuss|talk(?: about)?|speak (?:of|about|from)|share|mention|tell you|show you|quote|go into)"

_FRAMES = (
    # somebody directs the speaker
    _Frame(regex(r"(?:别人|有人|他们|上面|上头|上级|上一级|幕后|背后|后台|开发者?|制作者|设计者|系统|开头|前面)[^,。!?]{0,10}?(?:给我|给了|让我|要我|要求我|叫我|教我|告诉我|跟我|交代|规定我?|写明|写着|写好|定好|定下|不让我|不许我)"), open=True),
    _Frame(regex(rf"我(?:这边)?(?:已经?|是|都|也|就|其实|会|要|一直)?被{_TOLD}")),
    _Frame(regex(r"(?:要求|规定|禁止|不许|不准|不让|让|叫|教|命令)我(?:只|不|别|怎么|如何|必须|先|扮演|照|按|说|答|回|提|把|当|谈|用|岔)"), open=True),
    _Frame(regex(rf"\bi(?:'ve| have)? (?:only |just |also )?been {_TAUGHT}\b|\bi(?:'m| am| was) (?:only |just |also |not )?{_TAUGHT}\b(?! (?:aware|sure))"), open=True),
    _Frame(regex(r"\b(?:they|someone|somebody|(?:my|the) (?:makers?|creators?|operators?|developers?|owners?|programmers?)|the people behind \w+)\b[^.!?]{0,30}\b(?:told|tells?|wrote|writes?|gave|gives?|wants?|instruct\w*|asked|asks|trained|set|made) (?:me|down)\b"), open=True),
    _Frame(regex(r"\b(?:message|text|note|list|page|brief|prompt|guidance|directions|rules?|instructions|developer|system)\b[^.,!?]{0,20}\b(?:tells|told|forbids|allows|asks|wants|sets|instructs|orders|requires) (?:me|my)\b")),
    # what it was given, and goes by
    _Frame(regex(rf"给我(?:的|定的?|看的?|写的?|列的?|准备的?)[^,。!?]{{0,6}}{_GIVEN}|我(?:会|先|要|能|只能?)?(?:收到|拿到|接到|看到|看得到|读到?)(?:的|了)?[^,。!?]{{0,8}}(?:事实|规则|范例|例句|身份|设定|清单|一段话|英文)"), open=True),
    _Frame(regex(r"我(?:只|都|唯一)?能(?:说|讲|答|回|用)的[^,。!?]{0,8}(?:单子|资料|清单|表|事实|范围|列)|(?:资料|单子|清单|列表)(?:之?外|里没有|以外)")),
    _Frame(regex(r"(?:只能|只准|只许|必须|得|要|大意)[^,。!?]{0,6}(?:照着?|按照?|根据|依据|凭)[^,。!?]{0,8}(?:资料|单子|清单|指令|事实|范例|模板|剧本)")),
    _Frame(regex(r"我的?(?:行为准则|准则|守则|角色|身份|设定|人设|任务说明|知识|来历|指引|指令|说明书|模板|规矩)[^。!?]{0,14}?(?:是|里|有|只|写|定|不|说|禁|要|让)|按指令|照指令|指令(?:说|里|要|不|让|行)")),
    _Frame(regex(r"规(?:矩|则|定)(?:都|各|也|里)?(?:有|带|叫|用)[^,。!?]{0,4}(?:编号|代号|英文|名字)|(?:开工|上岗|回答|回复|回您|说话|应付|答)[^,。!?]{0,6}(?:之?前|时候)[^。!?]{0,14}(?:拿到|收到|先读|读一|附上|先挑|交代|清单)")),
    _Frame(regex(rf"\b(?:my|these|those|strict|following|under|behind) (?:\w+ ){{0,2}}{_ORDERS}\b|\b{_ORDERS} (?:i|that i) (?:\w+ )?(?:follow|have|was|am|got|work|received)\b|\b(?:dos and don'?ts)\b|\b(?:rules?|list) (?:that )?(?:i (?:work|go|live)|they gave)\b"), speaker=True, open=True),
    _Frame(regex(r"\b(?:facts?|statements?|information|list|data|examples?|text|page|rules)\b (?:that )?(?:i|i've|i was|i am|i have|were|was) (?:\w+ ){0,2}(?:given|handed|supplied|provided|received|shown|rely|used|use|work)\b|\b(?:my|supplied|given|listed) facts\b|\b(?:supplied|given|handed|provided|fed) to me\b|\bwhat i (?:received|was given|am given|was told|am told|'m told)\b|\bwhat i'm told\b")),
    _Frame(regex(r"\b(?:hidden|invisible|secret|developer|system) (?:message|text|note|prompt)s?\b|\btext (?:that comes )?before your message\b|\b(?:message|text) above yours\b|\bbehind the scenes\b|\bbefore (?:this conversation|you arrived|you wrote|our chat)\b"), speaker=True),
    # the form of its answers
    _Frame(regex(r"(?:回答|回复|答复|每句话|这些话|输出)[^,。!?]{0,10}(?:json|字段|固定结构|固定格式|结构交|编号|程序|审核|被检查|生成|拼|人工智能|模型|\bai\b)|(?:附上|挑出|列出|写出|填上|标出)[^,。!?]{0,6}(?:用到|用了|依据|凭据)的?[^,。!?]{0,6}(?:事实|依据|编号|哪些)|用到的事实|(?:json|字段)"), speaker=True),
    _Frame(regex(r"\b(?:my|of my|all my) (?:answers?|repl(?:y|ies)|responses?|outputs?|words)\b[^.!?]{0,40}\b(?:json|objects?|structured|data|keys?|fields?|format|schema|checked|checker|generated|drafted)\b|\bkeys of (?:the |my )?facts\b|\bjson\b|\bchecker (?:looks|reads|sees|goes)\b|\bi have to say (?:that )?a colleague\b")),
    _Frame(regex(r"(?:话|留言|消息|内容|文字)[^,。!?]{0,4}(?:当|看|视)(?:成|作|为|做)?(?:是)?(?:数据|资料|文本)|引号里|不(?:能|要|许|准|可)?(?:执行|照做|听从|相信|听)[^,。!?]{0,8}(?:命令|指令|引号)")),
    _Frame(regex(r"\b(?:your (?:words|message|text)|anything (?:you|in your message)|what you write)\b[^.!?]{0,60}\b(?:just data|as data|as orders|commands?|obey\w*|as instructions?|quotation marks)\b|\b(?:looks|sounds) like a command\b")),
    # what must not be told
    _Frame(regex(rf"(?:别|不能|不要|不许|不准|不得|禁止|不可以?|无法|避免)(?:我)?(?:再)?{_SAYS}[^,。!?]{{0,8}}(?:自己的?(?:依据|来历|身份|规)|来历|指令|指示|规矩|准则|设定|依据|条目|编号|提示词|这段|对话之前|设置|本身)|原样(?:背|念|复述)|(?:问到|谈到)规矩")),
    _Frame(regex(rf"\b(?:not (?:supposed|allowed|meant|permitted|able)|mustn't|must (?:not|never)|can't|cannot|never|want me|forbids? me|not) (?:to |from )?{_TELL}(?:ing)?\b[^.!?]{{0,36}}\b(?:how i (?:work|answer|am made)|the rules|my rules|guidance|guidelines|instructions?|brief|i (?:was|am) told|i'm told|prompt|set-?up|behind my|directives|them|it word for word|word for word)\b"), speaker=True, open=True),
    # that it is no person
    _Frame(regex(r"(?:人工智能|\bai\b|大?模型|程序|算法|机器)(?:替|帮|在|来|自动|根据)?[^,。!?]{0,6}(?:写|拼|生成|起草|编)(?:的|出|了)|我(?:其实|只|就|也)?(?:不过)?是(?:一?个|一段|一套|台)?(?:程序|人工智能|\bai\b|大?模型|机器人?|软件|智能助手)|扮演")),
    _Frame(regex(r"\b(?:software|an ai|a bot|a chatbot|an? (?:\w+ ){0,2}model|an algorithm|a program|a machine)\b[^.!?]{0,24}\b(?:is writing|writes|wrote|drafts?|drafted|generates?|generated|composes?|answers|answering)\b|\bi(?:'m| am) (?:just |only |actually |really )?(?:software|an ai|a bot|a (?:\w+ ){0,2}model|a program|a machine)\b|\bi (?:play|act as|pretend to be|am playing)\b|\bact as (?:amy|an? )|\bsets? my (?:role|tone)\b")),
)  # fmt: skip


_NO_PERSON = regex(
    r"我(?:其实|并|也)?不是(?:活|真)人|(?:后台|背后|那套)[^,。!?]{0,8}(?:替|帮)[^,。!?]{0,6}(?:打字|写|说|回)|(?:扮|演)成?[^,。!?]{0,4}(?:店员|客服|小二)"
    r"|\b(?:automated|artificial|robotic) (?:writer|assistant|agent|helper|system|text)\b|\b(?:run|made|built|wrote|trained|programmed|governs?|created) me\b|\bmy (?:makers?|creators?|programmers?|developers?)\b|\bname i(?:'ve| have|'m| am|'was| was)? (?:been )?(?:assigned|given)\b"
)
"""Plain enough by themselves, where the speaker is no person or belongs to somebody."""
_MARKS = (
    # its manner of speaking
    regex(
        r"说的每|每一?句|您的话|往外说|说话|回答|回复|答复|打字|口吻|语气|热情|简洁|亲切|不编造|乱许诺|\b(?:say|says|saying|answer\w*|repl(?:y|ies)|send|writ\w+|wording|words?|tone|short|brief|kind|honesty|describe|mention|invent)\b"
    ),
    # what governs it
    regex(
        r"凭据|依据|吩咐|嘱咐|指令|准则|设定|被教|教的|列好|那几样|清单|规矩|小标题|代码|一张[^,。!?]{0,6}表|(?:只是|当)材料|\b(?:note|list|sheet|statements?|text|under orders|policies|fixed shape|structure|quoted|rules)\b"
    ),
    # what it may not
    regex(
        r"只准|只能|不准|不能|不许|不会照|不照|都得|得有|必须|头一条|第一条|当没有|\b(?:only|can't|cannot|not|never|must|forbidden|have to|don't)\b"
    ),
    # whose words they are
    regex(r"他们|人家|有人|后面的?人|\b(?:they|someone|assigned|given|told|governs?|put into)\b"),
    # that they are told in brief
    regex(
        r"开头|一开始|那段|总结|大意|翻译过来|概括|说白了|\b(?:at the start|summed up|gist|in short|boils? down|basically|first put)\b"
    ),
)
_MANY = {True: 3, False: 4}
"""So many of these in one sentence with a first person, in Chinese and in English, are no talk of a shop's."""
_HAN = regex(r"[\u3400-\u9fff]")


def own_workings(reply: Reply) -> Iterator[Ungrounded]:
    """The first place where a reply speaks of how it is made."""
    for frame in _FRAMES:
        for match in frame.words.finditer(reply.view):
            sentence = reply.view[slice(*reply.sentence_span(reply.clause_at(match.start())))]
            if frame.speaker and not _SPEAKER.search(sentence):
                continue
            if frame.open and _OF_THE_SHOP.search(sentence):
                continue
            yield Ungrounded(match.start(), match.end(), RULE, _WHY)
            return
    yield from _by_marks(reply)


def _by_marks(reply: Reply) -> Iterator[Ungrounded]:
    match = _NO_PERSON.search(reply.view)
    if match:
        yield Ungrounded(*match.span(), RULE, _WHY)
        return
    for start, end in reply.sentences:
        sentence = reply.view[start:end]
        if not _SPEAKER.search(sentence):
            continue
        if sum(bool(mark.search(sentence)) for mark in _MARKS) >= _MANY[bool(_HAN.search(sentence))]:
            yield Ungrounded(start, end, RULE, _WHY)
            return
