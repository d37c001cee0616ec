"""The floor that the rules are measured against: an empty route, in a process that has nothing else to do.

A program of its own (`python -m bot.benchmark.floor PORT [DATA]`): what FastAPI itself takes, or, with the folder of our
sentences, the same routes behind our middleware and our handlers of errors.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from bot import problems
from bot.middleware import Protection
from bot.sentences import Sentences
from knowledge.wording import Wording

_MOST_BYTES = 65_536


def application() -> FastAPI:
    """One route that takes a small JSON body and one that takes a query parameter; both give an object."""
    app = FastAPI()

    @app.post("/empty")
    async def posted(body: dict[str, Any]) -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/empty")
    async def got(id: str) -> dict[str, str]:
        return {"status": "ok"}

    return app


def protect(app: FastAPI, data: Path) -> None:
    """Puts an application behind what most requests to the assistant pass through."""
    sentences = Sentences(data, Wording(data / "wording" / "en"))
    app.add_middleware(Protection, most_bytes=_MOST_BYTES, sentences=sentences)
    problems.install(app, sentences)


if __name__ == "__main__":
    floor = application()
    if len(sys.argv) > 2:
        protect(floor, Path(sys.argv[2]))
    # As bot/server.py has it.
    uvicorn.run(floor, port=int(sys.argv[1]), log_level="error", access_log=False, server_header=False, proxy_headers=False)
