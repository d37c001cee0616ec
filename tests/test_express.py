"""The express lane beside the framework's way: whatever is sent, both answer alike."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY
from starlette.types import Message, Receive, Scope, Send

from bot import api, problems, receipt_api
from bot.computation import Computing
from bot.express import Express
from bot.lookup import Lookup
from bot.middleware import PROTECTIVE_OF_DATA, Protection
from bot.origins import Origins
from bot.sentences import Sentences
from tests.conftest import NOW

pytestmark = pytest.mark.model

MOST_BYTES = 60_000
RULE = "/api/rules/refund-timing"
GOOD = b'{"inputs": {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}, "today": "2026-11-23"}'
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def computing(lookup: Lookup) -> Computing:
    return Computing(lookup.base, lambda: NOW)


@pytest.fixture(scope="module")
def plain(lookup: Lookup, computing: Computing, sentences: Sentences) -> FastAPI:
    """The routes as the framework answers them."""
    app = FastAPI()
    app.add_middleware(Protection, most_bytes=MOST_BYTES, sentences=sentences)
    app.add_middleware(Origins, listed=(), sentences=sentences)
    problems.install(app, sentences)
    app.include_router(api.router(lookup, computing, sentences))
    app.include_router(receipt_api.router(lookup, computing, sentences))
    return app


@pytest.fixture(scope="module")
def usual(plain: FastAPI) -> Iterator[TestClient]:
    with TestClient(plain, raise_server_exceptions=False) as found:
        yield found


class Ahead(Express):
    """The lane over the real routes; `passed` counts what it has left to the framework."""

    def __init__(self, app: FastAPI, computing: Computing) -> None:
        self.passed = 0

        async def counting(scope: Scope, receive: Receive, send: Send) -> None:
            self.passed += scope["type"] == "http"
            await app(scope, receive, send)

        super().__init__(counting, api.express(computing) | receipt_api.express(computing), MOST_BYTES)


@pytest.fixture(scope="module")
def ahead(plain: FastAPI, computing: Computing) -> Ahead:
    return Ahead(plain, computing)


@pytest.fixture(scope="module")
def express(ahead: Ahead) -> Iterator[TestClient]:
    with TestClient(ahead, raise_server_exceptions=False) as found:
        yield found


@pytest.mark.parametrize("media_type", ["application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json", "text/plain", ""])
@pytest.mark.parametrize(
    "body",
    [
        GOOD,
        b' {"inputs": {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}, "language": "fr"} ',
        b'{"inputs": {"situation": "cancelled_before_shipping", "event_date": "2026-11-31"}}',
        b'{"inputs": {"situation": "cancelled_before_shipping", "event_date": "2026-11-20", "price": 12345678901234567890123}}',
        b'{"inputs": {"situation": "cancelled_before_shipping", "event_date": "2026-11-20", "situation": "other"}}',
        b'{"inputs": {"situation": NaN, "event_date": 1e999}}',
        '{"inputs": {"situation": "é", "event_date": "２０２６-11-20"}}'.encode(),
        '{"inputs": {"a": "é"}}'.encode("utf-16"),
        b'\xef\xbb\xbf{"inputs": {}}',
        b'{"inputs": {"situation": "\\ud800"}}',
        b'{"inputs": {}, "today": "\\ud800"}',
        b'{"inputs": {}, "today": "2026-02-30"}',
        b'{"inputs": {}, "language": "tlh"}',
        b'{"inputs": {}, "other": 1}',
        b'{"inputs": []}',
        b'{"inputs": {}, "today": 5}',
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b"",
        b'{"inputs": {"a": ' + b"[" * 20_000 + b"]" * 20_000 + b"}}",
        b'{"inputs": {"a": "' + b"x" * 70_000 + b'"}}',
    ],
    ids=range(23),
)
def test_a_rule_is_answered_as_the_framework_answers_it(usual: TestClient, express: TestClient, body: bytes, media_type: str) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    one, other = (client.post(RULE, content=body, headers=headers) for client in (express, usual))
    assert (one.status_code, one.content, sorted(one.headers.items())) == (other.status_code, other.content, sorted(other.headers.items()))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/receipts/{id}"),
        ("GET", "/api/receipts/{id}.ics"),
        ("GET", "/api/receipts/{id}?download=1"),
        ("GET", "/api/receipts/{id}x"),
        ("GET", "/api/receipts/{id}!.ics"),
        ("GET", "/api/receipts/{id}!"),
        ("GET", "/api/receipts/"),
        ("GET", "/api/receipts/a/b"),
        ("HEAD", "/api/receipts/{id}"),
        ("DELETE", "/api/receipts/{id}"),
        ("GET", RULE),
        ("POST", "/api/rules/no-such-rule"),
        ("POST", "/api/rules/"),
        ("POST", "/api/rules"),
        ("POST", f"{RULE}/"),
        ("POST", "/api/rules/refund%2Dtiming"),
    ],
)
def test_every_address_is_answered_as_the_framework_answers_it(usual: TestClient, express: TestClient, method: str, path: str) -> None:
    identity = usual.post(RULE, content=GOOD, headers=JSON).json()["answer"]["receipt_id"]
    body: dict[str, Any] = {"content": GOOD, "headers": JSON} if method == "POST" else {}
    one, other = (client.request(method, path.format(id=identity), **body) for client in (express, usual))
    assert (one.status_code, one.content, sorted(one.headers.items())) == (other.status_code, other.content, sorted(other.headers.items()))


def test_what_is_plain_goes_past_the_framework(ahead: Ahead, express: TestClient) -> None:
    before = ahead.passed
    reply = express.post(RULE, content=GOOD, headers=JSON)
    receipt = express.get(f"/api/receipts/{reply.json()['answer']['receipt_id']}")
    assert ahead.passed == before
    assert receipt.json()["receipt"] == reply.json()["receipt"]
    assert set(PROTECTIVE_OF_DATA) <= {(name.encode(), value.encode()) for name, value in reply.headers.items()}


@pytest.mark.parametrize("headers", [{"Origin": "https://shop.example"}, {"Content-Type": "text/plain"}])
def test_what_a_page_sends_and_what_is_no_json_is_the_frameworks(ahead: Ahead, express: TestClient, headers: dict[str, str]) -> None:
    before = ahead.passed
    express.post(RULE, content=GOOD, headers=JSON | headers)
    assert ahead.passed == before + 1


def test_it_is_counted_under_its_route(express: TestClient) -> None:
    def counted() -> float:
        return REGISTRY.get_sample_value("assistant_http_requests_total", {"route": "/api/rules/{rule_id}", "status": "200"}) or 0.0

    before = counted()
    express.post(RULE, content=GOOD, headers=JSON)
    assert counted() == before + 1


def test_a_body_in_pieces_is_put_together(ahead: Ahead) -> None:
    sent = asyncio.run(exchange(ahead, [GOOD[:10], GOOD[10:40], GOOD[40:]]))
    assert sent[0]["status"] == 200


def test_a_client_that_has_gone_in_the_middle_gets_no_answer_of_the_lane(ahead: Ahead) -> None:
    before = ahead.passed
    asyncio.run(exchange(ahead, [GOOD[:10]], gone=True))
    assert ahead.passed == before + 1


async def exchange(app: Express, parts: list[bytes], *, gone: bool = False) -> list[Message]:
    """What is sent to a request whose body arrives in parts, of which the last may never come."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(GOOD)).encode())]
    scope: Scope = {"type": "http", "method": "POST", "path": RULE, "raw_path": RULE.encode(), "query_string": b"", "root_path": "", "headers": headers}
    coming: list[Message] = [{"type": "http.request", "body": part, "more_body": gone or part is not parts[-1]} for part in parts]
    coming += [{"type": "http.disconnect"}] if gone else []
    sent: list[Message] = []

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent
