"""The web application: every public surface over HTTP, put together once.

Knows how the parts fit; each part lives in its own module.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import api, callbacks, chat_api, problems, receipt_api
from bot.chat import Chat
from bot.computation import Computing
from bot.conversations import Conversations
from bot.dialogue.client import DialogueClient
from bot.dialogue.memory import DialogueMemory
from bot.dialogue.process import DialogueProcess
from bot.gaps.keeper import Keeper
from bot.gaps.redaction import Redaction
from bot.limits import NewConversations, Streams
from bot.lookup import Lookup
from bot.middleware import Protection
from bot.responses import Json
from bot.retention import Retention
from bot.sentences import Sentences
from bot.settings import Settings
from knowledge.search.index import read_manifest

_STATIC = Path(__file__).parent / "channels" / "web" / "static"
_DESCRIPTION = """Answers sellers' questions from the sellers' guide of AliExpress, always with the source, and computes deadlines,
refund dates and EPR obligations. Independent of AliExpress; no legal advice; the countdown on the seller's own screen wins."""


def create_app(settings: Settings, lookup: Lookup, dialogue: DialogueProcess, secret: str) -> FastAPI:
    """The application; it starts the dialogue process and stops it."""
    sentences = Sentences(settings.data, lookup.base.wording, (other.wording for other in lookup.base.others.values()))
    conversations = Conversations(settings.database_url)
    client = DialogueClient(dialogue.url, settings.turn_seconds, secret)
    keeper = Keeper(conversations, lookup.languages, Redaction(settings.data), lookup.now)
    chat = Chat(conversations, client, lookup.languages.tongue, lambda tongue: lookup.base.speaking(tongue).wording, keeper.after_turn)
    retention = Retention(conversations, DialogueMemory(settings.dialogue_database), settings.keep_days, lookup.now)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await dialogue.start()
        forgetting = asyncio.create_task(retention.keep())
        try:
            yield
        finally:
            forgetting.cancel()
            with suppress(asyncio.CancelledError):
                await forgetting
            await dialogue.stop()  # which ends the turns that still wait for it
            await chat.close()
            await client.close()
            conversations.close()

    app = FastAPI(
        title="Seller support assistant",
        version="0.1.0",
        description=_DESCRIPTION,
        lifespan=lifespan,
        default_response_class=Json,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(Protection, most_bytes=settings.most_bytes, sentences=sentences)
    problems.install(app, sentences)
    computing = Computing(lookup.base, lookup.now)
    _add(app, api.router(lookup, computing, sentences))
    _add(app, receipt_api.router(lookup, computing, sentences))
    streams = Streams(settings.streams_each, settings.streams)
    _add(app, chat_api.router(chat, lookup, NewConversations(settings.new_conversations), streams, sentences, retention=retention, keeper=keeper))
    _add(app, callbacks.router(lookup.languages, lookup.now, secret, client.language_of, sentences))
    _health(app, settings, dialogue)
    _page(app)
    return app


def _add(app: FastAPI, routes: APIRouter) -> None:
    """Puts routes beside the application's own; those of an included router are matched twice."""
    app.router.routes.extend(routes.routes)


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


def _page(app: FastAPI) -> None:
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        """The chat page."""
        return FileResponse(_STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    @app.get("/docs", include_in_schema=False)
    async def documentation() -> FileResponse:
        """The page to try the interface out."""
        return FileResponse(_STATIC / "docs.html", headers={"Cache-Control": "no-cache"})

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> FileResponse:
        """The page's icon."""
        return FileResponse(_STATIC / "icon.svg", media_type="image/svg+xml")
