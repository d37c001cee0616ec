from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog

from bot import logs


@pytest.fixture(autouse=True)
def reset() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def logged(level: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the log says of an exception with words in it, and of its cause."""
    logs.configure(level)
    try:
        fail("a secret")
    except KeyError as error:
        structlog.get_logger("test").error("it failed", reason="down", exc_info=error)
    return capsys.readouterr().err


def fail(words: str) -> None:
    try:
        int(words)
    except ValueError as error:
        raise KeyError(words) from error


@pytest.mark.parametrize("level", ["info", "warning", "error"])
def test_an_exception_says_where_and_not_what(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = logged(level, capsys)
    assert "it failed" in said
    assert "reason='down'" in said
    assert "builtins.KeyError" in said
    assert "builtins.ValueError" in said
    assert "in fail" in said
    assert "a secret" not in said.replace('fail("a secret")', "")  # but in the line of code that stands there


def test_a_developer_sees_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert "invalid literal for int() with base 10" in logged("debug", capsys)


def test_what_is_below_the_level_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("error")
    structlog.get_logger("test").warning("it is nothing")
    assert capsys.readouterr().err == ""
