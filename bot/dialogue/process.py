"""The dialogue process: started on a loopback port, watched, started again when it dies, stopped with us.

Refuses to be reached from elsewhere: it binds loopback, and calls us back with a secret made at each start.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import time
from pathlib import Path

import httpx
import structlog
import yaml

from bot.dialogue import project
from bot.dialogue.log import DialogueLog
from bot.settings import Settings

_LOG = structlog.get_logger("dialogue")
_READY_SECONDS = 120
_STOP_SECONDS = 5
_RESTART_PAUSES = (0.2, 1.0, 5.0, 15.0)  # seconds; the last one repeats


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class DialogueProcess:
    """One Rasa process. More than one worker on a conversation would lose messages (docs/measurements.md)."""

    def __init__(self, settings: Settings, callback: str, secret: str) -> None:
        self._settings, self._callback, self._secret = settings, callback, secret
        self._log = DialogueLog(settings.state_folder / "dialogue.log")
        self.port = settings.dialogue_port or free_port()
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._stopping = False

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def start(self) -> None:
        """Starts it, unless that has been done, and watches it from now on; returns before it is ready."""
        if self._watch:
            return
        self._write_endpoints()
        self._watch = asyncio.create_task(self._keep_running())

    def _write_endpoints(self) -> None:
        state = self._settings.state_folder
        state.mkdir(parents=True, exist_ok=True)
        state.chmod(0o700)  # what sellers wrote, and the ids that are their secrets
        for left_over in state.glob("endpoints-*.yml"):  # of a start that was killed
            left_over.unlink(missing_ok=True)
        content = {
            "nlu": {"url": self._callback, "token": self._secret},
            "action_endpoint": {"url": f"{self._callback}/webhook", "token": self._secret},
            "tracker_store": {"type": "performance.PooledSQLTrackerStore", "dialect": "sqlite", "db": str(self._settings.dialogue_database)},
            "lock_store": {"type": "in_memory"},
        }
        target = self._endpoints
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            yaml.safe_dump(content, file)

    @property
    def _endpoints(self) -> Path:
        return self._settings.state_folder / f"endpoints-{self.port}.yml"

    async def _keep_running(self) -> None:
        failures = 0
        while not self._stopping:
            started = time.monotonic()
            code = await self._run_once()
            if self._stopping:
                return
            failures = 0 if time.monotonic() - started > _READY_SECONDS else failures
            pause = _RESTART_PAUSES[min(failures, len(_RESTART_PAUSES) - 1)]
            failures += 1
            _LOG.error("dialogue process ended; it is started again", exit_code=code, pause_seconds=pause)
            await asyncio.sleep(pause)

    async def _run_once(self) -> int | None:
        """From its start to its end: the exit code, None when it cannot be started."""
        try:
            self._process = await self._spawn()
        except OSError as error:  # the program is gone, the disk is full
            _LOG.error("dialogue process cannot be started", error=str(error))
            return None
        _LOG.info("dialogue process started", pid=self._process.pid, port=self.port)
        short = asyncio.create_task(self._log.keep_short())
        try:
            return await self._process.wait()
        finally:
            short.cancel()

    async def _spawn(self) -> asyncio.subprocess.Process:
        settings = self._settings
        command = [str(settings.rasa_program), "run", "-m", str(project.model(settings)), "--endpoints", str(self._endpoints)]
        command += ["--credentials", str(settings.rasa_folder / "credentials.yml"), "-i", "127.0.0.1", "-p", str(self.port)]
        # It ends itself when we are gone, however we end (bot/rasa/lifeline.py).
        environment = project.environment(settings.log_level) | {"DIALOGUE_PARENT": str(os.getpid())}
        with self._log.open() as log:
            # A group of its own: Ctrl-C in the terminal reaches us alone, and we end it in order.
            return await asyncio.create_subprocess_exec(*command, cwd=settings.rasa_folder, env=environment, stdout=log, stderr=log, start_new_session=True)

    async def ready(self, seconds: float = _READY_SECONDS) -> bool:
        """Waits until it answers; False when it does not in time."""
        until = time.monotonic() + seconds
        async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
            while time.monotonic() < until:
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(self.url)).is_success:
                        return True
                await asyncio.sleep(0.1)
        return False

    async def stop(self) -> None:
        """Ends it, politely first."""
        self._stopping = True
        if self._process and self._process.returncode is None:
            self._signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), _STOP_SECONDS)
            except TimeoutError:
                self._signal(signal.SIGKILL)
                await self._process.wait()
        if self._watch:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        self._endpoints.unlink(missing_ok=True)

    def _signal(self, number: signal.Signals) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
