"""The examination of an installation: one line for each thing that service needs, and what to do where it fails.

Refuses to change anything: it builds, mends and starts nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime

from bot.doctor import configuration, prepared, surroundings
from bot.doctor.line import Line

__all__ = ["Line", "examine"]


def examine(now: datetime) -> Iterator[Line]:
    """All lines, each as soon as it is known."""
    yield surroundings.python(sys.version_info[:2])
    settings, lines = configuration.read(os.environ)
    yield from lines
    country = surroundings.country(settings.country, settings.subdivision)
    yield country
    if country.stops:  # the rest can be looked at with any calendar
        settings = settings.model_copy(update={"country": "FR", "subdivision": None})
    yield surroundings.time_zone("Europe/Paris")
    yield from prepared.examine(settings, now.date())
    yield from surroundings.ports(settings.host, settings.port, settings.dialogue_port)
    yield surroundings.folder(settings.var)
    yield surroundings.database(settings.database_url)
    yield surroundings.chromium()
