"""What people press under an answer: follow-ups, pickers, votes, reminders, sharing, the menu, an article.

Refuses what belongs to a conversation that is gone, and says so to whoever pressed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import cast, get_args

from bot.channels.seat import Gone, Later
from bot.channels.slack import picks
from bot.channels.slack.answer import SHARED, Renderer, told
from bot.channels.slack.articles import Articles
from bot.channels.slack.blocks import button, context
from bot.channels.slack.deadlines import Deadlines
from bot.channels.slack.hearing import Hearing, Said
from bot.channels.slack.interaction import Pressed
from bot.channels.slack.keeping import Keeping
from bot.channels.slack.kit import Kit
from bot.channels.slack.mrkdwn import escaped
from bot.channels.slack.post import Post, posts
from bot.channels.slack.web import Refused
from bot.channels.slack.words import Words
from bot.conversations import Event, UnknownConversation
from bot.gaps.store import Complaint, UnknownMessage
from bot.line import TooManyWaiting

Work = Callable[[Pressed], Awaitable[None]]
_BAD = "bad"
_COMPLAINTS: tuple[str, ...] = get_args(Complaint)


class Pressing:
    """The buttons of one bot."""

    def __init__(self, kit: Kit, hearing: Hearing, renderer: Renderer, *, deadlines: Deadlines, articles: Articles, keeping: Keeping) -> None:
        self._kit, self._hearing, self._renderer, self._deadlines = kit, hearing, renderer, deadlines
        self._articles, self._keeping = articles, keeping

    @property
    def work(self) -> dict[str, Work]:
        """What is done for which action: the part of its id before a colon."""
        return {
            "say": self.say,
            "pick": self.pick,
            "vote": self.vote,
            "remind": self.remind,
            "cancel": self.cancel,
            "share": self.share,
            "more": self.more,
            "article": self._articles.open,
            "forget": self.forget,
        }

    async def words(self, pressed: Pressed) -> Words:
        """The words of whoever pressed."""
        return self._kit.tongues.words((await self._kit.people.person(pressed.user, patience=1.0)).language)

    async def answer(self, pressed: Pressed, *some: Post) -> None:
        """Tells something to whoever pressed, alone. Raises Refused, Gone and Later."""
        for post in some:
            if pressed.responds:
                try:
                    await self._kit.web.respond(pressed.responds, post)
                    continue
                except Refused:  # used up
                    pass
            if pressed.channel:
                await self._kit.web.whisper(pressed.channel, pressed.user, post, "" if pressed.is_alone else pressed.thread)
            else:
                await self._kit.web.write(await self._kit.web.direct(pressed.user), post)

    async def say(self, pressed: Pressed) -> None:
        """A follow-up, or what else says something for whoever presses it."""
        said = Said(pressed.value, pressed.user, delivery=f"{pressed.message}:{pressed.action_ts}", echo=pressed.value)
        self._hearing.say(pressed.place, said)

    async def pick(self, pressed: Pressed) -> None:
        """What was picked; a day alone waits for the button beside it."""
        if pressed.action == picks.NONE:
            await self.say(pressed)
        elif pressed.action in (picks.SEND, picks.CHOICE):
            event = await self._event(pressed, pressed.block.partition("|")[2])
            pick = (event.content if event else {}).get("input")
            if not pick:
                await self.answer(pressed, *told((await self.words(pressed)).told.gone))
            elif text := picks.picked(pressed.state, pick):
                self._hearing.say(pressed.place, Said(text, pressed.user, delivery=f"{pressed.message}:{pressed.action_ts}", echo=text))

    async def vote(self, pressed: Pressed) -> None:
        """Whether an answer helped. Of one that did not, a window asks why."""
        sign, _, identity = pressed.value.partition("|")
        if not identity:  # a button of ours, where Slack has no thumbs
            sign, identity = pressed.action.partition(":")[2], pressed.value
        words = await self.words(pressed)
        is_asked = False
        if sign == _BAD:  # at once: what opens a window is valid for three seconds
            with suppress(Gone, Later, Refused):  # the vote counts without its reason
                await self._keeping.ask_why(pressed, identity, words)
                is_asked = True
        if await self.voted(pressed, identity, helpful=sign != _BAD) and not is_asked:
            await self.answer(pressed, *told(words.vote.noted))

    async def voted(self, pressed: Pressed, identity: str, *, helpful: bool, complaint: str = "") -> bool:
        """Keeps a vote; whether there is still something to vote on."""
        seat = await self._kit.gateway.seat(pressed.place.key)
        reason = cast(Complaint, complaint) if complaint in _COMPLAINTS else None
        try:
            await self._kit.parts.keeper.vote(seat.conversation if seat else "", identity, helpful=helpful, complaint=reason)
        except (UnknownConversation, UnknownMessage):
            await self.answer(pressed, *told((await self.words(pressed)).told.gone))
            return False
        return True

    async def remind(self, pressed: Pressed) -> None:
        """A reminder of a date."""
        identity, key, days = (*pressed.value.split("|"), "", "")[:3]
        event = await self._event(pressed, identity)
        if event is None or not days.isdigit():
            await self.answer(pressed, *told((await self.words(pressed)).told.gone))
            return
        await self.answer(pressed, *told(await self._deadlines.plan(pressed.user, event.content, key, int(days))))

    async def cancel(self, pressed: Pressed) -> None:
        """A reminder is taken back."""
        number, _, language = pressed.value.partition("|")
        await self.answer(pressed, *told(await self._deadlines.cancel(pressed.user, number, language)))

    async def share(self, pressed: Pressed) -> None:
        """Shows an answer, which one person has seen, to the whole channel."""
        event = await self._event(pressed, pressed.value)
        words = await self.words(pressed)
        if event is None:
            await self.answer(pressed, *told(words.told.not_shared))
            return
        seat = await self._kit.gateway.seat(pressed.place.key)
        asked: list[Event] = await self._kit.apart(self._kit.parts.chat.conversations.events, seat.conversation, 0, ("seller",)) if seat else []
        question = next((str(one.content["text"]) for one in reversed(asked) if one.number < event.number), "")
        language = str(event.content.get("language") or "en")
        name = (await self._kit.people.person(pressed.user)).name or pressed.name
        head = self._kit.tongues.say(language, self._kit.tongues.words(language).told.shared, name="\0", question="\1")
        head = escaped(head).replace("\0", escaped(name)).replace("\1", escaped(question))
        some = self._renderer.posts(event.content, look=SHARED)
        for post in (*posts([*context(head), *some[0].blocks]), *some[1:]):
            await self._kit.web.respond(pressed.responds, post, to_all=True)

    async def more(self, pressed: Pressed) -> None:
        """The menu: another channel, a new conversation, or none at all."""
        words, language = await self.words(pressed), (await self._kit.people.person(pressed.user)).language
        match pressed.value.partition("|")[0]:
            case "elsewhere" if pressed.place.kind == "thread":  # whoever reads the channel could take along what others have asked
                await self.answer(pressed, *told(words.told.pass_alone))
            case "elsewhere":
                await self.answer(pressed, *told(await self._keeping.pass_of(pressed.place.key, language)))
            case "restart":
                await self._kit.gateway.restart(pressed.place.key)
                await self.answer(pressed, *told(words.told.restarted))
            case "forget":
                sure = button(words.actions.forget, "forget", pressed.place.key, style="danger")
                await self.answer(pressed, *told(words.told.forget_sure, [sure]))

    async def forget(self, pressed: Pressed) -> None:
        """Deletes a conversation, once that has been confirmed where it is held."""
        words = (await self.words(pressed)).told
        key = pressed.value
        is_here = key.startswith((f"{pressed.user}/", f"{pressed.channel}:"))
        try:
            is_done = is_here and await self._keeping.forget(key)
        except TooManyWaiting:
            is_done = False
        await self.answer(pressed, *told(words.forgotten if is_done else words.nothing_to_forget))

    async def _event(self, pressed: Pressed, identity: str) -> Event | None:
        seat = await self._kit.gateway.seat(pressed.place.key)
        return await self._kit.message(seat.conversation, identity) if seat else None
