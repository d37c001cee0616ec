"""Moments as the database keeps them: texts in UTC that sort as the moments do."""

from __future__ import annotations

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    """The text of a moment, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def read(text: str) -> datetime:
    """The moment of a text."""
    return datetime.fromisoformat(text)
