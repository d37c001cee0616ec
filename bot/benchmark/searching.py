"""Times the console's search in a process of its own: what is found for a question, with its passages marked, as the page shows it.

Refuses to time the first searches: they load what later ones find loaded.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from bot.console.highlighting import Highlighters
from bot.console.hits import Hits
from bot.lookup import Lookup
from bot.services import load_lookup
from bot.settings import Settings

_UNTIMED = 20


def samples(lookup: Lookup, texts: Sequence[str], seconds: float) -> list[float]:
    """Milliseconds that each search took, for as many texts as there is time for."""
    hits, found = Hits(lookup, Highlighters(lookup.base)), list[float]()
    for text in texts[:_UNTIMED]:
        hits.of(lookup.search(text, None))
    until = time.monotonic() + seconds
    for text in texts:
        began = time.perf_counter()
        hits.of(lookup.search(text, None))
        found.append((time.perf_counter() - began) * 1000)
        if time.monotonic() > until:
            break
    return found


if __name__ == "__main__":
    json.dump(samples(load_lookup(Settings()), sys.stdin.read().split("\n"), float(sys.argv[1])), sys.stdout)
