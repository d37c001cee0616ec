"""An engine in a process of its own that is asked a question at a time, and its memory.

Refuses to wait for ever: one that does not answer in time is unavailable.
"""

from __future__ import annotations

import contextlib
import json
import select
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.benchmark import server
from bot.benchmark.peers import environment
from bot.benchmark.peers.environment import PeerUnavailable
from bot.settings import ROOT

_STOP_SECONDS = 15
_ANSWER_SECONDS = 60.0


class Engine:
    """A running engine."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self._process, self._log = process, log

    def ask(self, text: str) -> dict[str, Any]:
        """What it makes of a question, with the milliseconds that took. Raises PeerUnavailable."""
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(text).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise PeerUnavailable(self._last_words()) from error
        return self.told(_ANSWER_SECONDS)

    def told(self, seconds: float) -> dict[str, Any]:
        """The next line that it writes. Raises PeerUnavailable."""
        assert self._process.stdout
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if select.select([self._process.stdout], [], [], 1.0)[0]:
                line = self._process.stdout.readline()
                if not line:
                    raise PeerUnavailable(self._last_words())
                found: dict[str, Any] = json.loads(line)
                return found
        raise PeerUnavailable(f"no answer after {seconds:.0f} s")

    def memory(self) -> dict[str, float]:
        """Megabytes by measure."""
        return server.megabytes([self._process.pid])

    def _last_words(self) -> str:
        said = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return " / ".join(said[-3:])[-300:] or "it ended and printed nothing"


@contextlib.contextmanager
def running(command: Sequence[str], log: Path, seconds: float) -> Iterator[Engine]:
    """Starts an engine, waits until it has loaded, and ends it afterwards. Raises PeerUnavailable."""
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment.quiet(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said)  # noqa: S603 - ours
    try:
        engine = Engine(process, log)
        engine.told(seconds)
        yield engine
    finally:
        with contextlib.suppress(OSError):
            process.stdin.close()  # type: ignore[union-attr] # a pipe, as asked for
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()  # type: ignore[union-attr]
