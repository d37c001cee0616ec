"""What a message asks for: an article, a rule with its inputs, small talk, a person, or nothing we know.

Decides from the ranking and the thresholds of data/engine.yaml; composes no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, get_args

from rapidfuzz.distance import DamerauLevenshtein

from knowledge.clock import Clock
from knowledge.patterns import compiled
from knowledge.rule import Rule
from knowledge.rulebook import RuleBook
from knowledge.search.candidates import Candidate, distinct, guide_number
from knowledge.search.ranking import Ranker, Ranking
from knowledge.search.tuning import Tuning
from knowledge.understanding import filled
from knowledge.understanding.notices import Notices
from knowledge.understanding.phrasings import Phrasings
from knowledge.understanding.questions import SHORTEST_QUESTION, Questions
from knowledge.understanding.reader import Reader
from knowledge.understanding.reading import Reading

Decision = Literal["answer", "clarify", "rule", "smalltalk", "handoff", "no_answer"]
INTENTS = (*get_args(Decision), "follow_up", "steer", "cancel")
"""Every intent of the dialogue."""
STEERING = frozenset({"cancel", "why", "source", "affirm", "deny"})
"""Small talk that only means something after an earlier message."""
COURTESIES = frozenset({"greet", "thanks", "affirm", "deny"})
"""Small talk that often opens a message which then asks something."""
_COURTESY_END = re.compile(r"[,.!;:]+ *")
_CLAUSE_END = re.compile(r"[,.!?;:]+\s*|\s(?:and|et|but|mais)\s")
_SLIPPED = 0.8  # share of letters that stand right in a misspelt wish to stop
_BESIDE_WISH = 3  # words that may stand beside it ("please cancel all that"); "can I cancel an order?" is a question
_ELLIPTIC = 10  # words up to which a message may lean on the one before it (docs/measurements.md)
_OF_BOTH = 0.7  # weight of the message read together with the one before it, where it leans on that
_SURE_TOGETHER = 0.5  # confidence of both together from which a message that is unclear alone is taken to go on
_ALONE = 0.6  # lead of an article from which a word is taken to name its matter
_MATTERS = 3  # articles that tell what a message is about


@dataclass(frozen=True, slots=True)
class Understanding:
    """The reading of one message.

    `talk` is the small-talk intent; `candidates` are articles, best first; `parts` are the articles of two questions
    in one message, or of the one beside the rule; `unanswered` is the one of two that finds nothing sure; `reading` holds
    the inputs stated for `rule`. `notice` is the kind of notice that the message holds, `window` the time that it
    gives, word for word; `other_notices` tells that it seems to hold more than that one.
    """

    text: str
    language: str
    decision: Decision
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    parts: tuple[Candidate, ...] = ()
    unanswered: str = ""
    talk: str = ""
    rule: str = ""
    reading: Reading = field(default_factory=Reading)
    follows_up: bool = False
    notice: str = ""
    window: str = ""
    other_notices: bool = False

    @property
    def intent(self) -> str:
        """The name by which the dialogue engine's rules know what to do: the decision, or how it steers the talk."""
        if self.decision == "smalltalk" and self.talk in STEERING:
            return "cancel" if self.talk == "cancel" else "steer"
        if self.follows_up and self.decision not in ("smalltalk", "handoff"):
            return "follow_up"
        return self.decision

    def to_json(self) -> dict[str, Any]:
        """A form that survives the way through the dialogue engine."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Understanding:
        """The understanding that `to_json` wrote."""
        return cls(
            **raw
            | {
                "candidates": tuple(Candidate(**candidate) for candidate in raw["candidates"]),
                "parts": tuple(Candidate(**candidate) for candidate in raw["parts"]),
                "reading": Reading(**raw["reading"] | {name: tuple(raw["reading"][name]) for name in ("doubtful", "spare", "remote", "supposed")}),
            }
        )


class Understander:
    """Understands messages with one ranker, one rule book and one reader."""

    def __init__(self, ranker: Ranker, rules: RuleBook, reader: Reader, phrasings: Phrasings, *, titles: Mapping[str, str], tongue: str) -> None:
        """`titles` holds the articles by the titles they have; `tongue` is the language of what it understands."""
        self._tongue = tongue
        self.ranker, self._rules, self._reader = ranker, rules, reader
        self._titles = {_plain(title): article for title, article in titles.items()}
        self._phrases = {_plain(phrase): intent for intent, phrases in phrasings.talk.items() for phrase in phrases}
        self._questions = {_plain(question): rule for rule, taught in phrasings.rules.items() for question in taught.questions}
        self._needs = {rule: taught.needs for rule, taught in phrasings.rules.items() if taught.needs}
        self._unless = {rule: taught.unless for rule, taught in phrasings.rules.items() if taught.unless}
        follow_up = phrasings.follow_up
        self._follow_up = compiled(rf"\W*(?:{'|'.join(follow_up)})", re.IGNORECASE) if follow_up else None
        self._referring = phrasings.replies.referring
        replies = phrasings.replies
        self._elsewhere, self._here = replies.elsewhere, replies.here
        self._two = Questions(ranker, replies, reader.parts.grammar.questions)
        self._notices = Notices(phrasings.notices, rules, reader)

    def knows(self, text: str) -> bool:
        """Whether the text is a title, a question or small talk, word for word as it stands in the data."""
        plain = _plain(text)
        return plain in self._titles or plain in self._phrases or plain in self._questions

    def is_matter(self, text: str, articles: tuple[str, ...]) -> bool:
        """Whether a few words name a matter of other articles than these ("and the VAT?"), and not just some thing ("and knives?")."""
        ranking = self.ranking(text)
        is_sure = self.is_near(text) or ranking.signals["margin"] > _ALONE
        return is_sure and guide_number(ranking.candidates[0].article) not in articles

    def learn_title(self, title: str, article: str) -> None:
        """Knows from now on that whoever writes this title means the article."""
        self._titles = self._titles | {_plain(title): article}

    @property
    def tuning(self) -> Tuning:
        """The weights and thresholds that it decides by."""
        return self.ranker.tuning

    def ranking(self, text: str) -> Ranking:
        """What the search thinks of a text, before anything is decided."""
        return self.ranker.rank(text.replace("’", "'"))

    def is_near(self, text: str) -> bool:
        """Whether the text lies so near to questions that are known here that it must be in this language."""
        return self.ranker.rank(text).nearest_article >= self.ranker.tuning.foreign_below

    def is_strange(self, text: str) -> bool:
        """Whether the text is far from all that is known here, in words that hardly anything known here has."""
        return self.ranking(text).strange

    def understand(self, text: str, clock: Clock) -> Understanding:
        """The reading of one message that is neither empty nor too long."""
        tuning = self.ranker.tuning
        if (form := filled.read(text)) and form[0] in self._rules:
            reading = self._reader.read(self._rules.rule(form[0]), text, clock.reference)
            return Understanding(text, self._tongue, "rule", 1.0, rule=form[0], reading=reading)
        text = text.replace("’", "'")
        ranking = self.ranker.rank(self._reader.replies.own_words(text))
        base: dict[str, Any] = {
            "text": text,
            "language": self._tongue,
            "confidence": ranking.confidence,
            "candidates": distinct(ranking.candidates),
            "follows_up": bool(self._follow_up and self._follow_up.match(text)),
        }
        if titled := self._titles.get(plain := _plain(text)):  # as the nearest titles are shown: word for word
            others = (found for found in base["candidates"] if guide_number(found.article) != guide_number(titled))
            return Understanding(text, self._tongue, "answer", 1.0, (Candidate(titled, 1.0, 0), *others))
        if self._reader.replies.speaks.match(text):
            return Understanding(decision="smalltalk", talk="language", **base)
        if self._reader.replies.doubting.match(text):
            return Understanding(decision="smalltalk", talk="source", **base)
        if self._reader.replies.elliptic.match(text):  # by itself it asks nothing, whatever it lies near to
            return Understanding(decision="no_answer", **(base | {"candidates": (), "follows_up": True}))
        if notice := self._notices.read(text, clock.reference):
            read: dict[str, Any] = {"rule": notice.rule, "reading": notice.reading, "notice": notice.kind, "window": notice.window}
            return Understanding(decision="rule", other_notices=notice.others, **read, **base)
        # A taught phrase is that phrase, whatever a question mark does to its vector ("why?").
        intent, closeness = (self._phrases[plain], 1.0) if plain in self._phrases else ranking.talk
        is_computed = any(chance >= tuning.rule_from for _, chance in ranking.rules[:1])
        lead = -tuning.talk_lead if intent == "handoff" and not is_computed else tuning.talk_lead  # in doubt a person
        is_near = closeness >= max(tuning.talk_from, max(ranking.nearest_article, ranking.nearest_unanswered) + lead)
        if is_near and self._is_talk(text, intent, closeness, clock):
            if intent in COURTESIES and closeness < 1 and (rest := self._question_after(text)):
                return self.understand(rest, clock)
            if intent == "handoff":
                return Understanding(decision="handoff", talk=intent, parts=self._told_beside(text), **base)
            return Understanding(decision="smalltalk", talk=intent, **base)
        if ranking.strange and plain not in self._questions:  # words of no question: whatever is nearest, is so by chance
            return Understanding(decision="no_answer", **(base | {"candidates": ()}))
        two = self._two.of(text)
        rule = self._rule(ranking, text, clock) or (two.rule(lambda found, part: self._rule(found, part, clock), self._articles_of) if two else "")
        if rule and (foreign := self._foreign(ranking, text)):
            nearest = ranking if foreign.strange else foreign
            return Understanding(decision="no_answer", **(base | {"confidence": foreign.confidence, "candidates": distinct(nearest.candidates)}))
        if rule:
            reading = self.read(rule, text, clock)
            beside = two.beside(self._articles_of(rule)) if two else ()
            left = two.left(self._articles_of(rule)) if two else ""
            return Understanding(decision="rule", rule=rule, reading=reading, parts=beside, unanswered=left, **base)
        if two and (parts := two.articles(ranking)):
            return Understanding(decision="answer", parts=parts, **base)
        if two and (half := two.half()):
            found, other = half
            better = base | {"confidence": found.confidence, "candidates": distinct(found.candidates)}
            return Understanding(decision="answer", unanswered=other, **better)
        is_remark = len(text.split()) < SHORTEST_QUESTION and ranking.nearest_article < tuning.remark_below  # "yesterday", out of the blue
        least = tuning.refuse_elsewhere_below if self._is_elsewhere(text) else tuning.refuse_below
        if ranking.confidence < least and (rest := self._reader.replies.matter_here(text)):
            # What it says of the other marketplace is foreign, however near it lies.
            return self.understand(rest, clock)
        if ranking.confidence < least or is_remark:
            if is_remark and ranking.nearest_article < tuning.leans_from:  # "asdf": nothing is near it
                return Understanding(decision="no_answer", **(base | {"candidates": ()}))
            return Understanding(decision="no_answer", **base)
        close = ranking.signals["margin"] < tuning.clarify_margin
        return Understanding(decision="clarify" if close else "answer", **base)

    def read(self, rule: str, text: str, clock: Clock) -> Reading:
        """What a message tells a rule that it asks for, with what it probably tells in other words."""
        return self._reader.read(self._rules.rule(rule), text, clock.reference, self.ranker.heard)

    def _foreign(self, ranking: Ranking, text: str) -> Ranking | None:
        """The ranking of the question that a message asks, if nothing answers that and a rule is likely only for what the message tells.

        "My item costs 160 euros, shipping 12. Does IOSS apply?" asks for no new prices.
        """
        tuning = self.ranker.tuning
        is_sure = self._fitting(ranking, text)[0][1] >= tuning.rule_from_beside or _plain(text) in self._questions
        asked = None if is_sure else self._two.behind(text)
        if asked is None or asked.rules[0][1] >= tuning.rule_from_with_inputs:
            return None
        return asked if asked.strange or asked.confidence < tuning.refuse_below else None

    def _is_talk(self, text: str, intent: str, closeness: float, clock: Clock) -> bool:
        """Whether words that are near to some small talk are that, and not a question or news that only sound like it."""
        plain, replies = _plain(text), self._reader.replies
        if plain in self._questions or (intent == "cancel" and not self._cancels(plain)):
            return False  # "continue" and "he cancelled" only look like it, and what was told would be forgotten
        if closeness >= 1:
            return True
        if replies.conditional.match(text) or replies.timing.match(text):
            return False
        # "leaving on 1 December" tells something, however much it sounds like a goodbye
        return intent in ("cancel", "handoff") or not self._reader.parts.dates.find(text, clock.reference)

    def _told_beside(self, text: str) -> tuple[Candidate, ...]:
        """The article of what somebody who wants a person is angry about ("you froze my money and nobody answers"); empty where that is not sure."""
        tuning = self.ranker.tuning
        for clause in _CLAUSE_END.split(text):
            if len(clause.split()) < SHORTEST_QUESTION:
                continue
            ranking = self.ranker.rank(clause)
            is_told = ranking.nearest_article >= max(tuning.foreign_below, ranking.talk[1])  # nearer to a question than to any wish or outcry
            is_clear = ranking.confidence >= tuning.refuse_below and ranking.signals["margin"] >= tuning.clarify_margin
            if is_told and is_clear and not ranking.strange:
                return ranking.candidates[:1]
        return ()

    def _articles_of(self, rule: str) -> tuple[str, ...]:
        return self._rules.rule(rule).articles

    def in_context(self, understood: Understanding, earlier: str, article: str, known: str = "") -> Understanding:
        """The message read as going on from `earlier`, which `article` answered; itself where it stands for itself.

        `known` is what was told of the matter in question, by which the passage is chosen.
        "What does it cost?" is about what was asked before; "how do I export my orders?" is not.
        """
        text, tuning = understood.text, self.ranker.tuning
        short = len(text.split()) <= _ELLIPTIC
        leans = understood.follows_up or (short and self._referring.search(text) is not None)
        unclear = short and understood.decision == "clarify"
        asks = understood.decision in ("answer", "clarify", "no_answer") and understood.confidence < 1
        if not asks or not (leans or unclear):
            return understood
        together = self.ranker.rank(f"{earlier} {text}")
        is_elliptic = self._reader.replies.elliptic.match(text) is not None
        if is_elliptic:  # of the same matter: its own words are of none
            others = [found for found in distinct(together.candidates) if guide_number(found.article) != guide_number(article)]
            candidates = (Candidate(article, 1.0, 0), *others)
        elif not leans:
            among = {guide_number(found.article) for found in understood.candidates[:_MATTERS]}  # what was said before may decide between these
            goes_on = guide_number(together.candidates[0].article) == guide_number(article) in among and together.confidence >= _SURE_TOGETHER
            if not goes_on:
                return understood
            candidates = distinct(together.candidates)
        else:
            alone = self.ranker.rank(text)
            is_far = alone.nearest_article < tuning.leans_from and not self._reader.replies.conditional.match(text)
            if is_far or alone.strange:
                return understood  # "and the moon?" goes on from nothing
            candidates = _mixed(alone.candidates, together.candidates)
        is_same = guide_number(candidates[0].article) == guide_number(article)
        first = replace(candidates[0], place=self.ranker.place_in(candidates[0].article, f"{known} {text}" if known and is_same else text))
        sure = is_elliptic or max(together.confidence, understood.confidence) >= tuning.refuse_below
        return replace(understood, decision="answer" if sure else "no_answer", candidates=(first, *candidates[1:]), parts=())

    def _is_elsewhere(self, text: str) -> bool:
        """Whether a message speaks of another marketplace, and not of this one."""
        return bool(self._elsewhere.search(text)) and not self._here.search(text)

    def _rule(self, ranking: Ranking, text: str, clock: Clock) -> str:
        """The rule a question asks for; a stated input makes it likelier, and a taught question is that question."""
        if taught := self._questions.get(_plain(text)):
            return taught
        tuning = self.ranker.tuning
        if self._is_elsewhere(text):
            return ""  # "sold on eBay, what do I keep?": our figures are not theirs
        for rule_id, chance in self._fitting(ranking, text)[:1]:
            rule = self._rules.rule(rule_id)
            nearest = {guide_number(found.article) for found in distinct(ranking.candidates)[:_MATTERS]}
            if nearest.isdisjoint(rule.articles):  # "when do I get my money" is no matter of refunds
                least, stating = tuning.rule_from_elsewhere, tuning.rule_from_elsewhere_with_inputs
            elif guide_number(ranking.candidates[0].article) not in rule.articles:
                least, stating = tuning.rule_from_beside, tuning.rule_from_with_inputs
            elif ranking.confidence < tuning.sure_from:
                least, stating = tuning.rule_from, tuning.rule_from_with_inputs
            else:  # its article comes first in the answer, whatever is asked for after it
                least, stating = tuning.rule_from_sure, tuning.rule_from_sure_with_inputs
            if chance >= least or (chance >= stating and self._states(rule, text, clock)):
                return rule_id
        return ""

    def may_mean(self, text: str, rule: str) -> bool:
        """Whether a text that is said in the course of a rule may ask for it, though it does not speak of what the rule needs."""
        likeliest, chance = self.ranking(text).rules[0]
        return rule in self._needs and likeliest == rule and chance >= self.ranker.tuning.rule_from

    def _fitting(self, ranking: Ranking, text: str) -> list[tuple[str, float]]:
        """The rules of a ranking, without those that need something which the message does not speak of, or are meant only where it does not."""
        out = {rule for rule, needed in self._needs.items() if not needed.search(text)}
        out |= {rule for rule, other in self._unless.items() if other.search(text)}
        rest = 1 - sum(chance for rule, chance in ranking.rules if rule in out)  # what one of those had goes to the others
        return [(rule, chance / max(rest, chance)) for rule, chance in ranking.rules if rule not in out]

    def _states(self, rule: Rule[Any, Any], text: str, clock: Clock) -> bool:
        """Whether a text states an input of a rule, usable or not."""
        reading = self._reader.read(rule, text, clock.reference)
        return bool(reading.inputs or reading.unusable)

    def _cancels(self, plain: str) -> bool:
        """Whether a wish to stop stands in the words, or is all of them but for a slip."""
        wishes = [phrase for phrase, intent in self._phrases.items() if intent == "cancel"]
        slips = any(DamerauLevenshtein.normalized_similarity(plain, wish) >= _SLIPPED for wish in wishes)
        short = [wish for wish in wishes if len(plain.split()) <= len(wish.split()) + _BESIDE_WISH]
        return slips or any(f" {wish} " in f" {plain} " for wish in short)

    def _question_after(self, text: str) -> str:
        """The question that follows the first words ("thanks, and where do I see it"); empty when there is none."""
        rest = "".join(_COURTESY_END.split(text, maxsplit=1)[1:])
        asks = len(rest.split()) >= SHORTEST_QUESTION and self._reader.replies.asking.match(self._reader.parts.grammar.questions.opening.sub("", rest, count=1))
        return rest if asks else ""


def _plain(text: str) -> str:
    """The words of a text, without case and punctuation."""
    return " ".join(re.findall(r"[\w'’]+", text.lower())).replace("’", "'")


def _mixed(alone: tuple[Candidate, ...], together: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates of a message alone and together with the one before it."""
    shares: dict[str, float] = {}
    places = {found.article: found.place for found in (*together, *alone)}
    for candidates, weight in ((alone, 1 - _OF_BOTH), (together, _OF_BOTH)):
        for found in candidates:
            shares[found.article] = shares.get(found.article, 0.0) + weight * found.score
    whole: dict[str, float] = {}  # a guide number may have several articles
    for article, share in shares.items():
        whole[guide_number(article)] = whole.get(guide_number(article), 0.0) + share
    ordered = sorted(shares, key=lambda article: (-whole[guide_number(article)], -shares[article]))
    return distinct(tuple(Candidate(article, whole[guide_number(article)], places[article]) for article in ordered))
