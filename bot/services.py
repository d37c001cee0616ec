"""Everything that is loaded once and shared: the one place where settings, clocks and files meet knowledge.

Refuses to load what has not been prepared, and says how to prepare it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from filelock import FileLock, Timeout

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


def encoder(settings: Settings, threads: int, progress: Callable[[str], None]) -> Encoder:
    """The configured encoder, exported first where that has not been done. Raises EncoderUnavailable."""
    if settings.encoder == PACKAGED and not export.is_exported(settings.encoder_folder):
        progress("exporting the encoder to ONNX (about 15 seconds)")
        export.export(packaged_folder(), settings.encoder_folder)
    return load_encoder(settings.encoder, settings.encoder_folder, threads)


def build_index(base: KnowledgeBase, settings: Settings, progress: Callable[[str], None]) -> bool:
    """Builds the search index where it is missing or out of date; tells whether it did. Raises EncoderUnavailable."""
    built = base.build_index(settings.index_folder, encoder(settings, os.cpu_count() or settings.encoder_threads, progress), progress)
    progress("search index built" if built else "search index is up to date")
    return built


def load_lookup(settings: Settings, base: KnowledgeBase | None = None) -> Lookup:
    """The look-ups over what has been prepared. Raises StaleIndex, EncoderUnavailable and DataError."""
    base = base or load_base(settings)
    ready = load_encoder(settings.encoder, settings.encoder_folder, settings.encoder_threads)
    return Lookup(Assistant(base, base.ranker(settings.index_folder, ready)), now, settings.most_characters)


def prepare(settings: Settings, progress: Callable[[str], None]) -> KnowledgeBase:
    """Builds what is missing or out of date: encoder, index, dialogue model. Gives the knowledge base it was built from."""
    base = load_base(settings)
    with _alone(settings, progress):
        build_index(base, settings, progress)
        trained = project.build(base, settings, progress)
    progress("dialogue model trained" if trained else "dialogue model is up to date")
    return base


@contextmanager
def _alone(settings: Settings, progress: Callable[[str], None]) -> Iterator[None]:
    """Two that build in one folder would spoil each other's work: the second waits."""
    settings.var.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.var / "prepare.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        progress("another process is building here; waiting for it to end")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
