"""Cards that belong to no conversation: the welcome, the list of commands, and the choice of what to calculate.

Refuses to greet twice in one place; whoever sends it sees to that.
"""

from __future__ import annotations

from bot.channels.teams import cards
from bot.channels.teams.cards import Card
from bot.channels.teams.forms import Forms
from bot.channels.teams.place import PERSONAL
from bot.channels.teams.words import TeamsWords


def welcome(words: TeamsWords, scope: str) -> Card:
    """Who I am, what may be asked, and what else may be written."""
    body = [
        cards.text(words.welcome, weight="Bolder", size="Large"),
        cards.text(words.introduction),
        *([] if scope == PERSONAL else [cards.text(words.introduction_together)]),
        *cards.rows([cards.say(question, question) for question in words.suggestions]),
        cards.heading(words.commands_heading),
        cards.facts((command.title, command.about) for name, command in words.commands.items() if name != "help"),
    ]
    return cards.card(body, [cards.say(title, title) for title in (words.commands["calculate"].title, words.commands["person"].title)])


def which(words: TeamsWords, forms: Forms, language: str) -> Card:
    """What may be calculated."""
    choice = {
        "type": "Input.ChoiceSet",
        "id": "rule",
        "label": words.which_label,
        "style": "filtered",
        "isRequired": True,
        "errorMessage": words.needed,
        "choices": forms.rules(language),
    }
    return cards.card([cards.text(words.which, weight="Bolder", size="Medium"), choice], [cards.send(words.choose, "form", language=language)])


def sure(words: TeamsWords, language: str) -> Card:
    """Whether the conversation is really to be deleted."""
    return cards.card([cards.text(words.forget_sure)], [cards.execute(words.commands["forget"].title, "forget", language=language)])
