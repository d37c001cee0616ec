"""The marks that people write around words on platforms, taken away: what they have said in one is read in another.

Refuses to touch figures and names that merely look marked: 2*3*4 and snake_case stay.
"""

from __future__ import annotations

import re

_MARKED = re.compile(r"(?<!\w)([*_~`]+)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL)
_DEEPEST = 4  # marks within marks


def unmarked(text: str) -> str:
    """A text without the marks of bold, slanted, struck and literal words, in Markdown as well as in Slack's markup."""
    for _ in range(_DEEPEST):
        without = _MARKED.sub(r"\2", text)
        if without == text:
            break
        text = without
    return text
