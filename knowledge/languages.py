"""The assistant in every language in which it understands questions: which of them a message is in, and who answers it.

Keeps nothing: the language of a conversation so far is handed in, and decides where a message says too little by itself.
"""

from __future__ import annotations

from collections import Counter
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
_GREETINGS = ("greet", "thanks", "goodbye")
_CLEARLY_MORE = 2  # words, by which a language is known where their letters do not tell it
_COMMON, _A_THOUSAND = 3, 1000  # questions that have a common word: three at least, and one of a thousand


class Languages:
    """One assistant for each language; `base` and `original` are the English ones."""

    def __init__(self, base: KnowledgeBase, english: Ranker, others: Ranker) -> None:
        """`english` ranks questions in English, `others` those in any other language."""
        self.encoder = others.encoder
        """The one that knows all languages."""
        self.base, self.original = base, Assistant(base, english)
        found = {tongue: Assistant(other, others) for tongue, other in base.others.items()}
        self.assistants: Mapping[str, Assistant] = MappingProxyType({ORIGINAL: self.original, **found})
        self._common = {tongue: _common_words(assistant.base) for tongue, assistant in self.assistants.items()}
        self._greetings = {tongue: _greetings(other) for tongue, other in base.others.items()}
        self._forms = {tongue: Form(Conversation(assistant)) for tongue, assistant in self.assistants.items()}

    def tongue(self, text: str, named: str = AUTO, before: str = "", *, rule: str = "", awaited: str = "") -> str:
        """The language of a message: the one `named` with it, the one it is written in, or the one spoken `before`; English at the beginning.

        The text of an input that is `awaited` for a rule changes nothing unless it asks something: a product's title may be in any language.
        """
        if named in self.assistants:
            return named
        if not before and (greeted := self._greeted(text)):
            return greeted
        for assistant in self.assistants.values():
            text = assistant.base.phrasings.replies.own_words(text)
        before = before if before in self.assistants else ORIGINAL
        if self.assistants[before].understander.knows(text):
            return before  # "non", a button's words
        asked = next((tongue for tongue, assistant in self.assistants.items() if assistant.base.phrasings.replies.speaks.match(text)), "")
        if asked:
            return asked
        elliptic = [tongue for tongue, assistant in self.assistants.items() if assistant.base.phrasings.replies.elliptic.match(text)]
        if len(elliptic) == 1:  # "combien ?"
            return elliptic[0]
        found = self._written(text, before)
        is_text = bool(awaited) and self.base.rules.rule(rule).input(awaited).kind == "string"
        return before if is_text and not self.assistants[found].base.phrasings.replies.asks_something(text) else found

    def _greeted(self, text: str) -> str:
        """The one language in which a first message is a greeting ("bonjour", "hola"); empty where it may be English."""
        greeting = _spoken(text)
        greeted = [tongue for tongue, greetings in self._greetings.items() if greeting in greetings]
        return greeted[0] if len(greeted) == 1 and language.likeliest(text) != ORIGINAL else ""

    def _written(self, text: str, before: str) -> str:
        """The language that a message is written in; the one spoken before where that is not clear."""
        known = self._known(text)
        best = max(known, key=lambda tongue: known[tongue])
        if known[best] >= known[before] + _CLEARLY_MORE:
            return best
        found = language.detect(text, before, self._common[before])
        if found not in self.assistants or known[before] >= known[found] + _CLEARLY_MORE:
            return before
        # Misspelt English looks like other languages, but lies near to English questions.
        is_doubtful = found != before == ORIGINAL and known[found] <= known[before]
        if is_doubtful and self.original.understander.is_near(text):
            return before
        is_nonsense = not known[found] and self.assistants[found].understander.is_strange(text)  # "blorf quux" is no German
        return before if is_nonsense else found

    def _known(self, text: str) -> dict[str, int]:
        """How many words of a text are common in each language."""
        words = set(language.words_of(text))
        return {tongue: len(words & common) for tongue, common in self._common.items()}

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

    def ask_for(self, text: str, clock: Clock, spoken: str, named: str = AUTO) -> Reply:
        """The same answer in the language `spoken` by somebody else than who asks: a colleague passes it on."""
        understood = self.assistant(self.tongue(text, named)).understander.understand(text, clock)
        return self.assistant(spoken).reply(understood, clock)


def _greetings(base: KnowledgeBase) -> frozenset[str]:
    talk = base.phrasings.talk
    return frozenset(_spoken(phrase) for intent in _GREETINGS for phrase in talk.get(intent, ()))


def _spoken(text: str) -> str:
    return " ".join(language.words_of(text))


def _common_words(base: KnowledgeBase) -> frozenset[str]:
    """The words that several questions of a language have."""
    asked = [question for article in base.library if article.language == base.language for question in article.front.questions]
    asked += [question for questions in base.phrasings.articles.values() for question in questions]
    asked += [question for rule in base.phrasings.rules.values() for question in rule.questions]
    counts = Counter(word for question in asked for word in set(language.words_of(question)))
    least = max(_COMMON, len(asked) // _A_THOUSAND)  # some English questions are asked with French words
    return frozenset(word for word, count in counts.items() if count >= least)
