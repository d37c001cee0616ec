"""The HTTP interface over real look-ups, without the dialogue engine."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from bot.dialogue.client import session_command
from bot.lookup import Lookup
from bot.settings import Settings
from knowledge.wording import Wording
from tests.casebook import ANSWERED, REFUSED, Case
from tests.engine import ASKING, GOOD, Engine
from tests.hosting import SECRET, application

pytestmark = pytest.mark.model

NOBODY = 9  # a port on which nobody listens


def serving(lookup: Lookup, settings: Settings) -> TestClient:
    """The whole application; the dialogue engine is whoever listens on the port of the settings."""
    return TestClient(application(lookup, settings), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("api")
    (folder / "index").symlink_to(var / "index", target_is_directory=True)
    with serving(lookup, Settings(var=folder, dialogue_port=NOBODY)) as found:
        yield found


def ask(client: TestClient, text: str, **more: object) -> dict[str, Any]:
    """The reply to a question that can be answered."""
    response = client.post("/api/ask", json={"text": text, **more})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def refused(client: TestClient, path: str, body: object, status: int = 422) -> dict[str, Any]:
    """The problem document of a request that cannot be used."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = client.post(path, content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert found["status"] == status
    assert found["detail"].strip()
    assert "Traceback" not in response.text
    return found


# ask


def test_an_answer_has_the_form_of_the_contract(client: TestClient) -> None:
    question = "How do I block a troublesome buyer?"
    found = ask(client, question)
    assert set(found) == {"decision", "language", "articles", "rule", "answer"}
    assert (found["decision"], found["language"], found["rule"]) == ("answer", "en", None)
    assert found["articles"][0]["id"] == "q020"
    assert 1 <= len(found["articles"]) <= 5
    assert all(set(article) == {"id", "title", "score"} for article in found["articles"])
    assert {"text", "sources", "caveats"} <= set(found["answer"])
    (source,) = found["answer"]["sources"]
    assert source["id"] == "q020"
    assert source["section"].startswith("II.")  # the guide's second section, basic configuration
    numbers = [article["id"].partition("-")[0] for article in found["articles"]]
    assert len(numbers) == len(set(numbers))


def test_a_computation_has_inputs_in_codes(client: TestClient) -> None:
    found = ask(client, "The buyer cancelled yesterday before shipping. When is the refund due?", today="2026-11-23")
    assert found["decision"] == "rule"
    assert found["rule"] == {
        "id": "refund-timing",
        "inputs": {"situation": "cancelled_before_shipping", "event_date": "2026-11-22"},
        "missing": [],
        # Question 58: 7 and 14 days after Sunday 22 November; the 14th working day is Thursday 10 December.
        "outcome": {
            "quantified": True,
            "earliest": "2026-11-29",
            "latest": "2026-12-06",
            "latest_working": "2026-12-10",
            "not_before": None,
            "basis": "q058_7_to_14_days",
        },
    }


def test_what_is_missing_is_listed_in_declared_order(client: TestClient) -> None:
    found = ask(client, "Calculate my appeal deadline")
    assert found["rule"] == {"id": "appeal-deadlines", "inputs": {}, "missing": ["origin", "notified_at"], "outcome": None}


@pytest.mark.parametrize(("text", "named"), [("30 February", "30 February"), ("31/11", "31/11"), ("00/00/2026", "00/00/2026"), ("29/02/2027", "29/02/2027")])
def test_an_impossible_day_is_named(client: TestClient, text: str, named: str) -> None:
    found = ask(client, f"The order was cancelled before shipping on {text}, when does the buyer get the refund?")
    assert found["decision"] == "rule"
    assert found["rule"]["id"] == "refund-timing"
    assert "event_date" in found["rule"]["missing"]
    assert "event_date" not in found["rule"]["inputs"]
    assert found["rule"]["outcome"] is None
    assert named in found["answer"]["text"]


def test_two_questions_are_both_answered(client: TestClient) -> None:
    found = ask(client, "How do I change my password? And where do I enter a tracking code?")
    assert found["decision"] == "answer"
    assert {"q018", "q051"} <= {article["id"] for article in found["articles"][:3]}
    assert {"q018", "q051"} == {source["id"] for source in found["answer"]["sources"]}


@pytest.mark.parametrize(
    "text",
    ["asdfgh", "xyzzy", "qwertz uiop", "blorf quux zanzibar 77 marmalade engine", "snerf the klaxon, then bribble", "the tiger eats 45 violins under water"],
)
def test_nonsense_is_called_not_understood(client: TestClient, text: str) -> None:
    found = ask(client, text)
    assert (found["decision"], found["articles"], found["answer"]["sources"]) == ("no_answer", [], [])
    assert "did not understand" in found["answer"]["text"]


def test_an_article_is_told_beside_a_rule(client: TestClient) -> None:
    found = ask(client, "How do I change my password? And is the seller support chat open on Sunday at 11?")
    assert (found["decision"], found["rule"]["id"]) == ("rule", "support-chat-hours")
    assert {"q018", "q007"} <= {source["id"] for source in found["answer"]["sources"]}
    assert "Account Security" in found["answer"]["text"]


@pytest.mark.parametrize(
    ("text", "decision"), [("hello", "smalltalk"), ("thanks!", "smalltalk"), ("I want to talk to a person", "handoff"), ("cancel", "smalltalk")]
)
def test_talk_names_no_articles(client: TestClient, text: str, decision: str) -> None:
    found = ask(client, text)
    assert found["decision"] == decision
    assert found["articles"] == []
    assert found["answer"]["text"].strip()


@pytest.mark.parametrize("language", ["auto", "en", "fr"])
def test_a_language_may_be_named(client: TestClient, language: str) -> None:
    assert ask(client, "hello", language=language)["decision"] == "smalltalk"


@pytest.mark.parametrize("path", ["/api/ask", "/api/chat"])
@pytest.mark.parametrize("language", ["xx", "nl", "english", "EN", "", "e"])
def test_an_unknown_language_is_told_with_the_known_ones(client: TestClient, path: str, language: str) -> None:
    (error,) = refused(client, path, {"text": "hello", "language": language})["errors"]
    assert (error["field"], error["code"]) == ("language", "not_in_list")
    assert "de, en, es, fr, it, pl, pt" in error["detail"]  # the languages of data/wording/en/phrases.yaml, and English


# Bad input


@pytest.mark.parametrize("path", ["/api/ask", "/api/chat"])
@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\x00", "\u200b\u200b", "...", "———", "\u202e", "!!!"])
def test_nothing_said_is_told_in_words(client: TestClient, path: str, text: str, wording: Wording) -> None:
    document = refused(client, path, {"text": text})
    assert document["errors"] == [{"field": "text", "code": "out_of_range", "detail": wording.notice("empty")}]


@pytest.mark.parametrize("path", ["/api/ask", "/api/chat"])
def test_a_long_message_is_told_how_long_it_may_be(client: TestClient, path: str) -> None:
    assert "2000" in refused(client, path, {"text": "word " * 500})["errors"][0]["detail"]
    document = refused(client, path, {"text": "x" * 100_000}, status=413)
    assert "too large" in document["detail"]


@pytest.mark.parametrize(
    "text",
    [
        "😀",
        "😀👩‍👩‍👧‍👦🏴‍☠️ refund?",
        "\u202eתי יגיע הכסף\u202c",
        "متى يحصل المشتري على أمواله؟",
        "退款什么时候到账？",
        "<script>alert('x')</script>",
        "<img src=x onerror=alert(1)> refund",
        "a\x00b\x07c refund",
        "{{ 7 * 7 }} {% raw %}",
        "'; DROP TABLE events; --",
        "\ud800 refund",
        "?",
        "a" * 2000,
        "refund " * 285,
        "/restart",
        '/rule{"rule": "epr-scope"}',
        "12/11/9999 0000-00-00 99:99 €-1e999",
        "The order was cancelled before shipping on 12/11/9999, when is the refund?",
        "The order was cancelled before shipping on 0000-01-01, when is the refund?",
        "The order was cancelled before shipping on 1 January 0001, when is the refund?",
        "The order was cancelled before shipping 9999999 days ago, when is the refund?",
    ],
)
def test_every_text_gets_a_clear_answer(client: TestClient, text: str) -> None:
    response = client.post("/api/ask", content=json.dumps({"text": text}), headers={"Content-Type": "application/json"})
    assert response.status_code == 200, response.text
    found = response.json()
    assert found["decision"] in ("answer", "clarify", "rule", "smalltalk", "handoff", "no_answer")
    assert found["answer"]["text"].strip()
    assert "49" not in found["answer"]["text"]
    if found["rule"]:
        assert found["rule"]["outcome"] is None or "event_date" in found["rule"]["inputs"]


@pytest.mark.parametrize("path", ["/api/ask", "/api/chat"])
@pytest.mark.parametrize("text", [5, None, True, ["refund"], {"text": "refund"}, 1e308])
def test_what_is_no_text_is_refused(client: TestClient, path: str, text: object) -> None:
    assert refused(client, path, {"text": text})["errors"] == [{"field": "text", "code": "bad_type", "detail": "text must be a text."}]


@pytest.mark.parametrize("path", ["/api/ask", "/api/chat", "/api/rules/refund-timing"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"null", b"5", b"\xff\xfe", b"{'text': 'hi'}", b'{"text": NaN}', b"[" * 5000])
def test_what_is_no_json_object_is_refused(client: TestClient, path: str, body: bytes) -> None:
    response = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in response.text


@pytest.mark.parametrize("path", ["/api/ask", "/api/chat"])
def test_unknown_keys_are_named(client: TestClient, path: str) -> None:
    (error,) = refused(client, path, {"text": "hello", "todey": "2026-11-23"})["errors"]
    assert (error["field"], error["code"]) == ("todey", "unknown_input")


@pytest.mark.parametrize("path", ["/api/ask", "/api/chat"])
@pytest.mark.parametrize(
    "today",
    [
        *("", "today", "23/11/2026", "2026-02-30", "2026-13-01", "0000-01-01", "10000-01-01"),
        *("2026-11-23T25:00", "2026-11-23T10:00:00", "2026-11-23 10:00", "2026-03-29T02:30"),
    ],
)
def test_a_clock_that_does_not_exist_is_refused(client: TestClient, path: str, today: str) -> None:
    """On 29 March 2026 the clocks in Paris go from 02:00 to 03:00."""
    (error,) = refused(client, path, {"text": "hello", "today": today})["errors"]
    assert (error["field"], error["code"]) == ("today", "bad_date")


@pytest.mark.parametrize("today", [5, 20261123, ["2026-11-23"], True])
def test_a_clock_that_is_no_text_is_refused(client: TestClient, today: object) -> None:
    (error,) = refused(client, "/api/ask", {"text": "hello", "today": today})["errors"]
    assert (error["field"], error["code"]) == ("today", "bad_type")


@pytest.mark.parametrize("today", ["0001-01-01", "0001-01-01T00:00", "9999-12-31", "9999-12-31T23:59", "2014-12-31", "2101-01-01"])
@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "The buyer cancelled yesterday before shipping. When is the refund due?",
        "I got a prohibited goods sanction 3 days ago at 10:00, until when can I appeal?",
        "Which EPR organisations do I need to join for furniture?",
        "The buyer cancelled last Friday before shipping, tomorrow, in 3 months, on the 31st. When is the refund due?",
    ],
)
def test_a_clock_far_away_gets_a_clear_answer(client: TestClient, today: str, text: str) -> None:
    found = ask(client, text, today=today)
    assert found["answer"]["text"].strip()
    if found["rule"]:
        assert found["rule"]["outcome"] is None or found["rule"]["missing"] == []


# Rules


def test_every_rule_is_listed_with_its_schemas(client: TestClient, lookup: Lookup) -> None:
    found = {rule["id"]: rule for rule in client.get("/api/rules").json()}
    assert set(found) == {rule.id for rule in lookup.base.rules} >= {"refund-timing", "appeal-deadlines", "epr-scope", "epr-plan"}
    for rule in found.values():
        assert rule["title"]
        assert rule["purpose"]
        assert rule["inputs"]["type"] == rule["outcome"]["type"] == "object"
        assert all(schema["title"] for schema in rule["inputs"]["properties"].values())
    assert found["appeal-deadlines"]["inputs"]["required"] == ["origin", "notified_at"]  # the clock fills `now`
    assert found["refund-timing"]["articles"][0] == "q058"


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_a_case_is_computed(client: TestClient, case: Case) -> None:
    response = client.post(f"/api/rules/{case.rule}", json={"inputs": case.facts, "today": case.today.isoformat()})
    assert response.status_code == 200, response.text
    found = response.json()
    assert set(found) == {"rule", "outcome", "answer", "receipt"}
    assert found["outcome"] == case.expect
    assert found["answer"]["text"].strip()
    assert found["answer"]["sources"]
    assert found["receipt"]["rule"] == case.rule


def test_outcomes_and_inputs_have_the_keys_of_their_schema(client: TestClient) -> None:
    schemas = {rule["id"]: rule for rule in client.get("/api/rules").json()}
    for case in ANSWERED:
        assert set(case.expect) == set(schemas[case.rule]["outcome"]["properties"])
        assert set(case.facts) <= set(schemas[case.rule]["inputs"]["properties"])
        assert set(schemas[case.rule]["inputs"]["required"]) <= set(case.facts)


@pytest.mark.parametrize("case", [case for case in REFUSED if not case.filled_by_clock], ids=lambda case: case.name)
def test_a_case_is_refused_with_one_sentence_a_field(client: TestClient, case: Case) -> None:
    document = refused(client, f"/api/rules/{case.rule}", {"inputs": case.facts, "today": case.today.isoformat()})
    first = document["errors"][0]
    assert (first["code"], first["field"]) == case.error
    for error in document["errors"]:
        assert set(error) == {"field", "code", "detail"}
        assert error["detail"].rstrip().endswith(".")
        assert "{" not in error["detail"]
    assert first["detail"] in document["detail"]


def test_the_clock_fills_the_moment_asked_about(client: TestClient) -> None:
    """Prohibited goods: 4 days (question 67); the request's minute decides whether the appeal is open."""
    inputs = {"origin": "prohibited_goods", "notified_at": "2026-11-20T10:00"}
    statuses = {
        today: client.post("/api/rules/appeal-deadlines", json={"inputs": inputs, "today": today}).json()["outcome"]["status"]
        for today in ("2026-11-24T10:00", "2026-11-24T10:01", "2026-11-23", "2026-11-24")
    }
    assert statuses == {"2026-11-24T10:00": "open", "2026-11-24T10:01": "expired", "2026-11-23": "open", "2026-11-24": "expired"}


def test_every_field_is_named_in_the_catalogues_order(client: TestClient) -> None:
    """k-validation: unknown inputs first, then missing ones in declared order, then unusable values."""
    inputs = {"unknown": 1, "categories": ["chairs"], "ships_parcels": "yes"}
    document = refused(client, "/api/rules/epr-scope", {"inputs": inputs})
    assert [(error["field"], error["code"]) for error in document["errors"]] == [
        ("unknown", "unknown_input"),
        ("destinations", "missing_input"),
        ("first_on_french_market", "missing_input"),
        ("categories", "not_in_list"),
        ("ships_parcels", "bad_type"),
    ]


@pytest.mark.parametrize("inputs", [[], "x", 5, None])
def test_inputs_that_are_no_object_are_refused(client: TestClient, inputs: object) -> None:
    (error,) = refused(client, "/api/rules/epr-plan", {"inputs": inputs})["errors"]
    assert (error["field"], error["code"]) == ("inputs", "bad_type")


@pytest.mark.parametrize(
    "value", ["0000-01-01", "9999-12-31", "2026-02-30", "yesterday", "", " ", 0, 20261123, True, [], {}, None, "\ud800", "2026-11-20\x00", "x" * 10_000, 1e308]
)
def test_any_value_of_an_input_gets_a_clear_answer(client: TestClient, value: object) -> None:
    document = refused(client, "/api/rules/refund-timing", {"inputs": {"situation": "cancelled_before_shipping", "event_date": value}})
    (error,) = document["errors"]
    assert error["field"] == "event_date"
    assert len(error["detail"]) < 400


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_numbers_that_are_no_json_are_refused(client: TestClient, value: float) -> None:
    response = client.post("/api/rules/refund-timing", content=json.dumps({"inputs": {"situation": value}}), headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_a_huge_amount_is_written_out(client: TestClient) -> None:
    response = client.post("/api/rules/sale-net", json={"inputs": {"price": 1e30}})
    assert response.status_code == 200
    assert "000,000" in response.json()["answer"]["text"]


@pytest.mark.parametrize("rule", ["no-such-rule", "REFUND-TIMING", "%00", "..%2F..", "x" * 3000, "😀"])
def test_an_unknown_rule_is_not_found(client: TestClient, rule: str) -> None:
    response = client.post(f"/api/rules/{rule}", json={"inputs": {}})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_computation_replays(client: TestClient) -> None:
    body = {"inputs": {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}, "today": "2026-11-23"}
    assert client.post("/api/rules/refund-timing", json=body).content == client.post("/api/rules/refund-timing", json=body).content


# Articles


def test_every_article_can_be_read(client: TestClient, lookup: Lookup) -> None:
    listed = client.get("/api/articles").json()
    assert [article["id"] for article in listed] == sorted(article.id for article in lookup.base.library)
    assert {f"q{number:03}" for number in range(1, 88)} | {"recalls", "bans"} <= {article["id"] for article in listed}
    for article in listed:
        found = client.get(f"/api/articles/{article['id']}").json()
        assert found["title"] == article["title"]
        assert found["body"].strip()
        assert found["checked_on"] <= found["review_by"]
        assert set(found["rules"]) <= {rule.id for rule in lookup.base.rules}


def test_articles_are_given_in_a_language_and_say_in_which_they_are(client: TestClient) -> None:
    french = {article["id"]: article for article in client.get("/api/articles?language=fr").json()}
    assert french["q058"]["language"] == "fr"  # data/articles/fr/q058.md
    found = client.get("/api/articles/q058?language=fr").json()
    assert (found["language"], found["title"], found["section"]) == ("fr", french["q058"]["title"], french["q058"]["section"])
    english = client.get("/api/articles/q058").json()
    assert english == client.get("/api/articles/q058?language=en").json() == client.get("/api/articles/q058?language=auto").json()
    assert english["language"] == "en"
    assert {key for key in english if english[key] != found[key]} == {"title", "section", "body", "caveats", "language"}
    assert client.get("/api/articles/q058?language=de").json() == english  # German is understood, but nothing is written in it


@pytest.mark.parametrize("path", ["/api/articles", "/api/articles/q058"])
def test_articles_in_an_unknown_language_are_refused(client: TestClient, path: str) -> None:
    response = client.get(f"{path}?language=xx")
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert (error["field"], error["code"]) == ("language", "not_in_list")


def test_a_rule_is_computed_in_a_language(client: TestClient) -> None:
    inputs = {"situation": "cancelled_before_shipping", "event_date": "2026-11-20"}
    french, english = (
        client.post("/api/rules/refund-timing", json={"inputs": inputs, "today": "2026-11-23", **more}).json() for more in ({"language": "fr"}, {})
    )
    assert french["outcome"] == english["outcome"]
    assert "jeudi 10 décembre 2026" in french["answer"]["text"]
    assert (french["receipt"].pop("language"), "language" in english["receipt"]) == ("fr", False)
    assert {key for key in english["receipt"] if english["receipt"][key] != french["receipt"][key]} == {"steps"}
    problem = refused(client, "/api/rules/refund-timing", {"inputs": {}, "language": "fr"})
    assert problem["detail"].startswith("Ce calcul est impossible")  # data/wording/fr/http.yaml
    assert problem["detail"].endswith(problem["errors"][0]["detail"])
    (error,) = refused(client, "/api/rules/refund-timing", {"inputs": inputs, "language": "xx"})["errors"]
    assert (error["field"], error["code"]) == ("language", "not_in_list")


@pytest.mark.parametrize("path", ["/api/ask", "/api/chat"])
def test_a_text_that_cannot_be_used_is_told_in_the_language_that_was_named(client: TestClient, path: str) -> None:
    assert refused(client, path, {"text": " ", "language": "fr"})["detail"] == "Veuillez écrire une question."  # data/wording/fr/phrases.yaml


@pytest.mark.parametrize("article", ["q999", "Q020", "q020%00", "..%2Fq020", "x" * 3000, "😀", "%F0%9F"])
def test_an_unknown_article_is_not_found(client: TestClient, article: str) -> None:
    response = client.get(f"/api/articles/{article}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


# The chat's edge


@pytest.mark.parametrize("identity", ["", "nobody", "x" * 32, "x" * 60_000, "a b", "../..", "' OR 1=1 --", "😀", "a\x00", "\ud800", "abc\n"])
def test_a_strangers_conversation_is_not_found(client: TestClient, identity: str) -> None:
    refused(client, "/api/chat", {"conversation_id": identity, "text": "hello"}, status=404)


@pytest.mark.parametrize("path", ["events", "messages"])
@pytest.mark.parametrize("identity", ["nobody", "x" * 3000, "a%00b", "%27%20OR%201=1", "😀"])
def test_a_strangers_conversation_cannot_be_followed(client: TestClient, identity: str, path: str) -> None:
    response = client.get(f"/api/chat/{identity}/{path}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("identity", [5, ["x"], True, {"id": "x"}])
def test_a_conversation_id_that_is_no_text_is_refused(client: TestClient, identity: object) -> None:
    (error,) = refused(client, "/api/chat", {"conversation_id": identity, "text": "hello"})["errors"]
    assert (error["field"], error["code"]) == ("conversation_id", "bad_type")


@pytest.fixture
def chatting(lookup: Lookup, engine: Engine, var: Path, tmp_path: Path) -> Iterator[TestClient]:
    """The application with an engine that answers as it is told."""
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    settings = Settings(var=tmp_path, dialogue_port=engine.port, turn_seconds=2.0)
    with serving(lookup, settings) as found:
        yield found


def test_a_turn_has_the_form_of_the_contract(chatting: TestClient, engine: Engine) -> None:
    engine.says(ASKING)
    found = chatting.post("/api/chat", json={"text": "  hello\x00 ", "today": "2026-11-23"}).json()
    assert set(found) == {"conversation_id", "messages", "turn"}
    assert len(found["conversation_id"]) == 32
    (message,) = found["messages"]
    assert {"text", "buttons", "answer"} <= set(message)
    assert found["turn"] == {"decision": "rule", "rule": "refund-timing", "asks_for": "situation", "articles": ["q058"], "language": "en"}
    assert engine.asked[0]["message"] == "hello"
    again = chatting.post("/api/chat", json={"text": "more", "conversation_id": found["conversation_id"]}).json()
    assert again["conversation_id"] == found["conversation_id"]


def test_a_conversation_can_be_read_again(chatting: TestClient, engine: Engine) -> None:
    engine.says(GOOD)
    identity = chatting.post("/api/chat", json={"text": "hi"}).json()["conversation_id"]
    other = chatting.post("/api/chat", json={"text": "a secret"}).json()["conversation_id"]
    assert identity != other
    said = chatting.get(f"/api/chat/{identity}/messages").json()["messages"]
    assert [(message["author"], message["text"]) for message in said] == [("seller", "hi"), ("assistant", "Hello!")]
    assert "a secret" not in str(said)


def test_a_silent_engine_is_told_and_logged(chatting: TestClient, engine: Engine, wording: Wording) -> None:
    engine.says([])
    with capture_logs() as logs:
        response = chatting.post("/api/chat", json={"text": "When is my money released?"})
    assert response.status_code == 200
    found = response.json()
    assert found["messages"][0]["text"] == wording.notice("failure")
    assert found["turn"]["decision"] == "no_answer"
    assert len([entry for entry in logs if entry["log_level"] == "error"]) == 1
    said = chatting.get(f"/api/chat/{found['conversation_id']}/messages").json()["messages"]
    assert [message["author"] for message in said] == ["seller", "assistant"]


def test_an_unusable_message_begins_no_conversation(chatting: TestClient, engine: Engine) -> None:
    engine.says(GOOD)
    refused(chatting, "/api/chat", {"text": ""})
    refused(chatting, "/api/chat", {"text": "hi", "today": "never"})
    assert engine.asked == []


# Operation


def test_alive(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


def test_not_ready_without_the_engine(client: TestClient, local_sockets: None) -> None:
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["dialogue"] == "not answering"


def test_ready_is_judged_by_the_index_that_is_loaded(chatting: TestClient, tmp_path: Path) -> None:
    before = chatting.get("/health/ready").json()
    (tmp_path / "index").unlink()  # as while another index is built
    response = chatting.get("/health/ready")
    assert (response.status_code, response.json()) == (200, before)


def test_ready_with_the_engine(chatting: TestClient) -> None:
    response = chatting.get("/health/ready")
    assert response.status_code == 200
    found = response.json()
    assert found["status"] == "ready"
    assert found["index"]["encoder"].startswith("packaged-minilm")
    assert found["index"]["texts"] > 1000


def test_figures_are_counted(client: TestClient) -> None:
    ask(client, "hello")
    text = client.get("/metrics").text
    assert 'assistant_ask_decisions_total{decision="smalltalk"}' in text
    assert 'assistant_http_requests_total{route="/api/ask",status="200"}' in text


def test_the_interface_describes_itself(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    assert {
        "/api/ask",
        "/api/rules",
        "/api/rules/{rule_id}",
        "/api/receipts/{receipt_id}",
        "/api/receipts/{receipt_id}.ics",
        "/api/articles",
        "/api/articles/{article_id}",
        "/api/chat",
        "/api/chat/{conversation_id}",
        "/api/chat/{conversation_id}/events",
        "/api/chat/{conversation_id}/messages",
        "/api/chat/{conversation_id}/messages/{message_id}/feedback",
        "/api/chat/{conversation_id}/pass",
        "/api/chat/pass",
        "/health/live",
        "/health/ready",
        "/metrics",
    } == set(schema["paths"])  # and nothing of what the dialogue engine calls
    for name in ("AskRequest", "RuleRequest", "ChatRequest"):
        assert schema["components"]["schemas"][name]["examples"]
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]


def test_the_examples_of_the_description_work(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert client.post("/api/ask", json=schemas["AskRequest"]["examples"][0]).json()["decision"] == "rule"
    assert client.post("/api/rules/refund-timing", json=schemas["RuleRequest"]["examples"][0]).status_code == 200


@pytest.mark.parametrize("path", ["/", "/widget.js", "/static/page.js", "/favicon.ico", "/docs", "/demo"])
def test_the_page_and_its_files_are_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_the_documentation_comes_from_here_alone(client: TestClient) -> None:
    page = client.get("/docs")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert "static/docs.js" in loaded
    for path in loaded:
        assert "//" not in path
        assert client.get(f"/{path}").status_code == 200
    assert "<script>" not in page.text
    script = client.get("/static/docs.js").text
    needed = re.findall(r'^import .* from "\./([\w.-]+)";$', script, re.MULTILINE)
    assert len(needed) == script.count("import ")
    assert [client.get(f"/static/{name}").status_code for name in needed] == [200] * len(needed)


@pytest.mark.parametrize("path", ["/static/../../settings.py", "/static/%2e%2e/%2e%2e/settings.py", "/static/nothing.js"])
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "BaseSettings" not in response.text


# What the dialogue engine calls


def test_only_the_engine_may_call_back(client: TestClient) -> None:
    for body in ({"text": "hello"}, {"text": "hello", "token": ""}, {"text": "hello", "token": "wrong"}, {"text": "hello", "token": None}):
        assert client.post("/model/parse", json=body).status_code == 403
    for path in ("/webhook", "/webhook?token=", "/webhook?token=wrong", "/webhook?token=%C3%A9"):
        assert client.post(path, json={}).status_code == 403


def test_a_message_is_parsed_for_the_engine(client: TestClient) -> None:
    found = client.post("/model/parse", json={"text": "hello", "token": SECRET, "message_id": "someone"}).json()
    assert found["text"] == "hello"
    assert found["intent"]["name"] == "smalltalk"
    assert found["intent_ranking"] == [found["intent"]]
    assert found["entities"] == []
    assert found["understanding"]["talk"] == "greet"


@pytest.mark.parametrize("text", ["/session_start", "/restart", "/back", "new session", '/rule{"rule": "epr-plan"}'])
def test_no_message_is_a_command(client: TestClient, text: str) -> None:
    found = client.post("/model/parse", json={"text": text, "token": SECRET}).json()
    assert found["intent"]["name"] not in ("session_start", "restart", "back")


def test_an_unknown_action_is_told_as_rasa_tells_it(client: TestClient) -> None:
    body = {"next_action": "action_nothing", "tracker": {"sender_id": "x", "slots": {}, "latest_message": {}, "events": [], "paused": False}}
    with capture_logs() as logs:
        response = client.post(f"/webhook?token={SECRET}", json={**body, "domain": {}})
    assert response.status_code == 404
    assert response.json()["action_name"] == "action_nothing"
    assert [entry["log_level"] for entry in logs] == ["error"]


def action(name: str, text: str) -> dict[str, Any]:
    """The call of an action, as the engine sends it."""
    tracker = {"sender_id": "x", "slots": {}, "latest_message": {"text": text, "metadata": {}}, "events": [], "paused": False, "active_loop": {}}
    return {"next_action": name, "sender_id": "x", "tracker": tracker, "domain": {}}


def test_an_action_runs_for_the_engine(client: TestClient) -> None:
    found = client.post(f"/webhook?token={SECRET}", json=action("action_talk", "hello")).json()
    assert found["events"] == []
    (message,) = found["responses"]
    assert message["custom"]["turn"]["decision"] == "smalltalk"
    assert message["custom"]["answer"]["text"].strip()


def test_a_message_is_understood_in_the_language_that_was_named(lookup: Lookup, engine: Engine, var: Path, tmp_path: Path) -> None:
    """The engine calls back while it has the message, as Rasa does: with the conversation's name and the text alone."""
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    engine.says(GOOD)
    with serving(lookup, Settings(var=tmp_path, dialogue_port=engine.port, turn_seconds=5.0)) as client:

        def understood(sent: dict[str, Any]) -> None:
            call = {"text": sent["message"], "token": SECRET, "message_id": sent["sender"]}
            heard.append(client.post("/model/parse", json=call).json()["understanding"])

        heard: list[dict[str, Any]] = []
        engine.while_asked = understood
        text = "Pouvez vous me dire la meteo a Lille"
        for language in ("auto", "fr", "es", "en"):
            assert client.post("/api/chat", json={"text": text, "language": language}).status_code == 200
        stateless = [client.post("/api/ask", json={"text": text, "language": language}).json() for language in ("auto", "fr", "es", "en")]
    assert [found["language"] for found in heard] == ["fr", "fr", "es", "en"] == [found["language"] for found in stateless]
    assert [found["decision"] for found in heard] == [found["decision"] for found in stateless]


def test_a_compressed_call_is_read(client: TestClient) -> None:
    body = zlib.compress(json.dumps(action("action_talk", "hello")).encode())
    headers = {"Content-Type": "application/json", "Content-Encoding": "deflate"}
    assert client.post(f"/webhook?token={SECRET}", content=body, headers=headers).json()["responses"]


def test_a_conversation_longer_than_any_message_reaches_its_action(client: TestClient) -> None:
    call = action("action_talk", "hello")
    call["tracker"]["events"] = [{"event": "user", "text": "x" * 2000}] * 200
    assert len(json.dumps(call)) > 400_000
    assert client.post(f"/webhook?token={SECRET}", json=call).status_code == 200


def test_only_our_own_command_begins_a_session(client: TestClient) -> None:
    def intent(text: str) -> str:
        found: str = client.post("/model/parse", json={"text": text, "token": SECRET}).json()["intent"]["name"]
        return found

    assert intent(session_command(SECRET)) == "session_start"
    assert intent(session_command("another start")) != "session_start"
