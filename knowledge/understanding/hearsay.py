"""What a seller tells of somebody else beside a matter of their own: "my cousin was penalised on the 3rd, I on the 9th".

Leaves everything where the message tells of nobody else, or of nothing of the seller's own: who asks for a friend is answered too.
"""

from __future__ import annotations

from knowledge.understanding.grammar import Grammar

_INSTEAD = "_"  # what begins where a clause stood: a pattern for the start of a text looks for a word there


class Hearsay:
    """Takes clauses about others out of texts in one language."""

    def __init__(self, grammar: Grammar) -> None:
        self._words = grammar.hearsay

    def without(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text with such clauses blotted out (it stays as long), and the clauses.

        They are to be read back: a brother may have answered for the shop, and a cousin be the buyer.
        """
        clauses = tuple(match[0].strip() for match in self._words.others.finditer(text))
        if not clauses:
            return text, ()
        found = self._words.others.sub(lambda match: _INSTEAD.ljust(len(match[0])), text)
        return (found, clauses) if self._words.own.search(found) else (text, ())
