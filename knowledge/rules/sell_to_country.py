"""Whether a product can be sold to a country, and whether its shipping model has to be looked at first.

Never promises a country that the guide only announces: there the shipping model decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.inputs import Country
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class MarketVerdict(StrEnum):
    """How the guide speaks of a country."""

    LISTED = "listed"
    EU_NOT_LISTED = "eu_not_listed"
    NOT_EU = "not_eu"


@dataclass(frozen=True, slots=True)
class MarketFacts:
    """The country, and whether the product's shipping model includes it; None: not looked up yet."""

    country: Country
    product_model_covers: bool | None = None


@dataclass(frozen=True, slots=True)
class MarketOutcome:
    """The answer; `sellable` is None where the shipping model has to be looked at first."""

    verdict: MarketVerdict
    sellable: bool | None
    check_shipping_model: bool
    listed_count: int
    eu_missing_from_list: tuple[str, ...]


def compute(facts: MarketFacts, params: ParameterView, calendar: Calendar) -> Finding[MarketOutcome]:
    """Whether the country is open (guide, questions 5 and 21)."""
    listed, missing = params.codes("markets.listed"), params.codes("markets.not_listed")
    country, covers = facts.country, facts.product_model_covers
    is_example = country in params.codes("markets.example")
    verdict = MarketVerdict.EU_NOT_LISTED if country in missing else MarketVerdict.NOT_EU
    if country in listed:
        verdict = MarketVerdict.LISTED
    sellable, check = covers, not covers
    if verdict == MarketVerdict.NOT_EU:
        sellable, check = False, False
    elif covers is None:
        sellable = True if verdict == MarketVerdict.LISTED or is_example else None
        check = verdict == MarketVerdict.EU_NOT_LISTED
    node = "not_eu" if verdict == MarketVerdict.NOT_EU else "open" if sellable else "look_first" if sellable is None else "not_in_model"
    outcome = MarketOutcome(verdict, sellable, check, len(listed), missing)
    return Finding(outcome, node, (Step("country", {"country": country, "verdict": verdict}),))


RULE = Rule(
    id="sell-to-country",
    version=1,
    facts=MarketFacts,
    outcome=MarketOutcome,
    articles=("q005", "q021"),
    nodes=("open", "look_first", "not_in_model", "not_eu"),
    compute=compute,
)
