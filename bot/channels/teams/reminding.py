"""Reminders in Teams: planned under an answer with dates, listed and cancelled at will, and said where they were asked for.

Refuses a date that the message does not have, and a moment that has passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.channels.teams import cards
from bot.channels.teams.answer import Message, Renderer
from bot.channels.teams.cards import Card
from bot.channels.teams.channel import NAME, activity
from bot.channels.teams.connector import Connector
from bot.channels.teams.place import PERSONAL, owner_of
from bot.clock import Now
from bot.receipts import UnknownReceipt, open_ticket
from bot.reminders.keeper import ReminderKeeper
from bot.reminders.reminder import Draft, Reminder
from bot.reminders.reminders import Reminders, TooManyReminders

_MOST_LISTED = 20


class TeamsReminding:
    """Says reminders itself: Teams keeps no messages for later."""

    def __init__(self, connector: Connector, renderer: Renderer) -> None:
        self._connector, self._renderer = connector, renderer

    @property
    def horizon(self) -> timedelta | None:
        """As Reminding says."""
        return None

    async def hand(self, reminder: Reminder) -> str:
        """Never asked for without a horizon."""
        raise NotImplementedError

    async def withdraw(self, reminder: Reminder) -> bool:
        """Nothing has been left to Teams."""
        return True

    async def remind(self, reminder: Reminder) -> None:
        """As Reminding says."""
        draft = reminder.draft
        words = self._renderer.words(draft.language)
        title = words.commands["reminders"].title
        body = [cards.container(cards.texts(draft.text, weight="Bolder"), "attention")]
        await self._connector.send(draft.place, activity(draft.place, cards.card(body, [cards.say(title, title)])))


class ReminderDesk:
    """What people do about their reminders."""

    def __init__(self, keeper: ReminderKeeper, reminders: Reminders, renderer: Renderer, now: Now) -> None:
        self._keeper, self._reminders, self._renderer, self._now = keeper, reminders, renderer, now

    async def plan(self, place: Mapping[str, Any], message: Message, choice: str) -> str | None:
        """Plans a reminder of a date of a message, and tells it; None where the choice is none, or too late. Raises DatabaseUnavailable."""
        answer, language = message.get("answer") or {}, str(message.get("language", ""))
        words = self._renderer.words(language)
        key, _, days = choice.partition(" ")
        date = next((told for told in answer.get("dates") or () if told["key"] == key), None)
        if date is None or not days.isdigit():
            return None
        moment = self._renderer.habits.moments(date["value"], self._now()).get(int(days))
        if moment is None:
            return None
        try:
            ticket = open_ticket(str(answer.get("receipt_id") or ""))
        except UnknownReceipt:
            return None
        label, day = str(date["label"]), self._renderer.day(str(date["value"]), language)
        text = words.reminder.format(label=label, day=day, title=self._renderer.wording(language).rules[ticket.rule].title)
        matter = f"{ticket.case.matter}:{key}"
        draft = Draft(NAME, owner_of(place), place, matter, str(date["value"]), text, language, moment)
        try:
            await self._keeper.plan(draft)
        except TooManyReminders:
            return words.too_many_reminders
        return words.will_remind.format(when=self._renderer.wording(language).day(moment), label=label, day=day)

    async def cancel(self, place: Mapping[str, Any], number: int) -> None:
        """Takes back one of the person's own reminders. Raises DatabaseUnavailable."""
        found = await self._reminders.apart(self._reminders.find, NAME, owner_of(place), number)
        if found:
            await self._keeper.cancel(found)

    async def listed(self, place: Mapping[str, Any], language: str) -> Card:
        """The person's reminders to come, each with a button that cancels it. Raises DatabaseUnavailable."""
        words, wording = self._renderer.words(language), self._renderer.wording(language)
        every = await self._reminders.apart(self._reminders.of, NAME, owner_of(place))
        # Others read along in a group: it sees what was asked for there.
        found = [one for one in every if place["scope"] == PERSONAL or one.draft.place["conversation"] == place["conversation"]]
        if not found:
            return cards.card([cards.text(words.no_reminders)])
        body = [cards.text(words.reminders_heading, weight="Bolder", size="Medium")]
        for reminder in found[:_MOST_LISTED]:
            told = [cards.text(wording.day(reminder.draft.at), weight="Bolder", size="Small"), *cards.texts(reminder.draft.text)]
            cancel = {"type": "ActionSet", "actions": [cards.execute(words.cancel, "unremind", reminder=reminder.number, language=language)]}
            columns = [{"type": "Column", "width": "stretch", "items": told}, {"type": "Column", "width": "auto", "items": [cancel]}]
            body.append({"type": "ColumnSet", "columns": columns, "separator": True})
        return cards.packed(body, more=words.more)[0]
