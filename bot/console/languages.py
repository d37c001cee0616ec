"""What languages are called in English, the language of the console.

Gives a code that nobody knows as it is.
"""

from __future__ import annotations

from babel import Locale

_ENGLISH = Locale.parse("en").languages


def language_name(code: str) -> str:
    """The English name of a language."""
    return str(_ENGLISH.get(code, code))
