"""The check of all data: every fault of every file under data/ at once.

Refuses nothing itself: it reports, file by file, what the loaders refuse and what they cannot see.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge.checks import (
    articles,
    conflicts,
    evaluation,
    facts,
    figures,
    limits,
    notices,
    parameters,
    phrasings,
    questions,
    told,
    translated_wording,
    translations,
    wording,
)
from knowledge.checks.finding import Finding
from knowledge.checks.reader import read

__all__ = ["Finding", "check"]


def check(data: Path, today: date) -> tuple[Finding, ...]:
    """Every fault of the data, errors first, then by file; reviews are overdue as of `today`."""
    material, unreadable = read(data)
    found = {
        *unreadable,
        *articles.check(material, today),
        *conflicts.check(material),
        *facts.check(material),
        *questions.check(material),
        *parameters.check(material, today),
        *figures.check(material),
        *wording.check(material),
        *phrasings.check(material),
        *translations.check(material),
        *translated_wording.check(material),
        *notices.check(material),
        *limits.check(material),
        *told.check(material),
        *evaluation.check(material),
    }
    return tuple(sorted(found))
