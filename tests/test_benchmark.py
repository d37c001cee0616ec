from __future__ import annotations

from pathlib import Path

import pytest

from bot.benchmark import report, rules
from bot.benchmark.figure import Figure, failure, quantile


@pytest.mark.parametrize(
    ("samples", "share", "expected"),
    [
        (range(1, 101), 0.95, 95),  # 95 of the 100 are at most 95
        (range(1, 21), 0.95, 19),  # 19 of 20 are 95 %
        (range(1, 22), 0.95, 20),  # 19 of 21 are 90 % only
        ((3, 1, 2), 0.5, 2),
        ((7,), 0.95, 7),
        ((1, 2), 0.0, 1),
    ],
)
def test_a_quantile_is_the_smallest_sample_that_is_enough(samples: tuple[float, ...], share: float, expected: float) -> None:
    assert quantile(list(samples), share) == expected


def test_the_order_of_the_samples_does_not_matter() -> None:
    assert quantile([5, 1, 4, 2, 3], 0.8) == quantile([1, 2, 3, 4, 5], 0.8) == 4


def test_the_median_lies_between_the_two_in_the_middle() -> None:
    assert Figure("f", "ms", (4.0, 1.0, 3.0, 100.0)).median == 3.5
    assert Figure("f", "ms", (4.0, 1.0, 100.0)).median == 4.0


def test_few_samples_have_no_p95() -> None:
    assert Figure("f", "ms", (1.0,) * 19).p95 is None
    assert Figure("f", "ms", tuple(map(float, range(20)))).p95 == 18.0


def test_a_ratio_is_taken_between_medians() -> None:
    floor = Figure("floor", "ms", (1.0, 2.0, 3.0))
    ours = Figure("ours", "ms", (5.0, 5.0), beside="floor")
    assert ours.ratio([floor, ours]) == 2.5
    assert floor.ratio([floor, ours]) is None  # stands beside nothing
    assert ours.ratio([failure("floor", "no floor here"), ours]) is None


def test_the_table_has_a_line_a_figure() -> None:
    floor = Figure("floor", "ms", tuple(float(number) for number in range(1, 21)))
    ours = Figure("ours", "ms", (150.4,), "floor", "8 a second", "1 of 1 wrong")
    rows = report.table([floor, ours, failure("memory", "no ps here")]).splitlines()
    assert rows[1].split() == ["floor", "10.5", "ms", "19.0", "ms", "20"]
    assert " ".join(rows[2].split()) == "ours 150 ms 1 14.32 × floor; 8 a second; FAILED: 1 of 1 wrong"  # 150.4 / 10.5 = 14.32
    assert " ".join(rows[3].split()) == "memory not measured: no ps here"


def test_json_says_the_same() -> None:
    floor, ours = Figure("floor", "ms", (2.0,)), Figure("ours", "ms", (3.0,), "floor")
    assert report.to_json([floor, ours, failure("memory", "no ps here")])["figures"] == [
        {"name": "floor", "unit": "ms", "samples": 1, "median": 2.0, "p95": None},
        {"name": "ours", "unit": "ms", "samples": 1, "median": 3.0, "p95": None, "beside": "floor", "ratio": 1.5},
        {"name": "memory", "unit": "", "samples": 0, "failed": "no ps here"},
    ]


def test_each_way_stands_at_each_place_as_often() -> None:
    orders = [rules.in_turn("abc", turn) for turn in range(6)]
    assert orders[:3] == [("a", "b", "c"), ("b", "c", "a"), ("c", "a", "b")]
    assert orders[3:] == orders[:3]


def test_a_rule_is_compared_with_the_floor_of_its_own_requests() -> None:
    found = rules.compared(
        {
            rules.BARE_POST: {"small": [1.0, 1.0, 1.0], "large": [2.0, 2.0, 4.0]},
            rules.OURS_POST: {"small": [1.5, 1.5, 9.0], "large": [3.2, 3.2, 3.2]},
            rules.BARE_GET: {"small": [1.0]},
            rules.OURS_GET: {"small": [1.25]},
        }
    )
    figures = {figure.name: figure for figure in found}
    # Medians: of the floor's six 1.5, of ours (1.5, 1.5, 3.2, 3.2, 3.2, 9.0) 3.2. By rule: 1.5 / 1.0 = 1.5 and 3.2 / 2.0 = 1.6.
    assert figures[rules.OURS_POST].ratio(found) == pytest.approx(3.2 / 1.5)
    assert figures[rules.OURS_POST].note == "the worst rule: 1.60 × (large); 1 of 2 rules within 1.5 ×"
    assert figures[rules.OURS_GET].note == "the worst rule: 1.25 × (small); 1 of 1 rules within 1.5 ×"
    assert figures[rules.BARE_POST].ratio(found) is None


def test_tasks_are_worked_cases_that_have_an_outcome(tmp_path: Path) -> None:
    cases = [f"- {{name: toy-{number}, facts: {{price: {number}}}, expect: {{net: 1}}}}" for number in range(7)]
    refused = "- {name: toy-x, facts: {}, expect: {error: {code: missing_input, field: price}}}"
    (tmp_path / "toy.yaml").write_text("\n".join([refused, *cases]), encoding="utf-8")
    found = rules.tasks(tmp_path)
    assert [task.inputs["price"] for task in found] == [0, 3, 6]  # three of seven, spread
    assert found[0].body == b'{"inputs": {"price": 0}, "today": "2026-11-25"}'
