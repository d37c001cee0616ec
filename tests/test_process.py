"""The dialogue process as we start, watch and stop it; a small shell script stands where Rasa's program would."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from structlog.testing import capture_logs

from bot.dialogue.log import DialogueLog
from bot.dialogue.process import DialogueProcess, free_port
from bot.server import CannotServe, _callback_host, take_port
from bot.settings import Settings
from tests.conftest import ROOT
from tests.engine import running

CALLBACK = "http://127.0.0.1:8000"
SECRET = "the secret of this start"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation of the tests' own; `program` puts a script into it."""
    monkeypatch.setattr(Settings, "rasa_folder", property(lambda self: tmp_path / "rasa"))
    (tmp_path / "rasa" / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "var" / "dialogue").mkdir(parents=True)
    return Settings(var=tmp_path / "var", dialogue_port=5999)


def program(settings: Settings, script: str) -> None:
    """What runs as the dialogue engine; it appends its arguments to a file named `runs`."""
    settings.rasa_program.write_text(f'#!/bin/sh\necho "$@" >> {settings.var}/runs\n{script}\n', encoding="utf-8")
    settings.rasa_program.chmod(0o755)


def runs(settings: Settings) -> list[str]:
    """The command lines of all starts so far."""
    path = settings.var / "runs"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def is_running(pid: int) -> bool:
    """Whether there is a process of this id."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


async def until(condition: object, seconds: float = 5.0) -> None:
    """Waits until something is so."""
    assert callable(condition)
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "it did not happen in time"
        await asyncio.sleep(0.02)


def test_it_is_started_on_loopback_alone_and_stopped(settings: Settings) -> None:
    program(settings, "exec sleep 60")
    process = DialogueProcess(settings, CALLBACK, SECRET)

    async def live() -> int:
        assert process.pid is None
        await process.start()
        await until(lambda: runs(settings))
        pid = process.pid
        assert pid is not None
        assert is_running(pid)
        assert os.getpgid(pid) == pid  # a group of its own: Ctrl-C reaches us first
        await process.stop()
        assert process.pid is None
        return pid

    pid = asyncio.run(live())
    assert not is_running(pid)
    (command,) = runs(settings)
    assert command.startswith("run -m")
    assert "-i 127.0.0.1 -p 5999" in command
    assert "--enable-api" not in command
    assert SECRET not in command  # everybody on this machine can read command lines


def test_the_engine_is_told_where_we_are_in_a_file_for_us_alone(settings: Settings) -> None:
    program(settings, "exec sleep 60")
    process = DialogueProcess(settings, CALLBACK, SECRET)
    path = settings.state_folder / "endpoints-5999.yml"

    async def live() -> dict[str, dict[str, str]]:
        await process.start()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        found: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        await process.stop()
        return found

    endpoints = asyncio.run(live())
    assert endpoints["nlu"] == {"url": CALLBACK, "token": SECRET}
    assert endpoints["action_endpoint"] == {"url": f"{CALLBACK}/webhook", "token": SECRET}
    assert endpoints["tracker_store"]["db"] == str(settings.state_folder / "dialogue.db")
    assert endpoints["lock_store"] == {"type": "in_memory"}
    assert not path.exists()


def test_when_it_dies_it_is_started_again_and_that_is_logged(settings: Settings) -> None:
    program(settings, 'test "$(wc -l < $0.count 2>/dev/null || echo 0)" -ge 1 && exec sleep 60; echo >> $0.count; exit 7')
    process = DialogueProcess(settings, CALLBACK, SECRET)

    async def live() -> None:
        await process.start()
        await until(lambda: len(runs(settings)) == 2)
        await asyncio.sleep(0.3)
        assert process.pid is not None
        await process.stop()

    with capture_logs() as logs:
        asyncio.run(live())
    assert len(runs(settings)) == 2
    errors = [entry for entry in logs if entry["log_level"] == "error"]
    assert [entry["exit_code"] for entry in errors] == [7]
    assert "started again" in errors[0]["event"]


def test_it_is_killed_when_it_does_not_stop(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.dialogue.process._STOP_SECONDS", 0.3)
    program(settings, "trap '' TERM\nwhile true; do sleep 0.1; done")
    process = DialogueProcess(settings, CALLBACK, SECRET)

    async def live() -> int:
        await process.start()
        await until(lambda: runs(settings))
        pid = process.pid
        assert pid is not None
        await process.stop()
        return pid

    assert not is_running(asyncio.run(live()))


def test_stopping_before_it_runs_and_twice_is_no_error(settings: Settings) -> None:
    program(settings, "exec sleep 60")

    async def live() -> None:
        never = DialogueProcess(settings, CALLBACK, SECRET)
        await never.stop()
        process = DialogueProcess(settings, CALLBACK, SECRET)
        await process.start()
        await process.stop()
        await process.stop()

    asyncio.run(live())
    assert all("run -m" in command for command in runs(settings))


def test_nothing_is_started_while_it_is_being_stopped(settings: Settings) -> None:
    """Stopped in the pause before the next start, or right after a start."""
    program(settings, "exit 1")
    process = DialogueProcess(settings, CALLBACK, SECRET)

    async def live() -> int:
        await process.start()
        await until(lambda: len(runs(settings)) >= 1)
        await process.stop()
        count = len(runs(settings))
        await asyncio.sleep(1.5)
        return count

    with capture_logs():
        assert asyncio.run(live()) == len(runs(settings))


def test_its_output_goes_to_a_log_of_its_own(settings: Settings) -> None:
    program(settings, "echo something happened; exec sleep 60")
    process = DialogueProcess(settings, CALLBACK, SECRET)

    async def live() -> None:
        await process.start()
        log = settings.state_folder / "dialogue.log"
        await until(lambda: log.exists() and "something happened" in log.read_text(encoding="utf-8"))
        await process.stop()

    asyncio.run(live())


def test_its_log_does_not_grow_without_end(tmp_path: Path) -> None:
    """A process that goes on writing into a file which is put aside meanwhile: one full file and the one before it remain."""
    log = DialogueLog(tmp_path / "dialogue.log", most_bytes=10_000, look_seconds=0.05)

    async def live() -> None:
        short = asyncio.create_task(log.keep_short())
        with log.open() as file:
            script = "i=0; while [ $i -lt 30 ]; do i=$((i + 1)); head -c 5000 /dev/zero | tr '\\0' x; sleep 0.05; done; echo the end"
            writer = await asyncio.create_subprocess_exec("sh", "-c", script, stdout=file)
        await writer.wait()
        short.cancel()

    asyncio.run(live())
    assert log.path.read_text(encoding="utf-8").endswith("the end\n")
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 2
    assert sum(sizes) < 100_000  # of 150 000 that were written
    with log.path.open("ab") as file:
        file.write(b"x" * 10_001)
    log.open().close()  # and at every start
    assert log.path.stat().st_size == 0


def test_it_knows_who_has_started_it_and_nothing_is_left_of_who_did_before(settings: Settings) -> None:
    settings.state_folder.mkdir(parents=True)
    left_over = settings.state_folder / "endpoints-4711.yml"  # with a secret in it; its assistant was killed
    left_over.touch()
    program(settings, "echo parent $DIALOGUE_PARENT level $LOG_LEVEL; exec sleep 60")
    process = DialogueProcess(settings, CALLBACK, SECRET)

    async def live() -> None:
        await process.start()
        log = settings.state_folder / "dialogue.log"
        await until(lambda: log.exists() and f"parent {os.getpid()} level INFO" in log.read_text(encoding="utf-8"))
        await process.stop()

    asyncio.run(live())
    assert not left_over.exists()


@pytest.mark.parametrize("ignores", [False, True], ids=["polite", "stubborn"])
def test_it_ends_itself_when_its_parent_is_killed(tmp_path: Path, ignores: bool) -> None:
    """The module as the engine loads it, in a process whose parent is killed without a word."""
    child = f"""
import signal, sys, time
sys.path.insert(0, {str(ROOT / "bot" / "rasa")!r})
import lifeline
lifeline.LOOK_SECONDS, lifeline.GRACE_SECONDS = 0.05, 0.3
if {ignores}:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
lifeline.watch()
time.sleep(60)
"""
    (tmp_path / "child.py").write_text(child, encoding="utf-8")
    parent = f"""
import os, subprocess, sys, time
own = dict(os.environ, DIALOGUE_PARENT=str(os.getpid()))
print(subprocess.Popen([sys.executable, {str(tmp_path / "child.py")!r}], env=own, start_new_session=True, stdout=subprocess.DEVNULL).pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        pid = int(started.stdout.readline())
        time.sleep(0.7)
        assert is_alive(pid)  # as long as its parent lives
        started.kill()
    ends = time.monotonic() + 5
    while is_alive(pid):
        assert time.monotonic() < ends, "the orphan lives on"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has looked at yet does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")


@pytest.mark.usefixtures("local_sockets")
def test_it_is_ready_when_it_answers(settings: Settings) -> None:
    with running() as engine:
        process = DialogueProcess(settings.model_copy(update={"dialogue_port": engine.port}), CALLBACK, SECRET)
        assert process.url == engine.url
        assert asyncio.run(process.ready(2.0))
    started = time.monotonic()
    assert not asyncio.run(process.ready(0.3))
    assert time.monotonic() - started < 5


@pytest.mark.usefixtures("local_sockets")
def test_a_free_port_is_taken_when_none_is_named(settings: Settings) -> None:
    process = DialogueProcess(settings.model_copy(update={"dialogue_port": 0}), CALLBACK, SECRET)
    assert 1024 <= process.port <= 65535
    assert process.port != free_port() or process.port != free_port()


# The port of the assistant


@pytest.mark.usefixtures("local_sockets")
def test_a_port_that_is_taken_is_told_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotServe, match=f"Port {port} is taken") as refused:
            take_port("127.0.0.1", port)
    assert "SELLER_ASSISTANT_PORT" in str(refused.value)


@pytest.mark.usefixtures("local_sockets")
def test_a_port_is_ours_from_the_start() -> None:
    with take_port("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert port > 0
        with pytest.raises(CannotServe):
            take_port("127.0.0.1", port)


@pytest.mark.usefixtures("local_sockets")
def test_an_address_that_is_not_ours_is_told() -> None:
    with pytest.raises(CannotServe, match="SELLER_ASSISTANT_HOST") as refused:
        take_port("192.0.2.1", 0)  # reserved for documentation: no machine has it
    assert isinstance(refused.value.__cause__, OSError)
    assert refused.value.__cause__.errno == errno.EADDRNOTAVAIL


@pytest.mark.parametrize(
    ("host", "called"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "127.0.0.1"), ("::1", "[::1]"), ("192.0.2.1", "192.0.2.1")]
)
def test_the_engine_calls_back_on_this_machine(host: str, called: str) -> None:
    assert _callback_host(host) == called
