"""Writes what the yardstick found as a page with plots: docs/evaluation/public.md and PNG files beside it.

Names intents, never an utterance: the test sets are to stay unseen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot import plots
from bot.evaluation_report import difference, shown, table
from bot.yardstick import LOSSES, Outcome, compared, figures
from knowledge import measures
from knowledge.estimates import confusions

_PAIRS = 5  # confusions that are listed for each set
_EXPLAINED = """\
In brackets: 95 % intervals from {resamples} resamplings of the test questions. A column for three bots is their mean.
`threshold of 4%`: chosen to refuse 4 % of the good questions of the validation set (CLINC150), or of cross-validation on the train set (HINT3);
how many it refuses of the test set stands beside it.
`foreign refused at 4% loss` and `right where 80% of the foreign are refused` set the threshold on the test questions, as HINT3's authors do:
they compare systems, and promise nothing.
[How to read it](../evaluation.md).
"""


def families(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The outcomes by what is averaged, and each of its sets by itself where there are several."""
    found: dict[str, list[Outcome]] = {}
    for one in outcomes:
        found.setdefault(one.family, []).append(one)
    single = {f"{one.family}: {one.name}": [one] for members in found.values() if len(members) > 1 for one in members}
    return found | single


def to_json(systems: Mapping[str, Sequence[Outcome]]) -> dict[str, Any]:
    """All figures, by system and set."""
    return {
        system: {
            name: {"figures": {key: one.to_json() for key, one in figures(members).items()}, "weights": [_weights(one) for one in members]}
            for name, members in families(outcomes).items()
        }
        for system, outcomes in systems.items()
    }


def text(systems: Mapping[str, Sequence[Outcome]]) -> str:
    """The figures of each family, a line each."""
    lines = []
    for system, outcomes in systems.items():
        for name, members in families(outcomes).items():
            lines.append(f"{name}, {system} ({sum(len(one.report.judgements) for one in members)} questions)")
            lines += [f"  {key:44}{shown(one)}" for key, one in figures(members).items()]
    return "\n".join(lines)


def write(systems: Mapping[str, Sequence[Outcome]], folder: Path, made_by: str) -> Path:
    """The page with its plots, in the folder. Gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [
        "# Evaluation: public intent sets\n",
        f"Made by `{made_by}`; make it anew instead of editing it.\n",
        _EXPLAINED.format(resamples=measures.RESAMPLES),
    ]
    grouped = {system: families(outcomes) for system, outcomes in systems.items()}
    last = list(grouped)[-1]
    for family in dict.fromkeys(one.family for one in systems[last]):
        parts += [f"## {family}\n", _columns(grouped, family), _difference(grouped, family)]
        every = [one.inside for one in grouped[last][family]]
        picture = f"public-{family.lower().replace(' ', '-')}-reliability.png"
        plots.reliability(measures.bins(measures.joined(every, 4), measures.joined(every, 1)), folder / picture)
        parts.append(f"Reliability of {last}, of the probability of the first intent over the questions in scope:\n")
        parts.append(f"![share of right intents by probability]({picture})\n")
        pairs = [pair for one in grouped[last][family] for pair in confusions(one.report)[:_PAIRS]]
        rows = ([right, came, str(count)] for right, came, count in pairs)
        parts += [f"Intents that {last} takes for each other most often:\n", table(["right", "came first", "times"], rows)]
    parts += ["## Weights chosen\n", table(["set", "system", "spelling", "neighbours", "temperature"], _chosen(systems))]
    page = folder / "public.md"
    page.write_text("\n".join(parts), encoding="utf-8")
    return page


def _columns(grouped: Mapping[str, Mapping[str, Sequence[Outcome]]], family: str) -> str:
    """The figures of a family, and of its sets: a column for each and for each system."""
    names = [name for name, members in next(iter(grouped.values())).items() if members[0].family == family]
    columns = {f"{system}{name.removeprefix(family)}": figures(sets[name]) for name in names for system, sets in grouped.items()}
    rows = list(dict.fromkeys(key for found in columns.values() for key in found))
    return table(["", *columns], ([key, *(shown(found[key]) if key in found else "" for found in columns.values())] for key in rows))


def _difference(grouped: Mapping[str, Mapping[str, Sequence[Outcome]]], family: str) -> str:
    first, *others = grouped
    lines = []
    for other in others:
        found = compared(grouped[other][family], grouped[first][family])
        lines.append(f"hit@1 of {other} minus {first}, the same questions drawn in pairs: {difference(found)}.\n")
    return "\n".join(lines)


def _chosen(systems: Mapping[str, Sequence[Outcome]]) -> list[list[str]]:
    return [
        [f"{one.family} {one.name}".strip(), system, str(one.weights.spelling), str(one.weights.neighbours), str(one.weights.temperature)]
        for system, outcomes in systems.items()
        for one in outcomes
    ]


def _weights(one: Outcome) -> dict[str, Any]:
    chosen = {"spelling": one.weights.spelling, "neighbours": one.weights.neighbours, "temperature": one.weights.temperature}
    return {"set": one.name, **chosen, "thresholds": {f"{share:.0%}": round(one.thresholds[share], 4) for share in LOSSES}}
