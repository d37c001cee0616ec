"""How an engine is asked: a process that reads a question a line and writes what it makes of it a line, with the time that alone took.

Runs in every engine's own environment, Rasa's Python 3.10 too: nothing but the standard library here.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

Understand = Callable[[str], Any]
Told = Callable[[Any], "dict[str, Any]"]
"""Makes JSON of what was understood; outside the time that is measured."""


def answer(load: Callable[[], tuple[Understand, Told]]) -> None:
    """Loads an engine, says so by an empty object, and answers each question of standard input until that ends."""
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries print what they like
    understand, told = load()
    print("{}", file=lines, flush=True)
    for line in sys.stdin:
        text = json.loads(line)
        began = time.perf_counter()
        understood = understand(text)
        took = (time.perf_counter() - began) * 1000
        print(json.dumps(told(understood) | {"milliseconds": took}), file=lines, flush=True)


def ranked(scored: list[tuple[str, float]]) -> dict[str, Any]:
    """Routes with their scores, in the form in which they are told."""
    return {"routes": [[name, float(score)] for name, score in scored]}
