"""Measures the product's engine on public intent sets: learnt on their train sets, with weights and thresholds of train or validation only.

Shows no utterance of a test set; which intents are taken for each other is counted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from bot.publicsets import PublicSet
from knowledge import measures
from knowledge.evaluation import Judgement, Question, Report, Verdict
from knowledge.measures import Estimate, Numbers, bootstrap
from knowledge.search.encoder import Encoder, JointEncoder, Vectors
from knowledge.search.intentset import IntentSet, Utterance, Weights, choose, cross_validate

LOSSES = (0.01, 0.04)
"""Shares of the questions in scope that a threshold chosen on train or validation may refuse there."""
REFUSED = 0.8
"""Share of the questions out of scope that is refused where accuracy under refusal is compared, as in HINT3's figures."""
AT_REFUSAL = f"right where {REFUSED:.0%} of the foreign are refused"


class Remembered:
    """An encoder that encodes each text once, and keeps the vectors in a folder."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder, self.name = encoder, encoder.name
        self._path = folder / f"{hashlib.sha256(encoder.name.encode()).hexdigest()[:16]}.npz"
        self._vectors: dict[str, Vectors] = {}
        if self._path.is_file():
            with np.load(self._path, allow_pickle=False) as stored:
                self._vectors = dict(zip(json.loads(str(stored["texts"])), stored["vectors"], strict=True))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        if missing := [text for text in dict.fromkeys(texts) if text not in self._vectors]:
            self._vectors |= dict(zip(missing, self._encoder.encode(missing), strict=True))
        return np.stack([self._vectors[text] for text in texts])

    def save(self) -> None:
        """Keeps all that was encoded."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self._path, texts=json.dumps(list(self._vectors)), vectors=np.stack(list(self._vectors.values())))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system made of a set; `thresholds` go by the share of questions in scope that each refuses where it was chosen.

    `chances` holds, for each question in scope, the probability of its first intent: how sure the system is if it answers.
    """

    family: str
    name: str
    report: Report
    weights: Weights
    thresholds: Mapping[float, float]
    chances: Numbers

    @property
    def inside(self) -> Numbers:
        """A row for each question in scope: confidence, whether the first intent is right, whether it is among three, reciprocal rank, probability."""
        judged = [one for one in self.report.judgements if one.question.in_scope]
        rows = [[one.verdict.confidence, one.first, one.among_three, one.reciprocal_rank, chance] for one, chance in zip(judged, self.chances, strict=True)]
        return np.array(rows, dtype=np.float64)

    @property
    def outside(self) -> Numbers:
        """A row for each question out of scope: its confidence."""
        return np.array([[one.verdict.confidence] for one in self.report.judgements if not one.question.in_scope], dtype=np.float64).reshape(-1, 1)


def measure(public: PublicSet, system: str, encoder: Encoder, nearest: tuple[float, ...]) -> Outcome:
    """Learns a set, chooses weights and thresholds, and asks what is to be asked, in that order."""
    model = IntentSet.learn(public.train, encoder, nearest)
    inside = [said for said in public.validation if said.intent]
    choice = choose(model, inside) if public.weighs else cross_validate(public.train, encoder, nearest)
    held = [found.confidence for found in model.rank([said.text for said in inside], choice.weights)] if inside else choice.confidences
    thresholds = {share: measures.threshold_losing(np.array(held, dtype=np.float64), share) for share in LOSSES}
    ranked = model.rank([said.text for said in public.test], choice.weights)
    judged = []
    for number, (said, found) in enumerate(zip(public.test, ranked, strict=True), 1):
        decision = "no_answer" if found.confidence < thresholds[LOSSES[-1]] else "answer"
        judged.append(Judgement(_question(number, said), Verdict(decision, found.intents[:5], found.confidence)))
    chances = np.array([found.chance for said, found in zip(public.test, ranked, strict=True) if said.intent], dtype=np.float64)
    return Outcome(public.family, public.name, Report(system, tuple(judged)), choice.weights, thresholds, chances)


def _question(number: int, said: Utterance) -> Question:
    return Question(id=str(number), text=said.text, gold=(said.intent,) if said.intent else (), kind="faq" if said.intent else "out_of_scope")


def figures(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    """The figures of one set, or their mean over the sets of a family, each set weighing as much; intervals by resampling every set."""
    found = {name: _mean(statistic, outcomes) for name, statistic in _INSIDE.items()}
    if all(len(one.outside) for one in outcomes):
        found |= {name: _mean_of_both(statistic, outcomes) for name, statistic in _BOTH.items()}
        inside, outside = [one.inside for one in outcomes], [one.outside for one in outcomes]
        for share in LOSSES:
            least = [one.thresholds[share] for one in outcomes]
            found[f"right and answered, threshold of {share:.0%}"] = _under(_answered_rightly, inside, least)
            found[f"good refused, threshold of {share:.0%}"] = _under(_refused, inside, least)
            found[f"foreign refused, threshold of {share:.0%}"] = _under(_refused, outside, least)
    return found


def compared(first: Sequence[Outcome], second: Sequence[Outcome]) -> Estimate:
    """By how much the first system's share of right first intents exceeds the second's over the same questions, drawn in pairs within each set."""
    differences = [one.inside[:, 1] - other.inside[:, 1] for one, other in zip(first, second, strict=True)]
    return bootstrap(lambda *samples: float(np.mean([sample.mean() for sample in samples])), *differences)


_INSIDE: dict[str, Callable[[Numbers], float]] = {
    "hit@1": lambda inside: float(inside[:, 1].mean()),
    "hit@3": lambda inside: float(inside[:, 2].mean()),
    "MRR": lambda inside: float(inside[:, 3].mean()),
    "calibration error": lambda inside: measures.calibration_error(inside[:, 4], inside[:, 1]),
}
_BOTH: dict[str, Callable[[Numbers, Numbers], float]] = {
    AT_REFUSAL: lambda inside, outside: measures.right_at_refusal(inside[:, 0], inside[:, 1], outside[:, 0], REFUSED),
    "AUROC": lambda inside, outside: measures.separation(inside[:, 0], outside[:, 0]),
    "foreign refused at 4% loss": lambda inside, outside: measures.refused_at_loss(inside[:, 0], outside[:, 0], LOSSES[-1]),
}


def _mean(statistic: Callable[[Numbers], float], outcomes: Sequence[Outcome]) -> Estimate:
    return bootstrap(lambda *samples: float(np.mean([statistic(sample) for sample in samples])), *(one.inside for one in outcomes))


def _mean_of_both(statistic: Callable[[Numbers, Numbers], float], outcomes: Sequence[Outcome]) -> Estimate:
    def over_sets(*samples: Numbers) -> float:
        return float(np.mean([statistic(*pair) for pair in zip(samples[::2], samples[1::2], strict=True)]))

    return bootstrap(over_sets, *(part for one in outcomes for part in (one.inside, one.outside)))


def _answered_rightly(inside: Numbers, least: float) -> float:
    return float(((inside[:, 0] >= least) * inside[:, 1]).mean())


def _refused(rows: Numbers, least: float) -> float:
    return float((rows[:, 0] < least).mean())


def _under(statistic: Callable[[Numbers, float], float], samples: Sequence[Numbers], thresholds: Sequence[float]) -> Estimate:
    return bootstrap(partial(_mean_under, statistic, thresholds), *samples)


def _mean_under(statistic: Callable[[Numbers, float], float], thresholds: Sequence[float], *samples: Numbers) -> float:
    return float(np.mean([statistic(sample, least) for sample, least in zip(samples, thresholds, strict=True)]))


def run(
    sets: Sequence[PublicSet], encoders: Mapping[str, Encoder], nearest: tuple[float, ...], folder: Path, progress: Callable[[str], None]
) -> dict[str, list[Outcome]]:
    """The outcomes of every set, by system: the first encoder alone, and all together. Vectors are kept in the folder."""
    found: dict[str, list[Outcome]] = {}
    remembered = {name: Remembered(encoder, folder) for name, encoder in encoders.items()}
    texts = sorted({text for public in sets for text in public.texts})
    for kept in remembered.values():
        progress(f"encoding {len(texts)} texts with {kept.name}")
        kept.encode(texts)
        kept.save()
    systems: dict[str, Encoder] = dict(remembered)
    if len(systems) > 1:
        systems = {next(iter(systems)): next(iter(systems.values())), " + ".join(systems): JointEncoder(*systems.values())}
    for public in sets:
        for system, encoder in systems.items():
            outcome = measure(public, system, encoder, nearest)
            found.setdefault(system, []).append(outcome)
            progress(f"{public.family} {public.name}, {system}: hit@1 {outcome.inside[:, 1].mean():.4f}, {outcome.weights}")
    for kept in remembered.values():
        kept.save()
    return found
