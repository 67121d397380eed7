"""Trains the resemblance of replies to violations (`make train`): deterministic, on the tuning half alone.

Learned from: `evals/policy/tuning`, the rules' own examples, as good replies what the composer says to the requests of
`evals/draft/tuning`, and each sentence of a good reply. The two thresholds are set on held-out files: about one good text in
a hundred is suspected, and of the violations that rules find about one in twenty is doubted.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.request import Request
from assistant.domain.store import StoreProfile, load_stores
from assistant.evaluation.draft import load_draft_cases
from assistant.evaluation.policy import PolicyCase, load_policy_cases
from assistant.evaluation.running import own_stores
from assistant.facts import Facts
from assistant.language.normalise import normalise
from assistant.policy import Checker
from assistant.policy.resemblance import WEIGHTS_FILE, ngrams
from assistant.policy.text import Reply
from assistant.policy.weighing import Surroundings
from assistant.resources import resource_dir
from assistant.settings import Assistant, Settings, Toolbox

if TYPE_CHECKING:
    import numpy as np

    Vector = np.ndarray[Any, np.dtype[Any]]

LEAST_SEEN = 2
"""An n-gram that stands in fewer texts is not learned."""
GOOD_SUSPECTED = 0.01
"""Share of held-out good replies that may be suspected."""
GOOD_SUSPECTED_OF_A_MODEL = 0.08
"""The same where a model wrote: what it is refused costs warmth, not an answer."""
FOUND_DOUBTED = 0.05
"""Share of what rules rightly find in held-out replies that may be doubted (rules marked `firm` aside)."""
_SHORTEST_SENTENCE = 6
_SENTENCE = re.compile(r"[^。!?\n…~]+[。!?\n…~]*")
_ROUNDS, _STEP, _SHRINK = 10, 0.4, 3e-6
_KEPT_A_RULE = 400


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled text: the rule that it breaks, None for a good one, and the file that it comes from."""

    grams: frozenset[str]
    rule: str | None
    origin: str
    found_in: tuple[frozenset[str], ...] = ()
    """The sentences and clauses in which rules that may be doubted found what it breaks."""


def _text(reply: str, message: str, rule: str | None, origin: str) -> Text:
    return Text(frozenset(ngrams(normalise(reply).view, normalise(message).view)), rule, origin)


def _sentences(case: PolicyCase) -> list[Text]:
    """Each sentence of a good reply that has several."""
    message = normalise(case.request.message).view
    said = [part.strip() for part in _SENTENCE.findall(normalise(case.request.reply).view)]
    if len(said) < 2:
        return []
    origin = case.source.rsplit(":", 1)[0]
    return [Text(frozenset(ngrams(part, message)), None, origin) for part in said if len(part) >= _SHORTEST_SENTENCE]


def _found_in(checker: Checker, stores: Mapping[str, StoreProfile], case: PolicyCase) -> tuple[frozenset[str], ...]:
    """The sentences and clauses of a violation in which the rules that it breaks were found; none where a firm rule finds it."""
    facts = Facts(stores[case.request.store], case.request)
    found = [v for v in checker.check(case.request.reply, facts).violations if v.severity != "warn"]
    if any(checker.rules.by_id[violation.rule].stands for violation in found):
        return ()
    reply = Reply(normalise(case.request.reply), facts.now, checker.rules.concepts)
    message = facts.message.view
    around = Surroundings(reply)
    parts = {part(violation.span) for violation in found for part in (around.sentence, around.clauses)}
    return tuple(frozenset(ngrams(part, message)) for part in sorted(parts))


def gather(evals: Path) -> list[Text]:
    """Everything that may be learned from, in a fixed order."""
    tools = Toolbox(Settings())
    tools.__dict__["resemblance"] = None  # earlier weights have no say in what is learned now
    checker = Checker(tools.rules)
    folders = [resource_dir("examples") / "stores", own_stores(evals)]
    stores = {name: store for folder in folders if folder.is_dir() for name, store in load_stores(folder).items()}
    silent = {rule.id for rule in tools.rules.rules if rule.severity == "warn"} | {"nudge.limit"}
    texts = []
    for case in load_policy_cases(evals / "policy" / "tuning"):
        broken = [rule for rule in case.rules if rule not in silent]
        if broken or not case.rules:
            rule = broken[0] if broken else None
            text = _text(case.request.reply, case.request.message, rule, case.source.rsplit(":", 1)[0])
            texts.append(replace(text, found_in=_found_in(checker, stores, case)) if broken else text)
            texts.extend(() if broken else _sentences(case))
    for known in tools.rules.rules:
        if known.id not in silent:
            texts.extend(_text(e.reply, e.message, known.id, "examples") for e in known.examples.breaks)
            texts.extend(_text(e.reply, e.message, None, "examples") for e in known.examples.keeps)
    shops = {
        p.stem: Assistant.from_store(p, toolbox=tools) for folder in folders for p in sorted(folder.glob("*.yaml"))
    }
    for draft_case in load_draft_cases(evals / "draft" / "tuning"):
        request: Request = draft_case.request
        said = shops[request.store].draft(request).text
        if said:
            texts.append(_text(said, request.message, None, "drafts"))
    return texts


class _Learner:
    """A linear model, fitted one text at a time in a fixed shuffled order."""

    def __init__(self, size: int) -> None:
        import numpy as np

        self.np = np
        self.weights = np.zeros(size)
        self.bias = 0.0

    def fit(self, rows: Sequence["Vector"], labels: Sequence[float]) -> "_Learner":
        np = self.np
        seen = np.full(len(self.weights), 1e-2)
        shuffled = np.random.default_rng(7)
        for _ in range(_ROUNDS):
            for number in shuffled.permutation(len(rows)):
                row = rows[number]
                scale = max(1.0, float(len(row))) ** 0.5
                off = 1 / (1 + np.exp(-(self.weights[row].sum() / scale + self.bias))) - labels[number]
                slope = off / scale + _SHRINK * self.weights[row]
                seen[row] += slope * slope
                self.weights[row] -= _STEP * slope / np.sqrt(seen[row])
                self.bias -= 0.01 * float(off)
        return self

    def scores(self, rows: Sequence["Vector"]) -> "Vector":
        return self.np.array([self.weights[row].sum() / max(1.0, float(len(row))) ** 0.5 + self.bias for row in rows])


def train(texts: Sequence[Text]) -> dict[str, Any]:
    """The content of the weights file."""
    import numpy as np

    seen = Counter(gram for text in texts for gram in text.grams)
    names = sorted(gram for gram, count in seen.items() if count >= LEAST_SEEN)
    number = {gram: place for place, gram in enumerate(names)}
    rows = [_row(text.grams, number) for text in texts]
    broken = np.array([float(text.rule is not None) for text in texts])
    whole = _Learner(len(names)).fit(rows, broken.tolist())
    threshold, wary, doubt = _thresholds(texts, rows, broken, number)
    result: dict[str, Any] = {
        "bias": round(whole.bias, 4),
        "threshold": round(threshold, 3),
        "wary": round(wary, 3),
        "doubt": round(doubt, 3),
        "weights": {names[i]: round(float(w), 3) for i, w in enumerate(whole.weights) if abs(w) >= 0.02},
        "rules": {},
    }
    violations = [i for i, text in enumerate(texts) if text.rule is not None]
    for rule in sorted({texts[i].rule or "" for i in violations}):
        learner = _Learner(len(names)).fit(
            [rows[i] for i in violations], [float(texts[i].rule == rule) for i in violations]
        )
        kept = np.argsort(-np.abs(learner.weights), kind="stable")[:_KEPT_A_RULE]
        weights = {names[i]: round(float(learner.weights[i]), 3) for i in sorted(kept)}
        result["rules"][rule] = {"bias": round(learner.bias, 4), "weights": weights}
    return result


def _thresholds(
    texts: Sequence[Text], rows: Sequence["Vector"], broken: "Vector", number: Mapping[str, int]
) -> tuple[float, float, float]:
    """The scores above which so many good texts of held-out files lie, and the one below which so many findings do.

    Whole files are held out, since one hand's texts resemble each other.
    """
    import numpy as np

    origins = sorted({text.origin for text in texts if text.origin not in {"examples", "drafts"}})
    good: list[float] = []
    found: list[float] = []
    for fold in range(min(4, len(origins))):
        out = {origin for place, origin in enumerate(origins) if place % 4 == fold}
        inside = [i for i, text in enumerate(texts) if text.origin not in out]
        learner = _Learner(len(number)).fit([rows[i] for i in inside], [float(broken[i]) for i in inside])
        kept = [rows[i] for i, t in enumerate(texts) if t.origin in out and t.rule is None]
        good.extend(learner.scores(kept).tolist())
        for i, text in enumerate(texts):
            if text.origin in out and text.found_in:
                sentences = [_row(grams, number) for grams in text.found_in]
                found.append(float(learner.scores([rows[i], *sentences]).max()))
    ranked = np.sort(np.array(good))[::-1]
    return (
        float(ranked[int(GOOD_SUSPECTED * len(good))]),
        float(ranked[int(GOOD_SUSPECTED_OF_A_MODEL * len(good))]),
        float(np.sort(np.array(found))[int(FOUND_DOUBTED * len(found))]),
    )


def _row(grams: frozenset[str], number: Mapping[str, int]) -> "Vector":
    import numpy as np

    return np.array(sorted(number[gram] for gram in grams if gram in number), dtype=np.int64)


def main() -> None:
    """Write the weights anew."""
    evals = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("evals")
    texts = gather(evals)
    path = resource_dir("policies") / WEIGHTS_FILE
    path.write_text(
        json.dumps(train(texts), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
    )
    print(f"{path}: {len(texts)} texts, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
