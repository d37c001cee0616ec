"""The moment a request is about: the one it names, else the current time in Paris."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from knowledge.calendars import PARIS, exists
from knowledge.errors import KnowledgeError

_FORM = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?")


class BadClock(KnowledgeError):
    """The request's `today` is not a day or minute that exists."""


@dataclass(frozen=True, slots=True)
class Clock:
    """`value` is what the request says (a day, or a minute in Paris); `now` the current Paris time."""

    value: date | datetime
    now: datetime

    @classmethod
    def of(cls, today: str | None, now: datetime) -> Clock:
        """From a request's `today` (YYYY-MM-DD, perhaps THH:MM) or, without one, the current time. Raises BadClock."""
        now = now.astimezone(PARIS).replace(second=0, microsecond=0)
        if today is None:
            return cls(now, now)
        if not _FORM.fullmatch(today):
            raise BadClock(f"today must be YYYY-MM-DD or YYYY-MM-DDTHH:MM, not “{today[:40]}”.")
        try:
            value = datetime.fromisoformat(today).replace(tzinfo=PARIS) if "T" in today else date.fromisoformat(today)
        except ValueError as error:
            raise BadClock(f"“{today}” is not an existing day or time.") from error
        if isinstance(value, datetime) and not exists(value):
            raise BadClock(f"{today} does not exist in Paris: the clocks go forward at that hour.")
        return cls(value, now)

    @property
    def day(self) -> date:
        """The day asked about."""
        return self.value.date() if isinstance(self.value, datetime) else self.value

    @property
    def reference(self) -> datetime:
        """What relative expressions such as "3 hours ago" count from: Paris wall-clock time without offset."""
        if isinstance(self.value, datetime):
            return self.value.replace(tzinfo=None)
        if self.value == self.now.date():
            return self.now.replace(tzinfo=None)
        return datetime.combine(self.value, time(23, 59))

    @property
    def is_bare_other_day(self) -> bool:
        """Whether it is a day without an hour, and not the current one."""
        return not isinstance(self.value, datetime) and self.value != self.now.date()
