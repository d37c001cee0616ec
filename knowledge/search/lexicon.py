"""Which words the texts and questions of an index have, and how much of a message is made of them.

Counts words as they are written; mends none, and judges nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Iterable

_WORD = re.compile(r"[^\W\d_]+")


class Lexicon:
    """The words of texts, a rare one weighing more than a common one."""

    def __init__(self, texts: Iterable[str]) -> None:
        every = list(texts)
        self._counts = Counter(word for text in every for word in set(words_of(text)))
        self._most = math.log(len(every) + 1)

    def share(self, text: str) -> float:
        """The share of a text's words, by weight, that is known: 0 for words that stand nowhere, 1 where it has no words at all."""
        return self.share_among(text, self._counts)

    def share_among(self, text: str, known: Container[str]) -> float:
        """The share of a text's words, by weight, that is among those known."""
        weights = [(word in known, self._most - math.log(self._counts[word] + 1)) for word in words_of(text)]
        total = sum(weight for _, weight in weights)
        return sum(weight for is_known, weight in weights if is_known) / total if total else 1.0

    def knows(self, text: str) -> bool:
        """Whether at least half of a text's words are known, a rare one counting like a common one."""
        found = [word in self._counts for word in words_of(text)]
        return sum(found) * 2 >= len(found)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, each as often as it stands there."""
    return [word.lower() for word in _WORD.findall(text)]
