"""A form that a surface had filled in, as the text that stands for it in a conversation: the rule and its raw inputs.

Refuses to read meaning into anything else: a text of another form is none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def write(rule: str, inputs: Mapping[str, Any]) -> str:
    """The text for raw inputs of a rule, as `POST /api/rules/{id}` takes them."""
    return f"/{rule} {json.dumps(dict(inputs), ensure_ascii=False)}"


def read(text: str) -> tuple[str, dict[str, Any]] | None:
    """The rule's id, which may be none of ours, and the inputs; None for a text that is no form."""
    rule, _, rest = text.partition(" ")
    if not (rule.startswith("/") and rest.startswith("{")):
        return None
    try:
        inputs = json.loads(rest)
    except (ValueError, RecursionError):
        return None
    return (rule[1:], inputs) if isinstance(inputs, dict) else None
