"""The receipt of a computation: everything needed to check it, and to compute it again to the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from knowledge import values
from knowledge.parameters import Reading
from knowledge.rule import Computation, Step

FORMAT = 1
_KEPT = 4096  # looks at parameters
_ORIGINAL = "en"  # a receipt in English names no language: it stays as it always was


def write(computation: Computation, calendar: str, explain: Callable[[str, Step], str], language: str = _ORIGINAL) -> dict[str, Any]:
    """The receipt in JSON form; `explain` puts a step of a rule into words of that language, which is named unless it is English."""
    rule = computation.rule
    return {
        "format": FORMAT,
        "rule": rule.id,
        "version": rule.version,
        "today": computation.today.isoformat(),
        "inputs": values.dump(computation.facts),
        "outcome": computation.outcome,
        "steps": [explain(rule.id, step) for step in computation.finding.steps],
        "parameters": [_form(reading) for reading in computation.readings],
        "calendar": calendar,
        **({"language": language} if language != _ORIGINAL else {}),
    }


@lru_cache(_KEPT)
def _form(reading: Reading) -> dict[str, Any]:
    """How a receipt tells of a look at a parameter; the same for all receipts, to be left as it is."""
    return {
        "name": reading.name,
        "title": reading.title,
        "value": values.dump(reading.value),
        "unit": reading.unit,
        "since": reading.since.isoformat(),
        "on": reading.on.isoformat(),
        "source": {"article": reading.source.article, "states": reading.source.states},
        "conflicts": list(reading.conflicts),
        "checked_on": reading.checked_on.isoformat(),
    }


def language_of(receipt: Mapping[str, Any]) -> str:
    """The language of its words."""
    return str(receipt.get("language", _ORIGINAL))


def canonical(receipt: Mapping[str, Any]) -> bytes:
    """The one byte form of a receipt: sorted keys, UTF-8, a line end."""
    return json.dumps(receipt, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
