"""What a corpus holds, counted, and where it holds too little."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assistant.corpus import Corpus, Language, Script
from assistant.domain.intents import INTENTS, STAGE_OF, TASKS
from assistant.domain.reply import Stage

PLAIN_TONE = "even"
"""The tone of a script that fits every mood."""

COMMON = frozenset(
    [
        "greeting",
        "stock",
        "quality",
        "size",
        "color_difference",
        "bargain",
        "promotion",
        "gift",
        "shipping_fee",
        "carrier",
        "dispatch_time",
        "delivery_time",
        "invoice",
        "urge_dispatch",
        "track",
        "quality_issue",
        "return_exchange",
        "refund",
        "complaint",
        "thanks",
    ]
)
"""What buyers ask most: these need the most question variants."""

NOBODY_ASKS = frozenset({"notify_shipped", "notify_out_for_delivery", "notify_delivered", "notify_abnormal"})
"""Tasks that are no answer to anything: they need no question variants."""


@dataclass(frozen=True, slots=True)
class Least:
    """How much of an intent a language must have.

    Attributes:
        scripts: of an intent that a buyer may have.
        task_scripts: of a message that the store starts.
        questions: question variants.
        common_questions: of an intent in `COMMON`.
    """

    scripts: int
    task_scripts: int
    questions: int
    common_questions: int


LEAST: Mapping[Language, Least] = {
    "zh": Least(scripts=3, task_scripts=4, questions=40, common_questions=80),
    "en": Least(scripts=2, task_scripts=2, questions=20, common_questions=20),
}


@dataclass(frozen=True, slots=True)
class Count:
    """What one intent has in one language.

    Attributes:
        scripts: how many may be used.
        wordings: how many ways of saying it they have together.
        questions: question variants, each once.
        tones: scripts by tone.
        tags: scripts by tag.
        kept_out: scripts that may not be used (quarantined, or a duplicate).
    """

    intent: str
    stage: Stage
    language: Language
    scripts: int
    wordings: int
    questions: int
    tones: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    kept_out: int = 0

    def as_data(self) -> dict[str, object]:
        """The object that `assistant corpus stats --json` writes."""
        return {
            "intent": self.intent,
            "stage": self.stage,
            "language": self.language,
            "scripts": self.scripts,
            "wordings": self.wordings,
            "questions": self.questions,
            "tones": dict(self.tones),
            "tags": dict(self.tags),
            "kept_out": self.kept_out,
        }


def counted(corpus: Corpus) -> tuple[Count, ...]:
    """Every intent in every language, in the contract's order."""
    return tuple(_count(corpus, intent, language) for intent in INTENTS for language in LEAST)


def gaps(counts: tuple[Count, ...]) -> tuple[str, ...]:
    """Where there is less than there must be, one sentence each."""
    return tuple(sentence for count in counts for sentence in _missing(count))


def _count(corpus: Corpus, intent: str, language: Language) -> Count:
    mine = [script for script in corpus.scripts if (script.intent, script.language) == (intent, language)]
    usable = [script for script in mine if script.status == "kept"]
    asked = {*corpus.questions_of(intent, language), *(words for script in usable for words in script.questions)}
    return Count(
        intent=intent,
        stage=STAGE_OF[intent],
        language=language,
        scripts=len(usable),
        wordings=sum(len(script.replies) for script in usable),
        questions=len(asked),
        tones=Counter(map(tone, usable)),
        tags=Counter(tag for script in usable for tag in script.tags),
        kept_out=len(mine) - len(usable),
    )


def tone(script: Script) -> str:
    """The mood that a script is for."""
    return script.mood or PLAIN_TONE


def _missing(count: Count) -> Iterator[str]:
    if count.intent == "off_topic":
        return
    least = LEAST[count.language]
    scripts = least.task_scripts if count.intent in TASKS else least.scripts
    questions = least.common_questions if count.intent in COMMON else least.questions
    if count.scripts < scripts:
        yield f"{count.intent} ({count.language}): {count.scripts} scripts, expected at least {scripts}"
    if count.questions < questions and count.intent not in NOBODY_ASKS:
        yield f"{count.intent} ({count.language}): {count.questions} question variants, expected at least {questions}"
