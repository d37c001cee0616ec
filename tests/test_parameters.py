from __future__ import annotations

import shutil
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge.articles import Library
from knowledge.errors import DataError, KnowledgeError, ParameterNotInForce
from knowledge.parameters import DatedValue, ParameterBook, ParameterView
from knowledge.periods import Month, MonthDay
from tests.toys import parameter, toy_book

# The file under bad_data/parameters, the key that the refusal names, and words of its message.
BAD_FILES = {
    "codes_for_counts": ("returns_within", "is not in counts"),
    "duplicate_key": ("", "duplicate key 'unit'"),
    "duplicate_parameter": ("", "duplicate key 'returns_within'"),
    "empty": ("", "valid dictionary"),
    "empty_history": ("returns_within.history", "must be non-empty"),
    "impossible_date": ("", "day is out of range for month"),
    "list_for_mapping": ("", "valid dictionary"),
    "list_for_number": ("returns_within", "is not in calendar_days"),
    "list_for_table": ("returns_within", "is not in table"),
    "missing_key": ("returns_within.title", "Field required"),
    "missing_source": ("returns_within.history.0.source", "Field required"),
    "missing_words": ("returns_within.history.0.source.states", "Field required"),
    "not_yaml": ("", "not valid YAML"),
    "number_for_codes": ("returns_within", "is not in codes"),
    "numbers_for_codes": ("returns_within", "is not in codes"),
    "part_of_a_day": ("returns_within", "is not in calendar_days"),
    "same_date_twice": ("returns_within.history", "dates must rise"),
    "start_for_from": ("returns_within.history.0.from", "Field required"),
    "unknown_key": ("returns_within.colour", "Extra inputs are not permitted"),
    "unknown_key_in_history": ("returns_within.history.0.until", "Extra inputs are not permitted"),
    "unknown_unit": ("returns_within.unit", "Input should be 'calendar_days'"),
    "unordered_dates": ("returns_within.history", "dates must rise"),
    "word_for_number": ("returns_within", "is not in calendar_days"),
}


def test_every_bad_file_is_tried(bad_data: Path) -> None:
    assert {path.stem for path in (bad_data / "parameters").iterdir()} == set(BAD_FILES)


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_a_bad_file_is_refused(bad_data: Path, tmp_path: Path, name: str) -> None:
    shutil.copy(bad_data / "parameters" / f"{name}.yaml", tmp_path)
    key, words = BAD_FILES[name]
    with pytest.raises(DataError) as refused:
        ParameterBook.load(tmp_path)
    assert refused.value.path.endswith(f"{name}.yaml")
    assert refused.value.key.startswith(key)
    assert words in refused.value.problem


def test_a_folder_without_parameters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no parameters"):
        ParameterBook.load(tmp_path)


def test_a_name_is_area_and_key(tmp_path: Path) -> None:
    area = "within: {title: T, unit: hours, checked_on: 2026-11-24, review_by: 2027-05-24,\n"
    area += " history: [{from: 2015-01-01, value: 48, source: {article: q001, states: 48 hours}}]}\n"
    (tmp_path / "one.yaml").write_text(area, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(area, encoding="utf-8")
    assert set(ParameterBook.load(tmp_path).parameters) == {"one.within", "two.within"}


def test_every_sentence_that_states_a_value_must_change_with_it() -> None:
    told = {"article": "q001", "states": "48 hours"}
    entry = DatedValue.model_validate({"from": date(2015, 1, 1), "value": 48, "source": told, "also": [told | {"article": "q002"}]})
    assert [source.article for source in entry.bindings] == ["q001", "q002"]


# toy_book: 3 days from 1 January 2015, 5 from 1 March 2020, nothing from 1 January 2025.
@pytest.mark.parametrize(
    ("on", "days"),
    [("2015-01-01", 3), ("2015-01-02", 3), ("2020-02-29", 3), ("2020-03-01", 5), ("2020-03-02", 5), ("2024-12-31", 5)],
)
def test_the_value_of_a_day(on: str, days: int) -> None:
    assert toy_book().view(date.fromisoformat(on)).days("toys.within") == days


@pytest.mark.parametrize("on", ["2014-12-31", "2025-01-01", "2100-01-01"])
def test_no_fallback_before_the_first_value_or_after_the_end(on: str) -> None:
    view = toy_book().view(date.fromisoformat(on))
    with pytest.raises(ParameterNotInForce) as refused:
        view.days("toys.within")
    assert (refused.value.name, refused.value.on) == ("toys.within", date.fromisoformat(on))
    assert view.readings == ()


@pytest.mark.parametrize("unit", ["calendar_days", "working_days"])
def test_days_come_in_two_units(unit: str) -> None:
    view = ParameterBook({"a.b": parameter(unit, ("2015-01-01", 3))}).view(date(2020, 1, 1))
    assert view.days("a.b") == 3


def test_each_unit_has_its_own_access() -> None:
    book = ParameterBook(
        {
            "a.hours": parameter("hours", ("2015-01-01", 48)),
            "a.count": parameter("count", ("2015-01-01", 20)),
            "a.codes": parameter("codes", ("2015-01-01", ["x", "y"])),
            "a.counts": parameter("counts", ("2015-01-01", [4, 2])),
            "a.table": parameter("table", ("2015-01-01", {"x": ["y", "z"], "w": []})),
        }
    )
    view = book.view(date(2020, 1, 1))
    assert view.hours("a.hours") == 48
    assert view.count("a.count") == 20
    assert view.codes("a.codes") == ("x", "y")
    assert view.counts("a.counts") == (4, 2)
    assert view.table("a.table") == {"x": ("y", "z"), "w": ()}
    with pytest.raises(KnowledgeError, match=r"a\.hours is in hours, read as calendar_days or working_days"):
        view.days("a.hours")
    with pytest.raises(KnowledgeError, match=r"a\.count is in count, read as hours"):
        view.hours("a.count")


def view_of(unit: str, value: object) -> ParameterView:
    return ParameterBook({"a.b": parameter(unit, ("2015-01-01", value))}).view(date(2020, 1, 1))


@pytest.mark.parametrize(("value", "read"), [(8, "8"), (4.5, "4.5"), (0.1, "0.1"), (Decimal("0.10"), "0.10")])
def test_amounts_may_have_decimals(value: float | Decimal, read: str) -> None:
    assert str(view_of("percent", value).percent("a.b")) == read
    assert str(view_of("eur", value).euros("a.b")) == read
    assert str(view_of("number", value).number("a.b")) == read


def test_days_months_and_times() -> None:
    assert view_of("months", 6).months("a.b") == 6
    assert view_of("date", date(2021, 12, 18)).day("a.b") == date(2021, 12, 18)
    assert view_of("month", "2020-06").month("a.b") == Month(2020, 6)
    assert view_of("month_day", "11-11").month_day("a.b") == MonthDay(11, 11)
    assert view_of("time", "17:00").time("a.b") == time(17, 0)


def test_tables_of_other_things() -> None:
    assert view_of("mapping", {"a": "b"}).mapping("a.b") == {"a": "b"}
    assert view_of("counts_table", {"a": [30, 90], "b": []}).counts_table("a.b") == {"a": (30, 90), "b": ()}
    assert view_of("ranges", {"a": [0, 40.5]}).ranges("a.b") == {"a": (Decimal(0), Decimal("40.5"))}
    assert view_of("grid", {"title": {"running": "no"}}).grid("a.b") == {"title": {"running": "no"}}


def test_a_bound_is_a_number_of_any_unit() -> None:
    assert view_of("count", 3).bound("a.b") == 3
    assert view_of("percent", 4.5).bound("a.b") == Decimal("4.5")
    with pytest.raises(KnowledgeError, match="is in codes"):
        view_of("codes", ["x"]).bound("a.b")


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("count", True),
        ("count", 2.0),
        ("percent", "8"),
        ("eur", float("nan")),
        ("date", "2021-12-18"),
        ("date", 2021),
        ("month", "2020-13"),
        ("month", 2020),
        ("month_day", "02-29"),
        ("time", 1020),  # 17:00 without quotes
        ("time", "24:00"),
        ("time", "9:00"),
        ("codes", "x"),
        ("mapping", {"a": ["b"]}),
        ("mapping", ["a"]),
        ("counts_table", {"a": ["b"]}),
        ("ranges", {"a": [2, 1]}),
        ("ranges", {"a": [1]}),
        ("grid", {"a": "b"}),
        ("table", {1: ["b"]}),
    ],
)
def test_a_value_of_another_shape_is_refused(unit: str, value: object) -> None:
    with pytest.raises(ValidationError, match=f"the value from 2015-01-01 is not in {unit}"):
        parameter(unit, ("2015-01-01", value))


def test_only_the_parts_that_were_looked_at_are_recorded() -> None:
    view = view_of("table", {"x": ["y"], "z": ["w"], "v": []})
    assert view.keys("a.b") == ("x", "z", "v")
    assert view.readings[0].value == {}
    assert view.row("a.b", "x") == ("y",)
    assert view.row("a.b", "no such code") is None
    assert view.row("a.b", "v") == ()
    assert [reading.value for reading in view.readings] == [{"x": ("y",), "v": ()}]
    assert view.table("a.b")["z"] == ("w",)
    assert view.row("a.b", "x") == ("y",)
    assert [reading.value for reading in view.readings] == [{"x": ("y",), "z": ("w",), "v": ()}]  # the whole table was seen


def test_parts_of_the_other_tables() -> None:
    assert view_of("mapping", {"a": "b"}).text("a.b", "a") == "b"
    assert view_of("ranges", {"a": [0, 1]}).span("a.b", "a") == (Decimal(0), Decimal(1))
    assert view_of("grid", {"a": {"b": "c"}}).cells("a.b", "a") == {"b": "c"}
    assert view_of("mapping", {"a": "b"}).text("a.b", "c") is None
    with pytest.raises(KnowledgeError, match="is in mapping, read as table"):
        view_of("mapping", {"a": "b"}).row("a.b", "a")


def test_every_value_of_a_parameter() -> None:
    assert toy_book().ever("toys.within") == (3, 5)
    assert toy_book().ever("toys.without") == ()


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"no parameter 'toys\.without'"):
        toy_book().view(date(2020, 1, 1)).days("toys.without")


def test_every_read_is_recorded_once_in_order() -> None:
    book = ParameterBook(
        {
            "a.first": parameter("hours", ("2015-01-01", 48), ("2020-03-01", 24), conflicts=("c-one",)),
            "a.second": parameter("codes", ("2016-01-01", ["x"])),
        }
    )
    view = book.view(date(2021, 5, 6))
    view.codes("a.second")
    view.hours("a.first")
    view.codes("a.second")
    assert [reading.name for reading in view.readings] == ["a.second", "a.first"]
    first = view.readings[1]
    assert (first.value, first.unit, first.since, first.on) == (24, "hours", date(2020, 3, 1), date(2021, 5, 6))
    assert (first.title, first.source.article, first.source.states, first.conflicts) == ("A toy figure", "q001", "some words", ("c-one",))
    assert (first.checked_on, first.review_by) == (date(2026, 11, 24), date(2027, 5, 24))


def test_every_source_states_its_value_verbatim(parameters: ParameterBook, library: Library) -> None:
    entries = [(name, entry.source) for name, parameter in parameters.parameters.items() for entry in parameter.history]
    assert entries
    assert [(name, source.article) for name, source in entries if source.article not in library] == []
    assert [(name, source.states) for name, source in entries if source.states not in library.article(source.article).body] == []


def test_every_contradiction_named_is_described(parameters: ParameterBook, library: Library) -> None:
    named = {conflict for parameter in parameters.parameters.values() for entry in parameter.history for conflict in entry.conflicts}
    assert named
    assert named <= set(library.conflicts)


def test_the_guide_gives_no_dates_so_every_figure_starts_with_2015(parameters: ParameterBook) -> None:
    assert {parameter.history[0].start for parameter in parameters.parameters.values()} == {date(2015, 1, 1)}
