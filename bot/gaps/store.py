"""The questions that were not answered well, in the conversations' database, and the votes that sellers cast on answers.

Keeps nothing in a question that leads back to its conversation; what leads the other way is deleted with the conversation.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from bot.conversations import Conversations, UnknownConversation
from bot.tables import CONVERSATIONS, EVENTS, MOST_NUMBER, ORIGINS, QUESTIONS, VOTES

Reason = Literal["unanswered", "down-voted", "asked back"]
Complaint = Literal["incorrect", "incomplete", "outdated", "inappropriate", "other"]


_DIGITS = len(str(MOST_NUMBER))


class UnknownMessage(Exception):
    """The conversation has no message of the assistant with this id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a seller wrote, as the event `number` of a conversation, and what was decided on it; the decision is empty while that is open."""

    number: int
    text: str
    decision: str = ""
    language: str = ""
    answered: bool = True
    """False where the dialogue engine failed: that tells nothing about the question."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was not answered well: redacted, with the nearest articles and their scores, best first; `number` is 0 before it is kept."""

    text: str
    language: str
    decision: str
    nearest: tuple[tuple[str, float], ...]
    reason: Reason
    complaint: str
    """What the seller who voted it down says is wrong; empty without a word."""
    day: date
    number: int = 0


class Store:
    """All kept questions of an installation. Every method waits for the database and raises ConversationsUnavailable."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    def last_asked(self, conversation: str, back: int = 0) -> Asked | None:
        """What the seller wrote last, or so many messages before that; None where there is nothing."""
        of_seller = _events(conversation, "seller").order_by(EVENTS.c.number.desc()).offset(back).limit(1)
        with self._conversations.transaction() as connection:
            row = connection.execute(of_seller).first()
        return Asked(row.number, json.loads(row.content)["text"]) if row else None

    def asked_for(self, conversation: str, message: str) -> Asked:
        """What the seller had asked when the assistant answered with this message: in a form, what began it, and no mere reply. Raises UnknownMessage."""
        if not (message.isascii() and message.isdigit() and len(message) <= _DIGITS and int(message) <= MOST_NUMBER):
            raise UnknownMessage(message)
        number = EVENTS.c.number
        with self._conversations.transaction() as connection:
            answer = connection.execute(_events(conversation, "message").where(number == int(message))).first()
            turn = connection.execute(_events(conversation, "turn").where(number > int(message)).order_by(number).limit(1)).first()
            before = connection.execute(_events(conversation, "seller", "turn").where(number < int(message)).order_by(number.desc())).all() if turn else ()
        if not (answer and turn and before) or "author" in json.loads(answer.content):  # what a person said is not voted on
            raise UnknownMessage(message)
        decided = json.loads(turn.content)
        asked, text = _begun(decided, [(row.number, json.loads(row.content)) for row in before])
        return Asked(asked, text, decided["decision"], decided["language"], "answer" in json.loads(answer.content))

    def keep(self, conversation: str, asked: Asked, question: Question) -> None:
        """Keeps a question, once for everything that was asked. Raises UnknownConversation."""
        with self._conversations.transaction() as connection:
            _require(connection, conversation)
            if _kept(connection, asked) is None:
                _insert(connection, conversation, asked, question)

    def vote(self, conversation: str, message: str, asked: Asked, question: Question, *, helpful: bool) -> None:
        """Keeps a vote in the place of an earlier one on the same message, and the question while an answer to it is voted down. Raises UnknownConversation."""
        with self._conversations.transaction() as connection:
            _require(connection, conversation)
            connection.execute(VOTES.delete().where(VOTES.c.message == int(message)))
            cast = {"message": int(message), "conversation": conversation, "asked": asked.number}
            connection.execute(VOTES.insert().values(**cast, helpful=helpful, complaint=question.complaint))
            down = sa.select(VOTES.c.complaint).where(VOTES.c.asked == asked.number, VOTES.c.conversation == conversation, VOTES.c.helpful.is_(False))
            complaints = list(connection.execute(down.order_by(VOTES.c.message)).scalars())
            kept = _kept(connection, asked)
            if kept is None:
                if complaints and asked.answered:
                    _insert(connection, conversation, asked, question)
                return
            this = QUESTIONS.c.number == kept
            connection.execute(QUESTIONS.update().where(this).values(complaint=next(filter(None, complaints), "")))
            if not complaints and connection.execute(QUESTIONS.delete().where(this, QUESTIONS.c.reason == "down-voted")).rowcount:
                connection.execute(ORIGINS.delete().where(ORIGINS.c.asked == asked.number))

    def votes(self, conversation: str) -> dict[str, dict[str, Any]]:
        """How the messages of a conversation were voted on, by their ids."""
        cast = sa.select(VOTES.c.message, VOTES.c.helpful, VOTES.c.complaint).where(VOTES.c.conversation == conversation)
        with self._conversations.transaction() as connection:
            rows = connection.execute(cast).all()
        return {str(row.message): {"helpful": bool(row.helpful)} | ({"reason": row.complaint} if row.complaint else {}) for row in rows}

    def questions(self) -> list[Question]:
        """Every question that has not been settled, the earliest first."""
        with self._conversations.transaction() as connection:
            rows = connection.execute(sa.select(QUESTIONS).where(QUESTIONS.c.settled == "").order_by(QUESTIONS.c.number)).all()
        return [_question(row) for row in rows]

    def settle(self, numbers: Collection[int], article: str) -> None:
        """Lists these questions no more: they have been taught to the article."""
        with self._conversations.transaction() as connection:
            connection.execute(QUESTIONS.update().where(QUESTIONS.c.number.in_(numbers)).values(settled=article))

    def drop(self, numbers: Collection[int]) -> None:
        """Deletes these questions."""
        with self._conversations.transaction() as connection:
            connection.execute(QUESTIONS.delete().where(QUESTIONS.c.number.in_(numbers)))


def _events(conversation: str, *kinds: str) -> sa.Select[Any]:
    return sa.select(EVENTS.c.number, EVENTS.c.content).where(EVENTS.c.conversation == conversation, EVENTS.c.kind.in_(kinds))


def _begun(decided: Mapping[str, Any], before: Sequence[tuple[int, Mapping[str, Any]]]) -> tuple[int, str]:
    """The event and the text by which the matter of a turn began; `before` holds what was written and decided before it, the latest first."""
    (number, said), *earlier = before
    asks = decided["decision"] != "rule" or "?" in said["text"]  # something of its own
    for event, content in () if asks else earlier:
        if "text" in content:
            number, said = event, content
        elif not content["asks_for"] or content["rule"] != decided["rule"]:
            break
    return number, str(said["text"])


def _require(connection: sa.Connection, conversation: str) -> None:
    """Raises UnknownConversation: it may have been deleted since the question was read. Of two who keep something of one conversation, the second waits."""
    if connection.execute(sa.select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id == conversation).with_for_update()).first() is None:
        raise UnknownConversation(conversation)


def _kept(connection: sa.Connection, asked: Asked) -> int | None:
    """The number under which something asked is kept already."""
    return connection.execute(sa.select(ORIGINS.c.question).where(ORIGINS.c.asked == asked.number)).scalar_one_or_none()


def _insert(connection: sa.Connection, conversation: str, asked: Asked, question: Question) -> None:
    words = {"text": question.text, "language": question.language, "decision": question.decision, "nearest": json.dumps(question.nearest)}
    done = connection.execute(QUESTIONS.insert().values(**words, reason=question.reason, complaint=question.complaint, day=question.day.isoformat()))
    number = int((done.inserted_primary_key or (0,))[0])
    connection.execute(ORIGINS.insert().values(asked=asked.number, conversation=conversation, question=number))


def _question(row: Any) -> Question:
    nearest = tuple((str(article), float(score)) for article, score in json.loads(row.nearest))
    return Question(row.text, row.language, row.decision, nearest, row.reason, row.complaint, date.fromisoformat(row.day), row.number)
