"""What the assistant asks for and may be picked, as Slack's own pickers and menus in a message; and what was picked, as the text that is said.

Refuses nothing: whoever writes the answer instead is understood as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.slack.blocks import Json, actions, button, menu, option, plain_text
from bot.channels.slack.words import Words
from knowledge.pick import JOINT

DAY, HOUR, MONTH, CHOICE, CHOICES = "pick:day", "pick:hour", "pick:month", "pick:choice", "pick:choices"
SEND, NONE = "pick:send", "pick:none"
BLOCK = "pick"
_PARIS = "Europe/Paris"


def picker(pick: Mapping[str, Any], words: Words, identity: str) -> list[Json]:
    """The blocks of a picker of the message of that id."""
    return [block | {"block_id": f"{BLOCK}|{identity}"} for block in _drawn(pick, words)]


def _drawn(pick: Mapping[str, Any], words: Words) -> list[Json]:
    told, send = words.actions, button(words.actions.send, SEND, style="primary")
    initial = {"initial_date": pick["day"]} if pick.get("day") else {}
    match pick["kind"]:
        case "date":
            return actions([{"type": "datepicker", "action_id": DAY, "placeholder": plain_text(told.pick_day)}, send])
        case "moment":
            hour = told.pick_hour if pick.get("time") == "required" else told.pick_hour_perhaps
            day = {"type": "datepicker", "action_id": DAY, "placeholder": plain_text(told.pick_day), **initial}
            return actions([day, {"type": "timepicker", "action_id": HOUR, "placeholder": plain_text(hour), "timezone": _PARIS}, send])
        case "month":
            return actions([{"type": "datepicker", "action_id": MONTH, "placeholder": plain_text(told.pick_month)}, send])
        case "choices":
            options = [option(text, str(place)) for place, text in enumerate(pick["options"])]
            none = [button(pick["none"], NONE, pick["none"])] if pick.get("none") else []
            return actions([menu(CHOICES, options, told.pick_several, several=True), send, *none])
    return actions([menu(CHOICE, [option(text, str(place)) for place, text in enumerate(pick["options"])], told.pick_one)])


def picked(state: Mapping[str, Mapping[str, Any]], pick: Mapping[str, Any]) -> str:
    """What stands in the pickers of a message, as the text that answers; empty while something is missing."""
    held = {action: value for block in state.values() for action, value in block.items()}
    options = tuple(pick.get("options", ()))
    day = (held.get(DAY) or {}).get("selected_date") or pick.get("day") or ""
    match pick["kind"]:
        case "date":
            return str(day)
        case "moment":
            hour = (held.get(HOUR) or {}).get("selected_time") or ""
            if not day or (pick.get("time") == "required" and not hour):
                return ""
            return f"{day}T{hour}" if hour else str(day)
        case "month":
            return str((held.get(MONTH) or {}).get("selected_date") or "")[:7]
        case "choices":
            return JOINT.join(_of(options, one) for one in (held.get(CHOICES) or {}).get("selected_options") or ())
    return _of(options, (held.get(CHOICE) or {}).get("selected_option") or {})


def _of(options: tuple[str, ...], one: Mapping[str, Any]) -> str:
    """The whole text of an option, whose title on the screen may be shortened."""
    place = str(one.get("value", ""))
    return options[int(place)] if place.isdigit() and int(place) < len(options) else ""
