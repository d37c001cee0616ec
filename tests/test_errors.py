from __future__ import annotations

from datetime import date

import pytest

from knowledge import errors


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (errors.DataError("data/x.yaml", "a.b", "is wrong"), "data/x.yaml, a.b: is wrong"),
        (errors.DataError("data/x.yaml", "", "is wrong"), "data/x.yaml: is wrong"),
        (errors.UnknownRule("refund", ["a", "b"]), "There is no rule 'refund'. Known rules: a, b."),
        (errors.UnknownArticle("q099"), "There is no article 'q099'. GET /api/articles lists them."),
        (errors.ParameterNotInForce("x.y", date(2014, 12, 31)), "x.y has no value on 2014-12-31; nothing can be computed for that day."),
        (errors.DateNotCovered(2015, 2100), "The result lies outside the years 2015 to 2100 that the calendars cover."),
        (errors.StaleIndex("it is old"), "The search index cannot be used: it is old. Run `seller-assistant index` to rebuild it."),
        (
            errors.InvalidFacts("toy", [errors.InputProblem("a", "bad_date"), errors.InputProblem("b", "missing_input")]),
            "toy cannot be computed (a: bad_date, b: missing_input)",
        ),
    ],
)
def test_messages_say_what_is_wrong(error: errors.KnowledgeError, message: str) -> None:
    assert isinstance(error, errors.KnowledgeError)
    assert str(error) == message
