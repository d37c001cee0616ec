"""One action handler for each intent and for each stage of the form; all they do is hand slots to the conversation.

Refuses nothing itself: what a message means is decided in knowledge, what comes next by the dialogue engine's rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.messages import message
from knowledge.clock import Clock
from knowledge.conversation import Conversation
from knowledge.form import Form, Stage
from knowledge.languages import AUTO, Languages
from knowledge.memory import Memory, Said
from knowledge.rulebook import RuleBook
from knowledge.understanding.message import Understanding


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as an action sees it: what was understood, what is remembered, and the clock of the request."""

    understood: Understanding
    memory: Memory
    clock: Clock
    form: Form
    """Of the language that the message is in."""

    @property
    def conversation(self) -> Conversation:
        """Who leads the conversation in that language."""
        return self.form.conversation

    @property
    def takes_offer(self) -> bool:
        """Whether a message that was routed as small talk is the title or heading of what was offered ("What to do", "Steps")."""
        return self.understood.decision == "answer"


class Handler(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Base of all handlers: reads the turn from the tracker and writes the memory back."""

    def __init__(self, languages: Languages, now: Callable[[], datetime]) -> None:
        self._languages, self._now = languages, now
        self._slots = slots.all_slots(languages.base.rules)

    def name(self) -> str:
        """The name in the domain: action_answer for Answer."""
        return _action_name(type(self))

    def _turn(self, tracker: Tracker) -> Turn:
        latest = tracker.latest_message
        sent_with = latest.get("metadata") or {}
        clock = Clock.of(sent_with.get("today"), self._now())
        memory = slots.remembered(tracker.slots, tracker.active_loop.get("name"))
        raw = latest.get("understanding")
        tongue = self._languages.tongue(latest["text"], sent_with.get("language") or AUTO)
        form = self._languages.form(raw["language"] if raw else tongue)
        understood = Understanding.from_json(raw) if raw else form.conversation.assistant.understander.understand(latest["text"], clock)
        return Turn(form.conversation.taken(understood, memory), memory, clock, form)

    def _say(self, said: Said, tracker: Tracker, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
        """Utters the replies and sets the slots that have changed."""
        rule = said.memory.rule if said.memory.in_form or said.starts_form else ""
        for place, reply in enumerate(said.replies):
            shown = reply if place else turn.conversation.assistant.prefaced(reply)
            dispatcher.utter_message(json_message=message(shown, said.memory, rule))
        return self._remember(said.memory, tracker)

    def _remember(self, memory: Memory, tracker: Tracker) -> list[EventType]:
        return [SlotSet(name, value) for name, value in slots.changes(tracker.slots, memory, self._slots).items()]


class Answer(Handler):
    """An answer from articles, a question back, or an honest no."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answers; starts the form when the message went on from a rule that now misses something."""
        turn = self._turn(tracker)
        said = turn.conversation.answer(turn.understood, turn.memory, turn.clock)
        return self._say(said, tracker, dispatcher, turn) + _form_if(said)


class FollowUp(Handler):
    """A message that goes on from the last answer."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Computes or answers anew with what has changed."""
        turn = self._turn(tracker)
        said = turn.conversation.follow_up(turn.understood, turn.memory, turn.clock)
        return self._say(said, tracker, dispatcher, turn) + _form_if(said)


class BeginRule(Handler):
    """A question that a rule answers."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Computes at once, or leaves the rest to the form."""
        turn = self._turn(tracker)
        said = turn.conversation.begin(turn.understood, turn.memory, turn.clock)
        return self._say(said, tracker, dispatcher, turn) + _form_if(said)


class Talk(Handler):
    """Small talk, and the wish for a person."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answers politely and changes nothing."""
        turn = self._turn(tracker)
        if turn.takes_offer:
            return self._say(turn.conversation.answer(turn.understood, turn.memory, turn.clock), tracker, dispatcher, turn)
        return self._say(turn.conversation.talk(turn.understood, turn.memory, turn.clock), tracker, dispatcher, turn)


class Steer(Handler):
    """Why, source, yes and no."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Explains the last answer, or takes an offer."""
        turn = self._turn(tracker)
        said = turn.conversation.steer(turn.understood, turn.memory, turn.clock)
        return self._say(said, tracker, dispatcher, turn) + _form_if(said)


class Cancel(Handler):
    """Forgets what was being computed."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Empties the rule's slots; the engine's rule then leaves the form."""
        turn = self._turn(tracker)
        if turn.takes_offer:
            return self._say(turn.conversation.answer(turn.understood, turn.memory, turn.clock), tracker, dispatcher, turn)
        return self._say(turn.conversation.cancel(turn.understood, turn.memory), tracker, dispatcher, turn)


class ComputeRule(Handler):
    """The form is complete."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Computes; a form that ended without its inputs (a failed validation) starts again instead."""
        turn = self._turn(tracker)
        if not turn.memory.rule:
            return []
        if turn.form.missing(turn.memory, turn.clock):
            return [FollowupAction(slots.FORM)]
        return self._say(turn.conversation.compute(turn.memory, turn.understood, turn.clock), tracker, dispatcher, turn)


class ValidateRuleForm(Handler):
    """Reads a message as a reply to the form, and says what the form asks for next."""

    def name(self) -> str:
        """The name by which the engine calls it before each question of the form."""
        return _VALIDATE

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Slots and the next request. Without a changed slot the engine takes the message as a side question."""
        turn = self._turn(tracker)
        memory = turn.memory
        if _is_fresh(tracker) and memory.in_form:
            listened = turn.form.listen(turn.understood, memory, turn.clock)
            if listened.heard == "side":
                return []
            memory = listened.memory
        missing = turn.form.missing(memory, turn.clock)
        # `misses` is always set: it tells the engine that the message was a reply, even one that changed nothing.
        events = [event for event in self._remember(memory, tracker) if event["name"] != "misses"]
        return [*events, SlotSet("misses", memory.misses), SlotSet(slots.REQUESTED, slots.slot_of(missing))]


class AskInput(Handler):
    """Asks for one input of a rule; registered once for each input slot."""

    def __init__(self, languages: Languages, now: Callable[[], datetime], slot: str) -> None:
        super().__init__(languages, now)
        self._slot = slot

    def name(self) -> str:
        """The name by which the form finds the question for its slot."""
        return _ask_name(self._slot)

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """The question, with choices where there are any."""
        turn = self._turn(tracker)
        memory = replace(turn.memory, asks_for=slots.input_of(self._slot))
        said = turn.form.ask(memory, turn.clock, stage=_stage(tracker), understood=turn.understood)
        return self._say(said, tracker, dispatcher, turn)


_VALIDATE = f"validate_{slots.FORM}"


def _action_name(handler: type[Handler]) -> str:
    return "action" + "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in handler.__name__)


def _ask_name(slot: str) -> str:
    return f"action_ask_{slots.FORM}_{slot}"


def _form_if(said: Said) -> list[EventType]:
    return [FollowupAction(slots.FORM)] if said.starts_form else []


def _since_message(tracker: Tracker) -> list[dict[str, Any]]:
    """What has happened since the user's last message, in order."""
    places = [place for place, event in enumerate(tracker.events) if event["event"] == "user"]
    return list(tracker.events[places[-1] + 1 :]) if places else []


def _is_fresh(tracker: Tracker) -> bool:
    """Whether no other action has dealt with the message yet: the engine adds the form itself before it validates."""
    actions = {event["name"] for event in _since_message(tracker) if event["event"] == "action"}
    return actions <= {slots.FORM, "action_extract_slots"}


def _stage(tracker: Tracker) -> Stage:
    """Where the form stands: at its beginning, for this rule or for another, or after something else was answered in its middle."""
    latest = _since_message(tracker)
    if any(event["event"] == "active_loop" or (event["event"] == "slot" and event["name"] == "rule") for event in latest):
        return "begins"
    beside = any(event["event"] == "action" and event["name"] in _SIDE_ACTIONS for event in latest)
    return "comes back" if beside else "goes on"


_SIDE_ACTIONS = frozenset({"action_answer", "action_talk", "action_steer", "action_follow_up", "action_begin_rule"})
"""Actions that may answer something beside the form."""


_PLAIN: tuple[type[Handler], ...] = (Answer, FollowUp, BeginRule, Talk, Steer, Cancel, ComputeRule)


def every_handler(languages: Languages, now: Callable[[], datetime]) -> list[Handler]:
    """All handlers, one instance each, ready to be registered."""
    asks = [AskInput(languages, now, slot) for slot in slots.input_slots(languages.base.rules)]
    return [*(handler(languages, now) for handler in (*_PLAIN, ValidateRuleForm)), *asks]


def action_names(rules: RuleBook) -> tuple[str, ...]:
    """The names of all handlers, for the domain."""
    asks = tuple(_ask_name(slot) for slot in slots.input_slots(rules))
    return (*(_action_name(handler) for handler in _PLAIN), _VALIDATE, *asks)
