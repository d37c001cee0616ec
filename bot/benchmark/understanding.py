"""Times understanding one message, in a process of its own: detect the language, encode, search, decide; beside the bare encoder on the same message.

Refuses to ask anything twice: nothing that was kept of one question speeds up another.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from bot.benchmark.bare import BareEncoder
from bot.lookup import Lookup
from bot.services import load_lookup
from bot.settings import Settings

BARE, LANGUAGE, WHOLE = "understanding: the bare encoder", "understanding: the language alone", "understanding one message"
_UNTIMED = 20


def samples(lookup: Lookup, bare: BareEncoder, texts: Sequence[str], seconds: float) -> dict[str, list[float]]:
    """Milliseconds of each, for as many texts as there is time for; the first texts load what later ones find loaded, and are not counted."""
    found: dict[str, list[float]] = {BARE: [], LANGUAGE: [], WHOLE: []}
    languages, clock = lookup.languages, lookup.clock(None)
    until = float("inf")
    for place, text in enumerate(texts):
        tensors = bare.tensors(text)
        for is_ours in (place % 2 == 0, place % 2 == 1):  # what runs first leaves its data in the caches
            began = time.perf_counter()
            if is_ours:
                tongue = languages.tongue(text)
                detected = time.perf_counter()
                languages.assistant(tongue).understander.understand(text, clock)
                found[LANGUAGE].append((detected - began) * 1000)
            else:
                bare.run(tensors)
            found[WHOLE if is_ours else BARE].append((time.perf_counter() - began) * 1000)
        if place == _UNTIMED:
            until = time.monotonic() + seconds
        if time.monotonic() > until:
            break
    return {name: took[_UNTIMED:] for name, took in found.items()}


if __name__ == "__main__":
    settings = Settings()
    floor = BareEncoder(settings.encoder_folder, settings.encoder_threads)
    json.dump(samples(load_lookup(settings), floor, sys.stdin.read().split("\n"), float(sys.argv[1])), sys.stdout)
