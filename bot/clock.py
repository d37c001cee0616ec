"""The clock of the program, and the shape in which it is handed to whoever needs the time.

Refuses to be asked below the composition root: there, `Now` is given.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]


def now() -> datetime:
    """The current time; the only clock of the program."""
    return datetime.now(UTC)
