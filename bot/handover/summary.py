"""What a person who takes over should know of a conversation, gathered from its events; as JSON in and out of the database.

Takes a corrected computation for the one that holds: a limit that was computed anew no longer counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.conversations import Event
from bot.handover.case import Limit, Summary
from bot.receipts import UnknownReceipt, open_ticket
from knowledge.inputs import CLOCK_INPUTS

_SUBSTANCE = ("answer", "rule", "clarify", "no_answer")


def summarise(events: Iterable[Event], limits: Collection[str], now: datetime) -> Summary:
    """The summary at this moment; `limits` are the outcome keys of dates by which the seller must have done something."""
    found, said, answer, is_reply = Summary(), "", "", False
    computed: dict[str, list[Limit]] = {}
    for event in events:
        content = event.content
        if event.kind == "seller":
            said, answer = str(content["text"]), ""
        elif event.kind == "message" and "author" not in content:
            answer = answer or str(content["text"])
            receipt = (content.get("answer") or {}).get("receipt")
            if receipt:
                found = _with(found, rule=receipt["rule"], inputs={name: value for name, value in receipt["inputs"].items() if value is not None})
                _note_limits(content["answer"], limits, computed)
        elif event.kind == "grounds":
            found = _with(found, rule=content["rule"], inputs=content["inputs"])
        elif event.kind == "turn":
            if content["decision"] in _SUBSTANCE:
                # What is said in a form answers the assistant's question; the seller's own came before.
                question = found.question if is_reply and content.get("rule") else said
                found = _with(found, question=question, answer=answer, articles=content["articles"])
            is_reply = bool(content["asks_for"])
    ahead = [limit for matter in computed.values() for limit in matter if limit.moment > now]
    return _with(found, limit=min(ahead, key=lambda limit: limit.moment, default=None))


def _note_limits(answer: Mapping[str, Any], limits: Collection[str], computed: dict[str, list[Limit]]) -> None:
    rule = str(answer["receipt"]["rule"])
    found = [Limit(rule, date["key"], date["value"]) for date in answer.get("dates", ()) if date["key"] in limits]
    computed[_matter(answer.get("receipt_id"), rule)] = found


def _matter(receipt_id: str | None, rule: str) -> str:
    """What a computation is about, which stays the same when it is corrected; the rule where the receipt is too large for an address."""
    try:
        return open_ticket(receipt_id).case.matter if receipt_id else rule
    except UnknownReceipt:  # of an earlier version
        return rule


def _with(summary: Summary, **changes: Any) -> Summary:
    return Summary(**{**to_fields(summary), **changes})


def to_fields(summary: Summary) -> dict[str, Any]:
    """The fields by name."""
    return {name: getattr(summary, name) for name in Summary.__slots__}


def to_json(summary: Summary) -> dict[str, Any]:
    """The summary in JSON form."""
    limit = summary.limit
    held = {"rule": limit.rule, "key": limit.key, "value": limit.value} if limit else None
    inputs = {name: value for name, value in summary.inputs.items() if name not in CLOCK_INPUTS}
    return to_fields(summary) | {"inputs": inputs, "articles": list(summary.articles), "limit": held}


def from_json(held: Mapping[str, Any]) -> Summary:
    """The summary that `to_json` wrote."""
    limit = held["limit"]
    return Summary(**{**held, "limit": Limit(**limit) if limit else None})
