"""How long something takes or has lasted, in a few English words: the two largest units, none larger than days."""

from __future__ import annotations

from datetime import timedelta

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def in_words(lasts: timedelta) -> str:
    """A time of either sign in words; static/live.js says the same."""
    seconds = abs(int(lasts.total_seconds()))
    days, hours, minutes = seconds // _DAY, seconds % _DAY // _HOUR, seconds % _HOUR // _MINUTE
    if days:
        return " ".join((_many(days, "day"), f"{hours} h")) if hours else _many(days, "day")
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else "less than a minute"


def _many(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
