"""Particulars that buyers ask of goods (弹力, 充绒量, 关税, 孕妇): where no fact tells them, the reply must say so.

Each is a word list: how buyers ask for it, and what a profile would have to say to answer it. What is asked and not
told is never answered with other facts that merely lie near.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.store import Language, Product
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.language.patterns import Encoded, pattern
from assistant.language.regions import PLACE


@dataclass(frozen=True, slots=True)
class Detail:
    """One particular.

    Attributes:
        zh: its name in Chinese.
        en: its name in English.
        asked: RE2 source of the words that ask for it.
        told: RE2 source of what answers it in the facts of a product; None where no profile tells it.
        kind: `goods`, `cure` and `person` (what it does for whom), `duty`, or `store`.
    """

    zh: str
    en: str
    asked: str
    told: str | None
    kind: str = "goods"

    def name(self, language: Language) -> str:
        """Its name in a language."""
        return self.zh if language == "zh" else self.en


_PEOPLE = "孕妇|怀孕|孕期|备孕|哺乳期?|宝宝|婴儿|小孩子?|孩子|儿童|小朋友|老人|老年人|月经|生理期|经期|月子|感冒|上火|湿热|体寒|过敏|高血压|高血糖|血[糖压脂][偏很太有]?点?高|尿酸高|糖尿病|痛风|胃病|胃不好|肾病|结石|三高|吃药|吃着药"
_FIT_FOR = r"(?:能|可以|可|适合|宜|敢|适不适合)(?:不能|不可以)?[^,?]{0,4}(?:吃|喝|用|泡|食用|饮用|敷|涂)"

_DETAILS: tuple[Detail, ...] = (
    Detail("这类人群", "this group of people", rf"(?:{_PEOPLE})[^,?]{{0,8}}{_FIT_FOR}|{_FIT_FOR}?[^,?]{{0,3}}(?:{_PEOPLE})[^,?]{{0,3}}(?:吃|喝|用)(?:吗|么|不|行|合适|$|[?])|(?:适合|适不适合)(?:{_PEOPLE})|\b(?:pregnan\w*|breast ?feed\w*|diabetics?|allerg\w*|bab(?:y|ies)|infants?|toddlers?|sensitive skin|eczema)\b", r"过敏|孕妇|宝宝|儿童|allerg|pregnan|sensitive|\bbab(?:y|ies)\b", "person"),
    Detail("这方面的功效", "any health effect", r"(?:能|可以|会|治|有没有|是不是|对|改善|缓解|预防|调理)[^,?]{0,8}(?:治[^,?]{0,4}|疗效|功效|降(?:血)?[压糖脂]|高?血[压糖脂]|糖尿病|减肥|瘦身|补肾|壮阳|明目|视力|养肝|护肝|肝病|祛湿|抗癌|癌症?|便秘|贫血|脱发|掉头发|美白|抗衰老?|免疫力|关节炎|静脉曲张|风湿|感冒|咳嗽|肿瘤|脚气|助眠)|治(?:高|糖|失眠|病|疗|什么病|便秘|感冒)|(?:有什么|有啥|有没有|什么|啥)(?:功效|疗效|保健作用)|\b(?:cures?|heals?|medical(?:ly)?|blood pressure|diabetes|varicose|arthritis|swell(?:ing|s)?|swollen|cancer|weight loss|lose weight|dvt|thrombos\w+|fasciitis|circulation|(?:pain|cramps?) ?(?:relief)?)\b", None, "cure"),
    Detail("进口关税", "import duty", r"关税|进口税|清关费|\b(?:customs?|import|duty|duties)\b[^.?!]{0,30}\b(?:pay|fees?|charges?|tax(?:es)?|dut(?:y|ies)|costs?|included|extra)\b|\b(?:pay|any|charged?|include\w*|extra|is there|are there)\b[^.?!]{0,20}\b(?:customs|dut(?:y|ies)|import (?:tax(?:es)?|fees?|charges?)|vat)\b|\bimport (?:tax(?:es)?|dut(?:y|ies)|fees?)\b", None, "duty"),
    Detail("实体店", "a shop on site", r"实体店|线下店|门店|专柜|\b(?:physical|offline|brick.and.mortar|retail) (?:shop|store)s?\b", None, "store"),
    Detail("自提", "pick-up", r"自提|上门(?:取|拿|提)|自己(?:过去|去|来)(?:拿|取|提)|\b(?:pick ?up in person|local pick ?up|collect (?:it|them) (?:myself|in person))\b", None, "store"),
    Detail("定制或修改", "custom printing", r"定制|定做|订做|(?:印|绣|刻)(?:logo|字|名字|标)|改(?:短|长|腰)|\b(?:custom(?:i[sz]ed?)?|our|my own|print(?:ed)?|private) (?:logo|label|name|print\w*|design)\b|\blogo\b|\boem\b|\bodm\b", r"定制|刻字|\bcustom", "store"),
    Detail("样品", "a sample", r"样品|寄样|(?:寄|发|要|看)个?样|\b(?:free |a |get |send |order )samples?\b", r"样品|\bsample", "store"),
    Detail("礼盒包装", "gift wrapping", r"礼盒|礼品(?:包装|袋|盒)|包装成礼|贺卡|\bgift[- ]?(?:wrap\w*|box\w*|pack\w*|bags?)\b|\bgreeting card", r"礼盒|贺卡|\bgift"),
    Detail("弹力", "the stretch", r"弹力|弹性|有弹|没弹|\b(?:stretch(?:y|able)?|elastic(?:ity)?)\b", r"弹|氨纶|\b(?:stretch|elast|spandex)"),
    Detail("口袋", "pockets", r"口袋|(?:有|带)(?:没有?)?兜|\bpockets?\b", r"口袋|兜|pocket"),
    Detail("会不会透", "whether it is see-through", r"(?:会不会|会|不会|很|太|有点)透(?:[^气露风]|$)|透(?:不透|肉|视|光|吗|么|明)|\b(?:see[- ]?through|sheer|transparent)\b", r"不透(?:[^气]|$)|透明|see-through|transparent|opaque"),
    Detail("透气性", "how breathable it is", r"透气|透不透气|闷(?:不闷|脚|汗|热|吗|手)|\bbreath(?:e|able)\b", r"透气|凉快|breath"),
    Detail("上身效果", "how it looks on", r"显(?:不显)?(?:胖|瘦|高|矮|黑|白|腿|肚|壮|臃肿)|好看(?:吗|么|不)|好不好看|\blooks? good\b|(?:遮|藏)(?:肉|肚子|胯)|\b(?:slimming|flattering|look (?:fat|slim|bulky))\b", r"显[瘦高白]|遮肉|slim|flatter"),
    Detail("具体尺寸", "the exact measurements", r"(?:裙|裤|衣|袖|腿|后中|内)长|(?:肩|袖|下摆|裤脚|裤腿)宽|(?:长度|宽度|高度|尺寸|直径)(?:是|有)?(?:多少|几|多)|(?:裙子?|裤子?|衣服|大衣|外套|袜子?|带子|有)多长|(?:胸|腰|臀)围(?:是|有)(?:多少|几)|到(?:膝盖|脚踝|小腿|大腿|哪里)(?:吗|么|上|下|$|[?])|\b(?:exact |product )?(?:dimensions|measurements)\b|\bhow (?:long|wide|tall|high) (?:is|are) (?:the|it|they|these|this)\b[^.?!]{0,16}$|\b(?:knee|calf)[- ]?(?:high|length)\b", r"\d\s*(?:cm|厘米|mm|毫米|寸)|[衣裙裤袖]长|\d\s*[x×]\s*\d|\bknee|\bcalf"),
    Detail("重量", "its weight", r"多重(?:[^要]|$)|多少(?:克|毫升|g\b|ml\b)|净重|毛重|克重|(?:衣服|它|这个|商品|大衣)重量|重不重|沉不沉|\bhow heavy\b|\b(?:it|they|these|socks|gloves|item) weigh\b|\bweight of (?:the|one|each)\b", r"\d\s*(?:g|kg|克|千克|公斤|斤)(?:[^a-z]|$)|轻|\blight"),
    Detail("充绒量", "the fill weight", r"充绒量|充绒(?:多少|是多少|有多少)|绒(?:多少|有多少|是多少)克|蓬松度|\bfill (?:power|weight)\b", r"\d\s*克|蓬松度|fill power|\d\s*g\b"),
    Detail("厚薄", "how thick it is", r"厚(?:不厚|吗|么|度|薄)|薄(?:不薄|吗|么)|\b(?:thick(?:ness)?|thin)\b", r"厚|薄|加绒|thick|thin"),
    Detail("保暖性", "how warm it is", r"保暖|(?:暖和|冷)(?:不冷|不暖|吗|么)|暖不暖|多少度(?:能|可以|穿)|零下|\bwarm(?:th)?\b", r"暖|不冷|零下|warm|加绒|绒"),
    Detail("里衬", "a lining", r"里衬|内衬|衬里|有里子|\b(?:lining|lined)\b", r"里料|内里|衬|lining|lined"),
    Detail("防水", "whether it is waterproof", r"防水|防泼水|防雨|\bwater[- ]?(?:proof|resist\w*|repell\w*)\b", r"防水|防泼|water[- ]?(?:proof|resist|repel)"),
    Detail("防风", "whether it is windproof", r"防风|挡风|\bwind[- ]?proof\b", r"防风|挡风|windproof"),
    Detail("防晒", "sun protection", r"防晒|\bupf\b|\buv\b|sun protection", r"防晒|upf|\buv\b"),
    Detail("防滑", "whether it is non-slip", r"防滑|打滑|滑不滑|\b(?:anti|non)[- ]?slip\b|\bslip(?:s|ping)? (?:down|off)\b|\bslippery\b|\bgrippy?\b", r"防滑|slip|grip"),
    Detail("触屏", "touchscreen use", r"触屏|触摸屏|玩手机|\btouch ?screens?\b", r"触屏|touch"),
    Detail("护腕", "wrist support", r"护腕|\bwrist (?:support|strap|wrap)s?\b|\b(?:have|with) wrist\b", r"护腕|wrist"),
    Detail("压力值", "the compression level", r"压力值|压力等级|几级压力|\bmm\s?hg\b|\bcompression (?:level|rating|class|grade|pressure)\b|\bhow (?:tight|strong) is the compression\b", r"mmhg|压力\d|class"),
    Detail("模特的身高和尺码", "the model's size", r"模特|\bmodel (?:wear\w*|is)\b|\bthe model\b", r"模特|model"),
    Detail("咖啡因", "caffeine", r"咖啡因|\bcaffeine\b", r"咖啡因|caffeine"),
    Detail("静电", "static", r"静电|\bstatic\b", r"静电|static"),
    Detail("掉毛跑绒", "whether it sheds", r"(?:掉|跑|钻|浮)(?:不掉|不跑)?[毛绒](?:吗|么|不|$|[?])|会(?:不会)?(?:掉毛|跑绒|钻绒)|\b(?:shed(?:s|ding)?|lint)\b", r"[掉跑钻浮][毛绒]|shed"),
    Detail("这个配件", "that part", r"(?:有|带|配|没)(?:没有|不)?(?:可拆的?)?(?:帽子?|拉链|腰带|胸垫|内搭|扣子|吊带)(?:吗|么|不|的|$|[?])|帽子(?:能|可以|可)(?:不能)?(?:拆|取)|\b(?:hood|zipper|belt|buttons)\b", r"帽|拉链|腰带|胸垫|扣|hood|zip|belt|button"),
    Detail("检测报告", "a test report", r"(?:质检|检测|检验|质量检测)(?:报告|证明|证书)|合格证|执行标准|安全等级|[abc]类(?:的|吗|面料|$)|生产许可|sc证|\b(?:test|lab|inspection) reports?\b", r"报告|合格证|[abc]类|report"),
    Detail("认证", "a certification", r"(?:有|什么|啥|哪些|没)(?:没有|些)?(?:[^,?]{0,4})认证|证书|\bcertif\w*|\b(?:fda|oeko|ce|rohs)[- ]?(?:approv\w*|certif\w*|mark\w*|tex|regist\w*)\b", r"认证|certif|fda|oeko"),
    Detail("生产日期", "the production date", r"生产日期|(?:几|什么)月(?:份)?(?:生产|产|的货|采)|什么时候(?:生产|产|采摘|做|的货)|哪年的|今年的(?:新货|吗|么|货)|日期(?:新|好|近|是)|新不新鲜|(?:是|都是)?新(?:货|鲜)(?:吗|么|不|$|[?])|\b(?:production|manufactur\w*|expir\w*|best before) date\b|\bwhen (?:was|were) (?:it|they|this|these) (?:made|produced)\b", r"生产日期|当季|今年|production date"),
    Detail("产地", "where it is made", r"产地|(?:哪里|哪儿|哪|什么地方)(?:生?产|做的|种的)|产自|国产|进口的|\bmade in\b|\bwhere (?:is|are|was|were) (?:it|they|this|these|the \w+) (?:made|produced|manufactured)\b", PLACE + r"|产自|产地|made in"),
    Detail("含糖量和营养成分", "the nutrition facts", r"含糖|糖分|热量|卡路里|大卡|蛋白质?(?:多少|含)|维生素|营养(?:成分|价值)|\b(?:calories?|sugar|nutrition\w*|protein|vitamins?)\b", r"糖|热量|千卡|蛋白|calorie|sugar|nutri"),
    Detail("口感", "the taste", r"甜不甜|甜吗|甜度|(?:好吃|好喝|难喝)(?:吗|么|不)|好不好(?:吃|喝)|口感|味道(?:怎|咋|如何|好|是)|什么味|苦(?:不苦|吗|么)|酸(?:不酸|吗|么)|\b(?:taste|flavou?r)\b", r"甜|口感|清香|味|苦|taste|flavou?r"),
    Detail("籽和颗粒大小", "the size of the grains", r"(?:有|没|带)(?:没有?|不)?籽|籽(?:多|大)|颗粒|大颗|粒大|(?:几|多少)粒|粒数|个头(?:大|多)", r"籽|颗粒|粒"),
    Detail("农残和添加剂", "additives", r"农残|农药|添加剂|添加(?:了)?(?:什么|糖|东西)|(?:有|没)(?:没有)?添加|防腐剂|色素|染色|重金属|\b(?:preservatives?|additives?|pesticides?)\b", r"无添加|添加剂|农残|农药|防腐|色素|染色|preserv|additiv|pestic"),
    Detail("硫磺", "sulphur", r"硫磺|含硫|熏(?:硫|过)|二氧化硫|\bsulph?ur\b", r"硫|sulph?ur"),
    Detail("气味", "the smell", r"(?:有|大|没)(?:没有)?(?:异味|气味|臭味|味儿)|味道(?:大|重)(?:不|吗|么)|\b(?:smells?|odou?r)\b", r"异味|气味|无味|smell|odou?r"),
    Detail("是否含动物成分", "whether it is vegan", r"\b(?:vegan|cruelty[- ]free|animal[- ]free)\b|纯素|动物成分", r"vegan|cruelty|动物成分|纯素"),
    Detail("功率和电压", "its power and voltage", r"功率|(?:多少|几)(?:瓦|w\b|伏|v\b)|电压|\b(?:watt(?:s|age)?|volt(?:s|age)?)\b", r"\d\s*(?:w|瓦|v|伏)(?:[^a-z]|$)"),
    Detail("质保", "a warranty", r"质保|保修|\bwarrant(?:y|ies)\b", r"质保|保修|warrant"),
    Detail("内含数量", "how many are in a pack", r"(?:一|1)(?:盒|袋|包|箱|组|份|打|罐)(?:里)?(?:面)?(?:有|是|装|含)?(?:几|多少)(?:小?[袋包条片个双克]|$|[?])|独立(?:小)?包装|小包装|\b(?:how many (?:pairs|pieces|bags|socks|gloves)? ?(?:are )?(?:in|per) (?:a|one|each|the) (?:pack|box|bag|set|order))\b|\b(?:sold|come) (?:as|in) (?:a )?pairs?\b|\bone pair or\b", r"\d\s*(?:g|kg|克|斤|袋|片|包|条|双|支|pcs?|pairs?|pieces|bags)(?:[^a-z]|$)|独立|小包"),
)  # fmt: skip
_QUESTION = r"[?]|吗|么|呢|多[少重长大高宽厚]|几|有没有|会不会|能|可以|是不是|什么|啥|哪|怎么|咋|不$|[^不]不[^不]|没有?$|\b(?:is|are|do|does|can|what|how|will|any|where|when)\b"
_REST_CHARS = 4


def facts_told(product: Product) -> Encoded:
    """Everything that the profile says of a product, in normal form."""
    texts = [product.title, product.material, product.care, *product.colors, *product.sizes]
    texts += [text for item in product.features for text in (item.feature, item.advantage, item.benefit)]
    return Encoded(normalise("\n".join(text for text in texts if text)).view)


def unknown_details(facts: Facts) -> tuple[Detail, ...]:
    """What the message asks of goods or store that no fact tells."""
    return tuple(detail for detail, _ in _unknown(facts))


def asked_details(facts: Facts) -> tuple[Detail, ...]:
    """What particulars of the goods the message asks for, whether told or not."""
    if not pattern(_QUESTION).found(facts.message):
        return ()
    return tuple(item for item in _DETAILS if item.kind == "goods" and pattern(item.asked).found(facts.message))


def without_unknown(facts: Facts) -> Encoded:
    """The message without the words that ask for what no fact tells."""
    view = facts.message.view
    for _, (start, end) in _unknown(facts):
        view = view[:start] + " " * (end - start) + view[end:]
    return Encoded(view)


def nothing_else_asked(facts: Facts) -> bool:
    """Whether such a question is all that the message holds."""
    product = normalise(facts.product.title).view if facts.product else ""
    left = [
        char
        for char in without_unknown(facts).view
        if char.isalnum() and char not in f"的了吗么呢啊呀请问这个款有没是会{product}"
    ]
    words = len("".join(left)) if not facts.message.view.isascii() else len(without_unknown(facts).view.split()) - 4
    return words < _REST_CHARS


def _unknown(facts: Facts) -> Iterator[tuple[Detail, tuple[int, int]]]:
    request = facts.request
    if request.task != "reply" or not request.message.strip() or not pattern(_QUESTION).found(facts.message):
        return
    arrived = facts.order is not None and facts.order.status not in {"unpaid", "paid"}
    told = facts_told(facts.product) if facts.product else None
    for detail in _DETAILS:
        if arrived and detail.kind == "goods" and not pattern(r"[?]|吗|多少|有没有").found(facts.message):
            continue
        hit = next(pattern(detail.asked).hits(facts.message), None)
        if hit is not None and not (told is not None and detail.told and pattern(detail.told).found(told)):
            yield detail, (hit.start, hit.end)


def person_named(facts: Facts) -> str | None:
    """Whom the buyer asks about, in the words of our own list."""
    return next((hit.text for hit in pattern(_PEOPLE).hits(facts.message)), None)
