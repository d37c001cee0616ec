"""Questions that are kept at the end of a turn, and votes over HTTP; with a stand-in for the dialogue engine and the real search."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from bot.conversations import Conversations, UnknownConversation
from bot.gaps.keeper import Keeper
from bot.gaps.redaction import Redaction
from bot.gaps.store import Question, Store
from bot.lookup import Lookup
from bot.sentences import Sentences
from bot.settings import Settings
from bot.store.database import Database
from tests.engine import Engine
from tests.hosting import hosting

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("local_sockets")]

LOAN = "My name is John Smith: does AliExpress lend money to order 8123456789012345?"
KEPT = "My name is [name]: does AliExpress lend money to order [number]?"


def decided(decision: str, language: str = "en", *, messages: int = 1, rule: str | None = None, asks_for: str | None = None) -> list[dict[str, Any]]:
    """The engine's reply: a turn with this decision."""
    turn: dict[str, Any] = {"decision": decision, "rule": rule, "asks_for": asks_for, "articles": [], "language": language}
    return [{"custom": {"answer": {"text": f"Message {number}.", "follow_ups": [], "sources": []}, "turn": turn}} for number in range(messages)]


class Served:
    """The application over HTTP, and what it has kept."""

    def __init__(self, client: httpx.Client, engine: Engine, settings: Settings) -> None:
        self.client, self._engine, self._settings = client, engine, settings
        self.database = settings.state_folder / "conversations.db"

    def say(self, text: str, reply: list[dict[str, Any]], conversation: str | None = None, language: str = "en") -> dict[str, Any]:
        """One turn, which the engine answers so."""
        self._engine.says(reply)
        body = {"text": text, "language": language} | ({"conversation_id": conversation} if conversation else {})
        found = self.client.post("/api/chat", json=body)
        assert found.status_code == 200, found.text
        turn: dict[str, Any] = found.json()
        return turn

    def vote(self, conversation: str, message: str, **body: Any) -> httpx.Response:
        """A vote."""
        return self.client.post(f"/api/chat/{conversation}/messages/{message}/feedback", json=body)

    def kept(self) -> list[Question]:
        """All questions."""
        conversations = Conversations(Database(self._settings.database_url))
        found = Store(conversations).questions()
        conversations.database.close()
        return found

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """The rows of a table."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(f"SELECT * FROM {table}").fetchall()


@pytest.fixture
def served(lookup: Lookup, engine: Engine, var: Path, tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    settings = Settings(var=tmp_path, dialogue_port=engine.port, turn_seconds=2.0, log_level="error")
    with hosting(lookup, settings) as url, httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        yield Served(client, engine, settings)


# At the end of a turn


def test_an_unanswered_question_is_kept_redacted(served: Served, lookup: Lookup) -> None:
    served.say(LOAN, decided("no_answer"))
    (question,) = served.kept()
    assert (question.text, question.language, question.decision, question.reason, question.complaint) == (KEPT, "en", "no_answer", "unanswered", "")
    assert question.day == date(2026, 11, 23)  # the day of the look-ups
    assert 1 <= len(question.nearest) <= 3
    assert all(article in lookup.base.library and 0 <= score <= 1 for article, score in question.nearest)
    assert [score for _, score in question.nearest] == sorted((score for _, score in question.nearest), reverse=True)


@pytest.mark.parametrize("decision", ["answer", "rule", "smalltalk", "handoff", "clarify"])
def test_no_other_turn_keeps_anything(served: Served, decision: str) -> None:
    served.say("When am I paid?", decided(decision))
    assert served.kept() == []


def test_a_failure_of_the_engine_tells_nothing_about_the_question(served: Served) -> None:
    turn = served.say("When am I paid?", [])
    assert turn["turn"]["decision"] == "no_answer"
    assert served.kept() == []
    (message,) = turn["messages"]
    assert served.vote(turn["conversation_id"], message["id"], helpful=False).status_code == 204
    assert served.kept() == []


@pytest.mark.parametrize(("language", "words"), [("en", "None of these"), ("en", "neither"), ("fr", "Aucune de ces questions")])
def test_a_question_asked_back_in_vain_is_kept(served: Served, language: str, words: str) -> None:
    turn = served.say(LOAN, decided("clarify", language), language=language)
    served.say(words, decided("smalltalk", language), turn["conversation_id"], language)
    (question,) = served.kept()
    assert (question.text, question.language, question.decision, question.reason) == (KEPT, language, "clarify", "asked back")


def test_a_choice_among_what_was_offered_keeps_nothing(served: Served) -> None:
    turn = served.say(LOAN, decided("clarify"))
    served.say("the first one", decided("answer"), turn["conversation_id"])
    turn = served.say("When am I paid?", decided("answer"))
    served.say("None of these", decided("smalltalk"), turn["conversation_id"])  # of what?
    assert served.kept() == []


# What leads to a conversation


def test_a_question_outlives_its_conversation_and_nothing_leads_back(served: Served) -> None:
    turn = served.say(LOAN, decided("no_answer"))
    conversation = turn["conversation_id"]
    served.vote(conversation, turn["messages"][0]["id"], helpful=False)
    assert (len(served.rows("votes")), len(served.rows("origins"))) == (1, 1)
    assert not any(conversation in str(row) for row in served.rows("questions"))
    assert served.client.delete(f"/api/chat/{conversation}").status_code == 204
    assert [question.text for question in served.kept()] == [KEPT]
    assert (served.rows("votes"), served.rows("origins")) == ([], [])


# What may go wrong at the end of a turn


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    found = Conversations(Database(f"sqlite:///{tmp_path / 'conversations.db'}"))
    yield found
    found.database.close()


def ended(conversations: Conversations, lookup: Lookup, conversation: str) -> list[Any]:
    """What is logged at the end of an unanswered turn."""
    keeper = Keeper(conversations, lookup.languages, Redaction(lookup.base.data), lookup.now)
    with capture_logs() as logs:
        asyncio.run(keeper.after_turn(conversation, LOAN, {}, {"decision": "no_answer", "language": "en"}))
    return logs


def test_a_question_that_cannot_be_kept_is_lost_and_the_log_says_so(conversations: Conversations, lookup: Lookup, tmp_path: Path) -> None:
    conversation = conversations.start()
    conversations.hear(conversation, LOAN)
    with locked(tmp_path / "conversations.db"):
        (entry,) = ended(conversations, lookup, conversation)
    assert (entry["log_level"], entry["event"]) == ("warning", "a question was not kept")
    assert "Smith" not in str(entry)
    assert Store(conversations).questions() == []
    assert ended(conversations, lookup, conversation) == []
    assert [question.text for question in Store(conversations).questions()] == [KEPT]


def test_a_conversation_that_has_gone_meanwhile_leaves_nothing(conversations: Conversations, lookup: Lookup) -> None:
    conversation = conversations.start()
    conversations.hear(conversation, LOAN)
    store = Store(conversations)
    asked = store.last_asked(conversation)
    assert asked
    conversations.forget(conversation)
    assert ended(conversations, lookup, conversation) == []
    question = Question(KEPT, "en", "no_answer", (), "unanswered", "", date(2026, 11, 23))
    with pytest.raises(UnknownConversation):
        store.keep(conversation, asked, question)
    with pytest.raises(UnknownConversation):
        store.vote(conversation, "2", asked, question, helpful=False)
    assert store.questions() == []


# Votes


def test_a_vote_against_keeps_the_question_with_the_complaint(served: Served) -> None:
    turn = served.say(LOAN, decided("answer"))
    response = served.vote(turn["conversation_id"], turn["messages"][0]["id"], helpful=False, reason="outdated")
    assert (response.status_code, response.content) == (204, b"")
    (question,) = served.kept()
    assert (question.text, question.decision, question.reason, question.complaint) == (KEPT, "answer", "down-voted", "outdated")


def test_the_vote_is_on_the_question_before_the_message(served: Served) -> None:
    first = served.say("When am I paid?", decided("answer"))
    served.say("Do you lend money?", decided("answer"), first["conversation_id"])
    served.vote(first["conversation_id"], first["messages"][0]["id"], helpful=False)
    assert [question.text for question in served.kept()] == ["When am I paid?"]


def test_a_vote_on_what_a_form_says_keeps_the_question_that_began_it(served: Served) -> None:
    def asking(name: str | None, decision: str = "rule", rule: str = "refund-timing") -> list[dict[str, Any]]:
        return decided(decision, rule=rule, asks_for=name)

    before = served.say("When is a dispute closed?", asking("opened_at", rule="dispute-response"))
    turns = [
        served.say(text, reply, before["conversation_id"])
        for text, reply in (
            ("When is the refund due?", asking("situation")),
            ("Cancelled before shipping", asking("event_date")),
            ("How do I block a buyer?", asking("event_date", "answer")),
            ("2026-11-25", asking(None)),
            ("And when am I paid?", decided("rule", rule="payout-date")),
        )
    ]
    kept = []
    for turn in turns:
        served.vote(turn["conversation_id"], turn["messages"][0]["id"], helpful=False)
        kept.append([question.text for question in served.kept()])
    began, beside, other = "When is the refund due?", "How do I block a buyer?", "And when am I paid?"
    assert kept == [[began], [began], [began, beside], [began, beside], [began, beside, other]]


def test_a_vote_for_keeps_nothing(served: Served) -> None:
    turn = served.say(LOAN, decided("answer"))
    assert served.vote(turn["conversation_id"], turn["messages"][0]["id"], helpful=True).status_code == 204
    assert served.kept() == []


def test_a_later_vote_takes_the_place_of_the_earlier_one(served: Served) -> None:
    turn = served.say(LOAN, decided("answer"))
    conversation, message = turn["conversation_id"], turn["messages"][0]["id"]
    for body, wanted in (
        ({"helpful": False, "reason": "incorrect"}, ["incorrect"]),
        ({"helpful": False, "reason": "other"}, ["other"]),
        ({"helpful": False}, [""]),
        ({"helpful": True}, []),
        ({"helpful": False, "reason": "incomplete"}, ["incomplete"]),
    ):
        assert served.vote(conversation, message, **body).status_code == 204
        assert [question.complaint for question in served.kept()] == wanted
        assert len(served.rows("votes")) == 1
        asked, answer = served.client.get(f"/api/chat/{conversation}/messages").json()["messages"]
        assert (asked.get("vote"), answer["vote"]) == (None, body)


def test_a_question_is_kept_once_whatever_speaks_against_its_answers(served: Served) -> None:
    turn = served.say(LOAN, decided("no_answer", messages=2))
    conversation, (one, other) = turn["conversation_id"], (message["id"] for message in turn["messages"])
    served.vote(conversation, one, helpful=False, reason="incomplete")
    served.vote(conversation, other, helpful=False)
    assert [(question.reason, question.complaint) for question in served.kept()] == [("unanswered", "incomplete")]
    served.vote(conversation, one, helpful=True)
    served.vote(conversation, other, helpful=True)
    assert [(question.reason, question.complaint) for question in served.kept()] == [("unanswered", "")]  # it is still unanswered


def test_a_vote_for_one_message_leaves_that_against_another(served: Served) -> None:
    turn = served.say(LOAN, decided("answer", messages=2))
    conversation, (one, other) = turn["conversation_id"], (message["id"] for message in turn["messages"])
    served.vote(conversation, one, helpful=False, reason="incorrect")
    served.vote(conversation, other, helpful=True)
    assert [question.complaint for question in served.kept()] == ["incorrect"]


# What is refused


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document of a refused request."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert found["status"] == status
    return found


def test_an_unknown_conversation(served: Served, sentences: Sentences) -> None:
    turn = served.say(LOAN, decided("answer"))
    for stranger in ("nobody", "x" * 64):
        assert problem(served.vote(stranger, turn["messages"][0]["id"], helpful=False), 404)["detail"] == sentences.say("unknown_conversation")
    assert served.kept() == []


def test_an_unknown_message(served: Served, sentences: Sentences) -> None:
    mine, other = served.say(LOAN, decided("answer")), served.say(LOAN, decided("answer"))
    of_seller = served.client.get(f"/api/chat/{mine['conversation_id']}/messages").json()["messages"][0]["id"]
    for message in (other["messages"][0]["id"], of_seller, "0", "-1", "nothing", "9" * 18, "9" * 30, "٣", "1.0"):
        assert problem(served.vote(mine["conversation_id"], message, helpful=False), 404)["detail"] == sentences.say("unknown_message")
    assert served.kept() == []


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "helpful", "missing_input"),
        ({"helpful": "no"}, "helpful", "bad_type"),
        ({"helpful": 0}, "helpful", "bad_type"),
        ({"helpful": None}, "helpful", "bad_type"),
        ({"helpful": False, "reason": "ugly"}, "reason", "not_in_list"),
        ({"helpful": False, "reason": 1}, "reason", "not_in_list"),
        ({"helpful": False, "comment": "ugly"}, "comment", "unknown_input"),
    ],
)
def test_a_vote_that_cannot_be_used(served: Served, body: dict[str, Any], field: str, code: str) -> None:
    turn = served.say(LOAN, decided("answer"))
    found = problem(served.vote(turn["conversation_id"], turn["messages"][0]["id"], **body), 422)
    assert [(error["field"], error["code"]) for error in found["errors"]] == [(field, code)]
    assert served.kept() == []


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Somebody else writes into the database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_locked_database_is_told(served: Served, sentences: Sentences) -> None:
    turn = served.say(LOAN, decided("answer"))
    with locked(served.database):
        response = served.vote(turn["conversation_id"], turn["messages"][0]["id"], helpful=False)
    assert problem(response, 503)["detail"] == sentences.say("vote_not_kept")
    assert int(response.headers["retry-after"]) > 0
    assert served.kept() == []
