"""Reads public intent sets from the folders in which their authors publish them: HINT3, CLINC150 and Banking77.

Downloads nothing (docs/evaluation.md says how to get them); refuses a folder that does not hold what it should.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import DataError
from knowledge.search.intentset import Utterance

SHOTS, SEED = 10, 1
"""Utterances of each intent in the small variants, and the seed that shuffles them before the first are taken."""
_BOTS = ("curekart", "powerplay11", "sofmattress")
_NO_INTENT = {"NO_NODES_DETECTED", "oos"}  # how HINT3 and CLINC150 name what is out of scope


@dataclass(frozen=True, slots=True)
class PublicSet:
    """Utterances to learn, to choose thresholds by (may be none), and to be measured on; `family` names what is averaged."""

    family: str
    name: str
    train: tuple[Utterance, ...]
    test: tuple[Utterance, ...]
    validation: tuple[Utterance, ...] = ()
    weighs: bool = False
    """Whether weights are chosen on the validation set too, instead of by cross-validation."""

    @property
    def texts(self) -> set[str]:
        """Every text of it."""
        return {said.text for said in (*self.train, *self.validation, *self.test)}


def hint3(folder: Path) -> tuple[PublicSet, ...]:
    """Three bots with version 1 of their labels, learnt from all and from the subset of utterances. Raises DataError."""
    found = []
    for variant, part in (("full", ""), ("subset", "_subset")):
        for bot in _BOTS:
            train, test = (_rows(folder / "dataset" / "v1" / name, "sentence", "label") for name in (f"train/{bot}{part}_train.csv", f"test/{bot}_test.csv"))
            found.append(PublicSet(f"HINT3 {variant}", bot, train, test))
    return tuple(found)


def clinc150(folder: Path) -> tuple[PublicSet, ...]:
    """All utterances and ten of each intent; its validation set has utterances out of scope too. Raises DataError."""
    path = folder / "data" / "data_full.json"
    raw = _json(path)
    try:
        parts = {name: _utterances(raw[name]) for name in ("train", "val", "oos_val", "test", "oos_test")}
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(path, "", "is not CLINC150's data_full.json") from error
    validation, test = parts["val"] + parts["oos_val"], parts["test"] + parts["oos_test"]
    return (
        PublicSet("CLINC150 full", "", parts["train"], test, validation, weighs=True),
        PublicSet(f"CLINC150 {SHOTS}-shot", "", shots(parts["train"]), test, validation),
    )


def banking77(folder: Path) -> tuple[PublicSet, ...]:
    """All utterances and ten of each intent; nothing is out of scope. Raises DataError."""
    train, test = (_rows(folder / "banking_data" / f"{part}.csv", "text", "category") for part in ("train", "test"))
    return PublicSet("Banking77 full", "", train, test), PublicSet(f"Banking77 {SHOTS}-shot", "", shots(train), test)


READERS = {"hint3": hint3, "clinc150": clinc150, "banking77": banking77}


def read(folders: Mapping[str, Path]) -> tuple[PublicSet, ...]:
    """The sets in the folders, by the name of their reader. Raises DataError."""
    return tuple(found for name, folder in folders.items() for found in READERS[name](folder))


def shots(utterances: Sequence[Utterance], number: int = SHOTS) -> tuple[Utterance, ...]:
    """So many of each intent: intents by name, the utterances of each shuffled by one generator with the seed, the first ones taken."""
    by_intent: dict[str, list[Utterance]] = {}
    for said in utterances:
        by_intent.setdefault(said.intent, []).append(said)
    generator, taken = random.Random(SEED), list[Utterance]()  # noqa: S311 - a draw that anybody can repeat, no secret
    for intent in sorted(by_intent):
        generator.shuffle(by_intent[intent])
        taken += by_intent[intent][:number]
    return tuple(taken)


def _rows(path: Path, text: str, intent: str) -> tuple[Utterance, ...]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return _utterances((row[text], row[intent]) for row in csv.DictReader(file))
    except OSError as error:
        raise DataError(path, "", f"cannot be read ({error.strerror})") from error
    except (KeyError, ValueError) as error:
        raise DataError(path, "", f"needs the columns {text} and {intent}, in UTF-8") from error


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(path, "", f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise DataError(path, "", f"is no JSON ({error})") from error


def _utterances(pairs: Iterable[Sequence[str]]) -> tuple[Utterance, ...]:
    return tuple(Utterance(text, "" if intent in _NO_INTENT else intent) for text, intent in pairs)
