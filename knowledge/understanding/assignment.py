"""Which of several dates in a message belongs to which input of a rule.

Each date goes to the input whose cue stands nearest; one that is no event (a deadline, a plan, the present) to none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.understanding.dates import Mention
from knowledge.understanding.hints import InputHints

_SENTENCE, _CLAUSE, _OTHER_DATE, _BEHIND = 60, 15, 40, 3  # what stands between a cue and a date, in characters of distance
_FARTHEST = 90
_BESIDE = 15  # nearer than this a cue leaves no doubt
_SENTENCE_END = re.compile(r"[.;?!](?:\s|$)|\n")
_CLAUSE_END = re.compile(r"[,:()–]|\s-\s|\b(?:and|but|then|or|so|because|while|when)\b", re.IGNORECASE)
_NO_EVENT = re.compile(
    r"\bbetween [^.;?!]{1,25} and $|\b(?:by|until|till|til|up to|before|than|instead of|not|never|isn't|wasn't|every|to promise)(?: (?:on|at|the end of"
    r"|end of|around|the|say))*\s*$",
    re.IGNORECASE,
)
_PRESENT = re.compile(r"\b(?:it'?s|it is|today is|today's|now is|now it'?s|now:|we are|we're|as of)(?: (?:now|already|only))?(?: the)?\s*$", re.IGNORECASE)
_TOLD_FROM_NOW = re.compile(r"\b(?:ago|back|yester\w+|last night|today|tonight)\b", re.IGNORECASE)
_SINCE = re.compile(r"(?:from|since|of|dated)\b", re.IGNORECASE)
_LIMIT = re.compile(r"(?:by|until|till)\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:can|could|may|should|shall|must|will|would|going to|want to|able to)\b", re.IGNORECASE)
_SPAN = re.compile(r"(?:with)?in\b|.*\bfrom now\b", re.IGNORECASE)
_REFERENCE = re.compile(r"(?:\border|\brefe?r?e?n?c?e?|\bn[or°]\.?|#|\bnumber|\bsize|\bversion)\s*$", re.IGNORECASE)
_FIGURES = re.compile(r"[\d/. -]+")
_DENIED_FIRST = re.compile(r"(?:\bnot|n't)\b[^.;?!,]{0,40}$", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:,|and|&|\+|/)\s*(?:also |then |was |were )?", re.IGNORECASE)
_BUT = re.compile(r"\s*,?\s*but\b", re.IGNORECASE)
_ENUMERATION = re.compile(r"\s*(?:(?:,|and|or|&|/|one|the other|another|on)\s*)*", re.IGNORECASE)
_DENIED = re.compile(r"(?:\b(?:not|never|nothing|no|without)|n't) (?:been |yet |even )*$", re.IGNORECASE)
_NEW_CLAUSE = re.compile(r"[,.;:?!]|\b(?:if|when|because|since|but|and)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dates:
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
class _Claim:
    gap: int
    mention: Mention
    cue: _Cue


def assign(text: str, mentions: Mapping[str, Sequence[Mention]], hints: Mapping[str, InputHints], now: datetime, asked: str = "") -> Dates:
    """Gives each date of the text to at most one input, and each input at most one date.

    `mentions` holds the dates as each input reads them (its lean). A date without a cue goes to the input that was
    `asked` for, else to the first one, and only when it is the only date.
    """
    names = list(mentions)
    every = mentions[names[0]]
    present = next((mention for mention in every if _is_present(text, mention)), None)
    events = [mention for mention in every if mention is not present and not _is_no_event(text, mention, now, hints[names[0]].lean)]
    cues = _cues(text, hints, every)
    claims = [claim for mention in events if (claim := _nearest(text, mention, cues, every, now))]
    limits = [mention for mention in every if mention is not present and mention not in events]
    of_limits = [cue for cue in cues if cue.name and hints[cue.name].limit]
    claims += [claim for mention in limits if (claim := _nearest(text, mention, of_limits, every, now))]
    claims.sort(key=lambda claim: (not (claim.cue.decisive and claim.gap <= _BESIDE), claim.gap))
    by_input: dict[str, Mention] = {}
    for claim in claims:
        if claim.cue.name:
            _give(by_input, claim, hints)
    _share(text, by_input, cues)
    for name, mention in list(by_input.items()):
        if any(_are_two_cases(text, mention, other) for other in every if other is not present):
            del by_input[name]
    claimed = {id(claim.mention) for claim in claims}
    spare = tuple(mention for mention in events if id(mention) not in claimed)
    if len(events) == len(spare) == 1 and not (_is_mere_today(spare[0], now) or _is_ahead(spare[0], now)):
        by_input[asked or names[0]] = spare[0]
    same = {name: _as_read_by(mentions[name], mention) for name, mention in by_input.items()}
    return Dates(same, present, spare)


def told(text: str, mentions: Sequence[Mention], now: datetime) -> tuple[Mention, ...]:
    """The days on which something happened, for a list that takes them all; a mere "today" is the day of the question."""
    events = tuple(m for m in mentions if m.value and not _is_present(text, m) and not _is_no_event(text, m, now, "past") and not _is_ahead(m, now))
    return tuple(m for m in events if not _is_mere_today(m, now))


def present(text: str, mentions: Sequence[Mention]) -> Mention | None:
    """The day that the text says is today; None when it does not say."""
    return next((mention for mention in mentions if _is_present(text, mention)), None)


def _give(by_input: dict[str, Mention], claim: _Claim, hints: Mapping[str, InputHints]) -> None:
    """Gives the claimed date to its input, or, as a later second one, to the input that repeats it."""
    first = by_input.setdefault(claim.cue.name, claim.mention)
    if first is claim.mention or not (first.value and claim.mention.value and first.value < claim.mention.value and claim.gap <= _BESIDE):
        return
    for name, hint in hints.items():
        if hint.repeats == claim.cue.name:
            by_input.setdefault(name, claim.mention)


def _share(text: str, by_input: dict[str, Mention], cues: Sequence[_Cue]) -> None:
    """Gives an input without a date that of the one whose cue it is joined with ("ordered and paid on Friday")."""
    for cue in cues:
        if not cue.name or cue.name in by_input:
            continue
        for other in cues:
            first, second = sorted((cue, other), key=lambda found: found.start)
            if other.name in by_input and first.end <= second.start and _JOINT.fullmatch(text[first.end : second.start]):
                by_input[cue.name] = by_input[other.name]
                break


def _as_read_by(mentions: Sequence[Mention], wanted: Mention) -> Mention:
    return next(mention for mention in mentions if mention.start == wanted.start)


def _are_two_cases(text: str, one: Mention, other: Mention) -> bool:
    """Whether two days stand side by side ("one on 10/11 and one on 12/11"): of two cases none is meant more."""
    first, second = sorted((one, other), key=lambda mention: mention.start)
    between = text[first.end : second.start]
    return first is not second and first.value != second.value and bool(between.strip()) and _ENUMERATION.fullmatch(between) is not None


def _is_present(text: str, mention: Mention) -> bool:
    """Whether the date tells what day it is: "it's the 23rd now", "now is 20/11 5pm"."""
    told = _TOLD_FROM_NOW.search(mention.text) or _SINCE.match(mention.text)  # "it's from the 19th" tells when it happened
    return _PRESENT.search(text[: mention.start]) is not None and not told


def _is_no_event(text: str, mention: Mention, now: datetime, lean: str) -> bool:
    """Whether it is a limit ("by Friday"), a denied day ("not on Friday") or a plan ("can I go to him today")."""
    before, after = text[: mention.start], text[mention.end :]
    if _NO_EVENT.search(before) or _LIMIT.match(mention.text) or (_FIGURES.fullmatch(mention.text) and _REFERENCE.search(before)):
        return True
    if _DENIED_FIRST.search(before) and _BUT.match(after):  # "not on the 20th but on the 21st"
        return True
    if lean == "past" and _SPAN.match(mention.text):  # "refunded in 7 days" names no day on which something happened
        return True
    if lean == "future" or not (_is_ahead(mention, now) or _is_mere_today(mention, now)):
        return False
    clause = before[max((match.end() for match in _NEW_CLAUSE.finditer(before)), default=0) :]
    return _PLANNED.search(clause) is not None


def _is_ahead(mention: Mention, now: datetime) -> bool:
    return mention.value is not None and mention.value[:10] > now.date().isoformat()


def _is_mere_today(mention: Mention, now: datetime) -> bool:
    """Whether it is "today" or the like without an hour."""
    return mention.value == now.date().isoformat() and not any(character.isdigit() for character in mention.text)


def _cues(text: str, hints: Mapping[str, InputHints], mentions: Sequence[Mention]) -> list[_Cue]:
    """Every cue in the text; one that is part of a longer one counts for nothing ("rejected" in "rejected again")."""
    every = []
    for name, hint in hints.items():
        for pattern, owner, decisive in ((hint.cue, name, False), (hint.deciding, name, True), (hint.decoy, "", False)):
            every += [_Cue(match.start(), match.end(), owner, decisive) for match in pattern.finditer(text)] if pattern else []
    every = [cue for cue in every if not _DENIED.search(text[: cue.start])]
    return [cue for cue in every if not any(_hides(other, cue, mentions) for other in every)]


def _hides(longer: _Cue, cue: _Cue, mentions: Sequence[Mention]) -> bool:
    inside = longer.start <= cue.start and cue.end <= longer.end and longer.end - longer.start > cue.end - cue.start
    # A date between them belongs to the shorter cue, which is then no mere part of the longer.
    return inside and longer.name != cue.name and not any(cue.end <= mention.start and mention.end <= longer.end for mention in mentions)


def _nearest(text: str, mention: Mention, cues: Sequence[_Cue], mentions: Sequence[Mention], now: datetime) -> _Claim | None:
    claims = [_Claim(gap, mention, cue) for cue in cues if (gap := _gap(text, mention, cue, mentions)) is not None]
    deciding = [claim for claim in claims if claim.cue.decisive and claim.gap <= _BESIDE]
    claims = [claim for claim in claims if claim.cue.name or claim.gap <= _BESIDE]
    best = min(deciding or claims, key=lambda claim: claim.gap, default=None)
    return best if best and best.gap <= (_BESIDE if _is_ahead(mention, now) else _FARTHEST) else None


def _gap(text: str, mention: Mention, cue: _Cue, mentions: Sequence[Mention]) -> int | None:
    """How far a cue is from a date; what stands between them counts, and a cue behind the date a little more."""
    start, end = (cue.end, mention.start) if cue.end <= mention.start else (mention.end, cue.start)
    if end < start:
        return 0 if cue.start < mention.start and cue.end <= mention.end else None  # the cue reaches into the date, or holds it
    between = text[start:end]
    gap = len(between) + _SENTENCE * len(_SENTENCE_END.findall(between)) + _CLAUSE * len(_CLAUSE_END.findall(between))
    gap += _OTHER_DATE * sum(start <= other.start and other.end <= end for other in mentions)
    return gap + (_BEHIND if cue.start >= mention.end else 0)
