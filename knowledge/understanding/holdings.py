"""What a message says to be held: the list that follows "I have numbers for", and no more than that list.

Refuses what is in doubt: a denied, wanted or expired number, and things that only stand behind the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.understanding.countries import FRENCH, Countries
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hints import InputHints, ListCue
from knowledge.understanding.vocabulary import Named
from knowledge.understanding.words import said


class Holdings:
    """Reads what is held from texts in one language."""

    def __init__(self, grammar: Grammar, countries: Countries) -> None:
        self._words, self._countries = grammar.holdings, countries

    def held(self, text: str, hints: InputHints, named: Sequence[Named], goods: Sequence[str]) -> list[str] | None:
        """Codes said to be held, in order; [] when it says that there is none; None when it does not say.

        `named` are the codes in the text; `goods` those the message is about, which "both" and "all of them" mean.
        """
        found: list[str] = []
        for cue in hints.lists:
            for match in cue.before.finditer(text):
                if not self._is_undone(text, match):
                    found += self._listed(text, match.end(), cue, named, goods)
        if found:
            return list(dict.fromkeys(found))
        return [] if hints.empty and hints.empty.search(text) else None

    def _is_undone(self, text: str, match: re.Match[str]) -> bool:
        """Whether the clause denies, wants or asks what the cue says."""
        before = text[: match.start()]
        clause = before[max((end.end() for end in self._words.clause.finditer(before)), default=0) :]
        return self._words.undone.search(clause) is not None

    def _listed(self, text: str, start: int, cue: ListCue, named: Sequence[Named], goods: Sequence[str]) -> list[str]:
        """The codes of the list that begins at `start`, when what must follow it does follow."""
        if cue.only:
            return list(goods) if len(goods) == 1 else []
        words = self._words
        every = words.every.match(text, start)
        if every:
            fits = cue.after.match(text, every.end()) and not (said(every, "both") and len(goods) != 2)
            return list(goods) if fits and not words.goes_on.match(text, every.end()) else []
        items: list[Named] = []
        end = start
        for item in named:
            if item.start >= end:
                if not words.between.fullmatch(text[end : item.start]) or _word(text, item) in {_word(text, listed) for listed in items}:
                    break
                items.append(item)
                end = item.end
        follows, goes_on = cue.after.match(text, end), words.goes_on.match(text, end)
        if items and goes_on and not (follows and follows.end() >= goes_on.end()):  # else the cue itself tells how it goes on
            items = _before_last_comma(text, items)
        elif items and self._is_abroad(text, end):
            items = []
        return [item.code for item in items] if items and follows else []

    def _is_abroad(self, text: str, end: int) -> bool:
        """Whether the list is of numbers of another country ("for textiles in Germany")."""
        places = [place for place in self._countries.places(text) if place.code not in FRENCH]
        return any(end < place.start and self._words.elsewhere.fullmatch(text[end : place.start]) for place in places)


def _word(text: str, item: Named) -> str:
    """What a thing is called: called so again, it begins another list ("for textiles and lamps, the lamps number")."""
    return text[item.start : item.end].lower()


def _before_last_comma(text: str, items: list[Named]) -> list[Named]:
    """What is left of a list whose end is the subject of a new clause ("textiles, lamps are missing")."""
    for place in range(len(items) - 1, 0, -1):
        if "," in text[items[place - 1].end : items[place].start]:
            return items[:place]
    return []
