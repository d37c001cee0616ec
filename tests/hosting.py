"""The application served over HTTP in a thread of the tests, with a stand-in for the dialogue engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI

from bot.app import create_app
from bot.dialogue.process import DialogueProcess
from bot.lookup import Lookup
from bot.server import take_port, web_server
from bot.settings import Settings

SECRET = "the secret of this start"


class NoDialogue(DialogueProcess):
    """Where the dialogue engine would be, without starting one: whoever listens on the port of the settings."""

    async def start(self) -> None:
        """Starts nothing."""

    async def stop(self) -> None:
        """Stops nothing."""


def application(lookup: Lookup, settings: Settings) -> FastAPI:
    """The whole application."""
    return create_app(settings, lookup, NoDialogue(settings, "http://127.0.0.1:1", SECRET), SECRET)


@contextmanager
def hosting(lookup: Lookup, settings: Settings, port: int = 0) -> Iterator[str]:
    """The address at which it is served until the block ends; on a free port unless one is given."""
    with take_port("127.0.0.1", port) as taken:
        server = web_server(application(lookup, settings), settings)
        arguments: dict[str, Any] = {"sockets": [taken]}
        thread = threading.Thread(target=server.run, kwargs=arguments)
        thread.start()
        try:
            ends = time.monotonic() + 10
            while not server.started:
                assert thread.is_alive()
                assert time.monotonic() < ends
                time.sleep(0.01)
            yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()
