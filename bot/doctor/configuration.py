"""Examines the settings that the environment gives: whether they can be used, and whether there are settings of these names.

Refuses to show the values of usable ones: a database URL may hold a password.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from bot.doctor.line import Line, bad, good, notable
from bot.settings import Settings

PREFIX = "SELLER_ASSISTANT_"
_ALIKE = 70  # of 100; below, a suggestion would be a guess


def read(environ: Mapping[str, str]) -> tuple[Settings, list[Line]]:
    """The settings, with defaults in the place of unusable ones, and a line for each that is given."""
    wrong: dict[str, str] = {}
    try:
        settings = Settings()
    except ValidationError as error:
        wrong = complaints(error)
        settings = Settings(**{name: Settings.model_fields[name].default for name in wrong})
    lines = [_line(name, wrong) for name in sorted(environ) if name.upper().startswith(PREFIX)]
    return settings, lines or [good(f"Settings: no {PREFIX}… is given, so the defaults hold")]


def _said(field: str, problem: ErrorDetails) -> str:
    """What it should be, and what it is. Nobody reads a regular expression: settings that have one say in words what it wants."""
    if problem["type"] == "value_error":  # a sentence of ours, which says all of it
        return str(problem.get("ctx", {}).get("error") or problem["msg"])
    extra = Settings.model_fields[field].json_schema_extra
    wanted = str(extra["wanted"]) if problem["type"] == "string_pattern_mismatch" and isinstance(extra, dict) else problem["msg"]
    return f"{wanted}, not {str(problem['input'])[:40]!r}"


def unknown(environ: Mapping[str, str]) -> list[Line]:
    """A line for each setting of our prefix that there is not: most are misspelt, and then have no effect."""
    names = [name for name in sorted(environ) if name.upper().startswith(PREFIX)]
    return [_line(name, {}) for name in names if _field(name) not in Settings.model_fields]


def complaints(error: ValidationError) -> dict[str, str]:
    """What is wrong with each unusable setting, in a sentence, by the name of its field."""
    found = {}
    for problem in error.errors():
        field = str(problem["loc"][0])
        found[field] = f"{PREFIX}{field.upper()} cannot be used: {_said(field, problem)}. What it is: {Settings.model_fields[field].description}"
    return found


def _field(name: str) -> str:
    return name.upper().removeprefix(PREFIX).lower()


def _line(name: str, wrong: Mapping[str, str]) -> Line:
    field = _field(name)
    if field in wrong:
        return bad(wrong[field])
    if field in Settings.model_fields:
        return good(f"{name.upper()} can be used")
    near = process.extractOne(field, list(Settings.model_fields), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    hint = f"; did you mean {PREFIX}{near[0].upper()}?" if near else "; docs/configuration.md lists them all."
    return notable(f"{name}: there is no such setting, so it has no effect{hint}")
