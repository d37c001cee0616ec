"""Windows in which a rule is filled in: which rule, its fields, problems at their fields, and the result as an answer in the conversation.

Refuses to compute by itself: what was filled in is said in the conversation, where it is answered and can be gone on with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.channels.slack.answer import told
from bot.channels.slack.blocks import Json, menu, option, plain_text, sections, short, text_field
from bot.channels.slack.fields import Fields, asked, field_of, inputs
from bot.channels.slack.hearing import Hearing, Said
from bot.channels.slack.interaction import Pressed
from bot.channels.slack.kit import Kit
from bot.channels.slack.limits import GROUP_LABEL, LABEL, OPTIONS, PRIVATE_METADATA, VIEW_BUTTON, VIEW_TITLE
from bot.channels.slack.mrkdwn import escaped
from bot.channels.slack.places import Place
from bot.computation import UnusableInputs
from knowledge.calendars import PARIS
from knowledge.errors import UnknownRule
from knowledge.rule import Rule
from knowledge.understanding import filled

FORM = "form"
_WHICH = "which"


class Forms:
    """The windows of one bot."""

    def __init__(self, kit: Kit, hearing: Hearing) -> None:
        self._kit, self._hearing, self._base = kit, hearing, kit.parts.lookup.base

    async def choose(self, trigger: str, place: Place, language: str) -> None:
        """Opens a window that asks which rule. Raises Refused, Gone and Later."""
        await self._kit.web.call("views.open", {"trigger_id": trigger, "view": self._view(place, language, [self._which(language)])})

    async def open(self, pressed: Pressed) -> None:
        """Opens the form of what is being asked for in a conversation, with what is known already. Raises ConversationsUnavailable, Refused, Gone and Later."""
        seat = await self._kit.gateway.seat(pressed.place.key)
        conversations = self._kit.parts.chat.conversations
        turn = await self._kit.apart(conversations.last, seat.conversation, "turn") if seat else None
        grounds = await self._kit.apart(conversations.last, seat.conversation, "grounds") if seat else None
        rule = str((turn or {}).get("rule") or "")
        language = pressed.value or "en"
        if rule not in self._base.rules or not (turn or {}).get("asks_for"):
            await self._kit.channel.write(pressed.place, told(self._kit.tongues.words(language).told.no_form))
            return
        known = dict(grounds["inputs"]) if grounds and grounds.get("rule") == rule else {}
        view = self._form(pressed.place, language, self._base.rules.rule(rule), known, {})
        await self._kit.web.call("views.open", {"trigger_id": pressed.trigger, "view": view})

    async def chosen(self, pressed: Pressed) -> None:
        """Shows the fields of the rule that was chosen. Raises Refused, Gone and Later."""
        held = _held(pressed.view)
        if pressed.value in self._base.rules:
            view = self._form(Place.read(held["place"]), held["language"], self._base.rules.rule(pressed.value), {}, {})
            await self._kit.web.call("views.update", {"view_id": pressed.view["id"], "hash": pressed.view.get("hash", ""), "view": view})

    async def another(self, pressed: Pressed) -> None:
        """Shows one entry more of a list; what stands in the fields stays. Raises Refused, Gone and Later."""
        held = _held(pressed.view)
        rule = self._base.rules.rule(held["rule"])
        rows = dict(held["rows"]) | {pressed.value: int(held["rows"].get(pressed.value, 1)) + 1}
        view = self._form(Place.read(held["place"]), held["language"], rule, held["known"], rows)
        await self._kit.web.call("views.update", {"view_id": pressed.view["id"], "hash": pressed.view.get("hash", ""), "view": view})

    def submitted(self, user: str, view: Mapping[str, Any]) -> dict[str, str]:
        """Says in the conversation what was filled in; the problems instead, by their fields."""
        held = _held(view)
        if "rule" not in held:
            return {_WHICH: self._kit.tongues.words(held["language"]).actions.pick_one}
        language, state = str(held["language"]), view["state"]["values"]
        try:
            rule = self._base.rules.rule(held["rule"])
        except UnknownRule:
            return {next(iter(state)): self._kit.tongues.words(language).told.gone}
        given = inputs(rule, state)
        try:
            self._kit.parts.computing.computation(rule.id, given, None, language)
        except UnusableInputs as error:
            shown = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
            found: dict[str, str] = {}
            for problem in error.problems:
                field = field_of(problem.field, shown)
                found[field] = short(" ".join(filter(None, (found.get(field), problem.detail))), LABEL)
            return found
        place, words = Place.read(held["place"]), self._kit.tongues.words(language)
        say, speaker = self._kit.tongues.say, self._base.speaking(language).speaker
        title = self._kit.tongues.wording(language).rules[rule.id].title
        lines = " ".join(say(language, words.form.given, label=label, value=value) for label, value in speaker.named(rule, given))
        text = say(language, words.form.filled, title=title, given=lines)
        most = self._kit.parts.settings.most_characters
        said = Said(short(text, most), user, delivery=str(view.get("id", "")), echo=text, filled=filled.write(rule.id, given), language=language)
        self._hearing.say(place, said)
        return {}

    def _form(self, place: Place, language: str, rule: Rule[Any, Any], known: Mapping[str, Any], rows: Mapping[str, int]) -> dict[str, Any]:
        words, wording = self._kit.tongues.words(language), self._kit.tongues.wording(language)
        of_rule = wording.rules[rule.id]
        fields = Fields(words, wording, self._kit.parts.now().astimezone(PARIS).date())
        head = sections(f"*{escaped(of_rule.title)}*\n{escaped(of_rule.purpose)}")
        mine = {spec.name for spec in asked(rule)}
        known = {name: value for name, value in known.items() if name in mine}
        return self._view(place, language, [*head, *fields.blocks(rule, known, rows)], rule=rule.id, rows=dict(rows), known=known)

    def _which(self, language: str) -> Json:
        words, wording = self._kit.tongues.words(language), self._kit.tongues.wording(language)
        library, groups = self._base.speaking(language).library, dict[str, list[Json]]()
        for rule in sorted(self._base.rules, key=lambda rule: rule.articles[0]):
            groups.setdefault(library.article(rule.articles[0]).section, []).append(option(wording.rules[rule.id].title, rule.id))
        element = menu("form:which", [], words.actions.pick_one)
        del element["options"]
        element["option_groups"] = [{"label": plain_text(section, GROUP_LABEL), "options": rules[:OPTIONS]} for section, rules in groups.items()]
        return text_field(words.form.which, element, _WHICH, dispatches=True)

    def _view(self, place: Place, language: str, blocks: list[Json], **held: Any) -> dict[str, Any]:
        words = self._kit.tongues.words(language)
        kept = json.dumps({"place": place.written(), "language": language, **held}, ensure_ascii=False)
        if len(kept) > PRIVATE_METADATA:  # Slack keeps what stands in the fields; only what was known before is lost with one more entry
            kept = json.dumps({"place": place.written(), "language": language, **held, "known": {}}, ensure_ascii=False)
        return {
            "type": "modal",
            "callback_id": FORM,
            "private_metadata": kept,
            "title": plain_text(words.form.title, VIEW_TITLE),
            "submit": plain_text(words.actions.submit, VIEW_BUTTON),
            "close": plain_text(words.actions.close, VIEW_BUTTON),
            "blocks": blocks,
        }


def _held(view: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return found
