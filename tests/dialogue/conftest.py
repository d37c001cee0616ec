"""The real processes, started once for all tests of the dialogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dialogue.server import Served


@pytest.fixture(scope="session")
def server(var: Path) -> Iterator[Served]:
    """The running assistant."""
    found = Served(var)
    found.start()
    yield found
    assert found.stop() == 0, found.log[-3000:]


@pytest.fixture
def served(server: Served) -> str:
    """Its address."""
    return server.url
