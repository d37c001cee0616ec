"""Questions and votes as the database keeps them, and what is deleted while others write, in both kinds of database."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import Conversations, UnknownConversation
from bot.gaps.store import Asked, Question, Store, UnknownMessage
from bot.store import database
from bot.store.database import Database
from bot.tables import CONVERSATIONS, EVENTS, ORIGINS, VOTES

DAY = date(2026, 11, 23)


def question(text: str = "Can I pay with coins?", reason: Any = "unanswered", complaint: str = "") -> Question:
    """A question that is kept."""
    return Question(text, "en", "no_answer", (("q060", 0.3),), reason, complaint, DAY)


class Talk:
    """A conversation of one question and its answer."""

    def __init__(self, database: Database) -> None:
        self.database, self.conversations = database, Conversations(database)
        self.store = Store(self.conversations)
        self.id = self.conversations.start()
        self.conversations.hear(self.id, "Can I pay with coins?")
        message, _ = self.conversations.add(self.id, ("message", {"text": "No.", "answer": {}}), ("turn", {"decision": "answer", "language": "en"}))
        self.message = str(message.number)

    def vote(self, *, helpful: bool, complaint: str = "") -> None:
        asked = self.store.asked_for(self.id, self.message)
        self.store.vote(self.id, self.message, asked, question(reason="down-voted", complaint=complaint), helpful=helpful)

    def count(self, table: sa.Table) -> int:
        with self.database.transaction() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who writes at the same moment waits as long as it takes, also on a busy machine."""
    monkeypatch.setattr(database, "_PATIENCE_SECONDS", 60.0)
    monkeypatch.setattr(database, "_LINE_SECONDS", 60.0)


@pytest.fixture
def talk(database: Database) -> Talk:
    return Talk(database)


def test_a_question_is_kept_once_for_what_was_asked(talk: Talk) -> None:
    asked = talk.store.last_asked(talk.id)
    assert asked
    talk.store.keep(talk.id, asked, question())
    talk.store.keep(talk.id, asked, question("again"))
    (kept,) = talk.store.questions()
    assert (kept.text, kept.nearest, kept.day) == ("Can I pay with coins?", (("q060", 0.3),), DAY)
    assert kept.number > 0


def test_a_later_vote_takes_the_place_of_the_earlier_one(talk: Talk) -> None:
    talk.vote(helpful=False, complaint="outdated")
    assert [one.complaint for one in talk.store.questions()] == ["outdated"]
    talk.vote(helpful=False, complaint="incorrect")
    assert [one.complaint for one in talk.store.questions()] == ["incorrect"]
    talk.vote(helpful=True)
    assert talk.store.questions() == []
    assert talk.count(VOTES) == 1


def test_questions_are_settled_or_dropped(talk: Talk) -> None:
    talk.store.keep(talk.id, Asked(1, "a"), question("a"))
    talk.store.keep(talk.id, Asked(2, "b"), question("b"))
    first, second = talk.store.questions()
    talk.store.settle([first.number], "q060")
    assert [one.text for one in talk.store.questions()] == ["b"]
    talk.store.drop([second.number])
    assert talk.store.questions() == []


@pytest.mark.parametrize("message", ["", "0", "-1", "x", "1.5", "²", str(2**31 - 1), str(2**31), "9" * 18, "9" * 5000])
def test_a_message_that_is_not_there(talk: Talk, message: str) -> None:
    with pytest.raises(UnknownMessage):
        talk.store.asked_for(talk.id, message)


def test_many_votes_at_once_leave_one(talk: Talk) -> None:
    with ThreadPoolExecutor(6) as threads:
        for done in [threads.submit(talk.vote, helpful=False, complaint="other") for _ in range(12)]:
            done.result()
    assert talk.count(VOTES) == 1
    assert len(talk.store.questions()) == 1


def test_a_conversation_goes_with_all_that_leads_to_it_and_its_question_stays(talk: Talk) -> None:
    talk.vote(helpful=False)
    talk.conversations.forget(talk.id)
    assert [talk.count(table) for table in (VOTES, ORIGINS, EVENTS, CONVERSATIONS)] == [0, 0, 0, 0]
    assert len(talk.store.questions()) == 1
    with pytest.raises(UnknownConversation):
        talk.conversations.add(talk.id, ("message", {"text": "too late"}))
    with pytest.raises(UnknownConversation):
        talk.store.keep(talk.id, Asked(1, "x"), question())
    assert talk.count(EVENTS) == 0


# Who writes while others write


def test_whoever_follows_misses_no_event_of_many_who_write_at_once(talk: Talk) -> None:
    """Numbers are seen in their order: a follower who has read up to one never finds a lower one later."""
    seen, done = [0], threading.Event()
    missed: list[int] = []

    def follow() -> None:
        known: set[int] = set()
        while True:
            ended = done.is_set()
            found = [event.number for event in talk.conversations.events(talk.id, seen[-1])]
            seen.extend(found)
            known.update(found)
            if ended:
                missed.extend(event.number for event in talk.conversations.events(talk.id) if event.number not in known)
                return

    follower = threading.Thread(target=follow)
    follower.start()
    with ThreadPoolExecutor(6) as threads:
        for written in [threads.submit(talk.conversations.add, talk.id, ("message", {"text": str(number)})) for number in range(60)]:
            written.result()
    done.set()
    follower.join()
    assert missed == []
    assert len(seen) == 1 + 2 + 60


def test_whoever_speaks_while_silent_conversations_are_deleted_keeps_theirs(talk: Talk, database_url: str) -> None:
    long_ago = (datetime.now(UTC) - timedelta(days=40)).isoformat(timespec="seconds")
    with talk.database.transaction() as connection:
        connection.execute(CONVERSATIONS.update().values(started_at=long_ago))
        connection.execute(EVENTS.update().values(at=long_ago))
    other = Database(database_url)
    deleted: list[int] = []
    deleting = threading.Thread(target=lambda: deleted.append(Conversations(other).forget_silent(datetime.now(UTC) - timedelta(days=30), 10)))
    with talk.database.transaction() as connection:  # a seller writes, and the deletion begins before it is there for all
        connection.execute(CONVERSATIONS.update().values(turns=7))
        deleting.start()
        time.sleep(0.3)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        connection.execute(EVENTS.insert().values(conversation=talk.id, kind="seller", at=now, content='{"text": "still here"}'))
    deleting.join()
    other.close()
    assert deleted == [0]
    assert [event.content["text"] for event in talk.conversations.events(talk.id, 0, ("seller",))][-1] == "still here"
