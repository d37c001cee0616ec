"""Draws one message of a conversation in Slack: lead, reasons, dates, table, caveats, sources, and what can be done with it.

Decides nothing about its content, and leaves nothing of it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from bot.channels.slack import limits
from bot.channels.slack.blocks import Json, actions, button, context, marked, menu, option, plain_text, said, section, sections
from bot.channels.slack.mrkdwn import escaped, mrkdwn, plain
from bot.channels.slack.picks import picker
from bot.channels.slack.post import Post, posts
from bot.channels.slack.post import shown as read
from bot.channels.slack.words import Tongues, Words
from bot.settings import ROOT
from knowledge.base import KnowledgeBase
from knowledge.values import read_moment

ALONE = "alone"
"""The message is seen by one person, in a channel with which it can be shared."""
SHARED = "shared"
"""The message is only looked at."""
_REASONED = ("why", "next")


class Renderer:
    """Draws messages in the languages in which the assistant speaks."""

    def __init__(self, tongues: Tongues, public_url: str = "", moments: Callable[[str], Mapping[int, datetime]] = lambda due: {}) -> None:
        """`moments` are those at which a reminder of a date may still be told, by the days before it."""
        self._tongues, self._public_url, self._moments = tongues, public_url.rstrip("/"), moments

    def posts(self, message: Mapping[str, Any], turn: Mapping[str, Any] | None = None, look: str = "") -> list[Post]:
        """The messages to write for one of a conversation. `turn` is the turn in which it was said, `look` who sees it."""
        if message.get("author") == "agent":
            return self._of_agent(message)
        language = str(message.get("language") or "en")
        words = self._tongues.words(language)
        answer = message.get("answer") or {}
        drawn = [*self._blocks(message, words), *self._dates(answer, language), *self._table(answer), *self._caveats(answer, words)]
        drawn += self._sources(answer, language, presses=look != SHARED)
        if look != SHARED:
            drawn += self._pressed(message, turn or {}, language, look)
        return posts(drawn)

    def shown(self, message: Mapping[str, Any]) -> str:
        """All that can be read of a message."""
        return read(self.posts(message))

    def _of_agent(self, message: Mapping[str, Any]) -> list[Post]:
        words = self._tongues.words(str(message.get("language") or "en"))
        name = self._tongues.say("en", words.answer.agent, name=message.get("name", ""))
        return posts([*context(f"*{escaped(name)}*"), *said(str(message["text"]))], f"{name} {message['text']}")

    def _blocks(self, message: Mapping[str, Any], words: Words) -> list[Json]:
        answer = message.get("answer") or {}
        found: list[Json] = []
        headings = {"why": words.answer.why, "next": words.answer.next}
        for block in answer.get("blocks") or [{"kind": "lead", "heading": "", "text": answer.get("text") or message.get("text", "")}]:
            heading = block["heading"] or headings.get(block["kind"], "")
            text = "\n".join(filter(None, (heading and f"*{escaped(plain(heading))}*", mrkdwn(block["text"]))))
            if text:  # a note stands small before what it is about
                found += context(text) if block["kind"] == "note" else sections(text)
        return found

    def _dates(self, answer: Mapping[str, Any], language: str) -> list[Json]:
        words = self._tongues.words(language).answer
        lines = []
        for found in answer.get("dates") or ():
            told = self._tongues.say(language, words.date, label=plain(found["label"]), day=f"\0{self.day(found['value'], language)}\0")
            lines.append(f"• {escaped(told).replace(chr(0), '*')}")
        return sections("\n".join((f"*{escaped(words.dates)}*", *lines))) if lines else []

    def day(self, value: str, language: str) -> str:
        """A day or minute in words; a minute is one in Paris, wherever the reader is."""
        told = self._tongues.wording(language).day(read_moment(value))
        return self._tongues.say(language, self._tongues.words(language).answer.paris, day=told) if "T" in value else told

    @staticmethod
    def _table(answer: Mapping[str, Any]) -> list[Json]:
        table = answer.get("table")
        if not table:
            return []
        head, *rows = (" | ".join(escaped(plain(str(cell))) for cell in row) for row in (table["columns"], *table["rows"]))
        return sections("\n".join((f"*{head}*", *rows)))

    @staticmethod
    def _caveats(answer: Mapping[str, Any], words: Words) -> list[Json]:
        caveats = [mrkdwn(caveat) for caveat in answer.get("caveats") or ()]
        return context(f"*{escaped(words.answer.caveats)}*", *caveats) if caveats else []

    def _sources(self, answer: Mapping[str, Any], language: str, *, presses: bool) -> list[Json]:
        words = self._tongues.words(language).answer
        found: list[Json] = []
        for source in answer.get("sources") or ():
            title = source["title"] if source.get("language", language) == language else f"{source['title']}, {words.english}"
            day = self._tongues.wording(language).day(date.fromisoformat(source["checked_on"]))
            told = escaped(self._tongues.say(language, words.source, title=title, section=source["section"], day=day))
            text = f"*{escaped(words.sources)}:* {told}"
            found += section(text, button(words.read, "article", f"{source['id']}|{language}")) if presses else context(text)
        return found

    def _pressed(self, message: Mapping[str, Any], turn: Mapping[str, Any], language: str, look: str) -> list[Json]:
        """Follow-ups, what is picked, and what can be done with the answer."""
        words, answer, identity = self._tongues.words(language), message.get("answer") or {}, str(message.get("id", ""))
        asks = bool(message.get("input")) or bool(turn.get("asks_for"))
        picked = picker(message["input"], words, identity) if message.get("input") else []
        options = tuple((message.get("input") or {}).get("options", ()))
        buttons = [each for each in message.get("buttons") or () if each["title"] not in options]
        replies = [button(each["title"], f"say:{place}", short_value(each["payload"])) for place, each in enumerate(buttons)]
        more: list[Json] = []
        if asks and turn.get("asks_for"):
            more.append(button(words.actions.form, "form", language))
        if not asks and answer.get("dates"):
            if self._public_url and answer.get("receipt_id"):
                calendar = f"{self._public_url}/api/receipts/{answer['receipt_id']}.ics"
                more += [button(words.answer.calendar, "calendar", url=calendar)] if len(calendar) <= limits.BUTTON_URL else []
            more += self._reminders(answer, identity, language)
        if look == ALONE and identity:
            more.append(button(words.actions.share, "share", identity))
        person = self._tongues.wording(language).phrases.buttons["person"]
        if answer and all(each["title"] != person for each in buttons):
            more.append(button(person, "say:person", person))
        if identity and answer:
            more.append(self._menu(words, identity))
        votes = bool(identity) and bool(answer.get("sources")) and not asks and turn.get("decision") != "clarify"
        return [*picked, *actions(replies), *actions(more), *(self._votes(words, identity, look) if votes else [])]

    def _reminders(self, answer: Mapping[str, Any], identity: str, language: str) -> list[Json]:
        words = self._tongues.words(language).actions
        options = []
        for found in answer["dates"] if identity else ():
            for days in self._moments(found["value"]):
                told = self._tongues.say(language, words.reminder, days=days, label=found["label"])
                options.append(option(told, f"{identity}|{found['key']}|{days}"))
        return [menu("remind", options[: limits.OPTIONS], words.remind)] if options else []

    @staticmethod
    def _menu(words: Words, identity: str) -> Json:
        entries = {"elsewhere": words.actions.elsewhere, "restart": words.actions.restart, "forget": words.actions.forget}
        return {"type": "overflow", "action_id": "more", "options": [option(text, f"{name}|{identity}") for name, text in entries.items()]}

    @staticmethod
    def _votes(words: Words, identity: str, look: str) -> list[Json]:
        if look == ALONE:  # Slack's own pair of thumbs is for messages that stay
            return actions([button(words.actions.helpful, "vote:good", identity), button(words.actions.unhelpful, "vote:bad", identity)])
        pair = {"positive_button": (words.actions.helpful, "good"), "negative_button": (words.actions.unhelpful, "bad")}
        drawn = {name: {"text": plain_text(text), "value": f"{value}|{identity}"} for name, (text, value) in pair.items()}
        return [{"type": "context_actions", "elements": [{"type": "feedback_buttons", "action_id": "vote", **drawn}]}]


def short_value(payload: str) -> str:
    """What a button says for somebody, as far as Slack keeps it; a longer one would be refused with the whole message."""
    return payload[: limits.BUTTON_VALUE]


def line(text: str) -> list[Json]:
    """A sentence of ours in Markdown."""
    return sections(mrkdwn(text))


def note(text: str) -> Json:
    """A sentence of ours in small print."""
    return {"type": "context", "elements": [marked(mrkdwn(text))]}


def told(text: str, pressed: Sequence[Json] = ()) -> list[Post]:
    """A sentence of ours as a message, perhaps with something to press."""
    return posts([*line(text), *actions(pressed)], plain(text))


@cache
def _of_the_repository() -> Renderer:
    data = ROOT / "data"
    return Renderer(Tongues(data, KnowledgeBase(data)))


def shown(message: Mapping[str, Any]) -> str:
    """All that can be read of a message in Slack, by the words of this repository."""
    return _of_the_repository().shown(message)
