"""What an action sends back through the dialogue engine: an answer in JSON, with what the turn decided.

The form is private to the two ends of the dialogue client; channels render it.
"""

from __future__ import annotations

from typing import Any

from knowledge.assistant import Reply
from knowledge.memory import Memory


def message(reply: Reply, memory: Memory, active_rule: str = "") -> dict[str, Any]:
    """One message of a turn, after which `memory` is kept. `active_rule` is the rule of the form in progress, if any.

    `grounds` is for people who look at how it came about, not for the seller.
    """
    answer = reply.answer
    state = reply.rule
    return {
        "answer": answer.to_json() | {"receipt": answer.receipt},
        "input": answer.pick.to_json() if answer.pick else None,
        "case": {"number": memory.case, "changes": memory.changes},
        "grounds": {
            "articles": [[found.article, round(found.score, 4)] for found in reply.articles],
            "rule": memory.rule,
            "inputs": dict(memory.inputs),
            "missing": list(state.missing) if state else [],
        },
        "turn": {
            "decision": reply.decision,
            "rule": active_rule or (state.id if state else None),
            "asks_for": memory.asks_for or None,
            "articles": [found.article for found in reply.articles],
            "language": reply.language,
        },
    }
