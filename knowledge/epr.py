"""The product categories of French extended producer responsibility (EPR).

Shared by every EPR rule; the order of the members is the order of the guide's table.
"""

from __future__ import annotations

from enum import StrEnum


class EprCategory(StrEnum):
    """A category of goods that French EPR covers (guide, question 11)."""

    PACKAGING = "packaging"
    ELECTRICAL_ELECTRONIC = "electrical_electronic"
    BATTERIES = "batteries"
    FURNITURE = "furniture"
    TYRES = "tyres"
    PRINTED_PAPER = "printed_paper"
    TEXTILES = "textiles"


def in_guide_order(categories: set[EprCategory]) -> tuple[EprCategory, ...]:
    """The categories as the guide's table lists them."""
    return tuple(category for category in EprCategory if category in categories)
