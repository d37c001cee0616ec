"""Forms that a surface had filled in: the text that stands for them, and that nothing in it is interpreted."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base import KnowledgeBase
from knowledge.understanding import filled

AT = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - the reader's clock has no zone
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@given(st.dictionaries(st.text(), JSON))
def test_what_is_written_is_read(inputs: dict[str, object]) -> None:
    assert filled.read(filled.write("appeal-deadlines", inputs)) == ("appeal-deadlines", inputs)


@pytest.mark.parametrize(
    "text", ["", "/", "appeal-deadlines {}", "/appeal-deadlines", "/appeal-deadlines []", "/appeal-deadlines {", "/a " + '{"a":' * 5000, "why? {}"]
)
def test_other_texts_are_no_forms(text: str) -> None:
    assert filled.read(text) is None


def test_only_what_the_rule_asks_for_is_taken(base: KnowledgeBase) -> None:
    rule = base.rules.rule("appeal-deadlines")
    dated = next(spec.name for spec in rule.inputs if not spec.is_clock and "date" in spec.kind)
    clocks = [spec.name for spec in rule.inputs if spec.is_clock]
    text = filled.write(rule.id, {dated: "2026-11-20", "nothing": 1} | dict.fromkeys(clocks, "2020-01-01"))
    assert base.reader.read(rule, text, AT).inputs == {dated: "2026-11-20"}


def test_a_form_of_another_rule_gives_nothing(base: KnowledgeBase) -> None:
    text = filled.write("refund-timing", {"event_date": "2026-11-20"})
    assert base.reader.read(base.rules.rule("appeal-deadlines"), text, AT).inputs == {}
