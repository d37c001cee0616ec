"""Countries and French territories named in a text, as ISO 3166-1 codes, and what is said to happen there.

Names come from CLDR (through babel). Refuses to list the countries of a region: "the whole EU" is no list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.understanding import placenames
from knowledge.understanding.placenames import FRENCH

__all__ = ["FRENCH", "Place", "Role", "find", "places"]

Role = Literal["to", "not", "from", "bare"]
"""Goods go there, explicitly do not, come from there, or nothing is said."""

_ADJECTIVE = re.compile(
    rf"\b(?P<adjective>{'|'.join(placenames.DEMONYMS)})[ -](?:\w+ )?(?:(?P<people>(?:{placenames.PEOPLE}|market|territory|soil)\b)"
    r"|(?P<firm>(?:shop|company|seller|store|firm|business|warehouse|stock"
    r"|workshop|factory|manufacturer|startup|merchant|retailer)\b))",
    re.IGNORECASE,
)

_DENY = r"(?:\b(?:not|never|no longer|nothing|stop(?:ped|s|ping)?|quit|ceased|nor)|n't|\bdont) (?!only|just)"
_GOING = r"(?:ship|sell|sold|send|sent|deliver|export|post|mail|go(?:es)?|suppl|offer|serv|dispatch|put|plac|market|distribut|resell|resold)\w*"
_FILL = rf"(?:(?!(?:{_GOING}|to|into|towards?|for|and|or|but)\b)[\w'-]+ )"
_NOT = re.compile(
    r"\b(?:except|excluding|excl\.?|exclud\w+|apart from|other than|but not|besides|without)(?: for| to| in)?(?: the)? $"
    rf"|{_DENY}(?:(?:\w+ ){{0,3}}?{_GOING} (?:\w+ ){{0,3}}?)?(?:to|in|into|for|on|within)(?: the)? $"
    rf"|\bno (?:\w+ ){{0,2}}?(?:{placenames.PEOPLE}|sales|shipping|parcels|deliver\w+) (?:to|in|into|from)(?: the)? $",
    re.IGNORECASE,
)
_PEOPLE_THERE = re.compile(rf"\b(?:{placenames.PEOPLE})\b[^.;?!,]{{0,25}}\b(?:in|from|of)(?: the)? $", re.IGNORECASE)
_HOME = (
    r"made|bought|buy\w*|purchas\w*|sourc\w*|get|got|order\w*|produc\w*|manufactur\w*|print\w*|sewn|sew|knit\w*|buil[dt]|design\w*|assembl\w*|woven"
    r"|weave|craft\w*|make|making|carve\w*"
    r"|based|located|establish\w*|registered|liv(?:e|es|ing)|resid\w*|headquarter\w*|incorporated|warehouses?|stock\w*|stor(?:ed|age)|factor(?:y|ies)"
    r"|suppliers?|wholesalers?"
    r"|distributors?|importers?|manufacturers?|producers?|workshop|atelier|shop|store|company|firm|business|office|seller|partner|brand|am|are|i'm|we're|here"
)
_FROM = re.compile(rf"\b(?:from|out of) {_FILL}{{0,2}}?$|(?<![-\w])(?:{_HOME}) {_FILL}{{0,2}}?(?:in|at|of|near) (?:\w+, )?(?:the |\w+ern )?$", re.IGNORECASE)
_FROM_BEHIND = re.compile(r"[ -](?:based|made|factory|supplier|warehouse|company|shop|seller|brand|workshop|office)\b", re.IGNORECASE)
_FILLERS = r"(?:the |all |all of |whole |whole of |mainland |metropolitan |only |also |just |both |parts of |anywhere in |everyone in |and )*"
_TO = re.compile(rf"\b(?:to|too|into|towards?|for|across|throughout|over|within|destination|destinations)[: ]+{_FILLERS}$|(?<!\w)(?:->|→|>) ?$", re.IGNORECASE)
_IN = re.compile(rf"\b(?:in|on|inside|around|through) {_FILLERS}$", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;?!]|\bbut\b", re.IGNORECASE)
_SENDS = re.compile(rf"\b(?:{_GOING}|{placenames.PEOPLE}|sales?|only)\b", re.IGNORECASE)
_JOINED = re.compile(
    r"[ ]*(?:,|/|&|\+|\band\b|\bor\b|\bplus\b|\bet\b|\bas well as\b|\bthen\b)+[ ]*(?:(?:also|and|sometimes|now|mainland|metropolitan|the|all of|only) )*",
    re.IGNORECASE,
)


_OTHERS_BRING = re.compile(
    r"\b(?:he|him|she|they|who|which|suppliers?|wholesalers?|distributors?|importers?|manufacturers?|makers?|producers?|factory|brand)"
    r"(?: (?!i\b|we\b)[\w']+){0,3}? (?:put|puts|place|places|placed|bring|brings|brought)(?: (?:it|them|these|the \w+|first))* on(?: the)? $",
    re.IGNORECASE,
)
_FARTHEST = 300  # characters
_NEAR = 25


@dataclass(frozen=True, slots=True)
class Place:
    """A country at start:end of a text, and what is said to happen there; a region has no code."""

    start: int
    end: int
    code: str
    role: Role


def find(text: str) -> tuple[str, ...]:
    """Codes of the countries that goods go to, in order, each once; none at all where a whole region is among them."""
    found = places(text)
    to = [place for place in found if place.role == "to"] or [place for place in found if place.role == "bare"]
    if any(place.code == placenames.REGION for place in to):
        return ()
    return tuple(dict.fromkeys(place.code for place in to))


def one(text: str, role: Literal["any", "to", "from"], cue: re.Pattern[str] | None = None) -> str | None:
    """The one country named, of any role, or that goods go to or come from; with a cue, the one that stands nearest to it.

    None when no country or several are meant, or a region that is no single country.
    """
    every = places(text)
    found = [place for place in every if role in ("any", place.role)]
    cues = list(cue.finditer(text)) if cue else []
    if cues and not found:  # of a bare name only the cue tells what it is
        found = [place for place in every if place.role == "bare" and _distance(place, cues) <= _NEAR]
    exact = [min(found, key=lambda place: _distance(place, cues))] if cues and found else found
    codes = {place.code for place in exact}
    return (codes.pop() or None) if len(codes) == 1 else None


def _distance(place: Place, cues: Sequence[re.Match[str]]) -> int:
    return min(max(place.start - cue.end(), cue.start() - place.end, 0) for cue in cues)


def places(text: str) -> tuple[Place, ...]:
    """Every country named, in order of place."""
    plain = placenames.without_accents(text)
    pattern, codes = placenames.names()
    named = [(m.start(), m.end(), codes[m.group().lower()]) for m in pattern.finditer(plain)]
    found: list[Place] = []
    for start, end, code in named:
        role = _role(plain, start, end, found[-1] if found else None)
        if _is_sure(plain, start, end, role, joined=bool(found) and _JOINED.fullmatch(plain[found[-1].end : start]) is not None):
            found.append(Place(start, end, code, role))
    for match in _ADJECTIVE.finditer(plain):
        before = _before(plain, match.start())
        brought = match["people"] is None or _OTHERS_BRING.search(before) is not None
        role = "from" if brought else "not" if _NOT.search(before) else "to"
        found.append(Place(match.start(), match.end(), placenames.DEMONYMS[match["adjective"].lower()], role))
    return tuple(sorted(found, key=lambda place: place.start))


def _is_sure(text: str, start: int, end: int, role: Role, *, joined: bool) -> bool:
    """Whether what may be another word is meant as a country."""
    name = text[start:end]
    if name.lower() in placenames.LETTERS:
        return name.isupper() and not text.isupper() and (joined or name not in ("IT", "RE", "AT", "BE"))
    return name.lower() not in placenames.CAPITAL or (role == "to" and not name.islower())


def _before(text: str, start: int) -> str:
    """What stands before a name, as far as it can say anything about it: a message full of names must not take seconds."""
    return text[max(start - _FARTHEST, 0) : start]


def _role(text: str, start: int, end: int, earlier: Place | None) -> Role:
    before = _before(text, start)
    if earlier and (joint := _JOINED.fullmatch(text[earlier.end : start])):
        return "to" if earlier.role == "not" and "only" in joint.group().lower() else earlier.role
    if _NOT.search(before):
        return "not"
    if _PEOPLE_THERE.search(before):
        return "to"
    if _FROM.search(before) or _FROM_BEHIND.match(text[end:]):
        return "from"
    if _TO.search(before) or re.search(r"\b(?:everywhere|all over|anywhere) (?:in )?(?:the )?$", before, re.IGNORECASE):
        return "to"
    clause = before[max((match.end() for match in _CLAUSE.finditer(before)), default=0) :]
    sends = _SENDS.search(clause) is not None
    said_anyhow = re.fullmatch(r"(?:worldwide|everywhere|anywhere|abroad|internationally)", text[start:end], re.IGNORECASE) is not None
    return "to" if sends and (_IN.search(before) or said_anyhow) else "bare"
