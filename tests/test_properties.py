"""What holds for all inputs: later starts end later, the future changes nothing in the past, and writing undoes reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge import receipt, values
from knowledge.articles import Library
from knowledge.calendars import Calendar
from knowledge.errors import InvalidFacts
from knowledge.inputs import InputSpec, specs_of
from knowledge.parameters import DatedValue, Parameter, ParameterBook
from knowledge.rule import Computation
from knowledge.rulebook import RuleBook
from knowledge.speech import Speaker
from knowledge.wording import Wording
from tests.casebook import ANSWERED, TODAY
from tests.grammars import ENGLISH
from tests.toys import EveryKind

DATA = Path(__file__).parent.parent / "data"
COVERED = st.dates(date(2015, 1, 1), date(2100, 11, 30))
MINUTES = st.datetimes(datetime.fromisoformat("2015-01-01"), datetime.fromisoformat("2100-11-30")).map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M"))
DAYS = COVERED.map(date.isoformat)
STAGES = ("notified_at", "appeal_started_at", "rejected_1_at", "appeal_2_filed_at", "rejected_2_at", "appeal_3_filed_at")
PLACES = ["FR", "de", "Réunion", "GP", "BL", "Nouvelle-Calédonie", "wallis and futuna", "PM"]


@cache
def book() -> RuleBook:
    return RuleBook.load(ParameterBook.load(DATA / "rules"), Calendar())


@cache
def voice() -> Speaker:
    return Speaker(Wording(DATA / "wording" / "en"), Library.load(DATA), book().calendar.name, ENGLISH.hours)


def json_values(spec: InputSpec) -> st.SearchStrategy[Any]:
    """Values in JSON form that an input takes."""
    if spec.kind == "list":
        assert spec.item is not None
        return st.lists(json_values(spec.item), min_size=spec.min_items, max_size=5)
    if spec.kind == "object":
        return st.fixed_dictionaries(
            {field.name: json_values(field) for field in spec.fields if field.required},
            optional={field.name: json_values(field) for field in spec.fields if not field.required},
        )
    assert not isinstance(spec.low, str)
    assert not isinstance(spec.high, str)  # a rule of the book knows its bounds
    if spec.numbers:
        return st.sampled_from(spec.numbers)
    low, high = int(spec.low or 0) + 1, int(spec.high if spec.high is not None else 1000) - 1
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "bool": st.booleans(),
        "date": DAYS,
        "datetime": MINUTES,
        "date_or_datetime": DAYS | MINUTES,
        "date_or_code": DAYS | st.sampled_from(spec.choices or ("",)),
        "month": COVERED.map(lambda day: f"{day:%Y-%m}"),
        "country": st.sampled_from(["FR", "re", "EL", "PL", "ch"]),
        "place": st.sampled_from(PLACES),
        "enum": st.sampled_from(spec.choices or ("",)),
        "int": st.integers(low, high),
        "number": st.decimals(low, high, places=3).map(float),
        "money": st.decimals(low, high, places=2).map(float),
        "string": st.text(min_size=1).filter(str.strip),
    }
    return kinds[spec.kind]


@st.composite
def raw_inputs(draw: st.DrawFn, rule_id: str) -> dict[str, Any]:
    """Inputs that a rule can compute with, but for what one date in a thousand may bring.

    Those made up at random, or, where the rule's logic refuses them, those of one of its worked cases.
    """
    made_up: dict[str, Any] = draw(random_inputs(rule_id))
    worked = draw(st.sampled_from([case.facts for case in ANSWERED if case.rule == rule_id and case.today == TODAY]))
    try:
        book().compute(rule_id, made_up, TODAY)
    except InvalidFacts as invalid:
        return made_up if rule_id in BUILT_WITH_CARE or {problem.code for problem in invalid.problems} == {"bad_date"} else worked
    return made_up


BUILT_WITH_CARE = ("refund-timing", "appeal-deadlines")


@st.composite
def random_inputs(draw: st.DrawFn, rule_id: str) -> dict[str, Any]:
    """Values of every required input and of some others, in an order that two rules could hardly meet by chance."""
    rule = book().rule(rule_id)
    raw = {spec.name: draw(json_values(spec)) for spec in rule.inputs if spec.required or draw(st.booleans())}
    if rule_id == "refund-timing":
        raw.pop("goods_checked_on", None)
        raw["event_date"] = draw(DAYS)
        if raw["situation"] == "return_after_receipt":
            raw["goods_checked_on"] = max(raw["event_date"], draw(DAYS))
    if rule_id == "appeal-deadlines":
        raw = {"origin": raw["origin"], "now": "2100-12-31T23:59"}
        stages = STAGES if raw["origin"].startswith("ip_") else STAGES[:3]
        reached = stages[: draw(st.integers(1, len(stages)))]
        days = sorted(draw(st.lists(DAYS, min_size=len(reached), max_size=len(reached), unique=True)))
        for name, day in zip(reached, days, strict=True):
            clock = draw(json_values(rule.input(name)))[10:]
            raw[name] = day + clock
    return raw


RULES = tuple(rule.id for rule in book())


def computed(rule_id: str, raw: dict[str, Any], rules: RuleBook | None = None, today: date = TODAY) -> Computation:
    """The computation; a clock time that does not exist is no example."""
    try:
        return (rules or book()).compute(rule_id, raw, today)
    except InvalidFacts as invalid:
        assume({problem.code for problem in invalid.problems} != {"bad_date"})  # the hour skipped in spring
        raise


def bytes_of(computation: Computation) -> bytes:
    found = voice().rule_answer(computation).receipt
    assert found is not None
    return receipt.canonical(found)


@pytest.mark.parametrize("rule_id", RULES)
@given(data=st.data())
def test_replaying_any_receipt_gives_the_same_bytes(rule_id: str, data: st.DataObject) -> None:
    written = bytes_of(computed(rule_id, data.draw(raw_inputs(rule_id))))
    kept = json.loads(written)
    assert bytes_of(computed(kept["rule"], kept["inputs"], today=date.fromisoformat(kept["today"]))) == written


def changed(value: Any) -> Any:
    """Another value of the same shape."""
    if isinstance(value, dict):
        return {key: changed(items) for key, items in value.items()}
    if isinstance(value, list):
        return [changed(item) for item in value]
    if isinstance(value, str):
        return next((other for pattern, other in DATED if re.fullmatch(pattern, value)), f"new-{value}")
    return value + timedelta(days=1) if isinstance(value, date) else value + 1


DATED = ((r"\d\d:\d\d", "11:11"), (r"\d\d-\d\d", "11-11"), (r"\d{4}-\d\d", "2024-11"))


def with_later(parameters: ParameterBook, start: date) -> ParameterBook:
    """The same parameters, each with another value from `start` on."""

    def extended(parameter: Parameter) -> Parameter:
        last = parameter.history[-1]
        later = DatedValue.model_validate({"from": start, "value": changed(last.value), "source": last.source})
        return parameter.model_copy(update={"history": (*parameter.history, later)})

    return ParameterBook({name: extended(parameter) for name, parameter in parameters.parameters.items()})


@pytest.mark.parametrize("rule_id", RULES)
@given(data=st.data(), gap=st.integers(1, 400))
def test_a_future_value_never_changes_past_answers(rule_id: str, data: st.DataObject, gap: int) -> None:
    raw = data.draw(raw_inputs(rule_id))
    before = computed(rule_id, raw)
    start = max(before.on, before.today) + timedelta(days=gap)
    after = computed(rule_id, raw, RuleBook({rule.id: rule for rule in book()}, with_later(book().parameters, start), book().calendar))
    assert bytes_of(after) == bytes_of(before)


def test_a_value_in_force_does_change_the_answer() -> None:
    # The counterpart, without which the property above could never fail.
    raw = {"situation": "cancelled_before_shipping", "event_date": "2024-06-03"}
    rules = RuleBook({rule.id: rule for rule in book()}, with_later(book().parameters, date(2024, 6, 3)), book().calendar)
    assert computed("refund-timing", raw, rules).outcome["earliest"] == "2024-06-11"  # 8 days instead of 7


def rising(outcomes: Iterable[dict[str, Any]], *keys: str) -> bool:
    return all(earlier[key] <= later[key] for earlier, later in pairwise(outcomes) for key in keys)


@given(days=st.lists(COVERED, min_size=2, max_size=4))
def test_refunds_of_later_cancellations_come_later(days: list[date]) -> None:
    outcomes = [computed("refund-timing", {"situation": "cancelled_before_shipping", "event_date": day.isoformat()}).outcome for day in sorted(days)]
    assert rising(outcomes, "earliest", "latest", "latest_working")
    assert all(outcome["earliest"] < outcome["latest"] <= outcome["latest_working"] for outcome in outcomes)


@pytest.mark.parametrize("origin", ["prohibited_goods", "search_quality", "ip_rights_holder", "ip_platform", "transaction"])
@given(notices=st.lists(DAYS, min_size=2, max_size=4) | st.lists(MINUTES, min_size=2, max_size=4))
def test_appeals_against_later_notices_end_later(origin: str, notices: list[str]) -> None:
    late = "2100-12-31T23:59"
    outcomes = [computed("appeal-deadlines", {"origin": origin, "notified_at": notice, "now": late}).outcome for notice in sorted(notices)]
    assert rising(outcomes, "appeal_by")
    assert all(outcome["appeal_by"] <= (outcome["appeal_by_latest"] or late) for outcome in outcomes)


@given(start=MINUTES, later=st.integers(0, 10_000))
def test_evidence_for_a_later_appeal_ends_later(start: str, later: int) -> None:
    def evidence_by(started: datetime) -> str:
        raw = {"origin": "prohibited_goods", "notified_at": "2015-01-01", "now": "2100-12-31T23:59", "appeal_started_at": values.dump(started)}
        return str(computed("appeal-deadlines", raw).outcome["evidence_by"])

    first = values.read_moment(start)
    assert isinstance(first, datetime)
    # Elapsed hours may end an hour earlier on the wall clock in autumn; by the day they never end earlier.
    assert evidence_by(first)[:10] <= evidence_by(first + timedelta(minutes=later))[:10]


@given(start=COVERED, days=st.integers(0, 40))
def test_working_days_are_at_least_as_many_calendar_days(start: date, days: int) -> None:
    calendar = book().calendar
    assume(start.year < 2100)
    ends = calendar.add_working_days(start, days)
    assert ends >= calendar.add_days(start, days)
    assert sum(calendar.is_working_day(start + timedelta(days=number)) for number in range(1, (ends - start).days + 1)) == days


@pytest.mark.parametrize("spec", specs_of(EveryKind), ids=lambda spec: spec.name)
@given(data=st.data())
def test_dump_undoes_parse(spec: InputSpec, data: st.DataObject) -> None:
    value, problems = values.parse(spec, data.draw(json_values(spec)))
    assume("bad_date" not in {problem.code for problem in problems})  # the hour skipped in spring
    assert problems == ()
    assert values.parse(spec, json.loads(json.dumps(values.dump(value)))) == (value, ())


@given(amount=st.decimals(-(10**9), 10**9, places=2))
def test_amounts_are_dumped_exactly(amount: Decimal) -> None:
    assert Decimal(str(values.dump(amount))) == amount


@given(moment=COVERED | MINUTES.map(values.read_moment))
def test_read_moment_undoes_dump(moment: date | datetime) -> None:
    assert values.read_moment(values.dump(moment)) == moment
