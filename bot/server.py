"""Serves the application: takes the port, loads what is needed, starts both processes, and stops both.

Refuses a port that is taken before anything slow begins.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import secrets
import socket
import time
from collections.abc import Awaitable, Callable

import uvicorn
from fastapi import FastAPI
from uvicorn.loops.auto import auto_loop_factory

from bot.app import create_app
from bot.dialogue.process import DialogueProcess
from bot.limits import Streams
from bot.services import load_lookup, prepare
from bot.settings import Settings
from knowledge.errors import KnowledgeError
from knowledge.understanding import language

_GRACE_SECONDS = 5
_GARBAGE_AFTER = 20_000  # new objects: a reply makes and drops hundreds, and hardly any in circles


class CannotServe(KnowledgeError):
    """The server cannot start; the message says what to do."""


def take_port(host: str, port: int, setting: str = "SELLER_ASSISTANT_PORT") -> socket.socket:
    """A bound socket. Raises CannotServe when the port is taken or may not be used; `setting` is what chooses another."""
    # With TCP named, asyncio turns Nagle's delay off for every connection; without, each reply would wait 40 ms for an acknowledgement.
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(socket.SOMAXCONN)  # from now on nobody else gets it, however long loading takes
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotServe(f"Port {port} is taken by another program. Stop that one, or choose a port: {setting}=8001 make serve") from error
        raise CannotServe(f"Cannot listen on {host} port {port}: {error.strerror}. Choose another SELLER_ASSISTANT_HOST or {setting}.") from error
    return taken


def serve(settings: Settings, say: Callable[[str], None]) -> bool:
    """Serves until interrupted; False when the dialogue process never became ready. Raises KnowledgeError."""
    started = time.monotonic()
    with take_port(settings.host, settings.port) as taken:
        port = int(taken.getsockname()[1])
        if settings.dialogue_port:  # left over from a start that was killed, another engine there would be taken for ours
            take_port("127.0.0.1", settings.dialogue_port, "SELLER_ASSISTANT_DIALOGUE_PORT").close()
        base = prepare(settings, say)
        secret = secrets.token_urlsafe(32)
        dialogue = DialogueProcess(settings, f"http://{_callback_host(settings.host)}:{port}", secret)
        ready = f"http://{settings.host}:{port}/  (Ctrl-C stops it)"

        async def loaded() -> uvicorn.Server:
            lookup = await asyncio.to_thread(load_lookup, settings, base)
            await asyncio.to_thread(lookup.languages.encoder.encode, ["?"])  # loads it: else the first seller who writes in French waits
            return web_server(create_app(settings, lookup, dialogue, secret), settings)

        # uvicorn's own choice of loop, which its `run` would make: where uvloop is, it saves a tenth of a short request.
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            return runner.run(_run(loaded, taken, dialogue, lambda: say(f"ready after {time.monotonic() - started:.0f} s: {ready}"), say))


class Server(uvicorn.Server):
    """The HTTP server. When it stops, the streams that browsers hold open end first: else it would wait for them in vain and cut each off with an error."""

    def __init__(self, config: uvicorn.Config, streams: Streams) -> None:
        super().__init__(config)
        self._streams = streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stops."""
        self._streams.are_over = True
        await super().shutdown(sockets)


def web_server(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """The HTTP server, not yet started."""
    return Server(
        uvicorn.Config(
            app,
            log_level=settings.log_level,
            access_log=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            server_header=False,
            proxy_headers=bool(settings.proxies),  # else everybody could name the address that counts for the limits
            forwarded_allow_ips=settings.proxies,
        ),
        app.state.streams,
    )


async def _run(
    loaded: Callable[[], Awaitable[uvicorn.Server]], taken: socket.socket, dialogue: DialogueProcess, announce: Callable[[], None], say: Callable[[str], None]
) -> bool:
    say("starting the dialogue process")
    await dialogue.start()  # the slowest part: we load beside it
    try:
        server = await loaded()
    except BaseException:
        await dialogue.stop()
        raise
    serving = asyncio.create_task(server.serve(sockets=[taken]))
    await asyncio.to_thread(language.warm_up)
    spare_what_stays()
    waiting = asyncio.create_task(dialogue.ready())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    ready = waiting.done() and waiting.result()
    if ready:
        announce()
    elif waiting.done():
        say("The dialogue process did not become ready; its log is var/state/dialogue.log. Stopping.")
        server.should_exit = True
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
    say("stopped")
    return ready


def spare_what_stays() -> None:
    """Keeps the collector of garbage from walking over all that has been loaded for good, again and again in the midst of replies."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE_AFTER)


def _callback_host(host: str) -> str:
    """Where the dialogue process on this machine reaches us."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
