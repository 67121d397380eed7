"""The vocabulary of goods: materials, functions, effects, certificates, origins; many words, one name each.

Words are RE2 sources over the normal form, between blanks (`\\s` stands for a blank within one). A word that only looks
like an attribute (棉签, 海绵) is listed as neutral, so that the longer word wins.
"""

import functools
from dataclasses import dataclass
from typing import Literal

from assistant.language.patterns import Encoded, pattern

Group = Literal["material", "function", "effect", "certificate", "origin", "neutral"]
"""`effect`: on health or body; `neutral`: no attribute at all."""

_DEFECT = r"(?:不(?:会|容易|易|怎么|太会|大会|可能|再)?|从不|绝不|永不|防|抗|零|无|(?:一点儿?|完全|根本|绝对)(?:都|也)?不(?:会)?|不用担心(?:会)?|不怕|不必担心|不存在)"
_NOT = r"(?:won['’]?t|will\snot|does\snot|doesn['’]?t|do\snot|don['’]?t|never|no)\s(?:ever\s)?"

_MATERIALS = {
    "silk": r"真丝 桑蚕丝 蚕丝 丝绸 重磅丝 香云纱 \bsilk\b",
    "imitation silk": r"仿真丝 冰丝 醋酸 缎面 \bsatin\b \bacetate\b",
    "cotton": r"纯棉 全棉 棉质 精梳棉 长绒棉 新疆棉 有机棉 水洗棉 棉布 含棉 棉 \bcottons?\b",
    "polyester": r"聚酯纤维 聚酯 涤纶 的确良 化纤 \bpolyester\b",
    "spandex": r"氨纶 莱卡 \bspandex\b \belastane\b \blycra\b",
    "wool": r"羊毛 美利奴 \bwool(?:len)?\b \bmerino\b",
    "cashmere": r"羊绒 山羊绒 开司米 \bcashmere\b",
    "linen": r"亚麻 苎麻 棉麻 麻料 \blinen\b \bflax\b \bhemp\b",
    "duck down": r"白鸭绒 灰鸭绒 鸭绒 \bduck\sdown\b",
    "goose down": r"白鹅绒 灰鹅绒 鹅绒 \bgoose\sdown\b",
    "down": r"羽绒(?:填充|的) 含绒量 绒子含量 充绒 \bdown\sfill(?:ing|ed)?\b",
    "nylon": r"尼龙 锦纶 \bnylon\b \bpolyamide\b",
    "acrylic": r"腈纶 \bacrylic\b",
    "viscose": r"粘胶 粘纤 人造丝 人棉 人丝 \bviscose\b \brayon\b",
    "modal": r"莫代尔 \bmodal\b",
    "lyocell": r"天丝 莱赛尔 \btencel\b \blyocell\b",
    "bamboo fibre": r"竹纤维 竹炭 \bbamboo\b",
    "chiffon": r"雪纺 \bchiffon\b",
    "leather": r"真皮 牛皮 头层皮 头层牛皮 羊皮 猪皮 小牛皮 皮质 \b(?:genuine\s|real\s|full.grain\s)?leather\b \bcowhide\b",
    "artificial leather": r"人造革 pu皮 仿皮 超纤皮 \b(?:pu|faux|vegan)\sleather\b",
    "microfibre": r"超细纤维 超纤 \bmicrofib(?:er|re)\b",
    "silicone": r"硅胶 \bsilicone?\b",
    "latex": r"乳胶 \blatex\b",
    "rubber": r"橡胶 \brubber\b",
    "neoprene": r"氯丁橡胶 潜水料 \bneoprene\b",
    "stainless steel": r"不锈钢 \b(?:304|316l?)\s?(?:不锈钢|钢|材质|级|的(?:钢|内胆|材质|杯|壶)|stainless|steel) \b316l\b \bstainless\b",
    "titanium": r"钛合金 纯钛 \btitanium\b",
    "alloy": r"铝合金 锌合金 合金材质 \balumin(?:i)?um\b",
    "copper": r"纯铜 黄铜 \bcopper\b \bbrass\b",
    "silver": r"925银 纯银 足银 银(?:离子|纤维) \bsterling\ssilver\b \bsilver\s(?:fib|ion|thread|yarn)\w*",
    "gold": r"纯金 足金 18k金 镀金 \bgold.plated\b \bsolid\sgold\b",
    "ceramic": r"陶瓷 骨瓷 \bceramic\b \bporcelain\b",
    "glass": r"玻璃 高硼硅 \bglass\b",
    "solid wood": r"实木 原木 橡木 胡桃木 \bsolid\swood\b",
    "carbon fibre": r"碳纤维 \bcarbon\sfib(?:er|re)\b",
    "graphene": r"石墨烯 \bgraphene\b",
    "memory foam": r"记忆棉 记忆海绵 \bmemory\sfoam\b",
    "kevlar": r"凯夫拉 \bkevlar\b",
    "canvas": r"帆布 \bcanvas\b",
    "velvet": r"丝绒 天鹅绒 金丝绒 \bvelvet\b",
    "fur": r"貂毛 兔毛 狐狸毛 貉子毛 皮草 水貂 \b(?:mink|rabbit|fox)\sfur\b",
    "mohair": r"马海毛 羊驼毛 羊驼 驼绒 牦牛绒 \bmohair\b \balpaca\b",
    "coral fleece": r"珊瑚绒 法兰绒 摇粒绒 \bpolar\sfleece\b",
    "fleece lining": r"加绒 抓绒 绒里 \bfleece[-\s]?lined\b \bfleece\b",
    "denim": r"牛仔布 丹宁 \bdenim\b",
}
_FUNCTIONS = {
    "waterproof": r"防水 防泼水 拒水 不怕(?:雨|水)|不进水|不渗水 防雨 \bwater[-\s]?(?:proof|resistant|repellent)\b \brain[-\s]?proof\b",
    "windproof": r"防风 挡风 \bwind[-\s]?(?:proof|resistant)\b",
    "uv": r"防晒 防紫外线 抗紫外线 upf\s?\d* spf\s?\d* 遮光 \buv[-\s]?(?:protect\w*|proof|block\w*|resistant)\b \bsun[-\s]?protect\w*\b",
    "antibacterial": r"抗菌 抑菌 杀菌 除菌 防螨 抗螨 除螨 防霉 \banti[-\s]?(?:bacterial|microbial|fungal|mite)\b \bkills?\s(?:bacteria|germs)\b",
    "odourless": r"防臭 除臭 抗臭 无异味 没有?异味 \bodou?r[-\s]?(?:free|resistant|proof|control)\b \banti[-\s]?odou?r\b \bodou?rs?\s(?:away|out|at\sbay)\b \bsmell[-\s]?(?:free|proof)\b 不(?:会)?(?:臭|有味)",
    "quick dry": r"速干 快干 \bquick[-\s]?dry(?:ing)?\b \bfast[-\s]?dry(?:ing)?\b \bdr(?:y|ies)\s(?:fast|quickly)\b",
    "moisture": r"吸汗 排汗 吸湿 \bmoisture[-\s]?wicking\b \bsweat[-\s]?(?:wicking|absorb\w*|proof)\b \bwick(?:s|ing)\b",
    "breathable": r"透气 不闷 \bbreath(?:able|ability)\b",
    "warm": r"保暖 御寒 抗寒 抗冻 锁温 \bkeeps\swarm\b \bkeeps?\s(?:you|your\s\w+|feet|hands|everyone|them|legs)\swarm\b \binsulat(?:ed|ing)\b",
    "heating": r"自发热 发热 加热 恒温 远红外 \bheat(?:ed|ing)\b \bself[-\s]?heating\b \binfrared\b",
    "cooling": r"凉感 冰感 降温 \bcooling\b",
    "stretch": r"弹力 有弹性 弹性(?:好|大|足|很) 四面弹 高弹 \bstretch(?:y|able|es)?\b \belastic\b",
    "non-slip": r"防滑 止滑 不打滑 \b(?:non|anti)[-\s]?slip\b \bslip[-\s]?(?:proof|resistant)\b",
    "antistatic": rf"防静电 抗静电 {_DEFECT}起静电 {_DEFECT}静电 没有静电 \banti[-\s]?static\b",
    "wrinkle-free": rf"免烫 抗皱 防皱 {_DEFECT}(?:起皱|皱|起褶) \bwrinkle[-\s]?(?:free|resistant|proof)\b {_NOT}wrinkle",
    "no pilling": rf"{_DEFECT}(?:起球|起毛) {_NOT}pill\b \b(?:anti|no)[-\s]?pill(?:ing)?\b",
    "colourfast": rf"{_DEFECT}(?:褪色|掉色|退色|脱色|串色|染色|浮色) 色牢度 {_NOT}(?:fade|bleed) \bcolou?r[-\s]?fast\b \bfade[-\s]?(?:proof|resistant)\b",
    "no shrinking": rf"{_DEFECT}(?:缩水|缩) {_NOT}shrink \bshrink[-\s]?(?:proof|resistant)\b \bpre[-\s]?shrunk\b",
    "keeps shape": rf"{_DEFECT}(?:变形|走形|松垮|塌) {_NOT}(?:lose\s(?:its\s)?shape|deform|stretch\sout|sag)",
    "no shedding": rf"{_DEFECT}(?:掉毛|钻绒|跑绒|脱毛|漏绒|钻毛) {_NOT}(?:shed|leak\sdown)",
    "no rust": rf"{_DEFECT}(?:生锈|氧化|发黑|变黑) {_NOT}(?:rust|tarnish) \brust[-\s]?(?:proof|free)\b",
    "no snagging": rf"{_DEFECT}(?:勾丝|抽丝|刮花|开线|开胶|开裂) {_NOT}(?:snag|tear|rip|crack) \btear[-\s]?(?:proof|resistant)\b",
    "hypoallergenic": rf"{_DEFECT}(?:过敏|致敏|刺激(?:皮肤)?) \bhypo[-\s]?allergenic\b {_NOT}(?:irritate|cause\sallerg\w*)",
    "wear-resistant": r"耐磨 耐穿 抗撕裂 防刮 \b(?:wear|abrasion|scratch)[-\s]?(?:resistant|proof)\b",
    "fireproof": r"阻燃 防火 \bflame[-\s]?retardant\b \bfire[-\s]?(?:proof|resistant)\b",
    "radiation": r"防辐射 负离子 磁疗 磁石 \b(?:magnetic|anion|negative\sion)\w*\b \bradiation\b",
    "mosquito": r"防蚊 驱蚊 \bmosquito\b \binsect[-\s]?repellent\b",
    "shaping": r"塑形 塑身 收腹 提臀 瘦腿 \bslimming\b \bbody[-\s]?shaping\b \btummy\scontrol\b",
    "compression": r"压力袜 梯度压力 加压 \bcompression\b",
    "cushioned": r"减震 缓震 \bshock[-\s]?(?:absorb\w*|proof)\b",
    "padded": r"加厚垫 护腕 护掌 \bpadd(?:ed|ing)\b \bwrist\s(?:support|wrap|strap)s?\b",
    "touchscreen": r"触屏 \btouch[-\s]?screen\b",
    "food grade": r"食品级 \bfood[-\s]?grade\b",
    "no formaldehyde": r"[零无0]甲醛 不含甲醛 没有甲醛 \bformaldehyde[-\s]?free\b",
    "no fluorescer": r"[无零0]荧光(?:剂|增白剂)? 不含荧光剂 没有荧光剂 \bfluorescent[-\s]?free\b",
    "no additives": r"[零无0]添加剂? 不(?:含|加|添加)(?:任何)?(?:添加剂|防腐剂|色素|香精|糖精|化学\S{0,3}) (?:没有?|没加)(?:任何)?(?:添加剂|防腐剂|色素|香精|添加) [零无0]防腐剂 \b(?:no|without|free\sof)\s(?:any\s)?(?:additives|preservatives)\b \b(?:additive|preservative)[-\s]?free\b",
    "no sulphur": r"[无没零]有?硫磺?(?:熏蒸?)? 不(?:熏|用|加)硫磺? 未熏硫 不熏硫 \bsulph?ur[-\s]?free\b",
    "no sugar": r"[无零0]糖 不(?:含|加)(?:蔗)?糖 没加糖 \bsugar[-\s]?free\b \bno\s(?:added\s)?sugar\b",
    "no caffeine": r"(?:不含|[无零0]|没有)咖啡[因碱] \bcaffeine[-\s]?free\b",
    "no fat": r"[零无0](?:脂肪|脂|卡|热量) \bfat[-\s]?free\b \bzero\scalor\w+\b",
    "no pesticides": r"[零无0]农残 (?:没有?|不含|不打|没打|无)农药(?:残留)? 农残(?:达标|合格) \bpesticide[-\s]?free\b \bno\spesticides?\b",
    "organic": r"有机 \borganic(?:ally)?\b",
    "wild": r"野生 \bwild\b",
    "first pick": r"头茬 特级 特优级 贡品 一级品 特等 \bpremium\sgrade\b \bgrade\sa\b",
    "handmade": r"手工 纯手工 手作 手缝 \bhand[-\s]?(?:made|crafted|stitched|sewn)\b",
    "washable lining": r"可拆卸 \bdetachable\b \bremovable\b",
    "pockets": r"(?:有|带)(?:口袋|侧兜|兜) 内袋 \bpockets?\b",
    "hood": r"(?:有|带|连)帽子? \bhood(?:ed)?\b",
    "lined": r"(?:有|带)(?:内衬|里衬|里布|里料) \blined\b",
    "biodegradable": r"可降解 环保材质 \bbiodegradable\b \beco[-\s]?friendly\b \brecycled\b",
}  # fmt: skip
_EFFECTS = {
    "cure": r"(?:胃病|失眠|咳嗽|便秘|头[痛晕疼]|湿疹|痔疮|鼻炎|咽炎|关节炎|老寒腿|痛经|贫血|脱发|口臭|毛病|炎症)[^,。!?;]{0,8}(?:好了|会好|都好|没了|消|缓解|改善|减轻|断根|跟着走|不犯|不见) 药到病除 治疗 治(?:好|愈|病) 根治 疗效 药效 药用 能治 可以治 \bcures?\b \bheals?\b \btreats?\b \btherap(?:y|eutic)\b \bmedicinal\b",
    "blood": r"(?:血糖|血压|血脂|尿酸|的糖)[^,。!?;]{0,8}(?:稳|降|下来|下去|正常|达标) (?:稳|控|调|平)(?:住|制|理|节|稳)?(?:血糖|血压|血脂) 降(?:血)?(?:糖|压|脂|三高) 降低?(?:血糖|血压|血脂|胆固醇) 软化血管 疏通血管 活血 促进血液循环 改善(?:血液)?循环 通经络 \b(?:lower|reduce)s?\s(?:your\s)?(?:blood|cholesterol)\b \b(?:improve|boost|promote)s?\s(?:your\s)?(?:blood\s)?circulation\b",
    "weight": r"减肥 瘦身 燃脂 刮油 掉秤 \b(?:lose|burn)s?\s(?:weight|fat|calories)\b \bweight\sloss\b",
    "organs": r"护肝 养肝 补肾 壮阳 滋阴 健脾 养胃 护胃 润肺 清肺 补气血? 补血 养血 益气 祛湿 清火 清热 去火 解毒 排毒 \bdetox\w*\b \bliver\b \bkidneys?\b",
    "eyes": r"明目 护眼 缓解眼疲劳 改善视力 \b(?:improve|protect)s?\s(?:your\s)?(?:eyesight|vision|eyes)\b",
    "immunity": r"(?:增强|提高|提升|增加)(?:身体)?(?:的)?(?:免疫力?|抵抗力) 抗癌 防癌 抗肿瘤 抗病毒 \b(?:boost|strengthen|improve)s?\s(?:your\s)?immun\w+\b \banti[-\s]?cancer\b",
    "sleep": r"助眠 安神 改善睡眠 治失眠 促进睡眠 睡得(?:更)?(?:好|香) \bsleep\s(?:better|well)\b \bhelps?\s(?:you\s)?sleep\b",
    "beauty": r"美白 祛斑 淡斑 祛痘 养颜 抗衰老? 延缓衰老 抗氧化 紧致 去皱 \banti[-\s]?aging\b \bantioxidants?\b \bwhiten(?:s|ing)?\b",
    "pain": r"止痛 镇痛 缓解(?:\S{0,4})?(?:疼痛|酸痛|腰痛|关节痛|疲劳|痛经) 消炎 消肿 关节炎 风湿 \b(?:relieve|reduce|ease|prevent)s?\s(?:\w+\s){0,2}(?:pain|swelling|inflammation|arthritis|soreness|cramps?|injur\w+)\b \bpain\srelief\b \banti[-\s]?inflammatory\b",
    "veins": r"静脉曲张 血栓 \bvaricose\b \bdvt\b \bblood\sclots?\b",
    "prevention": r"预防(?:感冒|疾病|\S{0,3}病) 防(?:感冒|病) \bprevents?\s(?:disease|illness|colds?)\b",
    "muscle recovery": r"促进恢复 加速恢复 \b(?:speed|boost|accelerate)s?\s(?:up\s)?(?:muscle\s)?recovery\b",
    "suits all": r"(?:孕妇|孕期|哺乳期|月子|宝宝|婴儿|糖尿病人?|三高|高血压|痛风)(?:\S{0,4})(?:没问题|没事|可以|能|都能|也能|放心|适合|可用|都可|也可)(?:\S{0,2})(?:吃|喝|用|穿|泡)? \bsafe\s(?:for|during)\s(?:pregnan\w+|babies|infants|diabetics?)\b",
}  # fmt: skip
_CERTIFICATES = {
    "test report": r"实验室 测试过 检测过 测过 质检报告 检测报告 检验报告 质检证书 权威检测 国检 质检合格 sgs \btest\sreports?\b \blab[-\s]?tested\b",
    "certificate": r"(?:双|欧盟|美国|欧美|国家|国际|权威|绿色|3c|ce|fda|iso\d*|oeko-tex|gots|haccp|fsc|gmp)\s?(?:级|的)?认证 绿色食品 地理标志 fda oeko[-\s]?tex gots \biso\s?\d+\b \bce\s(?:mark\w*|certif\w*)\b \bcertifi(?:ed|cates?|cation)\b",
    "patent": r"专利 \bpatent(?:ed)?\b",
    "class a": r"a类(?:标准|面料)? 婴儿级 母婴级 国标a \bclass\sa\b",
    "medical grade": r"医用级?|医疗级|医疗器械 \bmedical[-\s]?(?:grade|device)\b \bdoctor[-\s]?(?:recommended|approved)\b \bfda[-\s]?approved\b",
    "endorsed": r"\bdoctors?\s(?:recommend|approve)\w*\b (?:医院|协会|专家|医生|大夫|教授|营养师|机构|三甲)\S{0,4}(?:认证|推荐|认可|检测|背书|鉴定|都说|都在|点名) 明星同款 网红同款 央视(?:推荐|上榜)? 医生推荐 专家推荐 获奖 国家队 奥运 \baward[-\s]?winning\b \bolympic\b \bcelebrit\w+\b",
    "big brand": r"大牌同款 大牌代工 同厂 代工厂 专柜同款 原单 外贸尾单 \bsame\sfactory\sas\b",
}  # fmt: skip
_ORIGINS = {
    "imported": r"进口 原装 \bimported\b",
    "france": r"法国 \bfrance\b \bfrench\b",
    "italy": r"意大利 \bital(?:y|ian)\b",
    "japan": r"日本 \bjapan(?:ese)?\b",
    "korea": r"韩国 \bkorean?\b",
    "germany": r"德国 \bgerman(?:y)?\b",
    "usa": r"美国 \busa\b \bamerican[-\s]made\b \bmade\sin\s(?:the\s)?(?:us|america)\b",
    "britain": r"英国 \bmade\sin\s(?:the\s)?uk\b",
    "australia": r"澳洲 澳大利亚 \baustralian?\b",
    "new zealand": r"新西兰 \bnew\szealand\b",
    "switzerland": r"瑞士 \bswiss\b",
    "taiwan": r"台湾 \btaiwan(?:ese)?\b",
    "thailand": r"泰国 \bthai(?:land)?\b",
    "vietnam": r"越南 \bvietnam(?:ese)?\b",
    "turkey": r"土耳其 \bturkish\b",
    "egypt": r"埃及 \begyptian\b",
    "mongolia": r"内蒙古? \bmongolian?\b",
}  # fmt: skip
_NEUTRAL = {
    "neutral": r"透透气 透口气 玻璃(?:罐|瓶|碗|壶|容器|器皿|柜|门|窗) \bkeep\swarm\s(?:out\sthere|this|over|and) 确实木 有机会 有机可乘 棉签 棉袄 棉服 棉衣 棉鞋 棉被 棉裤 棉花糖 珍珠棉 气泡棉 缓冲棉 海绵 防水袋 防水包装 防水胶带 机械手工 手工费 手工打包 喝水杯 进口关税 进口税 法国站 "
    r"\bglass(?:es)?\sof\b \bsilk\s?road\b \bimport(?:ed)?\s(?:dut(?:y|ies)|tax(?:es)?)\b 一对一护眼 不怕您?笑 \bgold\smember\b 防水台"
}
_TABLES: tuple[tuple[Group, dict[str, str]], ...] = (
    ("neutral", _NEUTRAL), ("material", _MATERIALS), ("function", _FUNCTIONS), ("effect", _EFFECTS),
    ("certificate", _CERTIFICATES), ("origin", _ORIGINS),
)  # fmt: skip

IMPLIED = {
    "duck down": ("down", "warm"), "goose down": ("down", "warm"), "wool": ("warm",), "cashmere": ("wool", "warm"), "fleece lining": ("warm",),
    "spandex": ("stretch",), "cotton": ("moisture", "breathable"), "linen": ("breathable",), "down": ("warm",), "certificate": ("test report",),
    "compression": ("stretch",), "silicone": ("non-slip",),
}  # fmt: skip
"""What everyone knows of a material: it needs no sentence of its own in the profile."""

_EVIDENCE = {
    "warm": "不冷|零下|暖", "breathable": "凉快|透气", "organic": "有机", "test report": "检测|质检", "certificate": "认证", "down": "羽绒|绒",
    "denim": "牛仔|jeans", "stretch": "弹", "no sulphur": "无硫|不熏硫", "fleece lining": "加绒|绒里", "compression": "compression|压力",
    "lined": "里料|里布|内衬|里衬",
}  # fmt: skip
"""Looser words that bear an attribute out when they stand in the profile."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute named in a text."""

    name: str
    group: Group
    start: int
    end: int
    text: str


def _sources() -> list[str]:
    words = [word for _, table in _TABLES for source in table.values() for word in source.split()]
    return sorted(words, key=len, reverse=True)


ANY = "(?:" + "|".join(_sources()) + ")"
"""RE2 source of every word of the vocabulary."""


def attributes(text: Encoded, start: int = 0, end: int | None = None) -> list[Attribute]:
    """The attributes named between two characters of a text, from the left."""
    found = []
    for hit in pattern(ANY).hits(text, start, end):
        group, name = _named(hit.text)
        if group != "neutral":
            found.append(Attribute(name, group, hit.start, hit.end, hit.text))
    return found


@functools.lru_cache(maxsize=4096)
def _named(word: str) -> tuple[Group, str]:
    """The group and name of one word of the vocabulary."""
    encoded = Encoded(word)
    best: tuple[int, Group, str] = (0, "neutral", "neutral")
    for group, table in _TABLES:
        for name, source in table.items():
            for hit in pattern("(?:" + "|".join(sorted(source.split(), key=len, reverse=True)) + ")").hits(encoded):
                if len(hit.text) > best[0]:
                    best = (len(hit.text), group, name)
    return best[1], best[2]


@functools.lru_cache(maxsize=1024)
def borne_out(text: str) -> frozenset[str]:
    """Every attribute that a profile's text bears out, what it implies included."""
    encoded = Encoded(text)
    names = {item.name for item in attributes(encoded)}
    names |= {name for name, words in _EVIDENCE.items() if pattern(words).found(encoded)}
    for name in tuple(names):
        names.update(IMPLIED.get(name, ()))
    for name in tuple(names):
        names.update(IMPLIED.get(name, ()))
    return frozenset(names)
