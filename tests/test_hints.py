"""Hints by themselves: what they cut out of a sentence."""

from __future__ import annotations

from knowledge.understanding.hints import InputHints


def test_what_names_nothing_ends_a_clause() -> None:
    assert InputHints(ignores=("my (?:friend|sister)[^,.;]*",)).heard("My friend appealed, I did not") == ";;;;;;;;;;;;;;;;;;, I did not"


def test_of_a_pattern_with_a_group_only_the_group_names_nothing() -> None:
    assert InputHints(ignores=("last year (\\w+)",)).heard("last year closed, now open") == "last year ;;;;;;, now open"


def test_without_such_words_all_is_heard() -> None:
    assert InputHints().heard("My friend appealed") == "My friend appealed"
