"""What a buyer types, and what stands over scripts as a heading."""

from pathlib import Path

import pytest

from assistant.corpus import load_corpus_file
from assistant.curation import import_documents, write_corpus
from assistant.curation.situations import is_buyers_words
from assistant.policy import Checker

SAID = (
    "什么时候发货?", "能便宜点吗", "我考虑考虑", "太贵了", "我身高165体重50穿什么码", "需要我们自己付运费吗", "怎么退货",
    "如何申请退款", "你们客服怎么不回话", "客服在吗", "我是老顾客了便宜点", "你们家顾客评价怎么那么差", "如果不合适可以退吗",
    "东西坏了怎么办", "买错了怎么处理", "什么型号有货", "how long does it take", "How do I return it?", "is your customer service asleep?",
)  # fmt: skip
HEADINGS = (
    "买家问什么时候发货", "客户问价格怎么办", "如何应对买家砍价", "怎么回复差评", "遇到顾客说太贵了怎么办", "发货时间怎么说",
    "我们的售后政策", "你的店铺欢迎语", "如价格是否有货或能否优惠等", "下面的话该怎么说", "需要我们承担运费", "当你忙的时候",
    "问候语(客户进店时我们说)", "发什么快递话术", "什么时候到货类问题", "我是某某店的客服", "售后", "How to reply to a bad review",
    "When the customer asks for a discount",
)  # fmt: skip


@pytest.mark.parametrize("words", SAID)
def test_buyers_words(words: str) -> None:
    """What buyers type may become a question variant."""
    assert is_buyers_words(words)


@pytest.mark.parametrize("words", HEADINGS)
def test_headings(words: str) -> None:
    """A heading never does, though it has 什么, 怎么 or 你 in it: it speaks of buyers, or to agents."""
    assert not is_buyers_words(words)


def test_a_heading_is_no_question_of_a_written_corpus(tmp_path: Path, checker: Checker) -> None:
    """Only the buyers' words of a document become questions; two alternatives become two."""
    notes, out = tmp_path / "notes.txt", tmp_path / "own.yaml"
    notes.write_text(
        "如何应对买家砍价\n1、亲,小店都是实价的哦,谢谢您理解\n2、亲,价格真的不能再少了呢,您放心拍\n\n"
        "顾客说“太贵了”或“能少点吗”\n1、亲,一分价钱一分货的哦,您看看做工呢\n",
        encoding="utf-8",
    )
    result = import_documents([notes], checker=checker)
    write_corpus(result, out)
    asked = [script.questions for script in load_corpus_file(out).scripts]
    assert asked[:2] == [(), ()]
    assert all("如何应对" not in words for questions in asked for words in questions)
