"""The assistant in every language in which it understands questions: which of them a message is in, and who answers it.

Keeps nothing: the language of a conversation so far is handed in, and decides where a message says too little by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from knowledge.assistant import Assistant, Reply
from knowledge.base import KnowledgeBase
from knowledge.clock import Clock
from knowledge.conversation import Conversation
from knowledge.form import Form
from knowledge.search.ranking import Ranker
from knowledge.understanding import language
from knowledge.wording import ORIGINAL

AUTO = "auto"


class Languages:
    """One assistant for each language; `base` and `original` are the English ones."""

    def __init__(self, base: KnowledgeBase, english: Ranker, others: Ranker) -> None:
        """`english` ranks questions in English, `others` those in any other language."""
        self.base, self.original = base, Assistant(base, english)
        found = {tongue: Assistant(other, others) for tongue, other in base.others.items()}
        self.assistants: Mapping[str, Assistant] = MappingProxyType({ORIGINAL: self.original, **found})
        self._forms = {tongue: Form(Conversation(assistant)) for tongue, assistant in self.assistants.items()}

    def tongue(self, text: str, named: str = AUTO, before: str = ORIGINAL) -> str:
        """The language of a message: the one `named` with it, the one it is written in, or the one spoken `before`."""
        if named in self.assistants:
            return named
        if before in self.assistants and self.assistants[before].understander.knows(text):
            return before  # "non", a button's words
        asked = next((tongue for tongue, assistant in self.assistants.items() if assistant.base.phrasings.replies.speaks.match(text)), "")
        if asked:
            return asked
        found = language.detect(text, before)
        if found == before or found not in self.assistants:
            return before
        # Misspelt English looks like other languages, but lies near to English questions.
        return ORIGINAL if before == ORIGINAL and self.original.understander.is_near(text) else found

    def assistant(self, tongue: str) -> Assistant:
        """Who answers in that language; the English one for a language that is not known."""
        return self.assistants.get(tongue, self.original)

    def form(self, tongue: str) -> Form:
        """Who leads a conversation in that language, and its forms."""
        return self._forms.get(tongue, self._forms[ORIGINAL])

    def ask(self, text: str, clock: Clock, named: str = AUTO) -> Reply:
        """The stateless answer to one message; `named` is its language if the sender knows it."""
        assistant = self.assistant(self.tongue(text, named))
        return assistant.prefaced(assistant.ask(text, clock))
