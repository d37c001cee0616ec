"""All parts of handing over, put together for one installation.

Decides nothing; each part lives in its own module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.conversations import Conversations
from bot.handover.cases import Cases
from bot.handover.desk import Desk
from bot.handover.handovers import Handovers
from bot.handover.presence import Presence
from bot.lookup import Lookup
from bot.settings import Settings
from knowledge.clock import Clock


@dataclass(frozen=True, slots=True)
class Handing:
    """What the chat needs (`desk`) and what the console needs of it."""

    desk: Desk
    handovers: Handovers
    presence: Presence

    @classmethod
    def over(cls, settings: Settings, conversations: Conversations, lookup: Lookup, has_agents: Callable[[], bool]) -> Handing:
        """Puts it together; `has_agents` tells whether any account may take cases."""
        base, cases = lookup.base, Cases(conversations)
        presence = Presence(lookup.now, timedelta(minutes=settings.handover_away_minutes), settings.people_hours, base.calendar)

        def wants_person(text: str, tongue: str) -> bool:
            understander = lookup.languages.assistant(tongue).understander
            return understander.understand(text, Clock.of(None, lookup.now())).decision == "handoff"

        wordings = (base.wording, *(other.wording for other in base.others.values()))
        is_on = has_agents if settings.handover == "auto" else lambda: settings.handover == "on"
        desk = Desk(cases, conversations, presence, wordings=wordings, limits=base.limits, now=lookup.now, is_on=is_on, wants_person=wants_person)
        return cls(desk, Handovers(cases, conversations, desk, lookup.now), presence)
