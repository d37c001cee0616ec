"""Everything that is loaded once and shared: the one place where settings, clocks and files meet knowledge.

Refuses to load what has not been prepared, and says how to prepare it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from filelock import FileLock, Timeout

from bot.accounts.openid import Provider, UnusableProvider
from bot.clock import now
from bot.dialogue import project
from bot.lookup import Lookup
from bot.settings import Settings, UnreadableSecret
from knowledge.base import KnowledgeBase
from knowledge.calendars import Calendar
from knowledge.languages import Languages
from knowledge.search import export, headings, index, slots
from knowledge.search.encoder import PACKAGED, Encoder, SentenceTransformerEncoder, load_encoder, packaged_folder
from knowledge.search.multilingual import PACKAGED_E5, PACKAGED_USE, E5Encoder, UseEncoder


def provider(settings: Settings) -> Provider | None:
    """The configured OpenID Connect provider; None where there is none. Raises UnusableProvider."""
    if not settings.openid_issuer:
        return None
    if not settings.openid_client:
        raise UnusableProvider("SELLER_ASSISTANT_OPENID_ISSUER needs SELLER_ASSISTANT_OPENID_CLIENT beside it: the client id that the provider has given you.")
    try:
        secret = settings.secret("openid_secret")
    except UnreadableSecret as error:
        raise UnusableProvider(str(error)) from error
    domains = frozenset(filter(None, (domain.strip().removeprefix("@").casefold() for domain in settings.openid_domains.split(","))))
    return Provider(settings.openid_issuer, settings.openid_client, secret, domains, settings.openid_name)


def load_base(settings: Settings) -> KnowledgeBase:
    """The knowledge base. Raises DataError."""
    return KnowledgeBase(settings.data, Calendar(settings.country, settings.subdivision))


def encoder(settings: Settings, threads: int, progress: Callable[[str], None]) -> Encoder:
    """The configured encoder, exported first where that has not been done. Raises EncoderUnavailable."""
    if settings.encoder == PACKAGED and not export.is_exported(settings.encoder_folder):
        progress("exporting the encoder to ONNX (about 15 seconds)")
        export.export(packaged_folder(), settings.encoder_folder)
    return load_encoder(settings.encoder, settings.encoder_folder, threads)


def encoder_of_languages(settings: Settings, threads: int) -> Encoder:
    """The configured encoder of the languages other than English. Raises EncoderUnavailable."""
    if settings.encoder_languages == PACKAGED_USE:
        return UseEncoder(threads)
    return E5Encoder() if settings.encoder_languages == PACKAGED_E5 else SentenceTransformerEncoder(settings.encoder_languages)


def build_index(base: KnowledgeBase, settings: Settings, progress: Callable[[str], None]) -> bool:
    """Builds the search indexes where they are missing or out of date; tells whether it did. Raises EncoderUnavailable."""
    threads = os.cpu_count() or settings.encoder_threads
    english, other = encoder(settings, threads, progress), encoder_of_languages(settings, threads)
    told: list[str] = []

    def of(which: str) -> Callable[[str], None]:
        def tell(said: str) -> None:
            if not told:
                progress("building two search indexes, of English and of the other languages: from nothing about 5 minutes on a quiet machine of 2 cores")
            told.append(said)
            progress(f"index {which}: {said}")

        return tell

    built = False
    for which, folder, model, corpus, sentences in (
        ("1 of 2, English", settings.index_folder, english, base.corpus, base.told),
        ("2 of 2, the other languages", settings.languages_folder, other, base.corpus_of_all, base.told_in_all),
    ):
        built |= index.renew(folder, corpus, model, of(which))
        built |= slots.renew(folder, model, base.learnt_from(sentences, corpus), partial(base.lessons, sentences), of(which))
        headings.keep(folder, model, base.headings)
    progress("search index built" if built else "search index is up to date")
    return built


def load_lookup(settings: Settings, base: KnowledgeBase | None = None) -> Lookup:
    """The look-ups over what has been prepared. Raises StaleIndex, EncoderUnavailable and DataError."""
    base = base or load_base(settings)
    english = base.ranker(settings.index_folder, load_encoder(settings.encoder, settings.encoder_folder, settings.encoder_threads))
    others = base.ranker_of_others(settings.languages_folder, encoder_of_languages(settings, settings.encoder_threads))
    return Lookup(Languages(base, english, others), now, settings.most_characters)


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
