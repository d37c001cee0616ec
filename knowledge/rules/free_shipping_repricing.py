"""How to move to free shipping: the new prices, the batches of products to link, and the Excel imports.

Refuses to change price and stock in one file, as the guide warns against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.inputs import Amount, Count, MinItems, Price
from knowledge.money import steps_up
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class RepricingStep(StrEnum):
    """What is done, in this order."""

    CREATE_TEMPLATE = "create_free_shipping_template"
    CHANGE_PRICES = "change_prices"
    LINK_TEMPLATE = "link_template_to_products"


@dataclass(frozen=True, slots=True)
class RepricingFacts:
    """The present prices, the shipping cost that goes into each, and how many products are concerned."""

    prices: Annotated[tuple[Price, ...], MinItems(1)]
    shipping_cost: Amount
    products_to_link: Count
    change_stock_too: bool = False


@dataclass(frozen=True, slots=True)
class RepricingOutcome:
    """The prices in the order given, and the work to be done."""

    new_prices: tuple[Decimal, ...]
    model_batches: int
    excel_imports: int
    order_of_steps: tuple[RepricingStep, ...]


def compute(facts: RepricingFacts, params: ParameterView, calendar: Calendar) -> Finding[RepricingOutcome]:
    """New prices, batches and imports (guide, questions 21 and 30)."""
    most = params.count("repricing.products_per_batch")
    new_prices = tuple(price + facts.shipping_cost for price in facts.prices)
    batches = steps_up(Fraction(facts.products_to_link, most))
    imports = 1 + facts.change_stock_too
    steps = [Step("price", {"old": old, "shipping": facts.shipping_cost, "new": new}) for old, new in zip(facts.prices, new_prices, strict=True)]
    steps.append(Step("batches", {"products": facts.products_to_link, "most": most, "result": batches}))
    outcome = RepricingOutcome(new_prices, batches, imports, tuple(RepricingStep))
    return Finding(outcome, "price_and_stock" if facts.change_stock_too else "price_only", tuple(steps), ("c-download-upload",))


RULE = Rule(
    id="free-shipping-repricing",
    version=1,
    facts=RepricingFacts,
    outcome=RepricingOutcome,
    articles=("q021", "q030"),
    nodes=("price_only", "price_and_stock"),
    compute=compute,
)
