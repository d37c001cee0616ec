"""Notices of the platform that a seller pastes: a sanction, a dispute, a call for evidence, an invitation to a promotion.

Takes nothing for a notice but a text with several marks of one kind; what it reads is shown to the seller before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.calendars import PARIS
from knowledge.rulebook import RuleBook
from knowledge.understanding import dates, days
from knowledge.understanding.phrasings import NoticeKind
from knowledge.understanding.reading import Reader, Reading

_BEHIND_LABEL = 16  # characters between a label and its date
_REST = 60  # characters behind a label in which its date is looked for
_SHORTEST = 12  # words; a notice says more than that
_READ = 2000  # characters of a notice that are read like any message; labels are found anywhere
_END_OF_DAY = "T23:59"
_EMPTY_REST = re.compile(r"[\s:|>*\-–—]*\n")
_GREETING = re.compile(r"^[>\s]*(?:dear|hello|hi|cher|ch[eè]re|bonjour)\b[^\n]{0,40}$", re.IGNORECASE | re.MULTILINE)
_NUMBERED = re.compile(
    r"\b(?P<what>violation|penalty|punishment|case|dispute|infraction|litige|sanction)s? ?(?:number|no\.?|id|n°|num[eé]ro)\s*[:#]?\s*"
    r"(?P<number>[\w-]*\d[\w-]*)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?::\d\d)?[\s,(]*(?:(?P<offset>(?:utc|gmt)?[+-]\d\d?:?(?:\d\d)?)|(?P<name>[A-Za-z]{2,8}))\b(?: time)?")
_LEFT = re.compile(r"\b(?:left|remain\w*|reste|restant\w*)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|from|as of|starting|avant|[àa] partir)(?: le| du| on| the)?\s*$", re.IGNORECASE)
_FRENCH = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "dix": 10, "quinze": 15}
_SPAN = re.compile(
    rf"(?<![\d/.:-])(?P<count>\d{{1,3}}|{'|'.join((*days.COUNTS, *_FRENCH))})[ -]+(?:\(\d+\) )?(?:calendar |working |business |natural |consecutive )?"
    r"(?P<unit>days?|hours?|hrs?|h|jours?|heures?)\b",
    re.IGNORECASE,
)
_AMERICA, _CHINA = ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Shanghai")
_ZONES: Mapping[str, tzinfo] = {
    **dict.fromkeys(("pst", "pdt", "pt", "pacific"), _AMERICA),  # "PST" is written all the year round
    **dict.fromkeys(("cst", "beijing", "china"), _CHINA),
    **dict.fromkeys(("utc", "gmt"), ZoneInfo("UTC")),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it was read: its kind, the rule that computes from it, the inputs, and the time that it gives, word for word.

    `others` tells that the text seems to hold more than this one.
    """

    kind: str
    rule: str
    reading: Reading
    window: str
    others: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """When the time that a notice gives is over (ISO): `safe` is the careful reading, `last` the last day or minute of it."""

    safe: str
    last: str


class Notices:
    """Knows the kinds of notices whose rule there is."""

    def __init__(self, kinds: Mapping[str, NoticeKind], rules: RuleBook, reader: Reader) -> None:
        built = {rule.id for rule in rules}
        self._kinds = {name: kind for name, kind in kinds.items() if kind.rule in built}
        self._rules, self._reader = rules, reader

    def read(self, text: str, now: datetime) -> Notice | None:
        """The notice that a message holds, the first of several; None when it holds none."""
        found = [(name, part) for part in _parts(text) if (name := self._kind(part))]
        if not found and (name := self._kind(text)):
            found = [(name, text)]
        if not found:
            return None
        name, part = found[0]
        return replace(self._read(name, part if len(found) > 1 else text, now), others=len(found) > 1)

    def _kind(self, text: str) -> str:
        """The kind whose marks the text has most of; empty when it has too few of each."""
        if len(text.split()) < _SHORTEST:
            return ""
        name = max(self._kinds, key=lambda kind: self._kinds[kind].fits(text), default="")
        return name if name and self._kinds[name].fits(text) else ""

    def _read(self, name: str, text: str, now: datetime) -> Notice:
        kind = self._kinds[name]
        rule = self._rules.rule(kind.rule)
        found = self._reader.read(rule, text[:_READ], now)  # weighs every date against every cue: of a long text that takes minutes
        inputs, unusable = ({key: value for key, value in part.items() if key in kind.reads} for part in (found.inputs, found.unusable))
        reading = Reading(inputs, unusable)
        for field, patterns in kind.figures.items():
            if match := next(filter(None, (re.search(pattern, text, re.IGNORECASE) for pattern in patterns)), None):
                reading.inputs[field] = int(match[1])
        for field, meanings in kind.means.items():
            meant = {value for pattern, value in meanings.items() if re.search(rf"\b(?:{pattern})", text, re.IGNORECASE)}
            if len(meant) == 1:
                reading.inputs[field] = meant.pop()
        for field, labels in kind.dated.items():
            found_date = _dated(text, labels, str(reading.inputs.get(field, "")), now, "future" if kind.ahead else "past")
            _place(reading, field, found_date, is_day=rule.input(field).kind == "date")
        window = next((_whole_words(text, match) for pattern in kind.window if (match := re.search(pattern, text, re.IGNORECASE))), "")
        if kind.days and (count := whole_days(window)):
            reading.inputs[kind.days] = count
        return Notice(name, kind.rule, reading, window)


def end_of(window: str, start: str, at: datetime) -> End | None:
    """When the time that a notice gives is over; None when the words do not tell.

    Counted from `start` (ISO), or, of time that is left, from `at`, when it was pasted; working days are taken as days: the earlier reading.
    """
    spans = [(int(m["count"]) if m["count"].isdigit() else (days.COUNTS | _FRENCH)[m["count"].lower()], m["unit"].lower()) for m in _SPAN.finditer(window)]
    found: list[End] = []
    mentions = [mention for mention in dates.find(window, at, "future") if mention.value and not dates.is_span(mention)]
    for mention in mentions:
        value, _, _ = _in_paris(window, mention)
        if "T" in value:
            found.append(End(value, value))
        elif _BEFORE.search(window[: mention.start]):
            eve = f"{_moved(value, timedelta(days=-1))}{_END_OF_DAY}"
            found.append(End(eve, eve))
        else:
            found.append(End(value + _END_OF_DAY, value))
    if spans and not mentions and (start or _LEFT.search(window)):
        is_left = _LEFT.search(window) is not None
        step = timedelta()
        for count, unit in spans if is_left else spans[:1]:
            step += timedelta(hours=count) if unit.startswith("h") else timedelta(days=count)
        begin = at.isoformat("T", "minutes") if is_left else start
        last = _moved(begin, step)
        found.append(End(last, last) if "T" in begin else End(f"{_moved(last, timedelta(days=-1))}{_END_OF_DAY}", last))
    return min(found, key=lambda end: end.safe, default=None)


def whole_days(window: str) -> int | None:
    """The number of days that a window gives ("within 5 days", "within 48 hours"); None when it gives none, or a part of one."""
    match = None if _LEFT.search(window) else _SPAN.search(window)
    if match is None:
        return None
    count = int(match["count"]) if match["count"].isdigit() else (days.COUNTS | _FRENCH)[match["count"].lower()]
    if not match["unit"].lower().startswith("h"):
        return count
    return count // 24 if count % 24 == 0 else None


def agrees(end: End, outcome: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    """Whether one of the dates of an outcome is the end of the notice's time."""
    told = [str(outcome[key]) for key in keys if outcome.get(key)]
    return any(value in (end.safe, end.last) or ("T" not in end.last and value[:10] == end.last) for value in told)


def late(value: str) -> str:
    """A day or minute as a minute, so that both can be compared: of a day its last one."""
    return value if "T" in value else value + _END_OF_DAY


def _parts(text: str) -> tuple[str, ...]:
    """The notices that a text may hold one after the other: each greets, or names a number of its own."""
    starts = [match.start() for match in _GREETING.finditer(text)]
    if len(starts) < 2:
        numbers: dict[str, str] = {}
        for match in _NUMBERED.finditer(text):
            if numbers.setdefault(match["what"].lower(), match["number"]) != match["number"]:
                starts = [0, text.rfind("\n", 0, match.start()) + 1]
                break
    if len(starts) < 2:
        return (text,)
    starts[0] = 0  # what stands above the first greeting is its heading
    return tuple(text[start:end] for start, end in zip(starts, (*starts[1:], len(text)), strict=True))


def _whole_words(text: str, match: re.Match[str]) -> str:
    """What was matched, in one line; a word that the pattern cuts is left out."""
    found = match.group()
    if text[match.end() : match.end() + 1].isalnum():
        found = found.rpartition(" ")[0]
    return " ".join(found.split()).rstrip(" ,;:|>")


def _dated(text: str, labels: tuple[str, ...], without: str, now: datetime, lean: dates.Lean) -> tuple[str, str, bool] | None:
    """The date behind the best of the labels, the earliest of several; else the one that was read `without` a label. In the form of `_in_paris`."""
    impossible = None
    for label in labels:
        told = list(_behind(label, text, now, lean))
        usable = [found for found in told if found[0]]
        if usable:
            return min(usable)
        impossible = impossible or next(iter(told), None)
    if impossible:
        return impossible
    mention = next((found for found in dates.find(text[:_READ], now, lean) if found.value and found.value == without), None)
    return _in_paris(text, mention) if mention else None


def _place(reading: Reading, field: str, found: tuple[str, str, bool] | None, *, is_day: bool) -> None:
    """Sets an input to a date in the form of `_in_paris`; one that does not exist is reported."""
    if found is None:
        return
    value, words, moved = found
    if not value:
        reading.inputs.pop(field, None)
        reading.unusable[field] = words
        return
    reading.unusable.pop(field, None)
    reading.inputs[field] = value[:10] if is_day else value
    if moved:
        reading.assumed[words] = reading.inputs[field]


def _behind(label: str, text: str, now: datetime, lean: dates.Lean) -> Iterator[tuple[str, str, bool]]:
    """The dates right behind a label ("Date of violation: 20/11/2026 10:00"), in Paris time, with their words; an impossible one is empty."""
    for match in re.finditer(rf"\b(?:{label})", text, re.IGNORECASE):
        rest = text[match.end() : match.end() + _REST]
        if empty := _EMPTY_REST.match(rest):  # a table whose cells were pasted one under the other
            rest = rest[empty.end() :]
        rest = rest.partition("\n")[0]
        mention = next((found for found in dates.find(rest, now, lean) if found.start <= _BEHIND_LABEL), None)
        if mention and mention.value is None:
            yield "", mention.text, False
        elif mention:
            yield _in_paris(rest, mention)


def _in_paris(text: str, mention: dates.Mention) -> tuple[str, str, bool]:
    """A date of a text in Paris time, its words with the time zone behind them, and whether that moved it."""
    value = str(mention.value)
    match = _ZONE.match(text, mention.end)
    zone = _zone(match) if match else None
    if match is None or zone is None or not mention.timed:
        return value, mention.text, False
    moved = datetime.fromisoformat(value).replace(tzinfo=zone).astimezone(PARIS).replace(tzinfo=None).isoformat("T", "minutes")
    words = text[mention.start : match.end()]
    return moved, words + ")" * (words.count("(") - words.count(")")), moved != value


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match["name"]:
        return _ZONES.get(match["name"].lower())
    hours, minutes = re.findall(r"\d\d?", match["offset"])[0], re.findall(r"\d\d?", match["offset"])[1:]
    step = timedelta(hours=int(hours), minutes=int(minutes[0]) if minutes else 0)
    return timezone(-step if "-" in match["offset"] else step) if step < timedelta(hours=15) else None


def _moved(value: str, step: timedelta) -> str:
    """A day or minute moved; a day moved by hours stays a day, the one on which they end."""
    moment = datetime.fromisoformat(value) + step
    return moment.isoformat("T", "minutes") if "T" in value else moment.date().isoformat()
