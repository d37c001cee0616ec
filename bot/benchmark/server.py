"""An assistant of the benchmark's own: started, watched until it is ready, measured, and ended with its dialogue process.

Refuses the installation's port, database and conversations; what is built it uses by copy or link.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx

from bot.dialogue.process import free_port
from bot.settings import Settings
from knowledge.errors import KnowledgeError

_STOP_SECONDS = 15
_FLOOR_SECONDS = 20
_COMMAND = (sys.executable, "-c", "from bot.cli import main; main()")


class NotServed(KnowledgeError):
    """The server did not become ready, or a command failed; says what it printed last."""


def lay_out(settings: Settings, var: Path, with_index: bool = True) -> dict[str, str]:
    """Fills a var folder of its own; gives the environment in which a command uses it."""
    var.mkdir(parents=True)
    if settings.encoder_folder.exists():
        (var / "encoder").symlink_to(settings.encoder_folder.resolve())
    shutil.copytree(settings.dialogue_folder, var / "dialogue", ignore=shutil.ignore_patterns("endpoints-*", ".rasa"))
    if with_index:
        for built in (settings.index_folder, settings.languages_folder):
            shutil.copytree(built, var / built.name)
    own = {"VAR": str(var), "DATABASE": "", "HOST": "127.0.0.1", "PORT": str(free_port()), "DIALOGUE_PORT": "0", "LOG_LEVEL": "error"}
    own["NEW_CONVERSATIONS"] = "1000000"  # all of ours come from one address
    return dict(os.environ) | {f"SELLER_ASSISTANT_{name}": value for name, value in own.items()}


def run(environment: Mapping[str, str], command: str, seconds: float) -> float:
    """How long a command of the assistant takes, in seconds. Raises NotServed."""
    began = time.perf_counter()
    try:
        subprocess.run([*_COMMAND, command], env=environment, capture_output=True, text=True, check=True, timeout=seconds)  # noqa: S603 - our own command
    except subprocess.CalledProcessError as error:
        raise NotServed(_end(error.stderr)) from error
    except subprocess.TimeoutExpired as error:
        raise NotServed(f"{command} took more than {seconds:.0f} s") from error
    return time.perf_counter() - began


class Server:
    """A running assistant."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, start_seconds: float) -> None:
        self.process, self.port, self.start_seconds = process, port, start_seconds

    def memory(self) -> dict[str, dict[str, float]]:
        """Megabytes by process and measure."""
        return {"assistant": megabytes([self.process.pid]), "dialogue process": megabytes(_descendants(self.process.pid))}


@contextlib.contextmanager
def serving(environment: Mapping[str, str], log: Path, seconds: float) -> Iterator[Server]:
    """Starts an assistant and waits until it is ready; ends it afterwards. Raises NotServed."""
    port = int(environment["SELLER_ASSISTANT_PORT"])
    began = time.perf_counter()
    with log.open("wb") as said:
        process = subprocess.Popen([*_COMMAND, "serve"], env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said)  # noqa: S603 - our own command
    try:
        _wait(process, port, seconds, log)
        yield Server(process, port, time.perf_counter() - began)
    finally:
        _end_all(process)


@contextlib.contextmanager
def serving_floor(*arguments: str) -> Iterator[int]:
    """Starts an empty FastAPI application in a process of its own and gives its port. Raises NotServed."""
    port = free_port()
    command = (sys.executable, "-m", "bot.benchmark.floor", str(port), *arguments)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        until = time.monotonic() + _FLOOR_SECONDS
        while process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        else:
            raise NotServed("the empty FastAPI route did not start")
        yield port
    finally:
        _end_all(process)


def _wait(process: subprocess.Popen[bytes], port: int, seconds: float, log: Path) -> None:
    until = time.monotonic() + seconds
    with httpx.Client(timeout=2, trust_env=False) as client:
        while time.monotonic() < until and process.poll() is None:
            with contextlib.suppress(httpx.HTTPError):  # before it is there, and while it loads behind its taken port
                if client.get(f"http://127.0.0.1:{port}/health/ready").is_success:
                    return
            time.sleep(0.05)
    raise NotServed(f"not ready after {seconds:.0f} s: {_end(log.read_text(encoding='utf-8', errors='replace'))}")


def _end_all(process: subprocess.Popen[bytes]) -> None:
    """Politely; else the server and what it started, which would live on without it."""
    if process.poll() is not None:
        return
    started = _descendants(process.pid)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        for pid in (process.pid, *started):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def _end(said: str) -> str:
    return " / ".join(said.strip().splitlines()[-3:])[-300:] or "it printed nothing"


def megabytes(pids: list[int]) -> dict[str, float]:
    """Resident memory of these processes, and the proportional share where the system tells it."""
    found: dict[str, float] = {}
    if pids:
        found["RSS"] = sum(int(rss) for rss in _ps("rss=", "-p", ",".join(map(str, pids)))) * 1024 / 1e6
        with contextlib.suppress(OSError, LookupError):  # only Linux has it
            found["PSS"] = sum(_proportional(pid) for pid in pids) * 1024 / 1e6
    return found


def _proportional(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _descendants(pid: int) -> list[int]:
    pairs = [tuple(map(int, line.split())) for line in _ps("pid=,ppid=", "-A")]
    found = [pid]
    for parent in found:  # grows while it is walked
        found += [child for child, of in pairs if of == parent]
    return found[1:]


def _ps(columns: str, *which: str) -> list[str]:
    """Lines of ps, which macOS has as well; none where there is no ps."""
    try:
        return subprocess.run(["ps", *which, "-o", columns], capture_output=True, text=True, check=False).stdout.splitlines()  # noqa: S603, S607
    except FileNotFoundError:
        return []
