"""What the person sees of the set-up: one line a step, and the end of the log when a step fails.

Refuses to mix the output of pip, uv and their like into it: that goes to the log.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.install import diagnosis

_TAIL_LINES = 12
_LOG_BYTES = 2_000_000  # beyond this the log starts over
_STOP_SECONDS = 10


class Failure(Exception):
    """The set-up cannot go on; the message says why and what to do."""


class Console:
    """Prints the steps and runs their commands."""

    def __init__(self, log: Path, out: TextIO = sys.stdout) -> None:
        self._log, self._out = log, out

    def say(self, text: str) -> None:
        """Prints a line."""
        print(text, file=self._out, flush=True)

    @contextmanager
    def step(self, title: str) -> Iterator[list[str]]:
        """Prints the title, then how long it took and what was remarked (append to the list it yields)."""
        began, remarks = time.monotonic(), list[str]()
        self._out.write(f"  {title} ... ")
        self._out.flush()
        with self._ticking(title, began):
            try:
                yield remarks
            except BaseException:
                remarks.insert(0, "not done,")
                raise
            finally:
                seconds = time.monotonic() - began
                self._rewind(title)
                self.say(" ".join([*remarks, f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"]))

    @contextmanager
    def _ticking(self, title: str, began: float) -> Iterator[None]:
        """On a terminal, the seconds of a long step run along, so that nobody takes it for hung."""
        done = threading.Event()

        def tick() -> None:
            while not done.wait(1):
                self._rewind(title)
                self._out.write(f"{time.monotonic() - began:.0f} s")
                self._out.flush()

        ticker = threading.Thread(target=tick, daemon=True)
        if self._out.isatty():
            ticker.start()
        try:
            yield
        finally:
            done.set()

    def _rewind(self, title: str) -> None:
        if self._out.isatty():
            self._out.write(f"\r\033[K  {title} ... ")

    def run(self, command: Sequence[str | Path], environ: Mapping[str, str], folder: Path) -> None:
        """Runs a command with its output in the log. Raises Failure with the log's end and what it means."""
        words = [str(word) for word in command]
        self._log.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._log.exists() and self._log.stat().st_size > _LOG_BYTES
        with self._log.open("wb" if fresh else "ab") as log:
            log.write(f"\n{time.strftime('%Y-%m-%d %H:%M:%S')} $ {' '.join(words)}\n".encode())
            log.flush()
            start = log.tell()
            try:
                child = subprocess.Popen(words, cwd=folder, env=dict(environ), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)  # noqa: S603 - our own command
            except OSError as error:
                raise Failure(f"{words[0]} cannot be run: {error.strerror}.") from error
            code = _finish(child)
        if code:
            raise Failure(self._account(words, code, start))

    def _account(self, words: list[str], code: int, start: int) -> str:
        with self._log.open("rb") as log:
            log.seek(start)
            output = log.read().decode("utf-8", errors="replace")
        tail = [line.rstrip() for line in output.splitlines() if line.strip()][-_TAIL_LINES:]
        shown = "".join(f"\n  | {line[:160]}" for line in tail)
        command = " ".join([Path(words[0]).name, *words[1:4]])
        return f"`{command} …` ended with code {code}; the end of {self._log}:{shown}\n\n{diagnosis.explain(output, code)}"


def _finish(child: subprocess.Popen[bytes]) -> int:
    try:
        return child.wait()
    except BaseException:
        child.terminate()
        try:
            child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        raise
