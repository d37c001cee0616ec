"""What a message says to be held: the list that follows "I have numbers for", and no more than that list.

Refuses what is in doubt: a denied, wanted or expired number, and things that only stand behind the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.understanding import countries
from knowledge.understanding.hints import InputHints, ListCue
from knowledge.understanding.vocabulary import Named

_CLAUSE_END = re.compile(r"[.;?!,:(]|\b(?:but|and|because|if|so|since)\b", re.IGNORECASE)
_UNDONE = re.compile(
    r"\b(?:no|not|cannot|none|neither|nor|without|never|nothing|dont|doesnt|havent|need\w*|requir\w*|want\w*|get|getting|miss\w*|lack\w*|which|what"
    r"|how many|how much|should|must"
    r"|would|could|can|will|going to|soon|appl(?:y|ied|ying)|waiting|pending|asked|request\w*|expire\w*|lost|do|does|did|used to|had|wish|hope|plan"
    r"|planning|once|until|before|as soon as)\b|n't\b|\b(?:is|are) $",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\W*(?:for |of )?(?:(?P<both>both)|all|each|every(?:thing)?)(?: (?:one|of|them|these|those|it|my|our|the|two|three|four|categor\w+|products?"
    r"|goods|kinds?))*(?=\W|$)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:\s|,|&|\+|/|:|\(|\)|-|\band\b|\bplus\b|\bas well as\b|\balso\b|\bboth\b|\bfor\b|\bof\b|\bthe\b|\bmy\b|\bour\b|\bown\b|\bhis\b|\bher\b"
    r"|\btheir\b|\bepr\b|\bcategor(?:y|ies)\b"
    r"|\bshipping\b|\bcardboard\b|\bcovers?\b)*",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[\s:–-]*(?:and )?(?:numbers? )?(?:too )?(?:are|is|isn't|aren't|was|were|needs?|lacks?|miss\w*|remains?|still|don'?t|does\w*|not|never|will"
    r"|would|come|to (?:come|get|do|follow)|next|pending"
    r"|expired?|have|has|none|nothing|no|without|only|later|soon|missing|which|that|from (?:an?|my|the|another|some)|(?:but|though|although) (?:it"
    r"|they|both|those|that))\b",
    re.IGNORECASE,
)


def held(text: str, hints: InputHints, named: Sequence[Named], goods: Sequence[str]) -> list[str] | None:
    """Codes said to be held, in order; [] when it says that there is none; None when it does not say.

    `named` are the codes in the text; `goods` those the message is about, which "both" and "all of them" mean.
    """
    found: list[str] = []
    for cue in hints.lists:
        for match in cue.before.finditer(text):
            if not _is_undone(text, match):
                found += _listed(text, match.end(), cue, named, goods)
    if found:
        return list(dict.fromkeys(found))
    return [] if hints.empty and hints.empty.search(text) else None


def _is_undone(text: str, match: re.Match[str]) -> bool:
    """Whether the clause denies, wants or asks what the cue says."""
    before = text[: match.start()]
    clause = before[max((end.end() for end in _CLAUSE_END.finditer(before)), default=0) :]
    return _UNDONE.search(clause) is not None


def _listed(text: str, start: int, cue: ListCue, named: Sequence[Named], goods: Sequence[str]) -> list[str]:
    """The codes of the list that begins at `start`, when what must follow it does follow."""
    if cue.only:
        return list(goods) if len(goods) == 1 else []
    every = _ALL.match(text, start)
    if every:
        fits = cue.after.match(text, every.end()) and not (every["both"] and len(goods) != 2)
        return list(goods) if fits and not _GOES_ON.match(text, every.end()) else []
    items: list[Named] = []
    end = start
    for item in named:
        if item.start >= end:
            if not _BETWEEN.fullmatch(text[end : item.start]):
                break
            items.append(item)
            end = item.end
    if items and _GOES_ON.match(text, end):
        items = _before_last_comma(text, items)
    elif items and _is_abroad(text, end):
        items = []
    return [item.code for item in items] if items and cue.after.match(text, end) else []


def _is_abroad(text: str, end: int) -> bool:
    """Whether the list is of numbers of another country ("for textiles in Germany")."""
    places = [place for place in countries.places(text) if place.code not in countries.FRENCH]
    return any(end < place.start and re.fullmatch(r" (?:in|for|from) (?:the )?", text[end : place.start], re.IGNORECASE) for place in places)


def _before_last_comma(text: str, items: list[Named]) -> list[Named]:
    """What is left of a list whose end is the subject of a new clause ("textiles, lamps are missing")."""
    for place in range(len(items) - 1, 0, -1):
        if "," in text[items[place - 1].end : items[place].start]:
            return items[:place]
    return []
