"""From files to scripts: fields, placeholders, duplicates, quarantine, failures, and the way back out."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.corpus import load_corpus_file
from assistant.curation import ImportResult, export_qianniu, import_documents, write_corpus
from assistant.curation.duplicates import FirstOfKind
from assistant.curation.linting import PROFILE_FREE, UNCHECKED, Linter, neutral_profile
from assistant.curation.placeholders import with_slots
from assistant.curation.situations import intent_of
from assistant.domain.intents import STAGE_OF
from assistant.domain.store import StoreProfile
from assistant.facts import Facts
from assistant.policy import Checker
from tests.conftest import ROOT

TEXT = (
    "1.有货吗?亲,有现货的哦,您放心拍。2.能开发票吗?可以的亲,不过要您补6个点的税哦。"
    "3.还有货没?亲,有现货的哦,您放心拍! 4.有赠品吗?亲,今天下单送您袜子哦。5.穿什么码?亲,建议您选XX码哦。"
)


@pytest.fixture
def result(tmp_path: Path, checker: Checker) -> ImportResult:
    """The import of one small document."""
    path = tmp_path / "faq.txt"
    path.write_text(TEXT, encoding="utf-8")
    return import_documents([path], checker=checker)


def test_lines_have_the_contracts_shape(result: ImportResult) -> None:
    """Each script has the contract's keys, an id of its own, and a span from question to reply."""
    lines = [script.as_line() for script in result.scripts]
    keys = [
        "id",
        "source",
        "span",
        "question",
        "reply",
        "intent",
        "stage",
        "language",
        "status",
        "violations",
        "duplicate_of",
    ]
    assert all(list(line) == keys for line in lines)
    assert len({line["id"] for line in lines}) == len(lines) == 5
    first = result.scripts[0]
    assert TEXT[slice(*first.span)] == "有货吗?亲,有现货的哦,您放心拍。"
    assert (first.question, first.intent, first.stage, first.language) == ("有货吗?", "stock", "presale", "zh")


def test_statuses(result: ImportResult) -> None:
    """What breaks a rule that needs no profile is quarantined, what says the same again points at the first."""
    by_question = {script.question: script for script in result.scripts}
    fee = by_question["能开发票吗?"]
    assert (fee.status, fee.violations) == ("quarantined", ("invoice.fee",))
    again = by_question["还有货没?"]
    assert (again.status, again.duplicate_of) == ("duplicate", by_question["有货吗?"].id)
    assert by_question["有赠品吗?"].status == "kept"
    assert by_question["穿什么码?"].reply == "亲,建议您选{size}码哦。"


def test_with_a_store_its_facts_count(tmp_path: Path, checker: Checker, stores: dict[str, StoreProfile]) -> None:
    """With a store every block rule quarantines, also those that ask the profile."""
    path = tmp_path / "faq.txt"
    path.write_text(TEXT, encoding="utf-8")
    now = datetime(2026, 11, 21, tzinfo=UTC)
    held = import_documents([path], checker=checker, store=next(iter(stores.values())), now=now)
    assert [script.violations for script in held.scripts if script.violations] == [("invoice.fee",), ("promise.gift",)]


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path, checker: Checker) -> None:
    """Files that cannot be read are named with the reason; the rest come out, in the order given."""
    good, empty = tmp_path / "good.txt", tmp_path / "empty.txt"
    good.write_text(TEXT, encoding="utf-8")
    empty.write_bytes(b"")
    seen: list[str] = []
    result = import_documents(
        [empty, good, tmp_path / "gone.txt"], checker=checker, on_read=lambda path: seen.append(path.name)
    )
    assert [failure.path.name for failure in result.failures] == ["empty.txt", "gone.txt"]
    assert len(result.scripts) == 5
    assert seen == ["empty.txt", "good.txt", "gone.txt"]


def test_two_files_of_one_name_have_different_ids(tmp_path: Path, checker: Checker) -> None:
    """Ids stay unique when two folders hold a file of the same name; the second file's scripts are duplicates."""
    paths = [tmp_path / folder / "faq.txt" for folder in ("a", "b")]
    for path in paths:
        path.parent.mkdir()
        path.write_text(TEXT, encoding="utf-8")
    scripts = import_documents(paths, checker=checker).scripts
    assert len({script.id for script in scripts}) == 10
    assert not any(script.status == "kept" for script in scripts[5:])


def test_what_could_not_be_checked_is_kept_out() -> None:
    """A check that could not run has not passed."""

    class Failing(Checker):
        def __init__(self) -> None:
            pass

        def check(self, text: str, facts: Facts):  # type: ignore[no-untyped-def]
            from assistant.domain.reply import Verdict

            return Verdict(outcome="handover", unchecked=("phrases: broken",))

    assert Linter(Failing()).broken("亲,您好", None, "zh") == (UNCHECKED,)


def test_the_corpus_file_is_read_back(result: ImportResult, tmp_path: Path) -> None:
    """What was written is what `--corpus` reads: usable scripts, variants of duplicates, the rest by status."""
    path = tmp_path / "own.yaml"
    write_corpus(result, path)
    corpus = load_corpus_file(path)
    assert [script.id for script in corpus.scripts] == [script.id for script in result.scripts]
    assert [script.id for script in corpus.usable] == [script.id for script in result.kept]
    assert corpus.scripts[0].questions == ("有货吗?", "还有货没?")
    assert corpus.by_id[result.scripts[1].id].tags == ("breaks invoice.fee",)


def test_quick_phrases_round_trip(result: ImportResult, tmp_path: Path, checker: Checker) -> None:
    """Scripts exported as quick phrases come back with the same replies, intents and slots."""
    corpus_path, csv_path = tmp_path / "own.yaml", tmp_path / "phrases.csv"
    write_corpus(result, corpus_path)
    usable = load_corpus_file(corpus_path).usable
    export_qianniu(usable, csv_path)
    csv_path.read_bytes().decode("gbk")  # what Qianniu reads
    back = import_documents([csv_path], checker=checker).scripts
    assert [script.reply for script in back] == [reply for script in usable for reply in script.replies]
    assert [script.intent for script in back] == [script.intent for script in usable]


PLACEHOLDERS = [
    ("建议您选XX码", "建议您选{size}码"),
    ("欢迎光临**旗舰店", "欢迎光临{store}"),
    ("欢迎光临**男装!", "欢迎光临{store}!"),
    ("我是客服XX,很高兴为您服务", "我是客服{agent},很高兴为您服务"),
    ("一共xx元", "一共{amount}"),
    ("大概××天到", "大概{days}到"),
    ("某某先生您好", "{buyer}先生您好"),
    ("[姓名]您好,您的{{快递}}已发出", "{buyer}您好,您的{carrier}已发出"),
    ("This is ×× from the shop", "This is {blank} from the shop"),
    ("发您{carrier}快递", "发您{carrier}快递"),
    ("花括号{不是槽}", "花括号(不是槽)"),
    ("有XXL和XL码", "有XXL和XL码"),
    ("电话138****8000", "电话138****8000"),
]


@pytest.mark.parametrize(("written", "slotted"), PLACEHOLDERS, ids=[case[0] for case in PLACEHOLDERS])
def test_placeholders_become_slots(written: str, slotted: str) -> None:
    """Placeholders become slots; sizes, masked numbers and slots that are there stay."""
    assert with_slots(written) == slotted


DUPLICATES = [
    ("亲,有现货的哦,您放心拍", "亲，有现货的哦，您放心拍！", True),
    ("亲,付款后48小时内发货哦", "亲,付款后24小时内发货哦", False),
    ("亲,这款宝贝还有现货的您可以放心拍下付款哦", "亲,这款宝贝没有现货的您可以放心拍下付款哦", False),
    ("亲,有现货的哦", "亲,可以退换的哦", False),
]


@pytest.mark.parametrize(("first", "second", "same"), DUPLICATES)
def test_near_duplicates(first: str, second: str, same: bool) -> None:
    """Punctuation makes no new script; another figure or a negation does."""
    kinds = FirstOfKind()
    assert kinds.find_or_add("1", first) is None
    assert kinds.find_or_add("2", second) == ("1" if same else None)


INTENTS = [
    ("结束语", "祝您购物愉快", "farewell"),
    ("退换货问题", "亲,七天内都可以退换的", "return_exchange"),
    (None, "亲,都可以开发票的哦", "invoice"),
    ("invoice", "whatever we say", "invoice"),
    (None, "嗯", "other_product_info"),
]


@pytest.mark.parametrize(("question", "reply", "intent"), INTENTS)
def test_intent_without_a_reader(question: str | None, reply: str, intent: str) -> None:
    """Heading, then reply, tell what a script is for; nothing known falls back and does not fail."""
    assert intent_of(question, reply, None) == intent
    assert intent in STAGE_OF


def test_the_neutral_profile_is_a_profile() -> None:
    """The stand-in store is valid in both languages, and only rules that it can answer for count without a store."""
    assert {neutral_profile(language).language for language in ("zh", "en")} == {"zh", "en"}
    assert not any(rule.startswith(("promise", "product", "shipping.fee", "payment.cod")) for rule in PROFILE_FREE)


def test_the_example_handbook(checker: Checker) -> None:
    """The example shows every fate: kept with slots, quarantined, duplicate."""
    result = import_documents([ROOT / "examples" / "import" / "handbook.txt"], checker=checker)
    assert {script.status for script in result.scripts} == {"kept", "quarantined", "duplicate"}
    assert any("{store}" in script.reply for script in result.kept)
