"""Where a parcel goes: 乌鲁木齐 and 喀什 are 新疆, and countries are themselves. Other places stay as they are typed."""

import functools

from assistant.language.patterns import Encoded, pattern

_PLACES = {
    "新疆": "乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 博乐 巴音郭楞 库尔勒 阿克苏 克孜勒苏 阿图什 喀什 和田 伊犁 伊宁 塔城 阿勒泰 石河子 阿拉尔 图木舒克 五家渠 北屯 奎屯 库车",
    "西藏": "拉萨 日喀则 昌都 林芝 山南 那曲 阿里地区 阿里",
    "内蒙古": "内蒙 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安盟 锡林郭勒 锡林浩特 阿拉善",
    "青海": "西宁 海东 海北州 黄南 海南州 果洛 玉树 海西 格尔木",
    "宁夏": "银川 石嘴山 吴忠 固原 中卫",
    "甘肃": "兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南 敦煌",
    "海南": "海口 三亚 三沙 儋州 琼海 文昌 万宁",
    "香港": "九龙 新界", "澳门": "氹仔", "台湾": "台北 高雄 台中 台南 新北 桃园市",
    "北京": "朝阳区 海淀 丰台 通州 昌平", "上海": "浦东 徐汇 闵行 松江 嘉定", "天津": "滨海新区", "重庆": "渝北 万州 涪陵 江北区",
    "河北": "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安", "山西": "太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁",
    "辽宁": "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛", "吉林": "长春 四平 辽源 通化 白山市 松原 白城 延边 延吉",
    "黑龙江": "哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭 漠河", "江苏": "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 江阴",
    "浙江": "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌", "安徽": "合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山市 滁州 阜阳 宿州 六安 亳州 池州 宣城",
    "福建": "福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德", "江西": "南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶",
    "山东": "济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽", "河南": "郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源",
    "湖北": "武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门", "湖南": "长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西",
    "广东": "广州 深圳 珠海 汕头 佛山 韶关 湛江 肇庆 江门 茂名 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮", "广西": "南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左",
    "四川": "成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 西昌", "贵州": "贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南 凯里",
    "云南": "昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河州 文山 西双版纳 大理 德宏 怒江 迪庆 香格里拉", "陕西": "西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛",
}  # fmt: skip

# Countries keep the spelling that they are named by: a store speaks one language with its buyers.
_COUNTRIES = {
    "en": (
    "united states|usa|canada|mexico|brazil|argentina|chile|colombia|peru|uruguay|ecuador|bolivia|venezuela|panama|costa rica|guatemala|"
    "united kingdom|england|scotland|wales|northern ireland|ireland|france|germany|spain|portugal|italy|netherlands|belgium|luxembourg|switzerland|austria|"
    "poland|czech republic|czechia|slovakia|slovenia|hungary|romania|bulgaria|croatia|serbia|greece|cyprus|malta|turkey|ukraine|belarus|russia|"
    "sweden|norway|denmark|finland|iceland|estonia|latvia|lithuania|israel|egypt|morocco|tunisia|algeria|nigeria|kenya|ghana|south africa|"
    "saudi arabia|united arab emirates|dubai|qatar|kuwait|bahrain|jordan|lebanon|iraq|kazakhstan|uzbekistan|georgia|armenia|azerbaijan|"
    "india|pakistan|bangladesh|sri lanka|nepal|thailand|vietnam|malaysia|singapore|indonesia|philippines|cambodia|laos|myanmar|japan|south korea|korea|"
    "australia|new zealand|alaska|hawaii|puerto rico"
    ),
    "zh": (
    "美国|加拿大|墨西哥|巴西|阿根廷|智利|秘鲁|哥伦比亚|英国|苏格兰|爱尔兰|法国|德国|西班牙|葡萄牙|意大利|荷兰|比利时|瑞士|奥地利|波兰|捷克|匈牙利|罗马尼亚|希腊|土耳其|"
    "乌克兰|俄罗斯|瑞典|挪威|丹麦|芬兰|以色列|埃及|南非|沙特|迪拜|阿联酋|印度|巴基斯坦|泰国|越南|马来西亚|新加坡|印尼|印度尼西亚|菲律宾|柬埔寨|缅甸|日本|韩国|澳大利亚|澳洲|新西兰|哈萨克斯坦"
    ),
}  # fmt: skip

PROVINCE_OF: dict[str, str] = {city: province for province, cities in _PLACES.items() for city in cities.split()}
PROVINCE_OF |= {province: province for province in _PLACES} | {
    "xinjiang": "新疆",
    "tibet": "西藏",
    "urumqi": "新疆",
    "lhasa": "西藏",
}
PROVINCE_OF |= {name: name.title() for name in _COUNTRIES["en"].split("|")} | {"usa": "USA"}
PROVINCE_OF |= {name: name for name in _COUNTRIES["zh"].split("|")}
PROVINCE_OF |= {
    "inner mongolia": "内蒙古", "qinghai": "青海", "ningxia": "宁夏", "gansu": "甘肃", "hainan": "海南", "beijing": "北京", "shanghai": "上海",
    "tianjin": "天津", "chongqing": "重庆", "hebei": "河北", "shanxi": "山西", "liaoning": "辽宁", "jilin": "吉林", "heilongjiang": "黑龙江",
    "jiangsu": "江苏", "zhejiang": "浙江", "anhui": "安徽", "fujian": "福建", "jiangxi": "江西", "shandong": "山东", "henan": "河南",
    "hubei": "湖北", "hunan": "湖南", "guangdong": "广东", "guangxi": "广西", "sichuan": "四川", "guizhou": "贵州", "yunnan": "云南",
    "shaanxi": "陕西", "hong kong": "香港", "macao": "澳门", "macau": "澳门", "taiwan": "台湾",
}  # fmt: skip

MAINLAND = frozenset(_PLACES) - {"香港", "澳门", "台湾"}
"""The provinces that domestic terms of delivery speak of."""

PLACE = (
    "(?:"
    + "|".join(rf"\b{name}\b" if name.isascii() else name for name in sorted(PROVINCE_OF, key=len, reverse=True))
    + ")"
)
"""RE2 source of every place that is known by name."""


@functools.lru_cache(maxsize=2048)
def province(place: str) -> str:
    """The province of a place or address ("新疆乌鲁木齐市…" → 新疆), or the text itself where none is known."""
    lowered = place.lower()
    best = min(
        ((lowered.find(name), -len(name), home) for name, home in PROVINCE_OF.items() if name in lowered), default=None
    )
    return best[2] if best else place.strip()


def named_region(text: Encoded) -> str | None:
    """The province of the last place that a text names, or None."""
    if not pattern(PLACE).found(text):
        return None
    names = [hit.text for hit in pattern(PLACE).hits(text)]
    return PROVINCE_OF[names[-1]]
