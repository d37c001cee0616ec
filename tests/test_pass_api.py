"""Taking a conversation along over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.lookup import Lookup
from bot.sentences import Sentences
from bot.settings import Settings
from tests.engine import Engine
from tests.hosting import hosting

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("local_sockets")]


@pytest.fixture
def served(engine: Engine, lookup: Lookup, var: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    settings = Settings(var=tmp_path, dialogue_port=engine.port, turn_seconds=5.0, log_level="error", new_conversations=5)
    with hosting(lookup, settings) as url, httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        yield client


def use(served: httpx.Client, code: Any) -> httpx.Response:
    """Takes the conversation of a code over."""
    return served.post("/api/chat/pass", json={"code": code})


def test_a_code_leads_to_its_conversation_once(served: httpx.Client, sentences: Sentences) -> None:
    conversation = served.post("/api/chat", json={"text": "hello"}).json()["conversation_id"]
    given = served.post(f"/api/chat/{conversation}/pass").json()
    assert given["minutes"] == 10
    assert use(served, given["code"]).json() == {"conversation_id": conversation}
    again = use(served, given["code"])
    assert (again.status_code, again.json()["detail"]) == (404, sentences.say("unknown_pass"))


@pytest.mark.parametrize("code", [None, 7, "a" * 101])
def test_what_cannot_be_a_code(served: httpx.Client, code: object) -> None:
    assert use(served, code).status_code == 422


def test_no_code_for_what_does_not_exist(served: httpx.Client) -> None:
    assert served.post("/api/chat/nobody/pass").status_code == 404


def test_codes_cannot_be_tried_without_end(served: httpx.Client) -> None:
    assert [use(served, f"AAAAA-AAAA{number}").status_code for number in range(2, 8)] == [404] * 5 + [429]
