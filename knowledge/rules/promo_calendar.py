"""When a major campaign starts, when its registration and warm-up open, and where it is on a day.

Gives no end: the guide names the day on which a campaign starts, never how long it lasts.
"""

from __future__ import annotations

from calendar import THURSDAY
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import LAST_YEAR, Calendar
from knowledge.inputs import Limits
from knowledge.parameters import ParameterView
from knowledge.periods import Month, nth_weekday, shift_months
from knowledge.rule import Finding, Rule, Step


class PromotionCampaign(StrEnum):
    """The major campaigns."""

    BIRTHDAY = "birthday"
    START_OF_SUMMER = "start_of_summer"
    BACK_TO_SCHOOL = "back_to_school"
    ELEVEN_ELEVEN = "11.11"
    BLACK_FRIDAY = "black_friday"


class CampaignPhase(StrEnum):
    """Where a campaign is on a day."""

    BEFORE_REGISTRATION = "before_registration"
    REGISTRATION = "registration"
    WARM_UP = "warm_up"
    START_DAY = "start_day"
    AFTER_START = "after_start"


_FIRST_YEAR = Month.read("2010-01").year  # no figure of the guide: years for which it makes sense to ask


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """The campaign, its year, and the day asked about."""

    campaign: PromotionCampaign
    year: Annotated[int, Limits(low=_FIRST_YEAR, high=LAST_YEAR)]
    today: date | None = None


@dataclass(frozen=True, slots=True)
class CampaignOutcome:
    """The campaign's days; the phase and the days to go only when a day was asked about."""

    start: date
    registration_opens_about: date
    warm_up_from: date
    phase: CampaignPhase | None
    days_to_start: int | None
    end: None


def compute(facts: CampaignFacts, params: ParameterView, calendar: Calendar) -> Finding[CampaignOutcome]:
    """The campaign's days of one year (guide, questions 76 and 77)."""
    if facts.campaign == PromotionCampaign.BLACK_FRIDAY:
        month = Month(facts.year, params.count("campaigns.black_friday_month"))
        nth = params.count("campaigns.black_friday_thursday")
        thursday = nth_weekday(month, THURSDAY, nth)
        start = thursday + timedelta(days=1)
        first_step = Step("friday", {"thursday": thursday, "nth": nth, "result": start})
    else:
        start = params.month_day(f"campaigns.start_{facts.campaign.name.lower()}").of(facts.year)
        first_step = Step("start", {"result": start})
    months, days = params.months("campaigns.registration_before"), params.days("campaigns.warm_up_before")
    registration, warm_up = shift_months(start, -months), start - timedelta(days=days)
    outcome = CampaignOutcome(
        start=start,
        registration_opens_about=registration,
        warm_up_from=warm_up,
        phase=_phase(facts.today, registration, warm_up, start) if facts.today else None,
        days_to_start=(start - facts.today).days if facts.today else None,
        end=None,
    )
    steps = (
        first_step,
        Step("registration", {"start": start, "months": months, "result": registration}),
        Step("warm_up", {"start": start, "days": days, "result": warm_up}),
    )
    return Finding(outcome, outcome.phase or "dates", steps)


def _phase(today: date, registration: date, warm_up: date, start: date) -> CampaignPhase:
    if today < registration:
        return CampaignPhase.BEFORE_REGISTRATION
    if today < warm_up:
        return CampaignPhase.REGISTRATION
    if today < start:
        return CampaignPhase.WARM_UP
    return CampaignPhase.START_DAY if today == start else CampaignPhase.AFTER_START


RULE = Rule(
    id="promo-calendar",
    version=1,
    facts=CampaignFacts,
    outcome=CampaignOutcome,
    articles=("q076", "q077"),
    nodes=("dates", *CampaignPhase),
    compute=compute,
)
