"""Lists of things told in one message, read with hints as a rule would have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import pytest

from knowledge.inputs import Limits, specs_of
from knowledge.understanding.hints import InputHints
from knowledge.understanding.statements import Statements
from tests.grammars import ENGLISH

NOW = datetime(2026, 11, 25, 9, 0)  # noqa: DTZ001 - Paris time of the request, without offset


@dataclass(frozen=True, slots=True)
class Carrier:
    """A carrier with its parcels."""

    name: str
    shipped: Annotated[int, Limits(low=0)]
    late: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the message is about."""

    carriers: tuple[Carrier, ...]


HINTS = InputHints.model_validate(
    {
        "splits": [r"[;,]| and "],
        "none": ["no parcels"],
        "fields": {
            "name": {"captures": [r"^\W*(?:with )?([a-z]+)"]},
            "shipped": {"cues": ["parcels?", "shipped", "sent"]},
            "late": {"cues": ["late"], "shared": ["both"]},
        },
    }
)


def read(text: str) -> Any:
    """The carriers that the text tells."""
    (spec,) = specs_of(Facts)
    return Statements({}, ENGLISH).stated(spec, HINTS, text, NOW)


@pytest.mark.parametrize(
    ("text", "carriers"),
    [
        ("Colissimo 40 parcels, DHL 12 parcels", [{"name": "Colissimo", "shipped": 40}, {"name": "DHL", "shipped": 12}]),
        ("Colissimo sent 40 with 3 late and DHL sent 12", [{"name": "Colissimo", "shipped": 40, "late": 3}, {"name": "DHL", "shipped": 12}]),
        # The one value of two that are said to have it, in whichever piece it stands; of two values none is that of both.
        ("DHL sent 40, UPS sent 12 and 3 late on both", [{"name": "DHL", "shipped": 40, "late": 3}, {"name": "UPS", "shipped": 12, "late": 3}]),
        ("DHL sent 40 with 3 late, UPS sent 12", [{"name": "DHL", "shipped": 40, "late": 3}, {"name": "UPS", "shipped": 12}]),
        (
            "both carry: DHL sent 40 with 3 late, UPS sent 12 with 1 late",
            [{"name": "both", "shipped": 40, "late": 3}, {"name": "UPS", "shipped": 12, "late": 1}],
        ),
        ("no parcels", []),
    ],
)
def test_each_item_with_what_is_said_of_it(text: str, carriers: list[dict[str, Any]]) -> None:
    assert read(text) == carriers


@pytest.mark.parametrize("text", ["hello", "Colissimo 40 parcels, DHL"])
def test_half_an_item_spoils_the_list(text: str) -> None:
    assert read(text) is None
