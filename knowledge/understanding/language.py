"""Which language a message is written in, among those sellers write.

Says English unless another language is clearly meant: misspelt English must never be turned away.
"""

from __future__ import annotations

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
_SURE = {1: 1.0, 2: 0.97, 3: 0.9}  # least share of another language, by number of words
_SURE_LONGER = 0.75


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_CODES).with_low_accuracy_mode().build()


def detect(text: str) -> str:
    """ISO 639-1 code of the message's language."""
    words = [word for word in text.split() if any(letter.isalpha() for letter in word)]
    if len(words) < 2:
        return "en"
    best = _detector().compute_language_confidence_values(text)[0]
    return _CODES[best.language] if best.value >= _SURE.get(len(words), _SURE_LONGER) else "en"


def warm_up() -> None:
    """Loads the language models ahead of the first message."""
    _detector().detect_language_of("hello")
