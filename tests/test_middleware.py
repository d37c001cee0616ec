from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot import problems
from bot.middleware import Protection
from bot.sentences import Sentences

LIMIT = 1000
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client(sentences: Sentences) -> Iterator[TestClient]:
    app = FastAPI()
    app.add_middleware(Protection, most_bytes=LIMIT, sentences=sentences)
    problems.install(app, sentences)

    @app.post("/take")
    async def take(body: dict[str, str]) -> dict[str, int]:
        return {"length": len(body["text"])}

    @app.get("/things/{identity}")
    async def thing(identity: str) -> dict[str, str]:
        return {"identity": identity}

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        return StreamingResponse(iter(["one ", "two"]), media_type="text/plain")

    @app.get("/bug")
    async def bug() -> None:
        raise RuntimeError("a bug")

    @app.get("/broken/{identity}")
    async def broken(identity: str) -> StreamingResponse:
        def parts() -> Iterator[str]:
            yield "one "
            raise RuntimeError(f"a bug about {identity}")

        return StreamingResponse(parts(), media_type="text/plain")

    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


def counted(route: str, status: int) -> float:
    """How many requests a route has answered with a status."""
    return REGISTRY.get_sample_value("assistant_http_requests_total", {"route": route, "status": str(status)}) or 0.0


@pytest.mark.parametrize("path", ["/things/a", "/nowhere", "/stream", "/bug", "/docs"])
def test_every_response_protects_the_page(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    if headers["content-type"] != "application/json":  # plain data leads nowhere, and asks for no camera
        assert headers["referrer-policy"] == "no-referrer"
        assert "permissions-policy" in headers


def test_a_body_at_the_limit_passes_and_one_above_does_not(client: TestClient, sentences: Sentences) -> None:
    frame = len('{"text": ""}')
    assert client.post("/take", content='{"text": "%s"}' % ("x" * (LIMIT - frame)), headers=JSON).json() == {"length": LIMIT - frame}
    response = client.post("/take", content='{"text": "%s"}' % ("x" * (LIMIT - frame + 1)), headers=JSON)
    assert response.status_code == 413
    assert response.json()["detail"] == sentences.say("too_large")
    assert response.headers["content-type"] == "application/problem+json"
    assert "content-security-policy" in response.headers


def test_a_body_that_hides_its_length_does_not_pass_either(client: TestClient, sentences: Sentences) -> None:
    def parts() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(100):
            yield b"x" * 100
        yield b'"}'

    response = client.post("/take", content=parts(), headers=JSON)
    assert response.status_code == 413
    assert response.json()["detail"] == sentences.say("too_large")


@pytest.mark.parametrize("length", [b"-1", b"many", b"1e9", b"9" * 5000, b"\xb2"])
def test_a_length_that_is_no_number_does_no_harm(client: TestClient, length: bytes) -> None:
    response = client.post("/take", content='{"text": "x"}', headers={b"Content-Type": b"application/json", b"Content-Length": length})
    assert response.status_code in (200, 400, 413)


def test_requests_are_counted_by_the_pattern_of_their_route(client: TestClient) -> None:
    before = counted("/things/{identity}", 200)
    client.get("/things/one")
    client.get("/things/two")
    assert counted("/things/{identity}", 200) == before + 2
    assert counted("/things/one", 200) == 0  # an id would make a series of its own


def test_unknown_addresses_share_one_series(client: TestClient) -> None:
    before = counted("none", 404)
    client.get("/some/where")
    client.get("/else/where")
    assert counted("none", 404) == before + 2


def test_a_failure_is_counted_as_one(client: TestClient) -> None:
    before = counted("/bug", 500)
    with capture_logs() as logs:
        assert client.get("/bug").headers["content-type"] == "application/problem+json"
    assert counted("/bug", 500) == before + 1
    assert [(entry["log_level"], entry["route"]) for entry in logs] == [("error", "/bug")]


def test_a_stream_that_breaks_is_logged_by_its_route(client: TestClient) -> None:
    with capture_logs() as logs:
        assert client.get("/broken/a-secret").text == "one "
    (entry,) = logs
    assert entry["route"] == "/broken/{identity}"


def test_a_stream_passes_through(client: TestClient) -> None:
    assert client.get("/stream").text == "one two"
