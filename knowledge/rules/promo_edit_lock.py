"""Whether a detail of a product can still be changed once it is registered for a promotion.

Never calls a change possible where the guide contradicts itself; the safe answer is then no.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class PromotionField(StrEnum):
    """What a seller may want to change."""

    CATEGORY = "category"
    UNIT_OF_MEASURE = "unit_of_measure"
    SALES_UNIT = "sales_unit"
    COLOR = "color"
    SHIP_FROM = "ship_from"
    REDUCED_PRICE = "reduced_price"
    ORIGINAL_PRICE = "original_price"
    COUNTRY_PRICES = "country_prices"
    PACKAGE_SIZE = "package_size"
    SHIPPING_MODEL = "shipping_model"
    DISCOUNT_INCREASE = "discount_increase"
    DISCOUNT_DECREASE = "discount_decrease"
    ADD_STOCK = "add_stock"
    REMOVE_STOCK = "remove_stock"
    TITLE = "title"
    IMAGES = "images"
    DESCRIPTION = "description"
    ATTRIBUTES = "attributes"


class PromotionStage(StrEnum):
    """Where the product stands between registration and the end of the promotion."""

    NOT_REGISTERED = "not_registered"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    RUNNING = "running"
    ENDED = "ended"
    NOT_APPROVED = "not_approved"


class PromotionEditable(StrEnum):
    """What the guide says about the change."""

    YES = "yes"
    NO = "no"
    CONFLICT = "conflict"
    NOT_STATED = "not_stated"


class PromotionEditNote(StrEnum):
    """What to know about the change."""

    USE_DISCOUNT_INCREASE = "use_discount_increase"
    UNTIL_ONE_DAY_BEFORE = "until_one_day_before_registration_ends"
    INCREASE_END = "c-promo-increase-end"
    PACKAGE_LOCK = "c-promo-package-lock"
    ADDS_TO_THE_RESERVED_UNITS = "adds_to_the_reserved_units"
    RESERVED_UNITS_CANNOT_BE_TAKEN_BACK = "reserved_units_cannot_be_taken_back"


@dataclass(frozen=True, slots=True)
class EditFacts:
    """What is to be changed and when."""

    field: PromotionField
    phase: PromotionStage
    increase_deadline_passed: bool = False


@dataclass(frozen=True, slots=True)
class EditOutcome:
    """Whether it can be changed; `safe_editable` is the answer to act on."""

    editable: PromotionEditable
    safe_editable: bool | None
    note: PromotionEditNote | None
    acts_on_this_promotion: bool


_REGISTERED = (PromotionStage.UNDER_REVIEW, PromotionStage.APPROVED, PromotionStage.RUNNING)
_PRICES = (PromotionField.REDUCED_PRICE, PromotionField.ORIGINAL_PRICE, PromotionField.COUNTRY_PRICES)
_PARCEL = (PromotionField.PACKAGE_SIZE, PromotionField.SHIPPING_MODEL)
_ACTING = (PromotionField.DISCOUNT_INCREASE, PromotionField.ADD_STOCK)
_NOTES = {
    PromotionField.REDUCED_PRICE: PromotionEditNote.USE_DISCOUNT_INCREASE,
    PromotionField.ADD_STOCK: PromotionEditNote.ADDS_TO_THE_RESERVED_UNITS,
    PromotionField.REMOVE_STOCK: PromotionEditNote.RESERVED_UNITS_CANNOT_BE_TAKEN_BACK,
}
_SAFE = {PromotionEditable.YES: True, PromotionEditable.NOT_STATED: None}


def compute(facts: EditFacts, params: ParameterView, calendar: Calendar) -> Finding[EditOutcome]:
    """The cell of the table of locks, and what it means (guide, questions 79 to 81 and 85)."""
    cells = params.cells("promotions.edit_lock", facts.field) or {}
    editable = PromotionEditable(cells[facts.phase])
    steps = [Step("lock", {"field": facts.field, "phase": facts.phase, "editable": editable})]
    registered = facts.phase in _REGISTERED
    if facts.field == PromotionField.DISCOUNT_INCREASE and registered and editable == PromotionEditable.YES and facts.increase_deadline_passed:
        editable = PromotionEditable.CONFLICT
        steps.append(Step("deadline_passed"))
    outcome = EditOutcome(
        editable=editable,
        safe_editable=_SAFE.get(editable, False),
        note=_note(facts.field, editable) if registered or editable == PromotionEditable.CONFLICT else None,
        acts_on_this_promotion=registered and editable == PromotionEditable.YES and facts.field in _ACTING,
    )
    return Finding(outcome, _node(facts, editable, registered), tuple(steps), _conflicts(facts))


def _note(field: PromotionField, editable: PromotionEditable) -> PromotionEditNote | None:
    if field == PromotionField.DISCOUNT_INCREASE:
        return PromotionEditNote.UNTIL_ONE_DAY_BEFORE if editable == PromotionEditable.YES else PromotionEditNote.INCREASE_END
    if field in _PARCEL:
        return PromotionEditNote.PACKAGE_LOCK if editable == PromotionEditable.CONFLICT else None
    return _NOTES.get(field)


def _node(facts: EditFacts, editable: PromotionEditable, registered: bool) -> str:
    if editable == PromotionEditable.YES:
        return facts.field if registered else "open"
    if editable == PromotionEditable.CONFLICT:
        return "too_late_perhaps" if facts.field == PromotionField.DISCOUNT_INCREASE else "unclear"
    if editable == PromotionEditable.NOT_STATED:
        return "not_stated"
    return "locked_price" if facts.field == PromotionField.REDUCED_PRICE else "locked_stock" if facts.field == PromotionField.REMOVE_STOCK else "locked"


def _conflicts(facts: EditFacts) -> tuple[str, ...]:
    """The contradictions that this detail touches at this time."""
    if facts.phase in (PromotionStage.NOT_REGISTERED, PromotionStage.ENDED):
        return ()
    if facts.field in _PARCEL:
        return ("c-promo-package-lock",)
    if facts.phase == PromotionStage.NOT_APPROVED:
        return ()
    if facts.field == PromotionField.DISCOUNT_INCREASE:
        return ("c-promo-increase-end",)
    if facts.field == PromotionField.REMOVE_STOCK:
        return ("c-promo-cancel",)
    own = ("c-promo-discount-lock",) if facts.field == PromotionField.REDUCED_PRICE else ()
    return (*own, "c-sync-vs-lock") if facts.field in _PRICES else ()


RULE = Rule(
    id="promo-edit-lock",
    version=1,
    facts=EditFacts,
    outcome=EditOutcome,
    articles=("q079", "q080", "q081", "q085"),
    nodes=("open", "discount_increase", "add_stock", "locked", "locked_price", "locked_stock", "unclear", "too_late_perhaps", "not_stated"),
    compute=compute,
)
