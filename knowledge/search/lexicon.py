"""Which words the texts and questions of an index have, and how much of a message is made of them.

Counts words as they are written; mends none, and judges nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Container, Sequence

_WORD = re.compile(r"[^\W\d_]+")


class Lexicon:
    """The words of texts, a rare one weighing more than a common one, and which of them an article has."""

    def __init__(self, labelled: Sequence[tuple[str, str]]) -> None:
        """Each text with the article that it belongs to, an empty name for those that belong to none."""
        self._counts: Counter[str] = Counter()
        self._of: defaultdict[str, set[str]] = defaultdict(set)
        for article, text in labelled:
            words = set(words_of(text))
            self._counts.update(words)
            if article:
                self._of[article] |= words
        self._most = math.log(len(labelled) + 1)

    def share(self, text: str) -> float:
        """The share of a text's words, by weight, that is known: 0 for words that stand nowhere, 1 where it has no words at all."""
        return self._share(text, self._counts)

    def share_of(self, text: str, article: str) -> float:
        """The share of a text's words, by weight, that an article has."""
        return self._share(text, self._of[article])

    def knows(self, text: str) -> bool:
        """Whether at least half of a text's words are known, a rare one counting like a common one."""
        found = [word in self._counts for word in words_of(text)]
        return sum(found) * 2 >= len(found)

    def _share(self, text: str, known: Container[str]) -> float:
        weights = [(word in known, self._most - math.log(self._counts[word] + 1)) for word in words_of(text)]
        total = sum(weight for _, weight in weights)
        return sum(weight for is_known, weight in weights if is_known) / total if total else 1.0


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, each as often as it stands there."""
    return [word.lower() for word in _WORD.findall(text)]
