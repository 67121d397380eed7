import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.store import StoreProfile
from assistant.language.normalise import normalise
from assistant.policy.disguise import repaired
from tests.policy.conduct_case import broken, verdict


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("可以开发漂的", "可以开发票的"),
        ("林.娜.亲", "林娜亲"),
        ("补 6 个 点", "补6个点"),
        ("就要七·十·二元", "就要七十二元"),
        ("发，票。开。不。了。", "发票开不了。"),
        ("s0cks for free", "socks for free"),
        ("We c.a.n.c.e.l.l.e.d it", "we cancelled it"),
        ("w r o n g  a d d r e s s", "wrong  address"),
        ("T0m0rrow", "tomorrow"),
        ("加薇❤", "加微信❤"),
        ("➕V聊", "加微信聊"),
        ("fapiao没有", "发票没有"),
        ("jīn wǎn", "今晚"),
        ("开piao", "开票"),
        ("给个女子评", "给个好评"),
        ("给个好坪", "给个好评"),
        ("收剧可以吗", "收据可以吗"),
        ("退款里由", "退款理由"),
        ("5⭐好评", "五星好评"),
        ("手🐔号多少", "手机号多少"),
        ("叁天内", "三天内"),
        ("⑦〇〇块", "700块"),
    ],
)
def test_disguised_words_are_read(text: str, reads: str) -> None:
    """Separators, homophones, pinyin, leet, emoji, split characters and traditional digits are undone."""
    text_as_meant = repaired(normalise(text))
    assert text_as_meant is not None
    assert text_as_meant.view == normalise(reads).view


@pytest.mark.parametrize(
    "text",
    [
        "亲，这边48小时内发货的哦，一般2-4天到",
        "这里由我们负责",
        "因为新款刚到",
        "预售款12月10日前发出",
        "您下订单号吗",
        "陆续发货中",
        "明天发 票随货走",
        "退货运费先由您垫付",
        "有M码、L码，黑、白两色",
        "1.米白 2.雾蓝",
        "步骤 1.打开订单 2.点退款",
        "The socks ship within 72 hours, e-mail is not needed, it's a 5-star choice (EU 36-40).",
    ],
)
def test_clean_text_has_no_second_reading(text: str) -> None:
    """Words that only sound alike, ranges, lists and hyphens stay as they are."""
    assert repaired(normalise(text)) is None


def test_a_finding_points_at_the_disguised_words(stores: dict[str, StoreProfile]) -> None:
    """The span of a violation found in the second reading lies in the text as given."""
    reply = "亲，加我 薇·❤ 聊哈"
    found = [v for v in verdict(stores["qinghe"], "便宜点", reply).violations if v.rule == "contact.off_platform"]
    assert found
    assert all(reply[v.span[0] : v.span[1]] == v.evidence for v in found)


@pytest.mark.parametrize(
    ("message", "reply", "rule"),
    [
        ("能开票吗", "开发漂要补 6 个 点 哦", "invoice.fee"),
        ("好的", "五⭐好坪返现5元", "review.incentive"),
        ("便宜点", "➕V私聊", "contact.off_platform"),
    ],
)
def test_every_rule_runs_on_the_second_reading(
    stores: dict[str, StoreProfile], message: str, reply: str, rule: str
) -> None:
    """A disguise hides a violation of no family."""
    assert rule in broken(stores["qinghe"], message, reply)


@given(st.text(alphabet=st.sampled_from("发票微信v❤ .·x1０3贝长女子评补六个点s0cks👍，。fapiwenjīn"), max_size=60))
@settings(max_examples=200, deadline=None)
def test_the_way_back_never_leaves_the_text(raw: str) -> None:
    """Whatever is typed, each character of the second reading comes from the text as given, in its order."""
    text = repaired(normalise(raw))
    if text is not None and text.offsets is not None:
        assert len(text.offsets) == len(text.view)
        assert list(text.offsets) == sorted(text.offsets)
        assert all(0 <= place < len(raw) for place in text.offsets)


@pytest.mark.parametrize("piece", ["发.", "v ", "a.b-", "wei xin ", "贝长", "1 3 8 ", "发,票", "fapiao"])
def test_long_text_takes_linear_time(piece: str) -> None:
    """Twenty thousand characters of anything are read within a second."""
    normal = normalise((piece * 20_000)[:20_000])
    begun = time.thread_time()
    repaired(normal)
    assert time.thread_time() - begun < 3
