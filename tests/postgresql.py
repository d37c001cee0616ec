"""A real PostgreSQL for the tests: a cluster of their own in a temporary folder, reached through a Unix socket, gone afterwards.

Refuses to listen on the network, and to touch a cluster that somebody else runs.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses= -c max_connections=60 -c shared_buffers=16MB"
_DEBIAN = Path("/usr/lib/postgresql")


class Cluster:
    """A running PostgreSQL."""

    def __init__(self, folder: Path, user: str) -> None:
        self._folder, self._user, self._numbers = folder, user, count(1)

    def url(self, database: str) -> str:
        """The URL of one of its databases, as an operator would write it."""
        return f"postgresql://{self._user}@/{database}?host={self._folder}"

    def fresh(self) -> str:
        """The URL of a new, empty database."""
        name = f"test_{next(self._numbers)}"
        engine = sa.create_engine(self.url("postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return self.url(name)


@contextmanager
def running() -> Iterator[Cluster]:
    """A cluster until the block ends; skips the test where there is no PostgreSQL."""
    initdb, postgres = _program("initdb"), _program("postgres")
    if initdb is None or postgres is None:
        if os.environ.get("CI"):
            pytest.fail("No PostgreSQL: .ci/run installs Debian's package postgresql.")
        pytest.skip("No PostgreSQL on this machine: install your system's package postgresql to run its tests.")
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))  # its socket needs a short path, and its user one that it may enter
    data = folder / "data"
    user, login = _nobody_special()
    if user:
        shutil.chown(folder, user)
    try:
        subprocess.run([initdb, "-D", data, "-U", login, "-A", "trust", "-E", "UTF8", "--no-sync"], check=True, user=user, capture_output=True, timeout=120)
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen([postgres, "-D", data, "-k", folder, *_FAST.split()], user=user, stdout=log, stderr=log)
        try:
            _wait(folder, server)
            yield Cluster(folder, login)
        finally:
            server.send_signal(signal.SIGINT)  # a plain termination would wait for connections that a failed test has left open
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str | None:
    """The program, also where Debian keeps it: outside of everybody's path."""
    newest = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]), reverse=True)
    return str(newest[0]) if newest else shutil.which(name)


def _nobody_special() -> tuple[str | None, str]:
    """The user that the server runs as when we are root, which it refuses to be; and the name that it knows its owner by."""
    if os.getuid():
        return None, pwd.getpwuid(os.getuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    found = next(name for name in ("postgres", "nobody") if name in names)
    return found, found


def _wait(folder: Path, server: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 60
    while "ready to accept connections" not in (folder / "log").read_text(encoding="utf-8", errors="replace"):
        assert server.poll() is None, (folder / "log").read_text(encoding="utf-8", errors="replace")
        assert time.monotonic() < ends
        time.sleep(0.05)
