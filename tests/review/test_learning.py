"""Decisions teach, and nothing enters by itself."""

import json
import shutil
from pathlib import Path

import pytest

from assistant.corpus.scripts import load_corpus_file
from assistant.errors import Blocked, CorpusError, Moved, NoSuchDraft, NotAllowed
from assistant.evaluation.policy import load_policy_cases
from assistant.review import Review
from assistant.review.exporting import weigh
from assistant.review.proposing import change_share
from assistant.review.records import Proposal
from assistant.settings import Assistant, Settings
from tests.conftest import ROOT
from tests.review.conftest import ADMIN, AGENT, OTHER, REVIEWER
from tests.review.drafts import ADDRESS, BLOCKED, GOOD, NAME, PHONE, order, submitted

SCRIPT = "presale.stock.in_stock"
EDIT = "您好，库存还有不少，付款后48小时内给您安排发出，您看要哪个颜色呢？"
NICK = "tb_lan88"


def proposed(review: Review, text: str = EDIT, **about: object) -> Proposal:
    """The proposal of a heavy edit by REVIEWER."""
    seen = submitted(review.queue, AGENT, script=SCRIPT, **about)  # type: ignore[arg-type]
    review.queue.edit_and_approve(seen.id, 1, text, by=REVIEWER)
    (found,) = [each for each in review.learning.proposals(by=REVIEWER) if each.draft_id == seen.id]
    return found


def test_a_heavy_edit_proposes_and_a_light_one_does_not(review: Review) -> None:
    """New words for the nearest script are proposed; a changed particle is not, nor an edit with no script near."""
    light = submitted(review.queue, AGENT, script=SCRIPT)
    review.queue.edit_and_approve(light.id, 1, GOOD.replace("哦", "呢"), by=REVIEWER)
    bare = submitted(review.queue, AGENT)
    review.queue.edit_and_approve(bare.id, 1, EDIT, by=REVIEWER)
    assert review.learning.proposals(by=REVIEWER) == []
    found = proposed(review)
    assert (found.script, found.after, found.state, found.broken) == (SCRIPT, EDIT, "proposed", ())


def test_a_proposal_holds_nothing_of_the_buyer(review: Review) -> None:
    """Name, address and order number become blanks, the agent's name a slot; it cannot be accepted before it is reworded."""
    text = f"{NAME}您好，订单2026112100017会寄到{ADDRESS}，付款后48小时内发出，青禾客服小禾为您服务"
    found = proposed(review, text, orders=[order()], buyer={"nick": NICK})
    assert not any(secret in found.after for secret in (NAME, ADDRESS, PHONE, "2026112100017"))
    assert "format.placeholder" in found.broken
    with pytest.raises(Blocked, match=r"format\.placeholder"):
        review.learning.accept(found.id, 1, by=OTHER)
    with pytest.raises(Blocked, match=r"privacy\.unmasked"):
        review.learning.accept(found.id, 1, by=OTHER, text=f"{NAME}您好，付款后48小时内发出")
    assert review.learning.accept(found.id, 1, by=OTHER, text=EDIT).state == "accepted"


def test_a_proposal_is_reviewed_by_another(review: Review) -> None:
    """Not by an agent, not by the editor, not by another store; once, on the version that was seen."""
    found = proposed(review)
    for who in (AGENT, REVIEWER):
        with pytest.raises(NotAllowed):
            review.learning.accept(found.id, 1, by=who)
    stranger = OTHER.model_copy(update={"stores": frozenset({"windrunner"})})
    with pytest.raises(NoSuchDraft):
        review.learning.accept(found.id, 1, by=stranger)
    review.learning.decline(found.id, 1, by=OTHER)
    with pytest.raises(Moved):
        review.learning.accept(found.id, 1, by=OTHER)
    assert review.learning.proposals("declined", by=OTHER)[0].decided_by == "r2"


def test_a_proposal_that_breaks_a_rule_stays_out(review: Review) -> None:
    """A wording that no reply may have is refused as a script too."""
    found = proposed(review)
    with pytest.raises(Blocked, match=r"invoice\.fee"):
        review.learning.accept(found.id, 1, by=OTHER, text=BLOCKED)


def test_accepted_changes_are_a_corpus(review: Review, tmp_path: Path) -> None:
    """What is exported can be given to `--corpus` as it is; what was not accepted is not in it."""
    accepted = proposed(review)
    proposed(review, EDIT + "今天下单优先安排")
    review.learning.accept(accepted.id, 1, by=OTHER)
    assert review.learning.export(tmp_path, by=ADMIN).proposals == 1
    (script,) = load_corpus_file(tmp_path / "scripts.yaml").scripts
    assert (script.replies, script.intent, script.tags) == ((EDIT,), "stock", (f"changes {SCRIPT}",))


def test_a_rejection_with_a_rule_is_a_labelled_case(review: Review, tmp_path: Path) -> None:
    """It loads as a case of `evals/policy` with its rule, and its buyer is a made-up one throughout."""
    text = f"{NAME}，您的手机{PHONE}对吗？订单2026112100017，开票补6个点"
    about = {"orders": [order()], "buyer": {"nick": NICK}, "message": f"我的电话{PHONE}，可以开票吗"}
    seen = submitted(review.queue, AGENT, text, conversation="talk-1", **about)
    review.queue.reject(seen.id, 1, "breaks_rule", by=REVIEWER, rule="invoice.fee")
    plain = submitted(review.queue, AGENT)
    review.queue.reject(plain.id, 1, "tone", by=REVIEWER)
    assert review.learning.export(tmp_path, by=ADMIN).cases == 1
    written = (tmp_path / "cases.jsonl").read_text(encoding="utf-8")
    assert [secret for secret in (NAME, PHONE, ADDRESS, NICK, "2026112100017", "talk-1") if secret in written] == []
    (case,) = load_policy_cases(tmp_path)
    assert case.rules == ("invoice.fee",) and case.request.store == "qinghe"
    (known,) = case.request.orders
    assert known.buyer_nick == case.request.buyer.nick
    assert known.receiver.phone is not None and known.receiver.phone in case.request.message


def test_acceptance_gives_each_script_a_weight(review: Review, tmp_path: Path) -> None:
    """Approved drafts raise their script, rejected ones lower it."""
    for number in range(6):
        good = submitted(review.queue, AGENT, script="liked", conversation=f"a{number}")
        review.queue.approve(good.id, 1, by=REVIEWER)
        bad = submitted(review.queue, AGENT, script="disliked", conversation=f"b{number}")
        review.queue.reject(bad.id, 1, "tone", by=REVIEWER)
    review.learning.export(tmp_path, by=ADMIN)
    weights = json.loads((tmp_path / "script_weights.json").read_text(encoding="utf-8"))["scripts"]
    assert weights["liked"]["approved"] == 6 and weights["disliked"]["rejected"] == 6
    assert weights["disliked"]["weight"] < 1 < weights["liked"]["weight"]


def test_weights_are_kept_store_by_store(review: Review, tmp_path: Path) -> None:
    """What one store's reviewers made of a script stands in that store's file alone; the common file has all."""
    for number in range(4):
        good = submitted(review.queue, AGENT, script="same", conversation=f"a{number}")
        review.queue.approve(good.id, 1, by=REVIEWER)
        bad = submitted(review.queue, ADMIN, script="same", store="windrunner", message="hi", conversation=f"b{number}")
        review.queue.reject(bad.id, 1, "tone", by=REVIEWER)
    review.learning.export(tmp_path, by=ADMIN)
    read = {
        name: json.loads((tmp_path / f"{name}script_weights.json").read_bytes())["scripts"]["same"]
        for name in ("", "qinghe.", "windrunner.")
    }
    assert {name: (one["approved"], one["rejected"]) for name, one in read.items()} == {
        "": (4, 4), "qinghe.": (4, 0), "windrunner.": (0, 4),
    }  # fmt: skip


def test_acceptance_moves_the_ranking_once_a_person_put_it_in_place(review: Review, tmp_path: Path) -> None:
    """Exported weights beside the profile change which script of a meaning comes first for that store, and only then."""
    shutil.copy(ROOT / "examples" / "stores" / "qinghe.yaml", tmp_path)
    shop = Assistant.from_store(tmp_path / "qinghe.yaml", settings=Settings())
    first, second = [hit.script.id for hit in shop.search("怎么还没发货", k=12) if hit.intent == "urge_dispatch"][:2]
    for number in range(8):
        bad = submitted(review.queue, AGENT, script=first, conversation=f"a{number}")
        review.queue.reject(bad.id, 1, "tone", by=REVIEWER)
        good = submitted(review.queue, AGENT, script=second, conversation=f"b{number}")
        review.queue.approve(good.id, 1, by=REVIEWER)
    review.learning.export(tmp_path / "out", by=ADMIN)
    same = Assistant.from_store(tmp_path / "qinghe.yaml", settings=Settings())
    assert [hit.script.id for hit in same.search("怎么还没发货")] == [
        hit.script.id for hit in shop.search("怎么还没发货")
    ]
    shutil.copy(tmp_path / "out" / "qinghe.script_weights.json", tmp_path)
    for taught in (
        Assistant.from_store(tmp_path / "qinghe.yaml", settings=Settings()),
        Assistant.from_store(
            ROOT / "examples" / "stores" / "qinghe.yaml",
            settings=Settings(script_weights=tmp_path / "out" / "script_weights.json"),
        ),
    ):
        ranked = [hit.script.id for hit in taught.search("怎么还没发货", k=12)]
        assert ranked.index(second) < ranked.index(first)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "expected JSON"),
        ("[]", "expected a mapping"),
        ("{}", "scripts: required"),
        ('{"scripts": {"s": {"weight": "much"}}}', r"scripts\.s\.weight"),
        ('{"scripts": {"s": {"weight": 9}}}', "1.5"),
        ('{"scripts": {"s": {"weight": NaN}}}', r"scripts\.s\.weight"),
        ('{"scripts": {}, "more": 1}', "more: unknown key"),
    ],
)
def test_a_broken_file_of_weights_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    """When the store is opened, with the file and what was expected: not when the first buyer writes."""
    shutil.copy(ROOT / "examples" / "stores" / "qinghe.yaml", tmp_path)
    (tmp_path / "qinghe.script_weights.json").write_text(content)
    with pytest.raises(CorpusError, match=rf"qinghe\.script_weights\.json.*{reason}"):
        Assistant.from_store(tmp_path / "qinghe.yaml", settings=Settings())


def test_one_decision_weighs_little_and_none_nothing() -> None:
    """A single rejection moves a script less than many, weights stay within bounds, and no data is no weight."""
    often = {"approved": 50, "edited": 0, "rejected": 50}
    weights = weigh({"a": often, "once": {"approved": 0, "edited": 0, "rejected": 1}, "bad": often | {"approved": 0}})
    assert 0.5 <= weights["bad"].weight < weights["once"].weight < weights["a"].weight <= 1.5
    assert weigh({}) == {}


@pytest.mark.parametrize(
    ("before", "after", "low", "high"), [("好的", "好的", 0, 0), ("好的", "", 1, 1), ("abcd", "abxy", 0.4, 0.6)]
)
def test_how_much_an_edit_changed(before: str, after: str, low: float, high: float) -> None:
    """Nothing, all, or about half."""
    assert low <= change_share(before, after) <= high
