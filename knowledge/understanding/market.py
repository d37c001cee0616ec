"""Whether a seller is the first to put goods on the French market, as far as the words tell.

Yes for who makes or imports them or sends them into France from abroad, no for who resells goods bought in France.
Refuses to choose between a yes and a no.
"""

from __future__ import annotations

from knowledge.understanding.countries import FRENCH, Countries, Place
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hints import InputHints


class Market:
    """Reads who is first on the French market from texts in one language."""

    def __init__(self, grammar: Grammar, countries: Countries) -> None:
        self._words, self._countries = grammar.market, countries

    def is_first(self, text: str, hints: InputHints) -> bool | None:
        """What the text says; None when it says nothing or both."""
        found = self._countries.places(text)
        into_france = [place for place in found if place.role in ("to", "bare") and (place.code in FRENCH or not place.code)]
        if not into_france and self._sends_nothing(text, found):
            return False
        abroad = [place for place in found if place.role == "from" and place.code not in FRENCH and not self._is_made_there(text, place)]
        denials = list(hints.denied.finditer(text)) if hints.denied else []
        claims = list(hints.agreed.finditer(text)) if hints.agreed else []
        # "I'm not the importer" holds the words of a yes as well.
        claims = [claim for claim in claims if not any(denial.start() < claim.end() and claim.start() < denial.end() for denial in denials)]
        agreed = bool(claims or (abroad and into_france))
        return None if agreed == bool(denials) else agreed

    def _sends_nothing(self, text: str, found: tuple[Place, ...]) -> bool:
        """Whether the text says that nothing goes to France: outright, or because everything goes only elsewhere."""
        elsewhere = any(place.role in ("to", "bare") and place.code not in FRENCH for place in found)
        # "I do not ship to France" alone may still mean Réunion, or a later question about France.
        if self._words.nothing.search(text) or (elsewhere and any(place.role == "not" and place.code in FRENCH for place in found)):
            return True
        to = [place for place in found if place.role == "to"]
        return bool(to) and any(self._words.only.search(text[max(place.start - 25, 0) : place.start] + text[place.end : place.end + 6]) for place in to)

    def _is_made_there(self, text: str, place: Place) -> bool:
        """Whether only the making is told: who brought the goods to France is then open."""
        return self._words.made.search(text[: place.start]) is not None
