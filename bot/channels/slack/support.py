"""The support channel: a thread for every open case of any channel, in which the conversation goes on as its seller and colleagues write.

Refuses to let one thread that cannot be written to hold up another; what Slack has no patience for is written later.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import structlog

from bot.channels.seat import Gone, Later
from bot.channels.slack.blocks import Json, context, said, sections, short
from bot.channels.slack.case_posts import ENDED, CasePost, CasePosts
from bot.channels.slack.case_view import CaseView
from bot.channels.slack.kit import Kit
from bot.channels.slack.mrkdwn import escaped, plain
from bot.channels.slack.post import Post, posts
from bot.channels.slack.web import Refused
from bot.conversations import ConversationsUnavailable, Event, Kind
from bot.handover.case import Case
from bot.handover.cases import INBOX
from bot.handover.rows import UnknownCase
from bot.news import EVERYTHING

_LOG = structlog.get_logger("slack")
_LOOK_SECONDS = 3.0
_SOON_SECONDS, _AGAIN_SECONDS = 0.5, 30.0
_MOST_ANSWER = 1500
_MOST_TRIES = 5
_TOLD: tuple[Kind, ...] = ("seller", "message", "state")


class Support:
    """The threads of one support channel."""

    def __init__(self, kit: Kit, case_posts: CasePosts, view: CaseView, channel: str) -> None:
        self._kit, self._posts, self._view, self._channel = kit, case_posts, view, channel
        self._web = kit.web.patient(0.0)  # the channel is looked at again by itself
        self._own: set[int] = set()
        self._drawn: dict[int, tuple[object, ...]] = {}
        self._failures: Counter[int] = Counter()
        self._paused = 0.0

    def wrote(self, event: Event) -> None:
        """A colleague has said this in the thread already."""
        self._own.add(event.number)

    async def run(self) -> None:
        """Keeps the threads up to date, until it is cancelled."""
        handovers, conversations = self._kit.parts.handing.handovers, self._kit.parts.chat.conversations
        is_released = False
        with handovers.news.following(INBOX) as cases, conversations.news.following(EVERYTHING) as events:
            while True:
                try:
                    if not is_released:
                        await self._kit.apart(self._posts.release)
                        is_released = True
                    if self._paused <= time.monotonic():
                        await self.look()
                except ConversationsUnavailable as error:
                    _LOG.warning("cases cannot be looked at now", detail=str(error))
                except Exception as error:  # noqa: BLE001 - whatever is wrong with one case, the others are looked at again
                    _LOG.error("the support channel is behind", exc_info=error)
                    self._paused = time.monotonic() + _AGAIN_SECONDS
                waits = {asyncio.create_task(cases.wait(_LOOK_SECONDS)), asyncio.create_task(events.wait(_LOOK_SECONDS))}
                try:
                    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for wait in waits:
                        wait.cancel()

    async def look(self) -> None:
        """Begins the threads that lack, and writes what has happened since. Raises ConversationsUnavailable."""
        known = await self._kit.apart(self._posts.known)
        try:
            for case in await self._kit.parts.handing.handovers.inbox():
                if case.number not in known:
                    await self._begin(case)
            for post in await self._kit.apart(self._posts.going_on):
                await self._carefully(post)
        except Later as later:
            self._paused = time.monotonic() + later.seconds
        except (Gone, Refused) as error:
            _LOG.error("the support channel cannot be written to: `seller-assistant doctor slack` says why", detail=str(error))
            self._paused = time.monotonic() + _AGAIN_SECONDS

    async def _carefully(self, post: CasePost) -> None:
        """Goes on with one thread. What cannot be written there is given up after some tries, so that the rest of it and the others go on."""
        try:
            await self._go_on(post)
        except (Gone, Refused) as error:
            self._failures[post.case] += 1
            _LOG.error("a case cannot be written to its thread", case=post.case, tries=self._failures[post.case], detail=str(error))
            if self._failures[post.case] < _MOST_TRIES:
                return
            events = await self._kit.apart(self._kit.parts.chat.conversations.events, post.conversation, post.told, _TOLD)
            await self._kit.apart(self._posts.note, post.case, events[0].number if events else ENDED)
        self._failures.pop(post.case, None)

    async def _begin(self, case: Case) -> None:
        if not await self._kit.apart(self._posts.begin, case.number, case.conversation):
            return
        try:
            ts = await self._web.write(self._channel, self._view.root(case, self._kit.parts.now()))
        except BaseException:
            await self._kit.apart(self._posts.give_up, case.number)
            raise
        await self._placed(case, f"{self._channel}:{ts}")
        self._drawn[case.number] = _looks(case)

    async def _placed(self, case: Case, key: str) -> None:
        """Notes where the thread is, however long the database is locked: it would be begun once more."""
        while True:
            try:
                await self._kit.apart(self._posts.place, case.number, key)
            except ConversationsUnavailable:
                await asyncio.sleep(_SOON_SECONDS)
            else:
                return

    async def _go_on(self, post: CasePost) -> None:
        try:
            case = await self._kit.parts.handing.handovers.case(post.case)
        except UnknownCase:  # deleted with its conversation; the row goes with it
            return
        conversations = self._kit.parts.chat.conversations
        events = await self._kit.apart(conversations.events, post.conversation, post.told, _TOLD)
        for event in events:
            for written in self._written(event, case):
                await self._web.write(post.channel, written, post.thread)
            await self._kit.apart(self._posts.note, post.case, event.number)
        if self._drawn.get(case.number) != _looks(case):
            self._drawn[case.number] = _looks(case)
            try:
                await self._web.change(post.channel, post.thread, self._view.root(case, self._kit.parts.now()))
            except Refused as error:  # somebody has deleted it: the thread goes on without
                _LOG.warning("the first message of a case could not be changed", case=case.number, detail=str(error))
        if not case.is_open:
            await self._web.write(post.channel, posts(context(escaped(self._view.say(self._kit.tongues.support.ended))))[0], post.thread)
            await self._kit.apart(self._posts.note, post.case, ENDED)
            self._drawn.pop(case.number, None)

    def _written(self, event: Event, case: Case) -> list[Post]:
        words, content = self._kit.tongues.support, event.content
        if event.kind == "seller":
            return posts(_spoken(words.seller, str(content["text"])))
        if event.kind == "state":
            is_here = content.get("person") == "here"
            return posts(context(escaped(self._view.say(words.took, name=content.get("name", ""))))) if is_here else []
        if "author" in content:
            if event.number in self._own:
                self._own.discard(event.number)
                return []
            return posts(_spoken(self._view.say(words.colleague, name=content.get("name", "")), str(content["text"])))
        if "answer" not in content:  # what the seller is told of the handing over itself
            return []
        return posts(_spoken(words.assistant, short(plain(str(content["text"])), _MOST_ANSWER)))


def _spoken(name: str, text: str) -> list[Json]:
    return [*sections(f"*{escaped(name)}*"), *said(text)]


def _looks(case: Case) -> tuple[object, ...]:
    """What the first message of a thread depends on."""
    return case.state, case.taken_by, case.attended, case.deadline, case.summary.question, case.summary.answer
