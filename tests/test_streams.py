"""Two hundred people follow their conversations at once, in one process, and each gets the answer as soon as it is there."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.lookup import Lookup
from bot.settings import Settings
from tests.engine import Engine
from tests.hosting import hosting

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("local_sockets")]

STREAMS = 200
NEAR = 2.0
"""Seconds within which an event is there, on whatever machine this runs; usually it is some milliseconds."""


@asynccontextmanager
async def followed(client: httpx.AsyncClient, conversation: str) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of a conversation's stream, from its beginning."""
    async with client.stream("GET", f"/api/chat/{conversation}/events") as response:
        assert response.status_code == 200
        yield response.aiter_lines()


async def ends(lines: AsyncIterator[str], turns: int) -> list[str]:
    """The ids of the messages until so many turns have ended."""
    ids = []
    async for line in lines:
        if line.startswith("data: ") and '"text"' in line:
            ids.append(str(json.loads(line.removeprefix("data: "))["id"]))
        turns -= line == "event: turn"
        if not turns:
            return ids
    raise AssertionError("the stream ended")


async def follow_all(url: str) -> tuple[list[list[str]], float, float]:
    """What each of two hundred streams told; how long the answer took to reach its own stream, and how long another request took meanwhile."""
    limits = httpx.Limits(max_connections=STREAMS + 20)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits, trust_env=False) as client:
        begun = [(await client.post("/api/chat", json={"text": "hello"})).json()["conversation_id"] for _ in range(STREAMS)]
        opened = [followed(client, conversation) for conversation in begun]
        lines = [await stream.__aenter__() for stream in opened]
        told = [await ends(line, 1) for line in lines]  # what had happened before
        slowest = 0.0
        for place in range(0, STREAMS, 10):
            sent = time.monotonic()
            reply = (await client.post("/api/chat", json={"text": "and now?", "conversation_id": begun[place]})).json()
            more = await asyncio.wait_for(ends(lines[place], 1), 10)
            slowest = max(slowest, time.monotonic() - sent)
            assert more == [message["id"] for message in reply["messages"]]
            told[place] += more
        sent = time.monotonic()
        assert (await client.get("/health/live")).status_code == 200
        alive = time.monotonic() - sent
        for stream in opened:
            await stream.__aexit__(None, None, None)
        return told, slowest, alive


def test_streams_end_when_the_program_stops(lookup: Lookup, engine: Engine, var: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Soon, and without a word of an error."""
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    with contextlib.ExitStack() as stopping:
        url = stopping.enter_context(hosting(lookup, Settings(var=tmp_path, dialogue_port=engine.port, log_level="error")))
        with httpx.Client(base_url=url, timeout=10, trust_env=False) as client:
            begun = client.post("/api/chat", json={"text": "hello"}).json()["conversation_id"]
            with client.stream("GET", f"/api/chat/{begun}/events") as stream:
                lines = stream.iter_lines()
                assert next(lines) == "retry: 2000"
                began = time.monotonic()
                stopping.close()
                assert "event: turn" in list(lines)
    assert time.monotonic() - began < 1 + NEAR
    assert caplog.records == []


def test_two_hundred_streams_each_get_their_answers(lookup: Lookup, engine: Engine, var: Path, tmp_path: Path) -> None:
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    with hosting(lookup, Settings(var=tmp_path, dialogue_port=engine.port, log_level="error")) as url:
        told, slowest, alive = asyncio.run(follow_all(url))
    assert [len(ids) for ids in told] == [2 if place % 10 == 0 else 1 for place in range(STREAMS)]
    every = [identity for ids in told for identity in ids]
    assert len(set(every)) == len(every)  # nobody got what was another's
    assert (slowest < NEAR, alive < NEAR) == (True, True), (slowest, alive)
