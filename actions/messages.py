"""What an action sends back through the dialogue engine: an answer in JSON, with what the turn decided.

The form is private to the two ends of the dialogue client; channels render it.
"""

from __future__ import annotations

from typing import Any

from knowledge.assistant import Reply


def message(reply: Reply, asks_for: str = "", active_rule: str = "") -> dict[str, Any]:
    """One message of a turn. `active_rule` is the rule of the form in progress, if any."""
    answer = reply.answer
    state = reply.rule
    return {
        "answer": answer.to_json() | {"receipt": answer.receipt},
        "turn": {
            "decision": reply.decision,
            "rule": active_rule or (state.id if state else None),
            "asks_for": asks_for or None,
            "articles": [found.article for found in reply.articles],
        },
    }
