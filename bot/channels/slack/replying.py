"""What colleagues do in a thread of the support channel: answer the seller, note something, take a case, return it to the assistant.

Refuses whoever has no active account with the role agent, and what another colleague has in hand; each is told why, and how to go on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bot.accounts.account import Account, Role
from bot.accounts.accounts import UnknownAccount
from bot.channels.seat import Gone, Later
from bot.channels.slack.answer import told
from bot.channels.slack.blocks import context
from bot.channels.slack.case_posts import ENDED, CasePost, CasePosts
from bot.channels.slack.interaction import Pressed
from bot.channels.slack.kit import Kit
from bot.channels.slack.mrkdwn import escaped
from bot.channels.slack.post import posts
from bot.channels.slack.support import Support
from bot.channels.slack.web import Refused
from bot.console.case_page import MOST_CHARACTERS
from bot.console.casework import agent_of
from bot.handover.case import Agent, Case, State
from bot.handover.cases import NotYours
from bot.handover.rows import UnknownCase
from bot.store.errors import DatabaseUnavailable

_LOG = structlog.get_logger("slack")
_TRIES, _SOON_SECONDS = 10, 0.2
_SHORT = 12  # letters of a note; a shorter one may well stand in an answer by chance


class _Told(Exception):
    """What was written does not reach the seller; says why in words."""


class Replying:
    """The colleagues of one support channel."""

    def __init__(self, kit: Kit, case_posts: CasePosts, support: Support, channel: str, team: Callable[[], str]) -> None:
        """`team` tells the workspace of the bot."""
        self._team = team
        self._kit, self._posts, self._support, self._channel = kit, case_posts, support, channel
        self._words = kit.tongues.support

    async def reply(self, key: str, event: Mapping[str, Any], words: Callable[[], Awaitable[str]]) -> bool:
        """Takes a reply in a thread; False where the thread is none of ours."""
        if key.partition(":")[0] != self._channel:
            return False
        post = await self._of(key)
        if post is None:
            return False
        user = str(event["user"])
        try:
            if text := await words():
                await self._taken(post, user, text, str(event["ts"]))
        except _Told as reason:
            await self._tell(post, user, str(reason))
        except DatabaseUnavailable:
            await self._tell(post, user, self._words.failed)
        return True

    async def _of(self, key: str) -> CasePost | None:
        """The case of a thread; of one that is just being begun, a moment later. Raises ConversationsUnavailable."""
        for _ in range(_TRIES):
            begins = await self._kit.apart(self._posts.is_beginning)  # asked first: what was begun before it has its place by now
            post: CasePost | None = await self._kit.apart(self._posts.of_key, key)
            if post or not begins:
                return post
            await asyncio.sleep(_SOON_SECONDS)
        return None

    async def _taken(self, post: CasePost, user: str, text: str, ts: str) -> None:
        if not await self._kit.parts.deliveries.is_first("slack", f"{post.channel}:{ts}"):
            return
        account, case = await self._account(user), await self._case(post)
        agent, handovers = agent_of(account), self._kit.parts.handing.handovers
        mark = next((mark for mark in self._words.note_marks if text.casefold().startswith(mark)), "")
        if mark:
            await handovers.note(case.number, agent, text[len(mark) :].strip())
            await self._kit.parts.audit.record(account, "noted", f"case {case.number}")
            await self._tell(post, user, self._words.noted)
            return
        if len(text) > MOST_CHARACTERS:
            raise _Told(self._say(self._words.too_long, limit=MOST_CHARACTERS))
        if any(len(note.text) >= _SHORT and note.text in text for note in await handovers.notes(case.number)):
            raise _Told(self._words.from_a_note)
        if case.state == State.WAITING:
            await self._take(case.number, account, agent)
        try:
            self._support.wrote(await handovers.say(case.number, agent, text))
        except NotYours as error:
            raise _Told(self._of_another(error.case)) from error
        self._kit.parts.handing.presence.see(account.number)
        await self._kit.parts.audit.record(account, "said", f"case {case.number}")

    async def press(self, pressed: Pressed) -> None:
        """A button of a case. Raises ConversationsUnavailable, Refused, Gone and Later."""
        deed = pressed.action.partition(":")[2]
        post = await self._of(f"{pressed.channel}:{pressed.message}")
        if deed == "console" or post is None:
            return
        try:
            account, case = await self._account(pressed.user), await self._case(post)
            agent = agent_of(account)
            if deed == "take":
                await self._take(case.number, account, agent)
                return
            try:
                await self._kit.parts.handing.handovers.give_back(case.number, agent)
            except NotYours as error:
                raise _Told(self._of_another(error.case)) from error
            await self._kit.parts.audit.record(account, "returned", f"case {case.number}")
            line = escaped(self._say(self._words.returned, name=agent.name))
            await self._kit.web.write(post.channel, posts(context(line))[0], post.thread)
        except _Told as reason:
            await self._tell(post, pressed.user, str(reason))

    async def _take(self, number: int, account: Account, agent: Agent) -> None:
        try:
            await self._kit.parts.handing.handovers.take(number, agent)
        except NotYours as error:
            raise _Told(self._of_another(error.case)) from error
        self._kit.parts.handing.presence.see(account.number)
        await self._kit.parts.audit.record(account, "took over", f"case {number}")

    async def _account(self, user: str) -> Account:
        """The account of somebody in Slack, by their e-mail address. Raises _Told."""
        try:
            person = await self._kit.people.certain(user)
        except (Gone, Later, Refused) as error:  # nobody can tell now who it is: no reason to say that they may not
            _LOG.error("a colleague could not be looked up", reason=type(error).__name__, detail=str(error))
            raise _Told(self._words.failed) from error
        if person.team and self._team() and person.team != self._team():  # who else may say whose an e-mail address is?
            raise _Told(self._words.foreign)
        if not person.email:
            self._kit.people.forget(user)
            raise _Told(self._words.no_email)
        try:
            account: Account = await self._kit.apart(self._kit.parts.accounts.of_email, person.email)
        except UnknownAccount as error:
            raise _Told(self._say(self._words.no_account, email=person.email)) from error
        if not account.active:
            raise _Told(self._say(self._words.not_active, email=person.email))
        if not account.role.may(Role.AGENT):
            raise _Told(self._say(self._words.not_agent, email=person.email))
        return account

    async def _case(self, post: CasePost) -> Case:
        try:
            case = await self._kit.parts.handing.handovers.case(post.case)
        except UnknownCase as error:
            raise _Told(self._words.case_gone) from error
        if post.told == ENDED or not case.is_open:
            raise _Told(self._words.case_ended)
        return case

    def _of_another(self, case: Case) -> str:
        if not case.is_open or case.taken_by is None:
            return self._words.case_ended
        return self._say(self._words.not_yours, name=case.taken_by.name)

    def _say(self, template: str, /, **values: object) -> str:
        return self._kit.tongues.say("en", template, **values)

    async def _tell(self, post: CasePost, user: str, text: str) -> None:
        await self._kit.web.whisper(post.channel, user, told(text)[0], post.thread)
