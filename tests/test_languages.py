"""Which language a message is in, and that it is answered in it; with the real search."""

from __future__ import annotations

import pytest

from bot.lookup import Lookup
from knowledge.clock import Clock
from knowledge.languages import Languages
from tests.conftest import NOW

pytestmark = pytest.mark.model

CLOCK = Clock.of("2026-11-25T10:00", NOW)  # a Wednesday


@pytest.fixture(scope="module")
def languages(lookup: Lookup) -> Languages:
    return lookup.languages


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("délai de recours ?", "fr"),
        ("¿puedo vender vitaminas?", "es"),
        ("quando arrivano i miei soldi", "it"),
        ("wann kommt mein geld", "de"),
        ("kiedy dostanę pieniądze", "pl"),
        ("quando recebo o meu dinheiro", "pt"),
        ("comment contacter le support", "fr"),
        ("wen wil my mony be relesed", "en"),
        ("12/11 10:00", "en"),
    ],
)
def test_three_words_are_enough_to_know_a_language(languages: Languages, text: str, tongue: str) -> None:
    assert languages.tongue(text) == tongue


@pytest.mark.parametrize(
    ("text", "before", "tongue"),
    [
        ("combien ?", "en", "fr"),
        ("how long?", "fr", "en"),
        ("oui", "fr", "fr"),
        ("le 12/11", "fr", "fr"),
        ("45,50 €", "es", "es"),
        ("in English please", "fr", "en"),
        ("en français s'il vous plaît", "en", "fr"),
        ("Where do I see the status of my withdrawal?", "fr", "en"),
        ("it was 77 euros for a lamp", "en", "en"),  # its letters look Spanish
        ("blorf quux zanzibar 77 marmelade moteur", "fr", "fr"),  # its letters look German, its words are of no language
        ("blorf quux zanzibar 77 marmellata motore", "", "en"),
    ],
)
def test_a_conversation_keeps_its_language_until_another_is_meant(languages: Languages, text: str, before: str, tongue: str) -> None:
    assert languages.tongue(text, before=before) == tongue


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("is my title ok: Sac à dos enfant dinosaure vert 12 L école maternelle", "en"),
        ("Mon titre est-il bon : Wireless bluetooth earphones noise cancelling black", "fr"),
        ("¿Está bien mi título: Sac à dos enfant dinosaure vert 12 L?", "es"),
        ("Il titolo va bene? Titolo: Kids backpack green dinosaur for school", "it"),
        ("Ist mein Titel so gut: Sac à dos enfant dinosaure vert", "de"),
        ("czy mój tytuł jest dobry: Kids backpack green dinosaur for school", "pl"),
        ("o meu título está bom: Kids backpack green dinosaur for school", "pt"),
    ],
)
def test_a_title_that_is_given_with_the_question_may_be_in_any_language(languages: Languages, text: str, tongue: str) -> None:
    title = text.partition(": ")[2].rstrip("?")
    reply = languages.ask(text, CLOCK)
    assert languages.tongue(text) == reply.language == tongue
    assert reply.rule is not None
    assert (reply.rule.id, reply.rule.inputs["title"]) == ("title-check", title)


def test_a_title_in_other_words_does_not_change_the_language_but_a_question_does(languages: Languages) -> None:
    title = {"before": "en", "rule": "title-check", "awaited": "title"}
    assert languages.tongue("Casio montre homme étanche sport pour les hommes", **title) == "en"
    assert languages.tongue("Comment fermer ma boutique pendant les vacances ?", **title) == "fr"
    assert languages.tongue("last Friday at 10am", before="fr", rule="appeal-deadlines", awaited="notified_at") == "en"


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("bonjour", "fr"),
        ("Bonjour !", "fr"),
        ("hola", "es"),
        ("buongiorno", "it"),
        ("guten Tag", "de"),
        ("hello", "en"),
        ("hi", "en"),
        ("ok", "en"),
        ("help", "en"),
    ],
)
def test_a_greeting_is_answered_in_its_language_at_the_beginning(languages: Languages, text: str, tongue: str) -> None:
    assert languages.tongue(text) == tongue


def test_a_foreign_word_of_thanks_changes_nothing_in_an_english_conversation(languages: Languages) -> None:
    assert languages.tongue("merci", before="en") == "en"


def test_the_language_that_is_named_counts(languages: Languages) -> None:
    assert languages.tongue("Where is my money?", named="fr") == "fr"
    assert languages.tongue("Où est mon argent ?", named="xx") == "fr"


def test_a_question_in_french_gets_the_french_article(languages: Languages) -> None:
    reply = languages.ask("Comment activer le mode vacances de ma boutique ?", CLOCK)
    assert (reply.decision, reply.language) == ("answer", "fr")
    (source,) = reply.answer.sources
    assert (source.id, source.language) == ("q019", "fr")  # question 19 is about the Holiday Mode
    assert reply.answer.blocks[0].text == languages.base.speaking("fr").library.article("q019").passages[0].text


def test_an_article_that_is_not_translated_is_marked(languages: Languages) -> None:
    reply = languages.ask("¿Cómo activo el modo vacaciones de mi tienda?", CLOCK)
    (source,) = reply.answer.sources
    assert (reply.language, source.id, source.language) == ("es", "q019", "en")
    note = languages.base.speaking("es").wording.notice("foreign_article")
    said, lead = reply.answer.blocks[:2]
    assert (said.kind, said.text) == ("note", note)  # before anything English
    assert (lead.kind, lead.text) == ("lead", languages.base.library.article("q019").passages[0].text)
    assert note not in reply.answer.caveats


def test_a_language_that_is_only_understood_is_told_so_first(languages: Languages) -> None:
    reply = languages.ask("Wie schalte ich den Urlaubsmodus in meinem Shop ein?", CLOCK)
    sentence = languages.base.wording.phrases.other_language["de"]
    assert reply.language == "de"
    assert reply.answer.text.startswith(f"{sentence}\n\n")
    assert [source.id for source in reply.answer.sources] == ["q019"]


def test_a_rule_is_computed_and_told_in_french(languages: Languages) -> None:
    """14 working days after Friday 20 November end on Thursday 10 December (question 58; no holiday lies between)."""
    reply = languages.ask("L'acheteur a annulé le 20/11/2026 avant l'expédition, quand est-il remboursé ?", CLOCK)
    assert reply.rule is not None
    assert (reply.rule.id, reply.rule.missing) == ("refund-timing", ())
    assert "jeudi 10 décembre 2026" in reply.answer.blocks[0].text


def test_a_refusal_says_where_else_to_ask_and_whether_somebody_is_there(languages: Languages) -> None:
    """The chat is staffed from Monday to Friday, 9 to 17 o'clock (question 7)."""
    open_now = languages.ask("Quelle sera la météo à Lille demain ?", CLOCK)
    assert open_now.decision == "no_answer"
    assert "17:00" in open_now.answer.text
    closed = languages.ask("Quelle sera la météo à Lille demain ?", Clock.of("2026-11-28T10:00", NOW))  # a Saturday
    assert "lundi 30 novembre 2026" in closed.answer.text


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("schtroumpf grabouille 12 patafiole zigouille", "fr"),
        ("flimsel gnurz trallala 9 wupp", "de"),
        ("blorf quux zanzibar 77 mermelada motor", "es"),
        ("perché 6 cammelli suonano il pianoforte?", "it"),
        ("blorf quux zanzibar 77 marmelada motor", "pt"),
        ("fioletowy wielbłąd tańczy pod garnkiem", "pl"),
    ],
)
def test_nonsense_is_not_understood_in_any_language(languages: Languages, text: str, tongue: str) -> None:
    reply = languages.ask(text, CLOCK, tongue)
    assert (reply.decision, reply.articles, reply.answer.sources) == ("no_answer", (), ())


@pytest.mark.parametrize(
    ("text", "tongue"), [("vendre des ukulélés ?", "fr"), ("Motorsägen verkaufen erlaubt?", "de"), ("posso vender motosserras?", "pt"), ("sell ukuleles", "en")]
)
def test_a_word_that_is_in_no_article_does_not_make_a_question_strange(languages: Languages, text: str, tongue: str) -> None:
    assert not languages.assistant(tongue).understander.is_strange(text)


@pytest.mark.parametrize(
    ("text", "tongue", "numbers"),
    [
        ("I want to kill myself", "en", ("3114", "112")),
        ("je ne veux plus vivre", "fr", ("3114", "112")),
        ("quiero morirme ya", "es", ("024", "112")),
        ("non voglio più vivere così", "it", ("112",)),
    ],
)
def test_distress_is_heard_and_nothing_of_the_guide_is_told(languages: Languages, text: str, tongue: str, numbers: tuple[str, ...]) -> None:
    """3114 and 024 are the national lines of France and Spain, 112 is the emergency number of the European Union."""
    reply = languages.ask(text, CLOCK)
    assert (reply.decision, reply.language, reply.articles) == ("smalltalk", tongue, ())
    assert all(number in reply.answer.text for number in numbers)


def test_words_that_only_sound_like_distress_are_answered(languages: Languages) -> None:
    for text in ("this promotion kills my margin, can I stop it", "I don't want to live in France, can I still sell?"):
        assert languages.ask(text, CLOCK).decision != "smalltalk"
