"""Regular expressions of the data, compiled once in a process: the files are read again for every check and every published article.

Python's own memory of patterns holds far fewer than the data has.
"""

from __future__ import annotations

import re
from functools import lru_cache

_KEPT = 50_000  # several times what the data has, in case it is edited for a long time


@lru_cache(_KEPT)
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern. Raises re.error."""
    return re.compile(pattern, flags)
