"""Which of several dates in a message belongs to which input of a rule.

Each date goes to the input whose cue stands nearest; one that is no event (a deadline, a plan, the present) to none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.understanding.amounts import Amounts
from knowledge.understanding.dates import Mention
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hints import InputHints

_SENTENCE, _CLAUSE, _OTHER_DATE, _BEHIND = 60, 15, 40, 3  # what stands between a cue and a date, in characters of distance
_FARTHEST = 90
_BESIDE = 15  # nearer than this a cue leaves no doubt
_SENTENCE_END = re.compile(r"[.;?!](?:\s|$)|\n")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_FIGURES = re.compile(r"[\d/. -]+")


@dataclass(frozen=True, slots=True)
class Assigned:
    """The dates of a message by input; `present` is what it says is the time now, None if it does not say."""

    by_input: Mapping[str, Mention]
    present: Mention | None
    spare: tuple[Mention, ...]
    """Events without a cue for any input."""


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    name: str  # empty: of a date that no input asks for
    decisive: bool


@dataclass(frozen=True, slots=True)
class _Figure:
    start: int
    """Where the words before it begin that belong to it ("of 45 euros")."""
    number: int
    end: int
    is_money: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """What a text tells: its dates, and the numbers that are no part of one."""

    text: str
    mentions: Sequence[Mention]
    figures: Sequence[_Figure]


@dataclass(frozen=True, slots=True)
class _Claim:
    gap: int
    mention: Mention
    cue: _Cue


class Assignment:
    """Gives the dates of texts in one language to inputs."""

    def __init__(self, grammar: Grammar) -> None:
        self._words, self._weekday, self._amounts = grammar.events, grammar.dates.bare_weekday, Amounts(grammar)

    def assign(self, text: str, mentions: Mapping[str, Sequence[Mention]], hints: Mapping[str, InputHints], now: datetime, asked: str = "") -> Assigned:
        """Gives each date of the text to at most one input, and each input at most one date.

        `mentions` holds the dates as each input reads them (its lean). A date without a cue goes to the input that was
        `asked` for, else to the first one, and only when it is the only date and either no other input
        takes one or the language has so many cues that one would else be there.
        """
        names = list(mentions)
        every = mentions[names[0]]
        present = next((mention for mention in every if self._is_present(text, mention)), None)
        events = [mention for mention in every if mention is not present and not self._is_no_event(text, mention, now, hints[names[0]].lean)]
        told = _Told(text, every, self._figures(text, every))
        cues = self._cues(told, hints)
        claims = [claim for mention in events if (claim := self._nearest(told, mention, cues, now))]
        limits = [mention for mention in every if mention is not present and mention not in events]
        of_limits = [cue for cue in cues if cue.name and hints[cue.name].limit]
        claims += [claim for mention in limits if (claim := self._nearest(told, mention, of_limits, now))]
        claims.sort(key=lambda claim: (not (claim.cue.decisive and claim.gap <= _BESIDE), claim.gap))
        by_input: dict[str, Mention] = {}
        for claim in claims:
            if claim.cue.name:
                _give(by_input, claim, hints)
        self._share(text, by_input, cues)
        for name, mention in list(by_input.items()):
            others = {(taken.start, taken.end) for owner, taken in by_input.items() if owner != name}
            if any(self._are_two_cases(text, mention, other, (other.start, other.end) in others) for other in every if other is not present):
                del by_input[name]
        claimed = {id(claim.mention) for claim in claims}
        spare = tuple(mention for mention in events if id(mention) not in claimed)
        is_told = asked or self._words.bare or len(names) == 1
        if is_told and len(events) == len(spare) == 1 and not (_is_mere_today(spare[0], now) or _is_ahead(spare[0], now)):
            by_input[asked or names[0]] = spare[0]
        same = {name: _as_read_by(mentions[name], mention) for name, mention in by_input.items()}
        given = {id(mention) for mention in by_input.values()}
        lost = tuple(claim.mention for claim in claims if claim.cue.name and id(claim.mention) not in given)  # another date stood nearer
        return Assigned(same, present, (*spare, *lost))

    def told(self, text: str, mentions: Sequence[Mention], now: datetime) -> tuple[Mention, ...]:
        """The days on which something happened, for a list that takes them all; a mere "today" is the day of the question."""
        events = tuple(
            m for m in mentions if m.value and not self._is_present(text, m) and not self._is_no_event(text, m, now, "past") and not _is_ahead(m, now)
        )
        return tuple(m for m in events if not _is_mere_today(m, now))

    def present(self, text: str, mentions: Sequence[Mention]) -> Mention | None:
        """The day that the text says is today; None when it does not say."""
        return next((mention for mention in mentions if self._is_present(text, mention)), None)

    def _share(self, text: str, by_input: dict[str, Mention], cues: Sequence[_Cue]) -> None:
        """Gives an input without a date that of the one whose cue it is joined with ("ordered and paid on Friday")."""
        for cue in cues:
            if not cue.name or cue.name in by_input:
                continue
            for other in cues:
                first, second = sorted((cue, other), key=lambda found: found.start)
                if other.name in by_input and first.end <= second.start and self._words.joint.fullmatch(text[first.end : second.start]):
                    by_input[cue.name] = by_input[other.name]
                    break

    def _are_two_cases(self, text: str, one: Mention, other: Mention, taken: bool) -> bool:
        """Whether two days stand side by side ("one on 10/11 and one on 12/11"): of two cases none is meant more.

        A day that another input has `taken` is none where only a comma parts them ("delivered on 3/2, yesterday he asks for a return"), or what tells the
        next event ("delivered on 3/2, on 9/2 he asks", "delivered on 3/2 and today he asks").
        """
        first, second = sorted((one, other), key=lambda mention: mention.start)
        between = text[first.end : second.start]
        if taken and (self._words.next_event.fullmatch(between) or not any(character.isdigit() for character in second.text)):
            return False
        return first is not second and first.value != second.value and bool(between.strip()) and self._words.enumerated.fullmatch(between) is not None

    def _is_present(self, text: str, mention: Mention) -> bool:
        """Whether the date tells what day it is: "it's the 23rd now", "now is 20/11 5pm"."""
        told = self._words.from_now.search(mention.text) or self._words.since.match(mention.text)  # "it's from the 19th" tells when it happened
        happens = self._words.happening.match(text, mention.end)  # "today 15 November shipped": the day of the shipping
        return self._words.present.search(text[: mention.start]) is not None and not (told or happens)

    def _is_no_event(self, text: str, mention: Mention, now: datetime, lean: str) -> bool:
        """Whether it is a limit ("by Friday"), a denied day ("not on Friday") or a plan ("can I go to him today")."""
        before, after, words = text[: mention.start], text[mention.end :], self._words
        if words.no_event.search(before) or words.limit.match(mention.text) or (_FIGURES.fullmatch(mention.text) and words.reference.search(before)):
            return True
        if words.denied_first.search(before) and words.but.match(after):  # "not on the 20th but on the 21st"
            return True
        if lean == "past" and words.lasting.match(mention.text):  # "refunded in 7 days" names no day on which something happened
            return True
        is_open = self._weekday.match(mention.text) or mention.assumed
        if lean == "past" and is_open and words.intended.search(before):  # "I will hand it in on Monday", "he will confirm on 24 December"
            return True
        if lean == "future" or not (_is_ahead(mention, now) or _is_mere_today(mention, now)):
            return False
        clause = before[max((match.end() for match in words.new_clause.finditer(before)), default=0) :]
        return words.planned.search(clause) is not None

    def _figures(self, text: str, mentions: Sequence[Mention]) -> tuple[_Figure, ...]:
        """The numbers that tell how much something is, and are no part of a date."""
        found = (number for number in self._amounts.find(text, words=True) if not any(m.start < number.end and number.start < m.end for m in mentions))
        told = ((self._words.much.search(text[: number.start]), number) for number in found)
        return tuple(_Figure(before.start() if before else number.start, number.start, number.end, number.unit == "eur") for before, number in told)

    def _cues(self, told: _Told, hints: Mapping[str, InputHints]) -> list[_Cue]:
        """Every cue in the text; one that is part of a longer one counts for nothing ("rejected" in "rejected again").

        What stands near dates that nobody asks for counts for nothing either where a figure belongs to it: an "order of 45 euros" has no day.
        """
        every = []
        for name, hint in hints.items():
            for pattern, owner, decisive in ((hint.cue, name, False), (hint.deciding, name, True), (hint.decoy, "", False)):
                every += [_Cue(match.start(), match.end(), owner, decisive) for match in pattern.finditer(told.text)] if pattern else []
        every = [cue for cue in every if not self._words.denied.search(told.text[: cue.start])]
        every = [cue for cue in every if cue.name or not any(cue.start < figure.start < cue.end <= figure.number for figure in told.figures)]
        return [cue for cue in every if not any(_hides(other, cue, told.mentions) for other in every)]

    def _nearest(self, told: _Told, mention: Mention, cues: Sequence[_Cue], now: datetime) -> _Claim | None:
        claims = [_Claim(gap, mention, cue) for cue in cues if (gap := self._gap(told, mention, cue)) is not None]
        deciding = [claim for claim in claims if claim.cue.decisive and claim.gap <= _BESIDE]
        claims = [claim for claim in claims if claim.cue.name or claim.gap <= _BESIDE]
        best = min(deciding or claims, key=lambda claim: claim.gap, default=None)
        return best if best and best.gap <= (_BESIDE if _is_ahead(mention, now) else _FARTHEST) else None

    def _gap(self, told: _Told, mention: Mention, cue: _Cue) -> int | None:
        """How far a cue is from a date; what stands between them counts but for amounts and asides, and a cue behind the date a little more."""
        start, end = (cue.end, mention.start) if cue.end <= mention.start else (mention.end, cue.start)
        if end < start:
            return 0 if cue.start < mention.start and cue.end <= mention.end else None  # the cue reaches into the date, or holds it
        between = _ASIDE.sub("", told.text[start:end])
        if cue.start >= mention.end and self._words.sooner.match(between):
            return None  # "yesterday before I shipped it" is not the day of shipping
        gap = len(between) + _SENTENCE * len(_SENTENCE_END.findall(between)) + _CLAUSE * len(self._words.clause.findall(between))
        gap += _OTHER_DATE * sum(start <= other.start and other.end <= end for other in told.mentions)
        figures = (told.text[figure.start : figure.end] for figure in told.figures if figure.is_money and start <= figure.start and figure.end <= end)
        gap -= sum(len(figure) for figure in figures if figure in between)
        return gap + (_BEHIND if cue.start >= mention.end else 0)


def _give(by_input: dict[str, Mention], claim: _Claim, hints: Mapping[str, InputHints]) -> None:
    """Gives the claimed date to its input, or, as a later second one, to the input that repeats it."""
    first = by_input.setdefault(claim.cue.name, claim.mention)
    if first is claim.mention or not (first.value and claim.mention.value and first.value < claim.mention.value and claim.gap <= _BESIDE):
        return
    for name, hint in hints.items():
        if hint.repeats == claim.cue.name:
            by_input.setdefault(name, claim.mention)


def _as_read_by(mentions: Sequence[Mention], wanted: Mention) -> Mention:
    return next(mention for mention in mentions if mention.start == wanted.start)


def _is_ahead(mention: Mention, now: datetime) -> bool:
    return mention.value is not None and mention.value[:10] > now.date().isoformat()


def _is_mere_today(mention: Mention, now: datetime) -> bool:
    """Whether it is "today" or the like without an hour."""
    return mention.value == now.date().isoformat() and not any(character.isdigit() for character in mention.text)


def _hides(longer: _Cue, cue: _Cue, mentions: Sequence[Mention]) -> bool:
    inside = longer.start <= cue.start and cue.end <= longer.end and longer.end - longer.start > cue.end - cue.start
    # A date between them belongs to the shorter cue, which is then no mere part of the longer.
    return inside and longer.name != cue.name and not any(cue.end <= mention.start and mention.end <= longer.end for mention in mentions)
