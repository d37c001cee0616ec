"""A message of a conversation as cards of Teams: lead, dates, reasons, table, caveats and sources, each with what may be done about it.

Refuses to leave anything out, however long it gets: it goes on in the next card. Decides nothing that is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from bot.channels.teams import cards, markup
from bot.channels.teams.cards import Action, Card, Element
from bot.channels.teams.words import TeamsWords, WordsOfTeams
from bot.reminders.reminder import Habits
from bot.settings import ROOT
from knowledge.answer import KeyDate
from knowledge.values import read_moment
from knowledge.wording import ORIGINAL, Wording

Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What has been done about a message: a line that says so, and whether there is nothing more to vote or to press."""

    note: str = ""
    has_voted: bool = False
    is_over: bool = False


NOTHING = Done()
_LOOKS: Mapping[str, Mapping[str, Any]] = {"lead": {"size": "Medium"}, "note": {"size": "Small", "isSubtle": True}}
_MOST_MOMENTS = 48  # at which one may be reminded of one answer


class Renderer:
    """Draws messages in the languages that are spoken."""

    def __init__(self, words: WordsOfTeams, wordings: Mapping[str, Wording], habits: Habits, public_url: str = "") -> None:
        """`public_url` is where calendars find their files; without one there is no button for them."""
        self._words, self._wordings, self.habits, self._public_url = words, wordings, habits, public_url.rstrip("/")

    def words(self, language: str) -> TeamsWords:
        """What Teams says in a language."""
        return self._words.of(language)

    def wording(self, language: str) -> Wording:
        """What is said everywhere in a language."""
        return self._wordings.get(language, self._wordings[ORIGINAL])

    def cards(self, message: Message, now: datetime | None, form: tuple[Element, ...] = (), *, done: Done = NOTHING) -> list[Card]:
        """The cards of a message; `form` is what may be filled in instead of the buttons, `now` decides which reminders still make sense."""
        words = self.words(str(message.get("language", "")))
        body = self.body(message)
        if done.note:
            body.append(cards.container([cards.text(done.note)], "good"))
        if done.is_over:
            return cards.packed(body, (), words.more)
        buttons = [cards.say(str(button["title"]), str(button["payload"])) for button in message.get("buttons") or ()]
        return cards.packed(body, self._actions(message, now, done, asks=bool(form)), words.more, form=form or cards.rows(buttons))

    def body(self, message: Message) -> list[Element]:
        """What a message says, without what may be done about it."""
        words = self.words(str(message.get("language", "")))
        answer = message.get("answer") or {}
        found: list[Element] = []
        if message.get("author") == "agent":
            name = str(message.get("name") or "")
            found.append(cards.text(markup.harmless(words.colleague.format(name=name)), weight="Bolder", color="Accent"))
        if blocks := answer.get("blocks"):
            found += self._blocks(blocks, answer, words, str(message.get("language", "")))
        else:
            found += cards.texts(str(message.get("text", "")))
        if table := answer.get("table"):
            found.append(cards.table(table["columns"], table["rows"]))
        return [*found, *self._grounds(answer, words, str(message.get("language", "")))]

    def _blocks(self, blocks: list[Mapping[str, str]], answer: Message, words: TeamsWords, language: str) -> list[Element]:
        headings = {"why": words.why, "next": words.next}
        found: list[Element] = []
        first = next((place for place, block in enumerate(blocks) if block["kind"] != "note"), len(blocks) - 1)
        for place, block in enumerate(blocks):
            if title := block.get("heading") or headings.get(block["kind"], ""):
                found.append(cards.heading(markup.harmless(title)))
            found += cards.texts(block["text"], **_LOOKS.get(block["kind"], {}))
            if place == first:
                found += self._dates(answer, words, language)
        return found

    def _dates(self, answer: Message, words: TeamsWords, language: str) -> list[Element]:
        if not (dates := answer.get("dates")):
            return []
        return [cards.heading(words.dates), cards.facts((str(told["label"]), self.day(str(told["value"]), language)) for told in dates)]

    def _grounds(self, answer: Message, words: TeamsWords, language: str) -> list[Element]:
        found: list[Element] = []
        if caveats := answer.get("caveats"):
            items = [cards.text(words.caveats, weight="Bolder", size="Small")]
            for caveat in caveats:
                parts = list(markup.paragraphs(caveat))
                items += [cards.text(f"- {part}" if len(parts) == 1 else part) for part in parts]
            found.append(cards.container(items, "warning"))
        for place, source in enumerate(answer.get("sources") or ()):
            line = words.source_line.format(title=source["title"], section=source["section"], day=self.day(source["checked_on"], language))
            foreign = f" · {words.in_english}" if source.get("language", language) not in ("", language) else ""
            found.append(cards.text(f"{words.source}: {markup.harmless(line)}{foreign}", size="Small", isSubtle=True, spacing="Small" if place else "Default"))
        return found

    def _actions(self, message: Message, now: datetime | None, done: Done, *, asks: bool) -> list[Action]:
        """Buttons under a message that stands among the conversation's events, for as long as it does."""
        answer, number = message.get("answer") or {}, str(message.get("id", ""))
        if not answer.get("sources"):
            return []
        words = self.words(str(message.get("language", "")))
        found: list[Action] = []
        if answer.get("dates") and answer.get("receipt_id"):
            if self._public_url:
                found.append(cards.open_url(words.calendar, f"{self._public_url}/api/receipts/{answer['receipt_id']}.ics"))
            if number and now and (choices := self.reminder_choices(message, now)):
                when = {
                    "type": "Input.ChoiceSet",
                    "id": "when",
                    "label": words.remind_when,
                    "isRequired": True,
                    "errorMessage": words.needed,
                    "choices": choices,
                }
                found.append(cards.show(words.remind, [when], [cards.send(words.remind, "remind", message=number)]))
        if number and not done.has_voted and not asks:
            reasons = [{"title": title, "value": reason} for reason, title in words.reasons.items()]
            wrong = {"type": "Input.ChoiceSet", "id": "reason", "label": words.what_is_wrong, "style": "expanded", "choices": reasons}
            found.append(cards.execute(words.helpful, "helpful", message=number))
            found.append(cards.show(words.unhelpful, [wrong], [cards.send(words.send, "unhelpful", message=number)]))
        person = self.wording(str(message.get("language", ""))).phrases.buttons["person"]
        if not any(button["payload"] == person for button in message.get("buttons") or ()):
            found.append(cards.say(person, person) | {"mode": "secondary"})
        return found

    def reminder_choices(self, message: Message, now: datetime) -> list[dict[str, str]]:
        """The moments at which a reminder of one of the message's dates would still come in time, as choices of an input."""
        words = self.words(str(message.get("language", "")))
        found = []
        for told in _events(message):
            for days in self.habits.moments(told.value, now):
                template = words.same_day if days == 0 else words.day_before if days == 1 else words.days_before
                found.append({"title": template.format(label=told.label, days=days), "value": f"{told.key} {days}"})
        return found[:_MOST_MOMENTS]

    def day(self, value: str, language: str) -> str:
        """A day, or a minute in Paris, in words."""
        moment: date | datetime = read_moment(value)
        said = self.wording(language).day(moment)
        return self.words(language).paris.format(day=said) if isinstance(moment, datetime) else said


def _events(message: Message) -> list[KeyDate]:
    """The dates of a message, each event once: to the minute where that is told."""
    found: dict[str, KeyDate] = {}
    for told in (KeyDate(str(held["key"]), str(held["value"]), str(held["label"])) for held in (message.get("answer") or {}).get("dates") or ()):
        if told.event not in found or "T" in told.value:
            found[told.event] = told
    return list(found.values())


def shown(message: Message) -> str:
    """All that the cards of a message show, as text."""
    return "\n".join(str(card["fallbackText"]) for card in _standard().cards(message, None))


@cache
def _standard() -> Renderer:
    """With the words of the repository."""
    data = ROOT / "data"
    english = Wording(data / "wording" / ORIGINAL)
    others = {language: Wording(data / "wording" / language, language, original=english) for language in WordsOfTeams(data).languages if language != ORIGINAL}
    return Renderer(WordsOfTeams(data), {ORIGINAL: english, **others}, Habits.read(data))
