from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, Field
from structlog.testing import capture_logs

from bot import problems
from bot.problems import Problem
from bot.requests import Language
from bot.sentences import Sentences
from knowledge.clock import BadClock
from knowledge.errors import UnknownArticle, UnknownRule


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    inputs: dict[str, Any] = Field(default_factory=dict)
    language: Language = "auto"


def raising(name: str) -> Exception:
    """One exception of each kind."""
    return {
        "problem": Problem(429, "Please wait.", [{"field": "text", "code": "out_of_range", "detail": "Too much."}], retry_after=7),
        "rule": UnknownRule("no-such", ("epr-plan", "epr-scope")),
        "article": UnknownArticle("q999"),
        "clock": BadClock("today must be a day."),
        "bug": KeyError("secret_internal_name"),
    }[name]


@pytest.fixture(scope="module")
def client(sentences: Sentences) -> Iterator[TestClient]:
    app = FastAPI()
    problems.install(app, sentences)

    @app.post("/take")
    def take(body: Body) -> dict[str, str]:
        return {}

    @app.get("/raise/{name}")
    def fail(name: str) -> None:
        raise raising(name)

    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


def refused(client: TestClient, body: str | bytes) -> dict[str, Any]:
    """The problem document of a body that cannot be used."""
    response = client.post("/take", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail", "errors"} == set(document)
    assert document["status"] == 422
    for error in document["errors"]:
        assert set(error) == {"field", "code", "detail"}
        assert error["detail"][-1] == "."
    return document


@pytest.mark.parametrize(
    ("body", "field", "code", "words"),
    [
        ("{}", "text", "missing_input", "text is missing"),
        ('{"text": 5}', "text", "bad_type", "text must be a text"),
        ('{"text": null}', "text", "bad_type", "text must be a text"),
        ('{"text": ["a"]}', "text", "bad_type", "text must be a text"),
        ('{"text": "a", "more": 1}', "more", "unknown_input", "more is not known here"),
        ('{"text": "a", "inputs": []}', "inputs", "bad_type", "inputs must be an object"),
        ('{"text": "a", "language": "english"}', "language", "not_in_list", "de, en, es, fr, it, pl, pt"),
        ('{"text": "a", "language": "xx"}', "language", "not_in_list", "auto or the code of a language"),
        ('{"text": ', "body", "bad_json", "not valid JSON"),
        ("", "body", "missing_input", "missing"),
        ("[]", "body", "bad_type", "JSON object"),
        ('"text"', "body", "bad_type", "JSON object"),
        ("5", "body", "bad_type", "JSON object"),
    ],
)
def test_each_field_has_one_sentence(client: TestClient, body: str, field: str, code: str, words: str) -> None:
    document = refused(client, body)
    (error,) = document["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert words in error["detail"]
    assert error["detail"] in document["detail"]


def test_every_wrong_field_is_named(client: TestClient) -> None:
    document = refused(client, '{"text": 5, "more": 1, "language": 7}')
    assert {error["field"] for error in document["errors"]} == {"text", "more", "language"}


def test_half_a_surrogate_pair_does_no_harm(client: TestClient) -> None:
    document = refused(client, '{"text": "a", "\\ud800": 1}')
    assert document["errors"] == [{"field": "body", "code": "bad_type", "detail": "body contains characters that cannot be read."}]


def test_a_long_name_is_not_echoed_in_full(client: TestClient) -> None:
    document = refused(client, json.dumps({"text": "a", "x" * 5000: 1}))
    assert len(document["detail"]) < 300


def test_bytes_that_are_no_text(client: TestClient) -> None:
    response = client.post("/take", content=b"\xff\xfe\x00", headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [("problem", 429, "Please wait."), ("rule", 404, "epr-plan"), ("article", 404, "q999"), ("clock", 422, "today must be a day.")],
)
def test_exceptions_become_documents(client: TestClient, name: str, status: int, words: str) -> None:
    response = client.get(f"/raise/{name}")
    assert response.status_code == response.json()["status"] == status
    assert response.headers["content-type"] == "application/problem+json"
    assert words in response.json()["detail"]
    assert response.headers.get("retry-after") == ("7" if name == "problem" else None)


def test_what_is_not_foreseen_is_logged_and_not_shown(client: TestClient) -> None:
    with capture_logs() as logs:
        response = client.get("/raise/bug")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret_internal_name" not in response.text
    assert "Traceback" not in response.text
    (entry,) = logs
    assert entry["log_level"] == "error"
    assert entry["route"] == "/raise/{name}"
    assert "/raise/bug" not in str(entry)  # an address may hold the id of a conversation, which is a secret
    assert isinstance(entry["exc_info"], KeyError)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("DELETE", "/take", 405)])
def test_wrong_addresses_and_methods_have_words(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"].endswith(".")
