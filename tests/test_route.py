from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from bot import problems
from bot.requests import RuleRequest
from bot.responses import Json
from bot.route import Straight
from bot.sentences import Sentences


@pytest.fixture(scope="module")
def client(sentences: Sentences) -> Iterator[TestClient]:
    routes = APIRouter(prefix="/twice")

    async def seen(name: str, request: RuleRequest) -> Json:
        """Gives back what has arrived."""
        return Json({"name": name, "inputs": request.inputs, "today": request.today})

    routes.add_api_route("/straight/{name}", seen, methods=["POST"], route_class_override=Straight)
    routes.add_api_route("/usual/{name}", seen, methods=["POST"])
    app = FastAPI()
    problems.install(app, sentences)
    app.include_router(routes)
    with TestClient(app) as found:
        yield found


@pytest.mark.parametrize("media_type", ["application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json", "text/plain", ""])
@pytest.mark.parametrize(
    "body",
    [
        b'{"inputs": {"a": [1, null]}, "today": "2026-11-25"}',
        b' {"inputs": {}} ',
        '{"inputs": {"a": "é"}}'.encode("utf-16"),
        b'{"inputs": {"a": "\\ud800"}}',
        b'{"inputs": {}, "today": "\\ud800"}',
        b'{"inputs": {}, "other": 1}',
        b'{"inputs": []}',
        b'{"inputs": {}, "today": 5}',
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b"",
        b'{"inputs": {"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}}",
    ],
)
def test_the_straight_way_answers_as_the_usual_one_does(client: TestClient, body: bytes, media_type: str) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    straight, usual = (client.post(f"/twice/{way}/x%20y", content=body, headers=headers) for way in ("straight", "usual"))
    assert straight.status_code == usual.status_code
    assert straight.content == usual.content


def test_what_fits_is_taken(client: TestClient) -> None:
    reply = client.post("/twice/straight/one", json={"inputs": {"a": 1}})
    assert reply.json() == {"name": "one", "inputs": {"a": 1}, "today": None}


def test_the_documentation_tells_of_the_body(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert paths["/twice/straight/{name}"]["post"]["requestBody"] == paths["/twice/usual/{name}"]["post"]["requestBody"]
