"""Reminders of deadlines in Slack: left to Slack as far as it keeps messages, said by us beyond; set, listed and cancelled by whoever wants them.

Each is told to its owner alone, in direct messages, wherever the deadline was computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.channels.seat import Later
from bot.channels.slack.answer import Renderer, line
from bot.channels.slack.blocks import Json, button, section
from bot.channels.slack.kit import Kit
from bot.channels.slack.limits import SCHEDULE_AHEAD
from bot.channels.slack.mrkdwn import mrkdwn, plain
from bot.channels.slack.places import NAME
from bot.channels.slack.post import Post, posts
from bot.channels.slack.web import Refused, Web
from bot.receipts import UnknownReceipt, open_ticket
from bot.reminders.keeper import ReminderKeeper
from bot.reminders.reminder import Draft, Habits, Reminder
from bot.reminders.reminders import TooManyReminders
from knowledge.calendars import PARIS

_PATIENCE_SECONDS = 60.0
_MARGIN = timedelta(days=1)  # within which clocks and time zones may differ
_SOON_SECONDS = 30.0
_MATTER = 128  # letters


class SlackReminding:
    """What Slack does for reminders."""

    def __init__(self, web: Web) -> None:
        self._web = web

    @property
    def horizon(self) -> timedelta | None:
        """How far ahead Slack keeps messages."""
        return SCHEDULE_AHEAD - _MARGIN

    async def hand(self, reminder: Reminder) -> str:
        """Leaves a reminder to Slack. Raises Gone, Later and Refused."""
        post, draft = _post(reminder), reminder.draft
        given = {"channel": draft.place["channel"], "post_at": int(draft.at.timestamp()), "text": post.text, "blocks": list(post.blocks)}
        try:
            found = await self._web.call("chat.scheduleMessage", given | {"unfurl_links": False, "unfurl_media": False})
        except Refused as refused:
            if refused.code in ("time_in_past", "restricted_too_many"):  # we say it ourselves
                raise Later(_SOON_SECONDS) from refused
            raise
        return str(found["scheduled_message_id"])

    async def withdraw(self, reminder: Reminder) -> bool:
        """Takes a reminder back; False for one that Slack has sent, or is about to send. Raises Gone, Later and Refused."""
        try:
            given = {"channel": reminder.draft.place["channel"], "scheduled_message_id": reminder.ticket}
            await self._web.patient(_PATIENCE_SECONDS).call("chat.deleteScheduledMessage", given)
        except Refused as refused:
            if refused.code != "invalid_scheduled_message_id":
                raise
            return False
        return True

    async def remind(self, reminder: Reminder) -> None:
        """Says it now. Raises Gone, Later and Refused."""
        await self._web.write(str(reminder.draft.place["channel"]), _post(reminder))


class Deadlines:
    """The reminders of those who use the bot."""

    def __init__(self, kit: Kit, keeper: ReminderKeeper, habits: Habits, renderer: Renderer) -> None:
        self._kit, self._keeper, self._habits, self._renderer = kit, keeper, habits, renderer

    async def plan(self, user: str, message: Mapping[str, Any], key: str, days: int) -> str:
        """Keeps a reminder of a date of an answer; what to tell of it. Raises ConversationsUnavailable, Gone, Later and Refused."""
        answer, language = message.get("answer") or {}, str(message.get("language") or "en")
        words, say = self._kit.tongues.words(language).told, self._kit.tongues.say
        found = next((date for date in answer.get("dates") or () if date["key"] == key), None)
        if found is None:
            return words.gone
        at = self._habits.moments(found["value"], self._kit.parts.now()).get(days)
        if at is None:
            return words.reminder_passed
        day, label = self._renderer.day(found["value"], language), plain(found["label"])
        rule = str((answer.get("receipt") or {}).get("rule", ""))
        wording = self._kit.tongues.wording(language)
        title = wording.rules[rule].title if rule in wording.rules else ""
        text = say(language, words.reminder, label=label, day=day, title=title)
        place = {"channel": await self._kit.web.direct(user)}
        draft = Draft(NAME, user, place, _matter(answer, rule, key), found["value"], text, language, at)
        mine = await self._kit.apart(self._kit.parts.reminders.of, NAME, user)
        if any((kept.draft.matter, kept.draft.due, kept.draft.at) == (draft.matter, draft.due, at) for kept in mine):
            return words.reminder_there
        try:
            await self._keeper.plan(draft)
        except TooManyReminders:
            return words.too_many_reminders
        return say(language, words.reminder_set, at=wording.day(at.astimezone(PARIS)), label=label, day=day)

    async def cancel(self, user: str, number: str, language: str) -> str:
        """Takes one of somebody's reminders back; what to tell of it. Raises ConversationsUnavailable, Gone, Later and Refused."""
        words = self._kit.tongues.words(language).told
        is_number = number.isascii() and number.isdigit() and len(number) < 12
        found = await self._kit.apart(self._kit.parts.reminders.find, NAME, user, int(number)) if is_number else None
        if found is None or not await self._keeper.cancel(found):
            return words.reminder_sent
        return words.reminder_cancelled

    async def listed(self, user: str, language: str) -> list[Json]:
        """Somebody's reminders to come, each with a button that cancels it."""
        words = self._kit.tongues.words(language)
        mine: list[Reminder] = await self._kit.apart(self._kit.parts.reminders.of, NAME, user)
        found: list[Json] = []
        for kept in mine:
            when = self._kit.tongues.wording(language).day(kept.draft.at.astimezone(PARIS))
            found += section(f"*{when}*\n{mrkdwn(kept.draft.text)}", button(words.actions.cancel, "cancel", f"{kept.number}|{language}"))
        return found or line(words.home.no_reminders)


def moments(habits: Habits, now: datetime, due: str) -> Mapping[int, datetime]:
    """The moments still to come at which a date may be told."""
    try:
        return habits.moments(due, now)
    except ValueError:
        return {}


def _matter(answer: Mapping[str, Any], rule: str, key: str) -> str:
    """What a date is about, which stays the same when it is computed anew."""
    try:
        case = open_ticket(str(answer.get("receipt_id") or "")).case.matter
    except UnknownReceipt:
        case = rule
    return f"{case}:{key}"[:_MATTER]


def _post(reminder: Reminder) -> Post:
    return posts(line(reminder.draft.text), plain(reminder.draft.text))[0]
