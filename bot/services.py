"""Everything that is loaded once and shared: the one place where settings, clocks and files meet knowledge.

Refuses to load what has not been prepared, and says how to prepare it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime

from bot.dialogue import project
from bot.lookup import Lookup
from bot.settings import Settings
from knowledge.assistant import Assistant
from knowledge.base import KnowledgeBase
from knowledge.calendars import Calendar
from knowledge.search import export
from knowledge.search.encoder import PACKAGED, Encoder, load_encoder, packaged_folder


def now() -> datetime:
    """The current time; the only clock of the program."""
    return datetime.now(UTC)


def load_base(settings: Settings) -> KnowledgeBase:
    """The knowledge base. Raises DataError."""
    return KnowledgeBase(settings.data, Calendar(settings.country, settings.subdivision))


def encoder(settings: Settings, progress: Callable[[str], None]) -> Encoder:
    """The configured encoder for building, on all processors, exported first where that has not been done.

    Raises EncoderUnavailable.
    """
    if settings.encoder == PACKAGED and not export.is_exported(settings.encoder_folder):
        progress("exporting the encoder to ONNX (about 15 seconds)")
        export.export(packaged_folder(), settings.encoder_folder)
    return load_encoder(settings.encoder, settings.encoder_folder, os.cpu_count() or settings.encoder_threads)


def load_lookup(settings: Settings) -> Lookup:
    """The look-ups over what has been prepared. Raises StaleIndex, EncoderUnavailable and DataError."""
    base = load_base(settings)
    ready = load_encoder(settings.encoder, settings.encoder_folder, settings.encoder_threads)
    return Lookup(Assistant(base, base.ranker(settings.index_folder, ready)), now, settings.most_characters)


def prepare(settings: Settings, progress: Callable[[str], None]) -> None:
    """Builds what is missing or out of date: encoder, index, dialogue model."""
    base = load_base(settings)
    built = base.build_index(settings.index_folder, encoder(settings, progress), progress)
    progress("search index built" if built else "search index is up to date")
    trained = project.build(base, settings, progress)
    progress("dialogue model trained" if trained else "dialogue model is up to date")
