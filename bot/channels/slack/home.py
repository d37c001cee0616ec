"""The Home tab: search, dates to come, reminders, and the last answers; each person sees their own.

Refuses what was said in channels: whoever looks there sees it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.slack.answer import SHARED, Renderer, line
from bot.channels.slack.articles import Articles
from bot.channels.slack.blocks import Json, actions, button, divider, header, plain_text, section, sections, short, text_field
from bot.channels.slack.deadlines import Deadlines
from bot.channels.slack.interaction import Pressed
from bot.channels.slack.kit import Kit
from bot.channels.slack.limits import PLACEHOLDER, VIEW_BLOCKS, VIEW_BUTTON, VIEW_TITLE
from bot.channels.slack.mrkdwn import escaped, plain
from bot.channels.slack.places import NAME, of_person
from bot.conversations import Event
from knowledge.calendars import latest
from knowledge.values import read_moment

SEARCH = "home:search"
_SEATS, _RECENT, _COMING = 5, 5, 10
_GLIMPSE = 200  # letters of an answer in the list; all of it is behind the button


@dataclass(frozen=True, slots=True)
class Recent:
    """An answer, with what was asked and the seat in which it was."""

    key: str
    question: str
    event: Event


class Home:
    """The Home tabs of those who use the bot."""

    def __init__(self, kit: Kit, renderer: Renderer, deadlines: Deadlines, articles: Articles) -> None:
        self._kit, self._renderer, self._deadlines, self._articles = kit, renderer, deadlines, articles

    async def publish(self, user: str, sought: str = "") -> None:
        """Draws somebody's Home tab, with what a search finds. Raises ConversationsUnavailable, Refused, Gone and Later."""
        language = (await self._kit.people.person(user)).language
        words = self._kit.tongues.words(language)
        recent = await self._recent(user)
        found: list[Json] = [header(words.home.title), *line(words.home.introduction), self._search(language)]
        found += await self._articles.search(sought, language) if sought else []
        buttons = [button(words.actions.calculate, "home:calculate"), button(words.actions.deadlines, "home:deadlines")]
        found += [*actions(buttons), divider(), header(words.home.reminders), *await self._deadlines.listed(user, language)]
        found += self._coming(recent, language)
        found += [header(words.home.recent), *self._answers(recent, language)]
        await self._kit.web.call("views.publish", {"user_id": user, "view": {"type": "home", "blocks": found[:VIEW_BLOCKS]}})

    async def show(self, pressed: Pressed) -> None:
        """Opens one of the last answers in a window. Raises ConversationsUnavailable, Refused, Gone and Later."""
        language = (await self._kit.people.person(pressed.user, patience=1.0)).language
        words = self._kit.tongues.words(language)
        key, _, identity = pressed.value.rpartition("|")
        seat = await self._kit.gateway.seat(key) if key.startswith(of_person(pressed.user)) else None
        event = await self._kit.message(seat.conversation, identity) if seat else None
        blocks = [block for post in self._renderer.posts(event.content, look=SHARED) for block in post.blocks] if event else line(words.told.gone)
        close = plain_text(words.actions.close, VIEW_BUTTON)
        view = {"type": "modal", "title": plain_text(words.home.title, VIEW_TITLE), "close": close, "blocks": blocks[:VIEW_BLOCKS]}
        await self._kit.web.call("views.open", {"trigger_id": pressed.trigger, "view": view})

    async def _recent(self, user: str) -> list[Recent]:
        conversations, found = self._kit.parts.chat.conversations, list[Recent]()
        seats = await self._kit.apart(self._kit.parts.seats.beginning, NAME, of_person(user))
        for seat in seats[:_SEATS]:
            question = ""
            for event in await self._kit.apart(conversations.events, seat.conversation, 0, ("seller", "message")):
                if event.kind == "seller":
                    question = str(event.content["text"])
                elif (event.content.get("answer") or {}).get("sources") and not event.content.get("input"):
                    found.append(Recent(seat.key, question, event))
        return sorted(found, key=lambda recent: recent.event.number, reverse=True)

    def _search(self, language: str) -> Json:
        words = self._kit.tongues.words(language).home
        element = {
            "type": "plain_text_input",
            "action_id": SEARCH,
            "placeholder": plain_text(words.search_hint, PLACEHOLDER),
            "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        }
        return text_field(words.search, element, "search", dispatches=True)

    def _answers(self, recent: list[Recent], language: str) -> list[Json]:
        words = self._kit.tongues.words(language)
        found: list[Json] = []
        for one in recent[:_RECENT]:
            glimpse = short(" ".join(plain(str(one.event.content["text"])).split()), _GLIMPSE)
            text = f"*{escaped(short(' '.join(one.question.split()), _GLIMPSE))}*\n{escaped(glimpse)}"
            found += section(text, button(words.actions.show, "home:show", f"{one.key}|{one.event.number}"))
        return found or line(words.home.no_recent)

    def _coming(self, recent: list[Recent], language: str) -> list[Json]:
        """The dates to come of the last answers, the soonest first; of each matter those computed last."""
        now, words = self._kit.parts.now(), self._kit.tongues.words(language)
        dates: dict[tuple[str, str], Mapping[str, Any]] = {}
        for one in recent:
            answer = one.event.content["answer"]
            for date in answer.get("dates") or ():
                dates.setdefault((str((answer.get("receipt") or {}).get("rule")), date["key"]), date)
        ahead = sorted((date for date in dates.values() if latest(read_moment(date["value"])) > now), key=lambda date: str(date["value"]))
        told = [f"• {escaped(plain(date['label']))}: *{escaped(self._renderer.day(date['value'], language))}*" for date in ahead[:_COMING]]
        return [header(words.home.coming), *sections("\n".join(told))] if told else []
