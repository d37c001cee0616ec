"""What differs between two texts: every change is shown, nothing else is, and nothing becomes markup."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.console.diffs import diff

LINES = st.lists(st.sampled_from(["", "a", "b c", "b d", "<b>", "&amp;", "é 漢"]), max_size=12).map("\n".join)


def shown(old: str, new: str) -> list[tuple[str, str]]:
    return [(line.kind, str(line.text) or str(line.count or "")) for line in diff(old, new)]


def test_words_that_differ_are_marked() -> None:
    assert shown("in 7 to 14 days", "in 7 to 15 days") == [("gone", "in 7 to <mark>14</mark> days"), ("new", "in 7 to <mark>15</mark> days")]


def test_lines_around_a_change_are_shown_and_the_rest_is_counted() -> None:
    old = "\n".join(map(str, range(10)))
    assert shown(old, old.replace("5", "five")) == [
        ("left_out", "3"),
        *(("same", str(number)) for number in (3, 4)),
        ("gone", "<mark>5</mark>"),
        ("new", "<mark>five</mark>"),
        *(("same", str(number)) for number in (6, 7)),
        ("left_out", "2"),
    ]


def test_equal_texts_have_no_lines_and_markup_stays_text() -> None:
    assert diff("<b>x", "<b>x") == ()
    assert shown("<b>", "<script>alert(1)</script>")[1][1].count("<script>") == 0


@given(LINES, LINES)
def test_both_texts_can_be_told_from_what_is_shown(old: str, new: str) -> None:
    if old == new:
        return
    at, left, right = 0, list[str](), list[str]()
    source = old.split("\n")
    for line in diff(old, new):
        text = line.text.striptags() if "<mark>" in line.text else line.text.unescape()
        if line.kind == "left_out":
            left += source[at : at + line.count]
            right += source[at : at + line.count]
            at += line.count
            continue
        plain = line.text.replace("<mark>", "").replace("</mark>", "")
        text = type(line.text)(plain).unescape()
        left += [text] if line.kind != "new" else []
        right += [text] if line.kind != "gone" else []
        at += line.kind != "new"
    assert "\n".join(left) == old
    assert "\n".join(right) == new


def test_very_long_texts_are_shown_without_being_compared_for_long() -> None:
    old = "\n".join(f"a{number % 7}" for number in range(5000))
    assert len(diff(old, old + "\nb")) == 10_001
    long = "x y " * 2000
    assert [line.text for line in diff(long, long + "z")] == [long, long + "z"]
