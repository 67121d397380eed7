"""Are the scripts fit for a store? Each wording is said in the situations for which it would be chosen, and checked there.

Scripts of ours belong to a case, and only the answers know when a case arises and what fills the slots. So the situations
come first: question variants asked with orders in every state and about every kind of product. What no situation of this
store calls for is skipped, with the facts that are missing. A store's own scripts without a case are checked as they stand.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from assistant.corpus import Corpus, IntentGuess, IntentReader, Script
from assistant.corpus.scripts import LANGUAGES
from assistant.curation.linting import Linter
from assistant.domain.reply import Verdict
from assistant.domain.request import Order, Request, Turn
from assistant.domain.store import Product, StoreProfile
from assistant.drafting.answer import Answer
from assistant.drafting.answers.registry import ANSWERERS, TASK_ANSWERERS
from assistant.drafting.plan import plan
from assistant.drafting.reading import read_situation
from assistant.drafting.situation import Situation
from assistant.drafting.wording import Wording, common_slots
from assistant.facts import Facts
from assistant.policy import Checker

BUYER = "buyer"
_STEPS = 4
"""Each question variant is asked in so many of the states that an order can be in."""
_MOST_PLACES = 6
"""A wording that is stopped is tried in so many situations before it counts as wrong: not every message fits every case."""
_MOST_KEPT = 8
_MOST_ALIKE = 2
"""So many of them ask with the same words."""
_QUIET = 90
"""After so many situations of an intent that called for nothing new the rest would hardly do so either."""
_REVIEWS = ("衣服很好看，很喜欢", "质量太差了，掉色", "还行吧，一般")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wording that breaks a block rule.

    Attributes:
        script: the script's id.
        reply: the wording, with its slots.
        said: the text as it would have been sent.
        message: what the buyer asked.
        rule: the first rule that it breaks.
        why: the reason, in the checker's words.
    """

    script: str
    reply: str
    said: str
    message: str
    rule: str
    why: str

    def as_data(self) -> dict[str, str]:
        """The object that `assistant corpus lint --json` writes."""
        return {name: getattr(self, name) for name in ("script", "reply", "said", "message", "rule", "why")}


@dataclass(frozen=True, slots=True)
class Linted:
    """What a store may say of a corpus.

    Attributes:
        store: the store's id.
        passed: how many wordings are fit to be sent.
        wrong: those that break a rule wherever they were tried, in the corpus's order.
        skipped: ids of scripts none of whose wordings could be said, with the slots that no fact fills.
    """

    store: str
    passed: int = 0
    wrong: tuple[Wrong, ...] = ()
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def lint(corpus: Corpus, store: StoreProfile, checker: Checker, now: datetime) -> Linted:
    """Every usable wording of a corpus, held against a store.

    Args:
        corpus: scripts and the question variants that call for them.
        store: whose facts count.
        checker: with the rules of that store.
        now: the moment of every situation.
    """
    ours = [script for script in corpus.usable if script.case is not None]
    theirs = [script for script in corpus.usable if script.case is None]
    wordings = {f"{script.id}#{number}": (script, reply) for script, number, reply in _wordings(ours)}
    fit: set[str] = set()
    wrong: dict[str, Wrong] = {}
    tries: Counter[str] = Counter()
    for facts, name, text in _sayings(corpus, wordings, store, now) if ours else ():
        if name in fit or tries[name] >= _MOST_PLACES:
            continue
        tries[name] += 1
        script, reply = wordings[name]
        found = _blocked(checker.check(text, facts))
        if found is None:
            fit.add(name)
            wrong.pop(name, None)
        else:
            wrong.setdefault(name, Wrong(script.id, reply, text, facts.request.message, *found))
    said = {wordings[name][0].id for name in tries}
    skipped = {script.id: tuple(sorted(script.slots)) for script in ours if script.id not in said}
    linter = Linter(checker, store, now)
    own = [one for script in theirs for one in _wrong_as_it_stands(script, linter, script.questions[:1], store, now)]
    passed = len(fit) + sum(len(script.replies) for script in theirs) - len(own)
    return Linted(store.id, passed, (*(wrong[name] for name in wordings if name in wrong), *own), skipped)


def lint_without_store(corpus: Corpus, checker: Checker) -> Linted:
    """Every usable wording as it stands, by the rules that need no fact of a profile."""
    linter = Linter(checker)
    wrong = [
        one
        for script in corpus.usable
        for one in _wrong_as_it_stands(script, linter, _likely_questions(corpus, script))
    ]
    return Linted("", sum(len(script.replies) for script in corpus.usable) - len(wrong), tuple(wrong))


def _likely_questions(corpus: Corpus, script: Script) -> Sequence[str]:
    """What it may answer: a wording is wrong only where it is in answer to none of these fit."""
    if script.own or script.questions:
        return script.questions[:1]
    return corpus.questions_of(script.intent, script.language)[::5][:_MOST_PLACES]


def _blocked(verdict: Verdict) -> tuple[str, str] | None:
    if verdict.unchecked:
        return "unchecked", verdict.unchecked[0]
    broken = next((item for item in verdict.violations if item.severity == "block"), None)
    return (broken.rule, broken.why) if broken else None


def _wordings(scripts: Iterable[Script]) -> Iterator[tuple[Script, int, str]]:
    for script in scripts:
        for number, reply in enumerate(script.replies):
            yield script, number, reply


def _sayings(
    corpus: Corpus, wordings: Mapping[str, tuple[Script, str]], store: StoreProfile, now: datetime
) -> Iterator[tuple[Facts, str, str]]:
    """Situations with the wordings that would be chosen there, filled in."""
    # Each wording is a script of its own here, and fits every mood: all of them are to be tried.
    apart = [
        Script(id=name, language=script.language, intent=script.intent, stage=script.stage, case=script.case,
               replies=(reply,), tags=script.tags)
        for name, (script, reply) in wordings.items()
    ]  # fmt: skip
    wording = Wording(Corpus(scripts=tuple(apart)))
    met: dict[tuple[str, str, str, frozenset[str]], list[tuple[bool, Answer, Situation]]] = {}
    for name, asked in _rounds(corpus, store, now):
        quiet = 0
        for situation in asked:
            quiet += 1
            for answer in _answers(name, situation):
                places = met.setdefault((situation.language, answer.intent, answer.case, frozenset(answer.slots)), [])
                if not places:
                    quiet = 0
                message = situation.facts.request.message
                alike = sum(other.facts.request.message == message for _, _, other in places)
                if len(places) < _MOST_KEPT and alike < _MOST_ALIKE:
                    places.append((answer.intent != name, answer, situation))
            if quiet > _QUIET:
                break
    for places in met.values():
        # What was asked with this very intent in mind fits the words best.
        for _, answer, situation in sorted(places, key=lambda place: place[0]):
            for line in wording.lines(answer, situation):
                yield situation.facts, line.script, line.text


def _answers(name: str, situation: Situation) -> Iterator[Answer]:
    task = situation.facts.request.task
    answerer = TASK_ANSWERERS[task] if task != "reply" else ANSWERERS.get(name)
    answer = answerer(situation) if answerer else None
    found = [answer] if answer is not None else []
    if task == "reply":
        found += plan(situation).answers
    for item in found:
        if not item.silent:
            yield item


class _Named(IntentReader):
    """Reads the intent that the situation is meant to show: the words come from its own variants."""

    def __init__(self, intent: str) -> None:
        self._intent = intent

    def read(
        self,
        message: str,  # noqa: ARG002 - the signature of a reader
        *,
        has_order: str | None = None,  # noqa: ARG002
        product_page: bool = False,  # noqa: ARG002
        history: Sequence[Turn] = (),  # noqa: ARG002
    ) -> list[IntentGuess]:
        return [IntentGuess(self._intent, 0.99)]


def _rounds(corpus: Corpus, store: StoreProfile, now: datetime) -> Iterator[tuple[str, Iterator[Situation]]]:
    """Each intent that a buyer may have and each task, with the situations that show it."""
    orders = _orders(store, now)
    for language, intents in corpus.questions.items():
        for intent, variants in intents.items():
            if intent in ANSWERERS:
                messages = [*_asked_in_scripts(corpus, intent, language), *variants]
                yield intent, _asked(intent, messages, orders, store, now)
    for task in TASK_ANSWERERS:
        yield task, _started(task, orders, store, now)


def _asked(
    intent: str, messages: Sequence[str], orders: Sequence[list[Order]], store: StoreProfile, now: datetime
) -> Iterator[Situation]:
    """What buyers may ask, in every state that an order can be in and about every kind of product."""
    pages = [None, *(product.id for product in _kinds(store))]
    reader = _Named(intent)
    for number, message in enumerate(messages):
        # States and pages take turns over the messages: all pairs would say little more and take minutes.
        for step in range(_STEPS):
            placed = orders[(_STEPS * number + step) % len(orders)]
            page = pages[(number + step) % len(pages)]
            yield _situation(store, now, reader, message=message, orders=placed, product=page)


def _started(task: str, orders: Sequence[list[Order]], store: StoreProfile, now: datetime) -> Iterator[Situation]:
    """A message that the store starts, for each order."""
    reader = _Named(task)
    for placed in orders:
        for message in _REVIEWS if task == "reply_review" else [""]:
            for spoken in LANGUAGES:
                found = _situation(store, now, reader, message=message, orders=placed, task=task)
                yield replace(found, language=spoken)


def _asked_in_scripts(corpus: Corpus, intent: str, language: str) -> Iterator[str]:
    for script in corpus.usable:
        if (script.intent, script.language) == (intent, language):
            yield from script.questions[:2]


def _situation(store: StoreProfile, now: datetime, reader: IntentReader, **fields: object) -> Situation:
    data = {"store": store.id, "now": now, "buyer": {"nick": BUYER, "returning": True}, **fields}
    return read_situation(Facts(store, Request.model_validate(data)), reader)


def _kinds(store: StoreProfile) -> list[Product]:
    """One product of each kind: plenty left, few left, sold out, back on a day, sold ahead, with sizes."""
    kinds: dict[tuple[bool, ...], Product] = {}
    for product in store.products:
        kind = (
            product.stock == 0,
            0 < product.stock <= 5,
            product.restock_at is not None,
            product.presale_dispatch_by is not None,
            bool(product.sizes),
        )
        kinds.setdefault(kind, product)
    return list(kinds.values())


def _orders(store: StoreProfile, now: datetime) -> list[list[Order]]:
    """No order, one in each state, one in arrears in each that can be, one of another account."""
    day = timedelta(days=1)
    promised = timedelta(hours=store.shipping.dispatch_hours)
    slowest = timedelta(days=store.shipping.default_carrier.days[1])
    times: list[dict[str, object]] = [
        {"status": "unpaid", "placed_at": now - day / 24},
        {"status": "paid", "paid_at": now - promised / 4},
        {"status": "paid", "paid_at": now - day / 48},
        {"status": "paid", "paid_at": now - promised - 2 * day},
        {"status": "shipped", "paid_at": now - 2 * day, "shipped_at": now - day},
        {"status": "shipped", "paid_at": now - slowest - 12 * day, "shipped_at": now - slowest - 10 * day},
        {"status": "delivered", "shipped_at": now - 5 * day, "delivered_at": now - 2 * day},
        {"status": "completed", "shipped_at": now - 60 * day, "delivered_at": now - 50 * day},
        {"status": "refunding", "paid_at": now - 3 * day},
        {"status": "closed", "paid_at": now - 3 * day},
    ]
    placed: list[list[Order]] = [[]]
    kinds: list[Product | None] = [*_kinds(store)]
    for product in kinds or [None]:
        placed += [[_order(store, product, **fields)] for fields in times]
    bare: dict[str, object] = {"carrier": None, "tracking": None, "items": [], "receiver": {}}
    placed += [[_order(store, None, **{**fields, **bare})] for fields in times]
    return [*placed, [_order(store, None, status="shipped", buyer_nick="somebody", shipped_at=now - day)]]


def _order(store: StoreProfile, product: Product | None, **fields: object) -> Order:
    data: dict[str, object] = {
        "id": "2026110100000031",
        "buyer_nick": BUYER,
        "amount": product.price if product else 0.0,
        "items": [{"product": product.id, "quantity": 1}] if product else [],
        "receiver": {"name": "王某", "phone": "13812340000", "address": "江苏省南京市某街道"},
    }
    if fields.get("shipped_at"):
        data |= {"carrier": store.shipping.default_carrier.name, "tracking": "773012345678901"}
    return Order.model_validate({**data, **fields})


def _wrong_as_it_stands(
    script: Script,
    linter: Linter,
    questions: Sequence[str],
    store: StoreProfile | None = None,
    now: datetime | None = None,
) -> Iterator[Wrong]:
    """A script checked as the importer does: without a case nobody knows when it would be said."""
    for reply in script.replies:
        text = _with_names(reply, script, store, now) if store is not None else reply
        found: tuple[tuple[str, str], ...] = ()
        message = ""
        for message in questions or [""]:
            found = linter.found(text, message or None, script.language)
            if not found:
                break
        if found:
            yield Wrong(script.id, reply, text, message, *found[0])


def _with_names(reply: str, script: Script, store: StoreProfile, now: datetime | None) -> str:
    """The wording with agent, store and the like filled in; what depends on the talk stays a slot."""
    request = Request.model_validate({"store": store.id, "message": "…", **({"now": now} if now else {})})
    for name, value in common_slots(read_situation(Facts(store, request), _Named(script.intent))).items():
        reply = reply.replace(f"{{{name}}}", value)
    return reply
