"""Learn to read intents from the question variants: `python -m assistant.corpus.training`.

A softmax over the features of `features.py`, one a language, trained by stochastic gradient steps of falling size; the
same files give the same weights. Takes four minutes, with `--quick` two; numpy (a development dependency) is needed here only.
"""

import argparse
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from assistant.corpus.features import BUCKETS, HanFeatures, LatinFeatures, Lexicon, bucket, clipped
from assistant.corpus.scripts import LANGUAGES, Language, load_corpus
from assistant.corpus.weights import Learned, save_weights
from assistant.domain.intents import INTENTS
from assistant.language.normalise import normalise

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

_COLUMN = {intent: column for column, intent in enumerate(INTENTS)}
_EPOCHS = 12
_BATCH = 32
_STEP = 0.5
_SMOOTHING = 0.02
_DROPPED = 0.15
_JOINED_SHARE = 0.3
_FOLDS = 5
_RUNS = 4
_CALIBRATION_POINTS = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """A message with the intents that it has."""

    text: str
    intents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What one training run yields."""

    weights: Floats
    bias: Floats

    def probabilities(self, places: Places) -> Floats:
        """How likely each intent is for a message with features at these places."""
        logits: Floats = self.weights[places].sum(0) / np.sqrt(max(1, len(places))) + self.bias
        raised = np.exp(logits - logits.max())
        return np.asarray(raised / raised.sum(), dtype=np.float32)


class Trainer:
    """Trains one language."""

    def __init__(self, language: Language, lexicon: Lexicon) -> None:
        self._buckets = BUCKETS[language]
        self._features = HanFeatures(lexicon) if language == "zh" else LatinFeatures(lexicon)

    def places(self, text: str) -> Places:
        """The buckets of the features of a message."""
        names = self._features.names(clipped(normalise(text).view))
        return np.array(sorted({bucket(name, self._buckets) for name in names}), dtype=np.int64)

    def train(self, samples: Sequence[Sample], runs: int = 1) -> Table:
        """Weights that tell the samples' intents, the mean of several runs that see them in different order."""
        tables = [self._run(samples, seed) for seed in range(runs)]
        return Table(
            np.asarray(sum(table.weights for table in tables) / np.float32(runs), dtype=np.float32),
            np.asarray(sum(table.bias for table in tables) / np.float32(runs), dtype=np.float32),
        )

    def _run(self, samples: Sequence[Sample], seed: int) -> Table:
        rng = np.random.default_rng(seed)
        weights = np.zeros((self._buckets, len(INTENTS)), dtype=np.float32)
        seen = np.full(self._buckets, 1e-3, dtype=np.float32)
        bias = np.zeros(len(INTENTS), dtype=np.float32)
        own = [(self.places(sample.text), _target(sample.intents), 1.0) for sample in samples]
        weighed = _balanced(own)
        for _ in range(_EPOCHS):
            jobs = [*weighed, *self._joined(samples, rng)]
            for number in rng.permutation(len(jobs)):
                places, target, share = jobs[number]
                places = places[rng.random(len(places)) > _DROPPED]
                if not len(places):
                    continue
                error = (Table(weights, bias).probabilities(places) - target) * share
                bias -= 0.02 * error
                gradient = error / np.sqrt(len(places))
                seen[places] += (gradient * gradient).mean() * 10
                weights[places] -= _STEP * gradient / np.sqrt(seen[places])[:, None]
        return Table(weights, bias)

    def _joined(self, samples: Sequence[Sample], rng: np.random.Generator) -> Iterator[tuple[Places, Floats, float]]:
        """Messages that ask two things at once."""
        # A clause of noise beside a question does not make the question noise.
        meant = [sample for sample in samples if "off_topic" not in sample.intents]
        for _ in range(int(len(meant) * _JOINED_SHARE)):
            first, second = (meant[number] for number in rng.integers(len(meant), size=2))
            text = first.text + str(rng.choice(["，", " ", "。", "？", ""])) + second.text
            yield self.places(text), (_target(first.intents) + _target(second.intents)) * np.float32(0.5), 0.7


def _target(intents: Sequence[str]) -> Floats:
    target = np.full(len(INTENTS), _SMOOTHING / len(INTENTS), dtype=np.float32)
    for intent in intents:
        target[_COLUMN[intent]] += (1 - _SMOOTHING) / len(intents)
    return target


def _balanced(jobs: Sequence[tuple[Places, Floats, float]]) -> list[tuple[Places, Floats, float]]:
    counts = sum(target for _, target, _ in jobs) + np.float32(1)
    shares = np.sqrt(counts.mean() / counts)
    return [(places, target, float((target * shares).sum())) for places, target, _ in jobs]


def gibberish(language: Language, count: int) -> Iterator[Sample]:
    """Messages without any sense, the same each time."""
    rng = random.Random(7)
    common = (
        "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天"
    )
    for number in range(count):
        size = rng.randint(2, 14)
        match number % 4:
            case 0:
                yield Sample("".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(size)), ("off_topic",))
            case 1:
                yield Sample("".join(rng.choice("0123456789.,!?;~") for _ in range(size)), ("off_topic",))
            case 2 if language == "zh":
                yield Sample("".join(rng.choice(common) for _ in range(size)), ("off_topic",))
            case 3 if language == "zh":
                yield Sample("".join(chr(rng.randint(0x4E00, 0x9000)) for _ in range(size)), ("off_topic",))
            case _:
                words = ("".join(rng.choice("aeioubcdfgklmnprst") for _ in range(rng.randint(2, 7))) for _ in range(4))
                yield Sample(" ".join(words), ("off_topic",))


def load_lexicon(folder: Path, language: Language) -> Lexicon:
    """The lexicon of a language from `corpus/lexicon`."""
    groups: dict[str, list[object]] = yaml.safe_load((folder / f"{language}.yaml").read_text(encoding="utf-8"))
    concepts = {name: [str(word) for word in words] for name, words in groups.items()}
    slips: dict[object, object] = {}
    if language == "zh":
        slips = yaml.safe_load((folder / "homophones.yaml").read_text(encoding="utf-8"))
    return Lexicon(concepts, {str(slip): str(meant) for slip, meant in slips.items()})


def load_cases(path: Path, language: Language) -> list[Sample]:
    """The samples of a file of intent cases that are in the language."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [Sample(row["text"], tuple(row["intents"])) for row in rows if row["language"] == language]


def load_samples(corpus_folder: Path, cases: Sequence[Path], language: Language) -> list[Sample]:
    """Everything to learn from: question variants, scripts' own questions, cases, gibberish."""
    corpus = load_corpus(corpus_folder)
    samples = [
        Sample(text, (intent,)) for intent, texts in corpus.questions.get(language, {}).items() for text in texts
    ]
    samples += [
        Sample(text, (script.intent,))
        for script in corpus.usable
        if script.language == language
        for text in script.questions
    ]
    for path in cases:
        samples += load_cases(path, language)
    return [*samples, *gibberish(language, 120)]


def cross_validated(trainer: Trainer, samples: Sequence[Sample], folds: int = _FOLDS) -> list[tuple[Sample, Floats]]:
    """Each sample with what was predicted by a model that has not seen it."""
    order = np.random.default_rng(1).permutation(len(samples))
    found = []
    for fold in range(folds):
        held = {int(number) for number in order[fold::folds]}
        table = trainer.train([sample for number, sample in enumerate(samples) if number not in held])
        found += [(samples[n], table.probabilities(trainer.places(samples[n].text))) for n in sorted(held)]
    return found


def calibration(predicted: Sequence[tuple[Sample, Floats]]) -> tuple[tuple[float, float], ...]:
    """Points from raw probability to the share of right guesses, rising."""
    guesses = sorted((float(row.max()), INTENTS[int(row.argmax())] in sample.intents) for sample, row in predicted)
    points = [(0.0, 0.0)]
    for part in np.array_split(np.arange(len(guesses)), _CALIBRATION_POINTS):
        raw = float(np.mean([guesses[n][0] for n in part]))
        right = float(np.mean([guesses[n][1] for n in part]))
        points.append((round(raw, 4), round(max(right, points[-1][1]), 4)))
    return (*points, (1.0, max(0.99, points[-1][1])))


def quantised(table: Table) -> tuple[bytes, float]:
    """The table as bytes around 128, and what one step is worth."""
    scale = float(np.quantile(np.abs(table.weights[table.weights != 0]), 0.9995)) / 127
    padding = len(INTENTS) % 2
    steps = np.clip(np.rint(np.pad(table.weights, ((0, 0), (0, padding))) / scale), -127, 127) + 128
    return steps.astype(np.uint8).tobytes(), scale


def main() -> None:
    """Train every language and write its weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--cases", type=Path, nargs="*", default=sorted(Path("evals/intent").glob("training*.jsonl")))
    parser.add_argument("--out", type=Path, default=Path("corpus/weights"))
    parser.add_argument("--quick", action="store_true", help="keep the calibration that stands in the old weights")
    options = parser.parse_args()
    for language in LANGUAGES:
        samples = load_samples(options.corpus, options.cases, language)
        trainer = Trainer(language, load_lexicon(options.corpus / "lexicon", language))
        points = _calibration_of(options.out / f"{language}.weights") if options.quick else None
        if points is None:
            predicted = cross_validated(trainer, samples)
            points = calibration(predicted)
            _report(language, predicted)
        table = trainer.train(samples, runs=_RUNS)
        rows, scale = quantised(table)
        digest = hashlib.sha256(repr(samples).encode()).hexdigest()[:16]
        lexicon = load_lexicon(options.corpus / "lexicon", language)
        bias = tuple(round(float(value), 5) for value in table.bias)
        learned = Learned(INTENTS, bias, scale, BUCKETS[language], points, lexicon, digest)
        save_weights(options.out / f"{language}.weights", learned, rows)
        print(f"{language}: {len(samples)} samples, {len(rows) / 1e6:.1f} MB")


def _calibration_of(path: Path) -> tuple[tuple[float, float], ...] | None:
    if not path.exists():
        return None
    head = path.read_bytes().partition(b"\n")[0]
    return tuple((float(raw), float(right)) for raw, right in json.loads(head)["calibration"])


def _report(language: Language, predicted: Sequence[tuple[Sample, Floats]]) -> None:
    real = [(sample, row) for sample, row in predicted if "off_topic" not in sample.intents]
    first = sum(INTENTS[int(row.argmax())] in sample.intents for sample, row in real)
    among = sum(bool({INTENTS[int(n)] for n in np.argsort(-row)[:3]} & set(sample.intents)) for sample, row in real)
    print(
        f"{language}: cross-validated on {len(real)}: first {first / len(real):.3f}, among three {among / len(real):.3f}"
    )


if __name__ == "__main__":
    main()
