"""Which categories of French EPR a product belongs to, by everything that its parcel holds.

Refuses to put into a category what the guide's table does not name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.epr import EprCategory, in_guide_order
from knowledge.inputs import MinItems
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class EprElement(StrEnum):
    """Something that a parcel may hold, as the guide's table of EPR categories names it."""

    PRODUCT_BOX = "product_box"
    SHIPPING_CARTON = "shipping_carton"
    LABEL_OR_ADHESIVE = "label_or_adhesive"
    HOUSEHOLD_APPLIANCE = "household_appliance"
    ELECTRONICS = "3c_electronics"
    DIGITAL_PRODUCT = "digital_product"
    LIGHTING = "lighting"
    DRY_BATTERY = "dry_battery"
    BUTTON_CELL = "button_cell"
    INTEGRATED_BATTERY = "integrated_battery"
    VEHICLE_BATTERY = "vehicle_battery"
    INDUSTRIAL_BATTERY = "industrial_battery"
    DOMESTIC_FURNITURE = "domestic_furniture"
    PROFESSIONAL_FURNITURE = "professional_furniture"
    BATHROOM_FURNITURE = "bathroom_furniture"
    VEHICLE_TYRE = "vehicle_tyre"
    FARM_TYRE = "farm_tyre"
    CIVIL_ENGINEERING_TYRE = "civil_engineering_tyre"
    MANUAL = "manual"
    WALLPAPER = "wallpaper"
    GREETING_CARD = "greeting_card"
    ADVERTISING_INSERT = "advertising_insert"
    CLOTHING = "clothing"
    SHOES = "shoes"
    HOUSEHOLD_LINEN = "household_linen"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EprClassFacts:
    """Everything in the parcel, box and leaflet included."""

    contains: Annotated[tuple[EprElement, ...], MinItems(1)]


@dataclass(frozen=True, slots=True)
class EprClassOutcome:
    """The categories in the guide's order, and whether something is in none of them yet."""

    categories: tuple[EprCategory, ...]
    not_listed: bool


_LOOSELY_WORDED = frozenset({EprElement.HOUSEHOLD_APPLIANCE, EprElement.WALLPAPER})


def compute(facts: EprClassFacts, params: ParameterView, calendar: Calendar) -> Finding[EprClassOutcome]:
    """The categories of everything in the parcel (guide, question 11)."""
    elements = tuple(dict.fromkeys(facts.contains))
    found = {element: params.text("epr_classes.by_element", element) for element in elements if element != EprElement.OTHER}
    classes = {element: EprCategory(category) for element, category in found.items() if category}
    categories = in_guide_order(set(classes.values()))
    outcome = EprClassOutcome(categories, not_listed=EprElement.OTHER in elements)
    node = "none" if not categories else "one" if len(categories) == 1 else "several"
    steps = tuple(Step("element", {"element": element, "category": category}) for element, category in classes.items())
    conflicts: tuple[str, ...] = ("c-epr-mixed-product",) if node == "several" else ()
    if _LOOSELY_WORDED & set(elements):
        conflicts += ("c-epr-category-words",)
    return Finding(outcome, node, steps or (Step("not_listed"),), conflicts)


RULE = Rule(
    id="epr-waste-class",
    version=1,
    facts=EprClassFacts,
    outcome=EprClassOutcome,
    articles=("q011",),
    nodes=("none", "one", "several"),
    compute=compute,
)
