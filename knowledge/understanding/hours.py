"""Times of the day in plain text: "at 10", "10h30", "3 pm", "9 in the morning", "noon".

Refuses a bare number; reports an hour that no day has ("25:10") as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = r"(?:in the (?:morning|afternoon|evening|night)|at night)"
_CLOCK = re.compile(
    r"(?<![\d/.,:€$-])(?P<at>(?:at|@) ?)?"
    r"(?P<hour>\d{1,2})"
    r"(?:(?P<colon>:| ?h ?)(?P<minute>\d\d)(?!\d)(?::\d\d)?|\.(?P<dotted>\d\d)(?= ?(?:[ap]\.?m\b|h\b))|(?P<bare_h> ?h(?:rs?)?\b))?"
    r"(?: ?(?P<half>[ap]m\b|[ap]\.m\.)| ?(?P<clock>o'? ?clock))?"
    rf"(?: (?P<part>{_PART})\b)?"
    r"(?![\d/]|:\d| ?[€%$]|[.,]\d| ?(?:euros?|eur|percent|days?|weeks?|hours?|hrs?|minutes?|items?|pieces|units|parcels|orders|boxes)\b)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:at )?(?:12 )?\b(?:noon|mid-?day|midnight)\b", re.IGNORECASE)
_DURATION = re.compile(r"\b(?:within|in|for|every|over|last|next|another|under|than|least|of|after|my|the) $", re.IGNORECASE)
_LATE = re.compile(r"\b(?:afternoon|evening|night|tonight)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of the day at start:end; `value` is HH:MM, empty for an hour that no day has; `halved` tells whether am or pm is known."""

    start: int
    end: int
    value: str
    halved: bool

    def beside(self, day: str) -> str:
        """HH:MM when it is said beside these words for a day: "at 3" of an afternoon is 15:00."""
        if self.halved or not _LATE.search(day) or self.value >= "12:00":
            return self.value
        if "last night" in day.lower() and self.value < "06:00":
            return self.value  # the small hours after last night
        return f"{int(self.value[:2]) + 12:02d}{self.value[2:]}"


def find(text: str) -> tuple[Hour, ...]:
    """Every time of the day that is clearly one, in order of place."""
    found = [Hour(m.start(), m.end(), "00:00" if "night" in m.group().lower() else "12:00", halved=True) for m in _NAMED.finditer(text)]
    for match in _CLOCK.finditer(text):
        clear = match["at"] or match["minute"] or match["dotted"] or match["bare_h"] or match["half"] or match["clock"] or match["part"]
        lasting = match["bare_h"] and _DURATION.search(text[: match.start()])
        taken = any(other.start < match.end() and match.start() < other.end for other in found)
        if clear and not lasting and not taken and (hour := _read(match)):
            found.append(hour)
    return tuple(sorted(found, key=lambda hour: hour.start))


def _read(match: re.Match[str]) -> Hour | None:
    hour, minute = int(match["hour"]), int(match["minute"] or match["dotted"] or 0)
    part = match["part"] or ""
    half = "p" if _LATE.search(part) else "a" if part else (match["half"] or "")[:1].lower()
    if half and (hour == 0 or hour > 12):
        half = ""  # "15:00 pm" says nothing more
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return Hour(match.start(), match.end(), "", halved=True) if match["colon"] == ":" else None
    return Hour(match.start(), match.end(), f"{hour:02d}:{minute:02d}", halved=bool(half))
