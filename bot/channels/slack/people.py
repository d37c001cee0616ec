"""What Slack tells of people: their language, e-mail address and name, asked for once an hour.

Refuses to hold anything up where only the language is wanted: who is not known in time speaks English.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass

from bot.channels.patience import patiently
from bot.channels.seat import Gone, Later
from bot.channels.slack.web import Refused, Web
from bot.channels.slack.words import language_of
from knowledge.wording import ORIGINAL

_KEPT_SECONDS = 3600.0
_PATIENCE_SECONDS = 30.0
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in Slack. `email` is one that Slack has confirmed, `team` the workspace of the account."""

    user: str
    name: str = ""
    email: str = ""
    language: str = ORIGINAL
    team: str = ""


class People:
    """Those who have written to the bot."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._known: OrderedDict[str, tuple[float, Person]] = OrderedDict()

    async def person(self, user: str, patience: float = 5.0) -> Person:
        """Somebody, as far as Slack tells within so many seconds."""
        known = self._known.get(user)
        if known and known[0] > time.monotonic():
            return known[1]
        try:
            return await asyncio.wait_for(self._ask(user), patience)
        except (TimeoutError, Refused, Gone, Later):
            return known[1] if known else Person(user)

    async def certain(self, user: str) -> Person:
        """Somebody of whom it matters who they are. Raises Refused and Gone, and Later where Slack wants more patience than a colleague has."""
        known = self._known.get(user)
        if known and known[0] > time.monotonic():
            return known[1]
        return await patiently(lambda: self._ask(user), _PATIENCE_SECONDS)

    def forget(self, user: str) -> None:
        """Asks anew the next time."""
        self._known.pop(user, None)

    async def _ask(self, user: str) -> Person:
        told = (await self._web.ask("users.info", user=user, include_locale="true")).get("user", {})
        profile = told.get("profile", {})
        name = str(profile.get("display_name") or profile.get("real_name") or told.get("real_name") or told.get("name") or "")
        email = "" if told.get("is_email_confirmed") is False else str(profile.get("email") or "")
        team = "another" if told.get("is_stranger") else str(told.get("team_id") or "")
        found = Person(user, name, email, language_of(str(told.get("locale") or "")), team)
        self._known[user] = time.monotonic() + _KEPT_SECONDS, found
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return found
