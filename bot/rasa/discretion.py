"""Keeps what sellers write out of the dialogue engine's log: errors say what kind they are and where they happened.

Refuses the words, ids and values that stock code adds to its entries; at log level DEBUG, for a developer, all of it stays.
"""

import logging
import os
import sys
import traceback
from typing import Any

import structlog

KEPT = ("event", "level", "timestamp")


def places(error: BaseException | None) -> str:
    """The kinds of an error and of its causes, with the lines of code that they passed; what they say may quote a message."""
    found = []
    while error is not None:
        lines = (f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__))
        found.append(f"{type(error).__name__} at " + " < ".join(reversed(list(lines))))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "; after ".join(found) or "unknown"


def without_words(logger: Any, method: str, entry: dict[str, Any]) -> dict[str, Any]:
    """The last processor before an entry is written."""
    kept = {key: entry[key] for key in KEPT if key in entry}
    return {**kept, "failure": places(sys.exc_info()[1])} if entry.get("exception") or entry.get("exc_info") else kept


def keep() -> None:
    """Applies it to both ways in which the engine logs, which are configured before this module is loaded."""
    if os.environ.get("LOG_LEVEL") == "DEBUG":
        return
    processors = structlog.get_config()["processors"]  # the list itself: loggers that are in use already look into it as well
    processors.insert(len(processors) - 1, without_words)
    logging.Formatter.formatException = lambda self, failed: places(failed[1])
