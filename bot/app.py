"""The web application: every public surface over HTTP, put together once.

Knows how the parts fit; each part lives in its own module.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import api, callbacks, chat_api, pass_api, problems, receipt_api
from bot.accounts import access
from bot.accounts.openid import OpenId
from bot.accounts.reception import Reception
from bot.channels.surface import Parts
from bot.channels.surfaces import Surfaces
from bot.channels.web import pages as web
from bot.chat import Chat
from bot.computation import Computing
from bot.console import content, entrance, handover, openid, passwords, people, record
from bot.console import router as console
from bot.console.failures import Failures
from bot.console.guests import Guests
from bot.console.pages import STATIC as CONSOLE_STATIC
from bot.console.pages import Pages
from bot.conversations import Conversations
from bot.dialogue.client import DialogueClient
from bot.dialogue.memory import DialogueMemory
from bot.dialogue.process import DialogueProcess
from bot.express import Express
from bot.gaps.keeper import Keeper
from bot.gaps.redaction import Redaction
from bot.gaps.workbench import Workbench
from bot.handover.handing import Handing
from bot.limits import NewConversations, Streams
from bot.lookup import Lookup
from bot.middleware import Protection
from bot.origins import Origins
from bot.responses import Json
from bot.retention import Retention
from bot.sentences import Sentences
from bot.services import provider
from bot.settings import Settings
from bot.store.database import Database
from knowledge.search.index import read_manifest

_DESCRIPTION = """Answers sellers' questions from the sellers' guide of AliExpress, always with the source, and computes deadlines,
refund dates and EPR obligations. Independent of AliExpress; no legal advice; the countdown on the seller's own screen wins."""


def create_app(settings: Settings, lookup: Lookup, dialogue: DialogueProcess, secret: str) -> FastAPI:
    """The application; it starts the dialogue process and stops it."""
    sentences = Sentences(settings.data, lookup.base.wording, (other.wording for other in lookup.base.others.values()))
    database = Database(settings.database_url)
    reception = Reception(database, settings, sentences, lookup.now)
    pages = Pages(reception.access)
    conversations = Conversations(database)
    client = DialogueClient(dialogue.url, settings.turn_seconds, secret)
    keeper = Keeper(conversations, lookup.languages, Redaction(settings.data), lookup.now)
    handing = Handing.over(settings, conversations, lookup, reception.has_agents)
    tongue_of, wording_of = lookup.languages.tongue, lambda tongue: lookup.base.speaking(tongue).wording
    chat = Chat(conversations, client, tongue_of, wording_of, after_turn=keeper.after_turn, desk=handing.desk)
    retention = Retention(conversations, DialogueMemory(settings.dialogue_database), settings.keep_days, lookup.now)
    computing = Computing(lookup.base, lookup.now)
    parts = Parts(settings, lookup, chat, computing=computing, keeper=keeper, retention=retention, handing=handing, reception=reception, sentences=sentences)
    bots = Surfaces(parts)

    app = FastAPI(
        title="Seller support assistant",
        version="0.1.0",
        description=_DESCRIPTION,
        lifespan=_living(dialogue, retention, bots, chat, client),
        default_response_class=Json,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(Protection, most_bytes=settings.most_bytes, sentences=sentences)
    app.add_middleware(Failures, pages=pages)  # around the other, whose answers it shows
    app.add_middleware(Origins, listed=settings.listed_origins, sentences=sentences)
    app.add_middleware(Express, lanes=api.express(computing) | receipt_api.express(computing), most_bytes=settings.most_bytes)  # the outermost: added last
    problems.install(app, sentences)
    access.install(app)
    _add(app, api.router(lookup, computing, sentences))
    _add(app, receipt_api.router(lookup, computing, sentences))
    streams = app.state.streams = Streams(settings.streams_each, settings.streams)
    beginnings = NewConversations(settings.new_conversations)
    _add(app, pass_api.router(conversations, parts.passes, parts.seats, beginnings, sentences))  # "pass" is no conversation's id
    _add(app, chat_api.router(chat, lookup, beginnings, streams, sentences, retention=retention, keeper=keeper))
    _add(app, callbacks.router(lookup.languages, lookup.now, secret, client.language_of, sentences))
    organisation = provider(settings)
    guests = Guests(reception.access, pages, organisation.name if organisation else None)
    if organisation:
        _add(app, openid.router(reception, guests, OpenId(organisation, lookup.now)))
    _add(app, entrance.router(reception, guests), passwords.router(reception, guests, pages), people.router(reception, pages), record.router(reception, pages))
    workbench = Workbench(conversations, lookup.base, lookup.encoder, redaction=Redaction(settings.data), drafts=settings.drafts_folder, now=lookup.now)
    _add(app, *console.routers(pages, lookup, computing, reception, workbench))
    _add(app, *content.routers(reception, pages, conversations, lookup, settings.drafts_folder))
    _add(app, *handover.routers(reception, pages, handing, conversations, lookup, streams=streams, sentences=sentences))
    _health(app, settings, dialogue)
    _add(app, *bots.routers)
    web.install(app)
    app.mount("/console/static", StaticFiles(directory=CONSOLE_STATIC), name="console-static")
    return app


def _living(dialogue: DialogueProcess, retention: Retention, bots: Surfaces, chat: Chat, client: DialogueClient) -> Callable[[FastAPI], Any]:
    """What runs beside the requests, from the start of the application to its end."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await dialogue.start()
        forgetting = asyncio.create_task(retention.keep())
        try:
            await bots.start()
            yield
        finally:
            await bots.stop()
            forgetting.cancel()
            with suppress(asyncio.CancelledError):
                await forgetting
            await dialogue.stop()  # which ends the turns that still wait for it
            await chat.close()
            await client.close()
            chat.conversations.database.close()

    return lifespan


def _add(app: FastAPI, *routers: APIRouter) -> None:
    """Puts routes beside the application's own; those of an included router are matched twice."""
    for router in routers:
        app.router.routes.extend(router.routes)


def _health(app: FastAPI, settings: Settings, dialogue: DialogueProcess) -> None:
    manifest = read_manifest(settings.index_folder)  # of the index that has just been loaded; a later one is not ours
    index = {"corpus": manifest.corpus_sha256[:12], "encoder": manifest.encoder, "texts": manifest.texts + manifest.examples}

    @app.get("/health/live", tags=["operation"], summary="Is the process alive?")
    async def live() -> dict[str, str]:
        """Always ok while the process answers."""
        return {"status": "ok"}

    @app.get("/health/ready", tags=["operation"], summary="Can questions be answered?")
    async def ready(response: Response) -> dict[str, Any]:
        """Ready when the dialogue process answers; the stateless look-ups work even before that."""
        running = await dialogue.ready(0.5)
        response.status_code = 200 if running else 503
        return {
            "status": "ready" if running else "starting",
            "dialogue": "ready" if running else "not answering",
            "index": index,
        }

    @app.get("/metrics", tags=["operation"], summary="Figures for Prometheus", response_class=Response)
    async def metrics() -> Response:
        """Counters and timings in Prometheus's text format."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
