"""Which language a message is written in, among those sellers write.

Says the language spoken so far unless another one is clearly meant: misspelt English must not be taken for French.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

_CODES = {
    Language.ENGLISH: "en",
    Language.FRENCH: "fr",
    Language.SPANISH: "es",
    Language.ITALIAN: "it",
    Language.GERMAN: "de",
    Language.POLISH: "pl",
    Language.PORTUGUESE: "pt",
}
KNOWN = frozenset(_CODES.values())
_FEW_WORDS, _BELOW_OF_FEW = 3, 0.02  # "so it's zero?" says too little to change the language
_BELOW = 0.17  # probability of the language so far under which a message is taken for another one (docs/measurements.md)


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_CODES).build()


def detect(text: str, before: str = "en", known: Set[str] = frozenset()) -> str:
    """ISO 639-1 code of the message's language; `before` is the one spoken so far, and stays unless another is clearly meant.

    `known` are common words of the language so far: a few words of which it knows one say too little to change it.
    """
    words = [word for word in text.split() if any(letter.isalpha() for letter in word)]
    # Names say nothing of the language: "Réunion, Mayotte" is an answer in English as well.
    if sum(number == 0 or not word[0].isupper() for number, word in enumerate(words)) < 2:
        return before
    found = _detector().compute_language_confidence_values(text)
    so_far = next((value.value for value in found if _CODES[value.language] == before), 0.0)
    is_doubtful = len(words) <= _FEW_WORDS and not known.isdisjoint(words_of(text))
    return before if so_far >= (_BELOW_OF_FEW if is_doubtful else _BELOW) else _CODES[found[0].language]


def likeliest(text: str) -> str:
    """ISO 639-1 code of the likeliest language, however little the text says."""
    found = _detector().compute_language_confidence_values(text)
    return _CODES[found[0].language] if found else ""


def words_of(text: str) -> list[str]:
    """The words of a text in small letters."""
    return re.findall(r"[^\W\d_]+", text.lower())


def warm_up() -> None:
    """Loads the language models ahead of the first message."""
    _detector().detect_language_of("hello")
