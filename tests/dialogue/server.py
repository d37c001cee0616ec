"""The whole assistant as `seller-assistant serve` runs it: two processes, started, killed and stopped by the tests.

Refuses to touch any process but those it has started.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

_PROGRAM = Path(sys.executable).with_name("seller-assistant")
_READY = re.compile(r"ready after .*?(http://[\w.:]+)/")
_READY_SECONDS = 240
_STOP_SECONDS = 30


class Served:
    """One installation of the tests' own, on free ports, with a var folder of its own."""

    def __init__(self, var: Path, settings: Mapping[str, str] | None = None) -> None:
        """`settings` are more of them, by their names in small letters."""
        self._var, self._port, self._settings = var, 0, settings or {}
        self._log = var / "serve.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> None:
        """Starts it and waits until it says that it is ready; after the first time on the same port."""
        own = {"SELLER_ASSISTANT_VAR": str(self._var), "SELLER_ASSISTANT_PORT": str(self._port), "SELLER_ASSISTANT_HOST": "127.0.0.1"}
        own |= {"SELLER_ASSISTANT_DATABASE": f"sqlite:///{self._var / 'state' / 'conversations.db'}"}
        own |= {f"SELLER_ASSISTANT_{name.upper()}": value for name, value in self._settings.items()}
        own |= {"SELLER_ASSISTANT_TEAMS_PLAYGROUND": "true"}  # so that Teams can be spoken without Microsoft's tokens
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SELLER_ASSISTANT_")}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen([str(_PROGRAM), "serve"], env=kept | own, stdout=log, stderr=log, start_new_session=True)
        self.url = self._await_ready()
        self._port = int(self.url.rpartition(":")[2])

    def _await_ready(self) -> str:
        ends = time.monotonic() + _READY_SECONDS
        while time.monotonic() < ends and self._running().poll() is None:
            if said := _READY.search(self.log):
                return said[1]
            time.sleep(0.2)
        self.stop()
        raise AssertionError(f"the server did not become ready:\n{self.log[-3000:]}")

    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "not started"
        return self._process

    @property
    def log(self) -> str:
        """All that it has printed since its start."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def dialogue_pid(self) -> int | None:
        """The dialogue process: the one child of the server."""
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        children = [int(pid) for pid, parent in (line.split() for line in listed.splitlines()) if int(parent) == self._running().pid]
        return children[0] if children else None

    def kill_dialogue(self) -> None:
        """kill -9 for the dialogue process."""
        pid = self.dialogue_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)

    def kill(self) -> int:
        """kill -9 for the server itself; the dialogue process that it leaves behind."""
        left_over = self.dialogue_pid
        assert left_over is not None
        self._running().kill()
        self._running().wait()
        return left_over

    def await_dialogue(self, seconds: float = 120.0) -> None:
        """Waits until the dialogue process answers."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            if httpx.get(f"{self.url}/health/ready", timeout=10, trust_env=False).is_success:
                return
            time.sleep(0.2)
        raise AssertionError(f"the dialogue process did not come back:\n{self.log[-3000:]}")

    def stop(self) -> int:
        """Ends it as Ctrl-C does, and tells its exit code."""
        process = self._running()
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        return process.returncode
