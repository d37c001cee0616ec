"""How the program logs: one line an event, to standard error, without the content of messages."""

from __future__ import annotations

import logging
import sys

import structlog


def configure(level: str) -> None:
    """Sets the lowest level that is logged."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,  # a plain trace: local variables could hold what sellers wrote
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
