"""The names under which other engines know what our questions ask for, and which questions are held back from them.

Runs in every engine's own environment: nothing but the standard library here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

FOREIGN = "out_of_scope"
"""What a question asks for that nothing here answers: a near miss of an article, or another matter."""
_SEPARATOR = "_"  # Rasa reads a slash in an intent's name as two names
_ANSWERING = ("article", "rule")


def route(kind: str, label: str) -> str:
    """The name of an article, a rule or small talk."""
    return f"{kind}{_SEPARATOR}{label}"


def asked_for(name: str) -> tuple[str, str]:
    """Kind and label of such a name; of `FOREIGN` a kind that answers nothing."""
    kind, _, label = name.partition(_SEPARATOR)
    return kind, label


def answering(taught: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The questions that an article or a rule answers, by its name."""
    return {name: texts for name, texts in taught.items() if asked_for(name)[0] in _ANSWERING}


def held_back(taught: Mapping[str, Sequence[str]]) -> tuple[dict[str, Sequence[str]], list[tuple[str, str]]]:
    """The questions of each route without its last one, of the foreign ones without about as many as that makes; and those held back, with their route."""
    held = [(texts[-1], name) for name, texts in taught.items() if name != FOREIGN and len(texts) > 1]
    kept = {name: texts[:-1] for name, texts in taught.items() if name != FOREIGN and len(texts) > 1}
    if foreign := taught.get(FOREIGN):
        step = max(2, len(foreign) // max(1, len(held)))
        held += [(text, FOREIGN) for text in foreign[::step]]
        kept[FOREIGN] = [text for place, text in enumerate(foreign) if place % step]
    return kept, held
