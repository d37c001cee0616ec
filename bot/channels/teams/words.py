"""What only Teams says, in the languages of data/wording: cards' headings and buttons, commands, the app's own description.

Refuses a language that lacks any of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from knowledge import yamlfile
from knowledge.errors import DataError
from knowledge.wording import ORIGINAL

CommandName = Literal["help", "calculate", "reminders", "person", "elsewhere", "restart", "forget"]
_FILE = "teams.yaml"


class Command(yamlfile.Record):
    """Something that can be typed: its words as the list shows them, what it does, and other words for it."""

    title: str
    about: str
    also: tuple[str, ...] = ()


class App(yamlfile.Record):
    """How the app is described where it is installed."""

    short_name: str
    full_name: str
    short_description: str
    full_description: str
    search_title: str
    search_about: str
    search_field: str
    search_hint: str


class TeamsWords(yamlfile.Record):
    """The words of one language. What stands in braces is filled in."""

    welcome: str
    introduction: str
    introduction_together: str
    suggestions: tuple[str, ...]
    commands_heading: str
    commands: dict[CommandName, Command]
    app: App
    continue_word: str
    mentioned: str
    why: str
    next: str
    dates: str
    caveats: str
    source: str
    source_line: str
    in_english: str
    paris: str
    more: str
    calendar: str
    helpful: str
    unhelpful: str
    what_is_wrong: str
    reasons: dict[Literal["incorrect", "incomplete", "outdated", "inappropriate", "other"], str]
    send: str
    voted: str
    remind: str
    remind_when: str
    days_before: str
    day_before: str
    same_day: str
    will_remind: str
    reminder: str
    reminders_heading: str
    no_reminders: str
    cancel: str
    too_many_reminders: str
    colleague: str
    talking_to: str
    back_again: str
    answer: str
    fill_in: str
    compute: str
    hour: str
    code_of: str
    any_day_of_month: str
    several: str
    choose: str
    needed: str
    optional: str
    correct_these: str
    which: str
    which_label: str
    working: str
    restarted: str
    forget_sure: str
    forgotten: str
    nothing_to_forget: str
    code: str
    code_alone: str
    unknown_code: str
    taken_along: str
    earlier: str
    failed: str
    nothing_found: str


class WordsOfTeams:
    """The words of all languages."""

    def __init__(self, data: Path) -> None:
        """Reads them. Raises DataError."""
        self.languages: Mapping[str, TeamsWords] = {path.parent.name: _read(path) for path in sorted((data / "wording").glob(f"??/{_FILE}"))}
        if ORIGINAL not in self.languages:
            raise DataError(data / "wording" / ORIGINAL / _FILE, "", "is missing")

    def of(self, language: str) -> TeamsWords:
        """Those of a language; English where it has none."""
        return self.languages.get(language, self.languages[ORIGINAL])

    def command(self, text: str) -> CommandName | None:
        """The command that a text is, in whatever language."""
        said = " ".join(text.split()).strip(" .!?").casefold()
        for words in self.languages.values():
            for name, command in words.commands.items():
                if said in {known.casefold() for known in (command.title, *command.also)}:
                    return name
        return None

    def code(self, text: str) -> str | None:
        """The code of a conversation that is to be continued here."""
        verb, _, code = text.strip().partition(" ")
        is_said = verb.casefold() in {words.continue_word.casefold() for words in self.languages.values()}
        return code.strip() if is_said and any(letter.isdigit() or letter == "-" for letter in code) and " " not in code.strip() else None


def _read(path: Path) -> TeamsWords:
    found = yamlfile.load(path, TeamsWords)
    for name in get_args(CommandName):
        if name not in found.commands:
            raise DataError(path, f"commands.{name}", "has no words; write them")
    return found
