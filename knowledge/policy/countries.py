"""Which countries belong to the European Union, as the rules count them.

Refuses nothing: any code may be asked for, and one that the parameter does not list is outside.
"""

from __future__ import annotations

from knowledge.parameters import ParameterView


def eu_members(params: ParameterView) -> tuple[str, ...]:
    """The members' ISO 3166-1 codes."""
    return params.codes("countries.eu")


def is_in_eu(country: str, params: ParameterView) -> bool:
    """Whether a country, as an input of kind `country` gives it, is a member."""
    return country in eu_members(params)
