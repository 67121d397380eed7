"""What happens to words that the checker minds: they alone give way, and few looks are needed."""

from pathlib import Path

from assistant.corpus import Corpus, IntentReader
from assistant.domain.reply import Verdict, Violation
from assistant.domain.store import StoreProfile
from assistant.drafting.composer import Composer
from assistant.facts import Facts
from assistant.policy import Checker, RuleSet, load_rules
from assistant.policy.claims import CLAIM_KINDS
from tests.drafting.conftest import facts_of

ROOT = Path(__file__).parent.parent.parent
ASKED = "新疆包邮吗 能开发票吗"


class Minding(Checker):
    """A checker that minds certain words besides, and remembers what it was shown."""

    def __init__(self, rules: RuleSet, *words: str) -> None:
        super().__init__(rules)
        self.words = words
        self.shown: list[str] = []

    def check(self, reply: str, facts: Facts) -> Verdict:
        self.shown.append(reply)
        found = [
            Violation(
                rule="test", severity="block", points=None, span=(start, start + len(words)), evidence=words, why="", advice=""
            )
            for words in self.words
            if (start := reply.find(words)) >= 0
        ]  # fmt: skip
        verdict = super().check(reply, facts)
        return verdict.model_copy(update={"outcome": "block", "violations": tuple(found)}) if found else verdict


def test_only_the_words_that_are_minded_give_way(
    stores: dict[str, StoreProfile], corpus: Corpus, reader: IntentReader
) -> None:
    """Another wording takes the place of each minded one, the rest stays, in no more looks than that takes."""
    rules = load_rules(ROOT / "policies", CLAIM_KINDS, min_examples=0)
    plain = Minding(rules)
    before = Composer(corpus, reader, plain).compose(facts_of(stores, "qinghe", ASKED))
    assert before.status == "ready"
    assert len(plain.shown) == 1
    lines = before.text.split("\n")
    assert len(lines) >= 2
    for place, line in enumerate(lines):
        told = line[-12:]
        strict = Minding(rules, told)
        after = Composer(corpus, reader, strict).compose(facts_of(stores, "qinghe", ASKED))
        assert told not in after.text
        assert after.status == "ready"
        assert [other for number, other in enumerate(lines) if number != place and other not in after.text] == []
        assert len(strict.shown) <= 4
