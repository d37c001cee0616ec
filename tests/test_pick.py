"""What may be picked instead of written: that every rule's inputs are offered rightly, and that whatever is picked is read."""

from __future__ import annotations

from datetime import datetime

import pytest

from knowledge import values
from knowledge.base import KnowledgeBase
from knowledge.inputs import InputSpec, specs_of
from knowledge.pick import pick_of, picked
from tests.toys import EveryKind

LANGUAGES = ["en", "fr", "es", "it"]
NOON = datetime.fromisoformat("2026-11-23T12:00")


def spec(name: str) -> InputSpec:
    return next(found for found in specs_of(EveryKind) if found.name == name)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("day", {"kind": "date"}),
        ("contacts", {"kind": "date"}),  # one of the days of a list
        ("minute", {"kind": "moment", "time": "required"}),
        ("moment", {"kind": "moment", "time": "optional"}),
        ("from", {"kind": "month"}),
        ("flag", None),  # two buttons
        ("colour", None),  # as many
        ("pieces", None),
        ("price", None),
        ("note", None),
        ("sales", None),
    ],
)
def test_each_kind_of_input(base: KnowledgeBase, name: str, wanted: dict[str, str] | None) -> None:
    found = pick_of(spec(name), base.wording)
    assert (found.to_json() if found else None) == wanted


def test_a_day_that_is_known_is_filled_in(base: KnowledgeBase) -> None:
    found = pick_of(spec("minute"), base.wording, NOON.date())
    assert found
    assert found.day == "2026-11-23"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_can_be_picked(base: KnowledgeBase, language: str) -> None:
    wording = base.speaking(language).wording
    found = pick_of(spec("home"), wording)
    assert found
    assert found.kind == "choice"
    assert len(found.options) == len(set(found.options)) > 240
    assert {picked(spec("home"), option, wording) for option in found.options} == set(wording.countries.values())
    assert {"FR", "DE", "CN", "RE"} < set(wording.countries.values())
    assert not {"EU", "UN", "ZZ"} & set(wording.countries.values())


def test_the_names_stand_in_the_order_of_people(base: KnowledgeBase) -> None:
    assert [name for name in base.wording.countries if name in ("Albania", "Åland Islands", "Zimbabwe")] == ["Åland Islands", "Albania", "Zimbabwe"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_of_every_rule_is_read_as_what_it_says(base: KnowledgeBase, language: str) -> None:
    """And its value is one that the rule takes."""
    speaking = base.speaking(language)
    seen = 0
    for rule in base.rules:
        for given in rule.inputs:
            found = None if given.is_clock else pick_of(given, speaking.wording)
            for option in found.options if found else ():
                value = picked(given, option, speaking.wording)
                assert value is not None, (rule.id, given.name, option)
                _, problems = values.parse(given, value)
                assert problems == (), (rule.id, given.name, option)
                seen += 1
    assert seen > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_and_moment_is_read_where_it_is_asked_for(base: KnowledgeBase, language: str) -> None:
    speaking = base.speaking(language)
    sent = {"date": ("2026-11-20",), "month": ("2026-11",)}
    times = {"optional": ("2026-11-20", "2026-11-20T14:30"), "required": ("2026-11-20T14:30",)}
    for rule in base.rules:
        for given in rule.inputs:
            found = None if given.is_clock else pick_of(given, speaking.wording)
            if found and not found.options:
                for text in times[found.time] if found.time else sent[found.kind]:
                    value = speaking.reader.answer(rule, given, text, NOON).inputs.get(given.name)
                    assert value in (text, [text]), (rule.id, given.name, text)


def test_several_are_read_together_and_nothing_else_is(base: KnowledgeBase) -> None:
    given = base.rules.rule("epr-plan").input("categories")
    assert picked(given, "Furniture; Textiles, household linen and shoes", base.wording) == ["furniture", "textiles"]
    assert picked(given, "furniture", base.wording) == ["furniture"]
    for text in ("Furniture and tyres", "Furniture; and something else", "", ";", "Furniture;"):
        assert picked(given, text, base.wording) is None


def test_what_is_no_list_is_never_picked_by_its_words(base: KnowledgeBase) -> None:
    for name in ("note", "day", "pieces", "sales"):
        assert picked(spec(name), "Furniture", base.wording) is None
