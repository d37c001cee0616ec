"""Texts that a message gives word for word."""

from __future__ import annotations

import re

import pytest

from knowledge.understanding.captures import find

TITLE = [re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in (r"title(?: is)?:?\s*[\"“](.+?)[\"”]", r"title(?: is)?:\s*(.+)")]


@pytest.mark.parametrize(
    ("text", "captured"),
    [
        ('Is the title "Blue vase 20 cm" fine?', "Blue vase 20 cm"),
        ("is my title ok: no. Title: Blue vase, 20 cm!", "Blue vase, 20 cm"),
        ("title is: « Vase bleu »", "Vase bleu"),
    ],
)
def test_what_stands_in_the_group_without_what_stands_around_it(text: str, captured: str) -> None:
    assert find(text, TITLE) == captured


@pytest.mark.parametrize("text", ["", "is my title good?", "title: ?!", 'title: "..."'])
def test_nothing_is_captured_where_nothing_is_said(text: str) -> None:
    assert find(text, TITLE) is None
