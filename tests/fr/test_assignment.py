"""Which date in a French sentence belongs to which input. It is Wednesday 25 November 2026, 14:30, in every sentence."""

from __future__ import annotations

from datetime import datetime

import pytest

from knowledge.understanding.hints import InputHints
from tests.grammars import FRENCH

NOW = datetime.fromisoformat("2026-11-25T14:30")
HINTS = {"paid_on": InputHints(cues=("pay[ée]",)), "shipped_on": InputHints(cues=("exp[ée]di[ée]",))}


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("payé le 3 novembre, expédié le 5", {"paid_on": "2026-11-03", "shipped_on": "2026-11-05"}),
        ("le colis est expédié depuis mardi, payé avant-hier", {"paid_on": "2026-11-23", "shipped_on": "2026-11-24"}),
        ("payé et expédié vendredi", {"paid_on": "2026-11-20", "shipped_on": "2026-11-20"}),
        ("c'était vendredi", {"paid_on": "2026-11-20"}),  # the only date, without a cue
        ("payé, à expédier avant le 30 novembre", {}),  # a limit
        ("payé, à expédier jusqu'au 30 novembre", {}),
        ("nous sommes le 25, payé le 20", {"paid_on": "2026-11-20"}),
        ("remboursé dans 7 jours", {}),  # how long it takes
        ("pas payé le 20 mais le 21", {"paid_on": "2026-11-21"}),
        ("pas encore expédié, payé hier", {"paid_on": "2026-11-24"}),
        ("je peux expédier aujourd'hui ?", {}),  # a plan
        ("commande n° 12/11, payé hier", {"paid_on": "2026-11-24"}),
        ("un payé le 10/11 et un autre le 12/11", {}),  # two cases
    ],
)
def test_dates_by_input(text: str, dates: dict[str, str]) -> None:
    mentions = FRENCH.dates.find(text, NOW)
    found = FRENCH.assignment.assign(text, dict.fromkeys(HINTS, mentions), HINTS, NOW)
    assert {name: mention.value for name, mention in found.by_input.items()} == dates


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("nous sommes le 25", "2026-11-25"),
        ("on est le 24 novembre", "2026-11-24"),
        ("aujourd'hui c'est le 24/11", "2026-11-24"),
        ("c'est du 24/11", None),  # when it happened
        ("payé le 24/11", None),
    ],
)
def test_what_day_it_is(text: str, present: str | None) -> None:
    found = FRENCH.assignment.present(text, FRENCH.dates.find(text, NOW))
    assert (found.value if found else None) == present
