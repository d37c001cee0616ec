"""What a language gives: the words of each part of a sentence, by what they mean.

Refuses patterns that do not compile. What a language does not give, never matches.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from knowledge import yamlfile
from knowledge.patterns import compiled

UNITS = ("minutes", "hours", "days", "weeks", "months", "years")


def _compiled(pattern: str | re.Pattern[str]) -> re.Pattern[str]:
    if isinstance(pattern, re.Pattern):
        return pattern
    try:
        return compiled(pattern, re.IGNORECASE)
    except re.error as refused:
        raise ValueError(f"{pattern!r} is no regular expression ({refused})") from refused


Pattern = Annotated[re.Pattern[str], BeforeValidator(_compiled)]
"""A regular expression, matched without regard to case; what its named groups mean stands with the reader that takes it."""
NEVER = re.compile("(?!)")
"""What a language does not say."""


def _holding(*groups: str) -> AfterValidator:
    """That a pattern has groups without which its reader could not say what was found."""
    return AfterValidator(partial(_with_groups, groups))


def _with_groups(groups: tuple[str, ...], pattern: re.Pattern[str]) -> re.Pattern[str]:
    for group in groups:
        if group not in pattern.groupindex:
            raise ValueError(f"needs a group called {group}: (?P<{group}>…)")
    return pattern


def _with_first_group(pattern: re.Pattern[str]) -> re.Pattern[str]:
    if not pattern.groups:
        raise ValueError("needs a group: (…)")
    return pattern


_NEEDED: dict[str, tuple[str, ...]] = {"date": ("day", "month"), "weekday": ("weekday",), "weekday_before": ("weekday",), "day_of_month": ("day",)}
_NEEDED |= dict.fromkeys(("past", "ahead"), ("count", "unit"))


class DayReading(yamlfile.Record):
    """One way to name a day, and what it means.

    A `date` has the groups `day` (else it is the first), `month` and perhaps `year`; `past` and `ahead` a `count` and its unit; an `offset` is so many
    `days` from today; a `weekday` may be the one that is `last`, `this` or `next`, or in the `week` before or the `next_week`; a `day_of_month` may be in
    the month that is `last` or `this`, and an `end_of_month` in the one that is `last` or `next`. A `yearly` day has the same `month` and `day` each year.
    """

    means: Literal["date", "now", "offset", "past", "ahead", "weekday", "weekday_before", "day_of_month", "end_of_month", "yearly"]
    pattern: Pattern
    days: int = 0
    month: int = Field(1, ge=1, le=12)
    day: int = Field(1, ge=1, le=31)

    @model_validator(mode="after")
    def _has_groups(self) -> DayReading:
        _with_groups(_NEEDED.get(self.means, ()), self.pattern)
        return self


class DateWords(yamlfile.Record):
    """How days stand in a sentence.

    `readings` are the ways to name one, the surer ones first. `bare_weekday` and `bare_day` (number in the first group) are names that may only repeat
    another; `today` and `relative` are told from now; `lasting` may tell how long something takes; `dotted` may be an amount as well. `apposition` stands
    between two names of one day, `from_day` between a day and its hour, `to_day` between an hour and its day, `later_hour` between a day with its hour and
    another hour of that day. `another` is told from the date before
    it: the `same`, the `next`, the `previous`, or a count of units `later` or `earlier`.
    """

    readings: tuple[DayReading, ...] = ()
    bare_weekday: Pattern = NEVER
    bare_day: Annotated[Pattern, AfterValidator(_with_first_group)] = NEVER
    today: Pattern = NEVER
    relative: Pattern = NEVER
    lasting: Pattern = NEVER
    dotted: Pattern = NEVER
    apposition: Pattern = NEVER
    from_day: Pattern = NEVER
    to_day: Pattern = NEVER
    later_hour: Pattern = NEVER
    another: Annotated[Pattern, _holding("count", "unit")] = NEVER


class HourWords(yamlfile.Record):
    """How hours are told.

    A `clock` is an `hour` with a `minute` (behind a `colon`, or `dotted`), one of the marks `at`, `bare_h`, `clock`, `sharp` or `past` (half an hour past
    it), or `am`, `pm`, `early`, `late` or `night`, which say the half of the day. `named` are `noon` and `midnight`. `lasting` stands before hours that are
    no time of the day; `late` are words for parts of the day after noon, which `late_of` ends before the day that they are part of; `last_night` goes on
    into the next day. A `spoken` one is in words: an `hour` with one of the marks, or (`told`) so many `minutes`, a `quarter` or a `half` hour past it, or
    `before` it.
    """

    clock: Annotated[Pattern, _holding("hour")] = NEVER
    spoken: Annotated[Pattern, _holding("hour")] = NEVER
    named: Pattern = NEVER
    lasting: Pattern = NEVER
    late: Pattern = NEVER
    late_of: Pattern = NEVER
    last_night: Pattern = NEVER


class AmountWords(yamlfile.Record):
    """Words of money and shares: `euros` stand behind a number, `euros_before` before it; `times` multiply a number written out.

    `several` is a `count` with a `price` of each, or `times` a `unit_price`. `about` stands before a number and says nothing. Numbers that are `counted`
    are no amounts, and one of `things` counts nothing else; `repeated` before an amount has its count in the first group, unless amounts are
    `enumerated` behind it, and `repeated_behind` stands behind one; `repeated_each` needs what says `apiece` behind the amount.
    """

    currency_first: Pattern = NEVER
    """What stands for € before a number."""
    currency_letter: Pattern = NEVER
    """What stands for € behind one in short messages ("90e")."""
    euros: str = "(?!)"
    euros_before: str = "(?!)"
    percents: str = "(?!)"
    minus: str = "(?!)"
    times: dict[str, int] = Field(default_factory=dict)
    pronoun: Pattern = NEVER
    """What stands before a number written out that counts nothing ("this one")."""
    several: Pattern = NEVER
    about: Pattern = NEVER
    counted: Pattern = NEVER
    things: Pattern = NEVER
    repeated: Annotated[Pattern, AfterValidator(_with_first_group)] = NEVER
    repeated_each: Annotated[Pattern, AfterValidator(_with_first_group)] = NEVER
    apiece: Pattern = NEVER
    repeated_behind: Annotated[Pattern, AfterValidator(_with_first_group)] = NEVER
    folds: dict[str, int] = Field(default_factory=dict)
    """Words for how often, such as "twice"."""
    enumerated: Pattern = NEVER
    announced: Annotated[Pattern, _holding("count")] = NEVER
    """How many items a list has (`count`)."""


class MonthWords(yamlfile.Record):
    """Months that are `named` (perhaps with a `year`), or `told` from now (`last`, `this`), and years told from now (`last`, `this`, `next`)."""

    named: Annotated[Pattern, _holding("month", "year")] = NEVER
    told: Pattern = NEVER
    year: Pattern = NEVER


class SpanWords(yamlfile.Record):
    """What joins the first and the last day of a span: `to`, or `and` after `between`; `inside` opens the words for the last day itself."""

    to: Pattern = NEVER
    joined: Pattern = NEVER
    between: Pattern = NEVER
    inside: Pattern = NEVER


class PlaceWords(yamlfile.Record):
    """The names of countries beside those of CLDR in some languages (`locales`), and what is said to happen there; all without accents.

    `names` and `demonyms` are given by the code of their country; `regions` are no single country; `capital` names are other words as well; `letters`
    are codes that are written as such, the `doubtful` ones only in a list; `behind` is what must follow a name. `adjective` is a <demonym> with `people`
    or a `firm`. The other patterns end where a name begins (`origin_behind` begins where it ends) and say where goods go or come from: `clause` ends
    what can be about the name; `sends` speaks of sending, which with `inside` or a place that is `anyhow` meant is a destination; `joined` names share
    what is said of the first, unless the next is `only` meant.
    """

    locales: tuple[str, ...] = ()
    names: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    regions: tuple[str, ...] = ()
    capital: frozenset[str] = frozenset()
    letters: tuple[str, ...] = ()
    doubtful: frozenset[str] = frozenset()
    demonyms: dict[str, Pattern] = Field(default_factory=dict)
    behind: str = ""
    adjective: Annotated[Pattern, _holding("demonym")] = NEVER
    denied: Pattern = NEVER
    people_there: Pattern = NEVER
    origin: Pattern = NEVER
    origin_behind: Pattern = NEVER
    to: Pattern = NEVER
    everywhere: Pattern = NEVER
    inside: Pattern = NEVER
    anyhow: Pattern = NEVER
    clause: Pattern = NEVER
    sends: Pattern = NEVER
    joined: Pattern = NEVER
    only: Pattern = NEVER
    others_bring: Pattern = NEVER
    """That somebody else brings the goods there."""


class MarketWords(yamlfile.Record):
    """That `nothing` goes to France, that goods go `only` somewhere, that they were merely `made` somewhere."""

    nothing: Pattern = NEVER
    only: Pattern = NEVER
    made: Pattern = NEVER


class HoldingWords(yamlfile.Record):
    """The list of what somebody holds: where the `clause` before it ends, what makes it `undone`, `every` (or `both`), what stands `between` its items.

    `goes_on` tells that the list's end is the subject of something else, `elsewhere` that it belongs to the place named next.
    """

    clause: Pattern = NEVER
    undone: Pattern = NEVER
    every: Pattern = NEVER
    between: Pattern = NEVER
    goes_on: Pattern = NEVER
    elsewhere: Pattern = NEVER


class EventWords(yamlfile.Record):
    """What tells the date of an event from other dates.

    Behind a date: what is `happening` on it, which then is no mere present. Before a date: `no_event` and `denied_first` (with `but` behind it), `present`,
    `reference` (a number that only looks like a date); `denied` before a cue. In a date's own words: `from_now`, `since`, `limit`, `lasting`. A date ahead
    that is `planned` in its `new_clause` is none, nor is a day of the week that is `intended`. `clause` separates a cue from a date; `joint` joins two cues,
    `enumerated` two dates, `next_event` two that belong to different cues. `much` stands before a number that tells how much something is, `sooner` between a
    date and what came after it.
    """

    clause: Pattern = NEVER
    no_event: Pattern = NEVER
    present: Pattern = NEVER
    happening: Pattern = NEVER
    from_now: Pattern = NEVER
    since: Pattern = NEVER
    limit: Pattern = NEVER
    planned: Pattern = NEVER
    intended: Pattern = NEVER
    lasting: Pattern = NEVER
    reference: Pattern = NEVER
    denied_first: Pattern = NEVER
    but: Pattern = NEVER
    joint: Pattern = NEVER
    enumerated: Pattern = NEVER
    next_event: Pattern = re.compile(r"\W*")
    denied: Pattern = NEVER
    new_clause: Pattern = NEVER
    much: Pattern = NEVER
    sooner: Pattern = NEVER
    bare: bool = False
    """Whether the only date of a message is that of the first input though no cue says so: where few cues are known, it may be the day of anything."""


class DenialWords(yamlfile.Record):
    """What stands before something denied, what goes on with the next thing (`alternative`), and what says that something is not `known`.

    `never` is a clause, up to the end of what is looked at, in which something has not happened.
    """

    before: Pattern = NEVER
    never: Pattern = NEVER
    alternative: Pattern = NEVER
    unknown: Pattern = NEVER


class HearsayWords(yamlfile.Record):
    """A whole clause about `others`, and the words by which the seller's `own` matter is told."""

    others: Pattern = NEVER
    own: Pattern = NEVER


class QuestionWords(yamlfile.Record):
    """What stands between two questions in one sentence (`next`), and what may open a question that follows a courtesy (`opening`).

    `also` stands before a question that comes on top of what the sentence told, which then is a matter of its own ("I forgot my password and also how …").
    """

    next: Pattern = NEVER
    also: Pattern = NEVER
    opening: Pattern = NEVER


class RemainderWords(yamlfile.Record):
    """Where one clause ends and the next begins (`cut`), how one begins that is `asking`, and a word of `content`: one that may tell something."""

    cut: Pattern = NEVER
    asking: Pattern = NEVER
    content: Pattern = NEVER


class NoticeWords(yamlfile.Record):
    """How a notice greets, numbers its case (`what`, `number`), names a time zone (`zones` by the words for them), and the time that it gives.

    A `window` is a `count` of `days` or `hours`, which may be `left`; a day named `before` is the first one that is too late.
    """

    greeting: Pattern = NEVER
    numbered: Annotated[Pattern, _holding("what", "number")] = NEVER
    zone: Annotated[Pattern, _holding("name", "offset")] = NEVER
    zones: dict[str, ZoneInfo] = Field(default_factory=dict)
    left: Pattern = NEVER
    before: Pattern = NEVER
    window: Annotated[Pattern, _holding("count")] = NEVER


def said(match: re.Match[str], name: str) -> str:
    """What a named group holds; empty when it holds nothing, or the pattern of this language has no such group."""
    return match.groupdict().get(name) or ""


def unit_of(match: re.Match[str]) -> str:
    """The unit that <unit> matched."""
    return next(unit for unit in UNITS if said(match, unit))
