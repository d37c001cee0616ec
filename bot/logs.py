"""How the program logs: one line an event, to standard error, without the content of messages.

Refuses the words of an exception, which may quote a message; its kind and its places in the code say where to look.
At level debug, for a developer, they stay.
"""

from __future__ import annotations

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict, WrappedLogger


def configure(level: str) -> None:
    """Sets the lowest level that is logged."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if level == "debug" else _places,  # no local variables either way
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _places(logger: WrappedLogger, method: str, entry: EventDict) -> EventDict:
    """Puts the kinds of an exception and of its causes, each with its places in the code, where the exception was."""
    error = entry.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    found: list[str] = []
    while isinstance(error, BaseException):
        found.append("".join([f"{type(error).__module__}.{type(error).__name__}\n", *traceback.format_tb(error.__traceback__)]))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return {**entry, "exception": "after ".join(found)} if found else entry
