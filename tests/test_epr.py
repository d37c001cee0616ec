from __future__ import annotations

from knowledge.epr import EprCategory, in_guide_order


def test_the_order_is_that_of_the_guides_table() -> None:
    # Question 11: 1 packaging, 2 electrical and electronic, 3 batteries, 4 furniture, 5 tyres, 6 printed paper, 7 textiles.
    assert list(EprCategory) == ["packaging", "electrical_electronic", "batteries", "furniture", "tyres", "printed_paper", "textiles"]
    assert in_guide_order({EprCategory.TEXTILES, EprCategory.TYRES, EprCategory.PACKAGING}) == (
        EprCategory.PACKAGING,
        EprCategory.TYRES,
        EprCategory.TEXTILES,
    )
    assert in_guide_order(set()) == ()
