"""Pages of other origins: which may use the chat, for what, and that nobody else may change or read anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from bot.lookup import Lookup
from bot.sentences import Sentences
from bot.settings import Settings
from tests.engine import Engine
from tests.hosting import hosting

pytestmark = pytest.mark.usefixtures("local_sockets")

SHOP = "https://shop.example"
OTHER = "https://other.example"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


@pytest.fixture
def served(lookup: Lookup, engine: Engine, var: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    settings = Settings(var=tmp_path, dialogue_port=engine.port, log_level="error", origins=f"{SHOP}, http://127.0.0.1:9/")
    with hosting(lookup, settings) as url, httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        yield client


def cors(response: httpx.Response) -> list[str]:
    return [name for name in response.headers if name.startswith("access-control-")]


@pytest.mark.model
def test_a_listed_page_may_hold_a_conversation(served: httpx.Client) -> None:
    allowed = served.options("/api/chat", headers={"Origin": SHOP, **PREFLIGHT})
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == SHOP
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "content-type" in allowed.headers["access-control-allow-headers"].lower()
    said = served.post("/api/chat", json={"text": "hello"}, headers={"Origin": SHOP})
    assert said.status_code == 200
    conversation = said.json()["conversation_id"]
    with served.stream("GET", f"/api/chat/{conversation}/events", headers={"Origin": SHOP}) as events:
        assert events.headers["access-control-allow-origin"] == SHOP
        assert events.headers["vary"] == "Origin"
    for response in (
        said,
        served.get(f"/api/chat/{conversation}/messages", headers={"Origin": SHOP}),
        served.get("/api/articles/q058", headers={"Origin": SHOP}),
        served.get("/static/words/fr.js", headers={"Origin": SHOP}),
        served.get("/widget.js", headers={"Origin": SHOP}),
        served.delete(f"/api/chat/{conversation}", headers={"Origin": SHOP}),
    ):
        assert response.headers["access-control-allow-origin"] == SHOP
        assert "Origin" in response.headers["vary"]
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.model
def test_a_refusal_can_be_read_by_a_listed_page(served: httpx.Client) -> None:
    for response, status in (
        (served.post("/api/chat", json={"text": ""}, headers={"Origin": SHOP}), 422),
        (served.post("/api/chat", content=b"x" * 70_000, headers={"Origin": SHOP}), 413),
        (served.get("/api/chat/unknown/messages", headers={"Origin": SHOP}), 404),
    ):
        assert (response.status_code, response.headers["access-control-allow-origin"]) == (status, SHOP)


@pytest.mark.model
@pytest.mark.parametrize("origin", [OTHER, "null", f"{SHOP}.other.example", "http://shop.example", f"{SHOP}:444", "https://SHOP.example.", "x"])
def test_another_page_may_neither_change_nor_read_anything(served: httpx.Client, engine: Engine, sentences: Sentences, origin: str) -> None:
    refused = served.post("/api/chat", json={"text": "hello"}, headers={"Origin": origin})
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert refused.json()["detail"] == sentences.say("foreign_origin")
    assert engine.asked == []
    preflight = served.options("/api/chat", headers={"Origin": origin, **PREFLIGHT})
    assert preflight.status_code == 405
    read = served.get("/api/articles/q058", headers={"Origin": origin})
    assert (read.status_code, read.headers["vary"]) == (200, "Origin")
    for response in (refused, preflight, read, served.delete("/api/chat/unknown", headers={"Origin": origin})):
        assert cors(response) == []


@pytest.mark.model
@pytest.mark.parametrize("path", ["/api/ask", "/api/rules/refund-timing", "/webhook", "/model/parse", "/console/login", "/api/articles"])
def test_a_listed_page_may_use_nothing_but_the_chat(served: httpx.Client, path: str) -> None:
    response = served.post(path, json={}, headers={"Origin": SHOP})
    assert (response.status_code, cors(response)) == (403, [])
    assert cors(served.get(path, headers={"Origin": SHOP})) == []


@pytest.mark.model
@pytest.mark.parametrize("path", ["/api/chat/../ask", "/api/chat/%2e%2e/ask", "/static/../api/ask", "//api/chat"])
def test_no_trick_with_a_path_opens_more(served: httpx.Client, path: str) -> None:
    with httpx.Client(base_url=served.base_url, trust_env=False) as client:
        request = client.build_request("POST", "/", json={"text": "hello"}, headers={"Origin": SHOP})
        request.url = request.url.copy_with(raw_path=path.encode())
        response = client.send(request)
    assert response.status_code in (403, 404, 405)


@pytest.mark.model
def test_pages_of_ours_and_other_programs_are_no_strangers(served: httpx.Client) -> None:
    own = str(served.base_url).rstrip("/")
    for headers in ({}, {"Origin": own}, {"Origin": "https://assistant.example", "Sec-Fetch-Site": "same-origin"}):  # the last behind a proxy
        response = served.post("/api/chat", json={"text": "hello"}, headers=headers)
        assert (response.status_code, cors(response)) == (200, [])


@pytest.mark.parametrize("origins", ["*", "shop.example", "https://shop.example/page", "https://*.example", "https://shop.example; x", "javascript:alert(1)"])
def test_what_is_no_origin_is_refused_at_the_start(origins: str) -> None:
    with pytest.raises(ValidationError, match="is no origin"):
        Settings(origins=origins)


def test_the_list_is_read_as_people_write_it() -> None:
    assert Settings(origins=" https://Shop.example/ ,http://localhost:3000,, http://[::1]:80").listed_origins == (
        "https://shop.example",
        "http://localhost:3000",
        "http://[::1]:80",
    )
    assert Settings(origins="").listed_origins == ()
