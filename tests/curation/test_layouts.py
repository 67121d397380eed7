"""Every kind of layout, by small documents of our own, and what must not come out."""

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from assistant.curation.documents import read_document
from assistant.curation.layouts import Document, find_scripts
from assistant.curation.layouts.found import aligned_view
from tests.conftest import ROOT

OWN = ROOT / "evals" / "import" / "own"

LAYOUTS: dict[str, tuple[str, list[tuple[str | None, str]]]] = {
    "a number that sticks to a price": (
        "1.有货吗?亲,有的哦。2.几天到?亲,三天左右,偏远要您补邮费203.包邮吗?亲,满额就包邮的呢",
        [("有货吗?", "亲,有的哦。"), ("几天到?", "亲,三天左右,偏远要您补邮费20"), ("包邮吗?", "亲,满额就包邮的呢")],
    ),
    "buyer says, your answer": (
        "一、买家说:“太贵了”您的回答:1;亲,好货不便宜的哦;您看看做工2;理解您的心情呢;不过价格已经很低了",
        [("太贵了", "亲,好货不便宜的哦;您看看做工"), ("太贵了", "理解您的心情呢;不过价格已经很低了")],
    ),
    "question and answer marks": (
        "问:能退吗? 答:可以的亲,七天内都能退哦。(否则扣3分) 问:谁出运费? 答:质量问题我们出,您放心。",
        [("能退吗?", "可以的亲,七天内都能退哦。"), ("谁出运费?", "质量问题我们出,您放心。")],
    ),
    "dry answers behind their questions": (
        "问：什么时候发货？答：付款后48小时内发货。问：包邮吗？答：满88包邮的",
        [("什么时候发货？", "付款后48小时内发货。"), ("包邮吗？", "满88包邮的")],
    ),
    "dialogue": (
        "客户:在吗\n客服:在的亲,请问有什么可以帮您?\n客户:什么面料\n客服:亲,是纯棉的哦",
        [("在吗", "在的亲,请问有什么可以帮您?"), ("什么面料", "亲,是纯棉的哦")],
    ),
    "A and B": ("A:老板,包邮吗\nB:亲,满额包邮的哦,您看中哪款了?", [("老板,包邮吗", "亲,满额包邮的哦,您看中哪款了?")]),
    "exam": (
        "1、顾客:“这件还有吗?”可以说:1)您好,还有的,您可以直接拍。2)亲,有现货哦,谢谢关注~",
        [("这件还有吗?", "您好,还有的,您可以直接拍。"), ("这件还有吗?", "亲,有现货哦,谢谢关注~")],
    ),
    "boxes behind a label": (
        "欢迎语【您好,欢迎光临本店,请问有什么可以帮您?】【亲,欢迎光临,看中哪款可以告诉我哦】",
        [("欢迎语", "您好,欢迎光临本店,请问有什么可以帮您?"), ("欢迎语", "亲,欢迎光临,看中哪款可以告诉我哦")],
    ),
    "quoted in advice": (
        "忙的时候可以先回复“抱歉让您久等了,我马上看一下”,千万不要说“没空”。",
        [(None, "抱歉让您久等了,我马上看一下")],
    ),
    "headed dashes": (
        "## 欢迎\n- 您好,欢迎光临本店哦\n- 亲,请问有什么可以帮您?\n",
        [("欢迎", "您好,欢迎光临本店哦"), ("欢迎", "亲,请问有什么可以帮您?")],
    ),
    "letters in Chinese text": (
        "案例1:催付款 Dear friend,Thank you for your order.Please tell us if you need help with the payment.Best regards!分析:要点是礼貌。",
        [
            (
                "催付款",
                "Dear friend,Thank you for your order.Please tell us if you need help with the payment.Best regards!",
            )
        ],
    ),
    "traditional characters": (
        "客人問：有貨嗎\n客服回：親，有現貨的，您可以直接下單喔。",
        [("有貨嗎", "親，有現貨的，您可以直接下單喔。")],
    ),
    "drawn table": (
        "| 买家问题 | 推荐回复 |\n| --- | --- |\n| 有货吗 | 亲,有现货的哦 |\n",
        [("有货吗", "亲,有现货的哦")],
    ),
}


def _document(text: str) -> Document:
    return Document("a.txt", text)


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name: str) -> None:
    """Question and reply of each kind of layout come out word for word, in document order, and nothing else does."""
    text, wanted = LAYOUTS[name]
    found = [
        (text[slice(*f.question)] if f.question else None, text[slice(*f.reply)]) for f in find_scripts(_document(text))
    ]
    assert found == wanted


NO_SCRIPTS = {
    "rules": "1. 接待时不得使用反问句。2. 客户投诉必须在10分钟内上报主管。3. 严禁泄露买家信息。",
    "advice": "客服应该主动向买家问好,了解客户需求,善意提醒顾客是否还有其他需求,引导下单。",
    "navigation": "首页 > 资料 > 正文\n上一篇:装修入门 下一篇:推广入门\n第2页/共6页\n下载此文档需要5积分",
    "advert": "扫码关注公众号领取您的专属资料包!我们的课程帮助您提升转化率,请您尽快报名。",
    "exam questions": "1、简述处理差评的步骤。2、以下哪种做法是正确的?A.直接关闭对话 B.耐心解释 C.让顾客找快递",
    "bad examples": "千万不要说“没有就是没有,您自己看着办”这样的话。",
    "buyer's words": "有的顾客会问“你们家的东西是正品吗”,这时不要慌。",
}


@pytest.mark.parametrize("name", NO_SCRIPTS)
def test_what_is_no_script_is_dropped(name: str) -> None:
    """Rules, advice, navigation, adverts, exam questions, bad examples and lone buyers' words bring nothing."""
    assert find_scripts(_document(NO_SCRIPTS[name])) == []


def test_our_own_messy_documents_come_out() -> None:
    """Of the scripts marked in our own documents at least 95 % come out, and at most 5 % of what comes out is none."""
    gold = [json.loads(line) for line in (OWN / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    hits = extras = total = 0
    for source in sorted({line["source"] for line in gold}):
        document = read_document(OWN / source)
        wanted = [document.text[slice(*line["reply"])] for line in gold if line["source"] == source]
        given_ = [document.text[slice(*found.reply)] for found in find_scripts(document)]
        hits += sum(any(fuzz.ratio(one, other) >= 85 for other in given_) for one in wanted)
        extras += sum(not any(fuzz.ratio(one, other) >= 85 for other in wanted) for one in given_)
        total += len(given_)
    assert hits >= 0.95 * len(gold)
    assert extras <= 0.05 * total


def test_example_documents_bring_scripts() -> None:
    """The documents under examples/import hold scripts in several layouts."""
    for path in sorted((ROOT / "examples" / "import").glob("*.*")):
        assert len(find_scripts(read_document(path))) >= 5, path.name


PIECES = [
    "亲,您好",
    "1.",
    "2、",
    "问:",
    "答:",
    "“",
    "”",
    "\n",
    "您好,欢迎光临",
    "?",
    "。",
    "【",
    "】",
    "客户:",
    "客服:",
    " ",
    "Dear friend,",
    "Best regards!",
    "①",
    "3)",
    "可以说:",
    "|",
    "- ",
    "🙂",
    "ﬁ",
    "㎏",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_spans_lie_in_the_text_and_in_order(text: str) -> None:
    """Whatever the text, spans lie inside it, are not empty, do not overlap, and follow document order."""
    found = find_scripts(_document(text))
    assert all(0 <= f.reply[0] < f.reply[1] <= len(text) for f in found)
    assert all(0 <= f.question[0] < f.question[1] <= len(text) for f in found if f.question)
    assert all(first.reply[1] <= second.reply[0] for first, second in pairwise(found))


@given(st.text(max_size=60))
def test_the_aligned_view_keeps_every_place(text: str) -> None:
    """The normal form that finders read has the length of the text, whatever is in it."""
    assert len(aligned_view(text)) == len(text)


@pytest.mark.parametrize("unit", [" ", "\n", "“", "1.", "问:", "【", "亲", "客户:“", "dear a", "- a\n"])
def test_one_thing_over_and_over_is_read_in_linear_time(unit: str) -> None:
    """Twenty thousand characters of the same mark take well under the time that a quadratic pattern would."""
    began = time.perf_counter()
    find_scripts(_document(unit * (20_000 // len(unit))))
    assert time.perf_counter() - began < 4


def test_a_file_of_quick_phrases(tmp_path: Path) -> None:
    """Qianniu quick phrases in GBK: the code is the question, or the group where the code says nothing."""
    path = tmp_path / "phrases.csv"
    path.write_bytes(
        "分组,编码,内容\r\n售前,包邮吗,亲，满额就包邮的哦\r\n催付,/01,亲，您拍下的宝贝还没付款哦\r\n".encode("gbk")
    )
    document = read_document(path)
    found = find_scripts(document)
    assert [document.text[slice(*f.reply)] for f in found] == ["亲，满额就包邮的哦", "亲，您拍下的宝贝还没付款哦"]
    assert [document.text[slice(*f.question)] for f in found if f.question] == ["包邮吗", "催付"]
