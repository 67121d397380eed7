"""Trains the resemblance of replies to violations (`make train`): deterministic, on the tuning half alone.

Learned from: `evals/policy/tuning`, the rules' own examples, and as good replies what the composer says to the requests of
`evals/draft/tuning`. The threshold is set on held-out files, so that about one good reply in a hundred is suspected.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.request import Request
from assistant.evaluation.draft import load_draft_cases
from assistant.evaluation.policy import load_policy_cases
from assistant.language.normalise import normalise
from assistant.policy.resemblance import WEIGHTS_FILE, ngrams
from assistant.resources import resource_dir
from assistant.settings import Assistant, Settings, Toolbox

if TYPE_CHECKING:
    import numpy as np

    Vector = np.ndarray[Any, np.dtype[Any]]

LEAST_SEEN = 2
"""An n-gram that stands in fewer texts is not learned."""
GOOD_SUSPECTED = 0.01
"""Share of held-out good replies that may be suspected."""
_ROUNDS, _STEP, _SHRINK = 10, 0.4, 3e-6
_KEPT_A_RULE = 400


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled text: the rule that it breaks, None for a good one, and the file that it comes from."""

    grams: frozenset[str]
    rule: str | None
    origin: str


def _text(reply: str, message: str, rule: str | None, origin: str) -> Text:
    return Text(frozenset(ngrams(normalise(reply).view, normalise(message).view)), rule, origin)


def gather(evals: Path) -> list[Text]:
    """Everything that may be learned from, in a fixed order."""
    tools = Toolbox(Settings())
    tools.__dict__["resemblance"] = None  # earlier weights have no say in what is learned now
    silent = {rule.id for rule in tools.rules.rules if rule.severity == "warn"} | {"nudge.limit"}
    texts = []
    for case in load_policy_cases(evals / "policy" / "tuning"):
        broken = [rule for rule in case.rules if rule not in silent]
        if broken or not case.rules:
            rule = broken[0] if broken else None
            texts.append(_text(case.request.reply, case.request.message, rule, case.source.rsplit(":", 1)[0]))
    for known in tools.rules.rules:
        if known.id not in silent:
            texts.extend(_text(e.reply, e.message, known.id, "examples") for e in known.examples.breaks)
            texts.extend(_text(e.reply, e.message, None, "examples") for e in known.examples.keeps)
    shops = {
        p.stem: Assistant.from_store(p, toolbox=tools)
        for p in sorted((resource_dir("examples") / "stores").glob("*.yaml"))
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
    rows = [np.array(sorted(number[gram] for gram in text.grams if gram in number), dtype=np.int64) for text in texts]
    broken = np.array([float(text.rule is not None) for text in texts])
    whole = _Learner(len(names)).fit(rows, broken.tolist())
    result: dict[str, Any] = {
        "bias": round(whole.bias, 4),
        "threshold": round(_threshold(texts, rows, broken), 3),
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


def _threshold(texts: Sequence[Text], rows: Sequence["Vector"], broken: "Vector") -> float:
    """The score that so many good replies of held-out files pass: files, since one hand's texts resemble each other."""
    import numpy as np

    origins = sorted({text.origin for text in texts if text.origin not in {"examples", "drafts"}})
    held: list[float] = []
    for fold in range(min(4, len(origins))):
        out = {origin for place, origin in enumerate(origins) if place % 4 == fold}
        inside = [i for i, text in enumerate(texts) if text.origin not in out]
        outside = [i for i, text in enumerate(texts) if text.origin in out and text.rule is None]
        learner = _Learner(int(max(int(row.max(initial=0)) for row in rows)) + 1).fit(
            [rows[i] for i in inside], [float(broken[i]) for i in inside]
        )
        held.extend(learner.scores([rows[i] for i in outside]).tolist())
    ranked = np.sort(np.array(held))[::-1]
    return float(ranked[int(GOOD_SUSPECTED * len(ranked))])


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
