"""The check of the other languages: faultless tiny data in English and French, and each fault put into it is found, alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from knowledge.check import Finding
from knowledge.checks.likeness import alike, bag
from knowledge.checks.numerals import difference, figures
from tests.copies import Copy, Fault, dump, load

RULE = {
    "title": "An own plan",
    "purpose": "Tells what is held.",
    "missed": "After 3 days it is over.",
    "inputs": {},
    "dates": {"held_on": "Held on"},
    "nodes": {"all_held": {"lead": "You hold {{ held.count }} of {{ wanted|number }}.", "why": "It takes 15 days."}},
    "steps": {"numbers": "{% if held %}You hold one within 24 hours.{% endif %}"},
}
REGLE = {
    "title": "Un plan",
    "purpose": "Dit ce qui est là.",
    "missed": "Après 3 jours, c’est fini.",
    "inputs": {},
    "dates": {"held_on": "Obtenu le"},
    "nodes": {"all_held": {"lead": "Vous en avez {{ held.count }} sur {{ wanted | number }}.", "why": "Il faut 15 jours."}},
    # Grammar: other branches, which say the same figure once more.
    "steps": {"numbers": "{% if held == 1 %}Vous l’avez sous 24 heures.{% elif held %}Vous les avez sous 24 heures.{% endif %}"},
}
PHRASES = {"notices": {"day": "{{ number }} {{ month }}"}, "talk": {"greet": ["Hello."]}, "buttons": {"yes": "Yes"}, "errors": {"late": "Later than 2030."}}
MOTS = {"notices": {"day": "{{ number }} {{ month }}"}, "talk": {"greet": ["Bonjour."]}, "buttons": {"yes": "Oui"}, "errors": {"late": "Après 2030."}}
REPLIES: dict[str, list[str]] = {key: [] for key in ("yes", "no", "none", "every", "unknown", "asks", "adds")}
BODY = "It costs 1,234.50 EUR.\n[!c-one]\n\n## What then\n- within 5 to 8 days\n- or [elsewhere](https://example.org/99)\n"
CORPS = "Cela coûte 1\u202f234,50 EUR.\n[!c-one]\n\n## Et ensuite\n- sous 5 à 8 jours\n- ou [ailleurs](https://example.org/fr/100)\n"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Data of one article, one rule and one contradiction, in English and French."""
    folder = tmp_path_factory.mktemp("tiny") / "data"
    for part in ("articles/fr", "conflicts", "evaluation", "phrasings/fr", "phrasings/rules", "rules"):
        (folder / part).mkdir(parents=True)
    for part in ("en", "fr"):
        (folder / "wording" / part / "rules").mkdir(parents=True)
        (folder / "wording" / part / "vocabularies").mkdir()
    head = {"id": "q001", "title": "Is it free?", "questions": ["is it free", "any fee"], "not_answered": ["any gift"]}
    more = {"section": "I", "facts": [], "related": [], "rules": [], "checked_on": date(2026, 11, 24), "review_by": date(2027, 5, 24)}
    tete = {
        "id": "q001",
        "title": "Est-ce gratuit ?",
        "questions": [f"gratuit numéro {n}" for n in range(14)],
        "not_answered": [f"cadeau {n}" for n in range(5)],
    }
    parameter: dict[str, Any] = {"title": "Days", "unit": "calendar_days", "checked_on": date(2026, 11, 24), "review_by": date(2027, 5, 24)}
    parameter["history"] = [{"from": date(2015, 1, 1), "value": 8, "source": {"article": "q001", "states": "8 days"}}]
    texts: dict[str, Any] = {
        "sections.yaml": {"I": "I. Start"},
        "conflicts/own.yaml": [
            {"id": "c-one", "articles": ["q001"], "says": "Take 5, not 8.", "skipped": None},
            {"id": "c-two", "articles": ["q001"], "says": None, "skipped": "A slip."},
        ],
        "rules/own.yaml": {"fee": parameter},
        "wording/fr/sections.yaml": {"I": "I. Début"},
        "wording/fr/conflicts.yaml": {"c-one": "Prenez 5, non 8."},
        "wording/en/rules/epr-plan.yaml": RULE,
        "wording/fr/rules/epr-plan.yaml": REGLE,
        "wording/en/phrases.yaml": PHRASES,
        "wording/fr/phrases.yaml": MOTS,
        "wording/en/http.yaml": {"no_text": "{{ field }} must be a text."},
        "wording/fr/http.yaml": {"no_text": "{{ field }} doit être un texte."},
        "wording/en/vocabularies/return_reason.yaml": {"own": {"label": "7 days", "words": []}},
        "wording/fr/vocabularies/return_reason.yaml": {"own": {"label": "7 jours", "words": []}},
        "phrasings/talk.yaml": {"greet": ["hello"], "deny": ["no"]},
        "phrasings/outside.yaml": ["what will the weather be"],
        "phrasings/follow_up.yaml": ["and"],
        "phrasings/replies.yaml": REPLIES,
        "phrasings/notices.yaml": {},
        "phrasings/rules/epr-plan.yaml": {"questions": ["which plan have i"]},
        "phrasings/fr/questions.yaml": {
            "articles": {"q001": ["est-ce payant"]},
            "not_answered": {"q001": ["est-ce lourd"]},
            "rules": {"epr-plan": ["quel plan ai-je"]},
            "outside": ["quel temps fera-t-il"],
        },
        "phrasings/fr/talk.yaml": {"greet": ["salut", "hello"], "deny": ["non"]},
        "phrasings/fr/follow_up.yaml": ["et"],
        "phrasings/fr/replies.yaml": REPLIES,
    }
    copy = Copy(folder)
    for name, content in texts.items():
        copy.write(name, dump(content))
    copy.write("articles/q001.md", f"---\n{dump(head | more)}---\n{BODY}")
    copy.write("articles/fr/q001.md", f"---\n{dump(tete)}---\n{CORPS}")
    copy.write("evaluation/development.jsonl", _line("d-1", "fr", "combien coûte ma vitrine à Lyon par saison"))
    copy.write("evaluation/test.jsonl", _line("t-1", "fr", "faut-il un tampon pour ouvrir demain matin"))
    return Copy(folder)


def _line(question_id: str, language: str, text: str) -> str:
    return json.dumps({"id": question_id, "lang": language, "text": text}) + "\n"


@pytest.fixture(scope="module")
def known(tiny: Copy) -> set[Finding]:
    """What so little data lacks of the whole guide."""
    return tiny.found()


@pytest.fixture
def copy(tiny: Copy, known: set[Finding]) -> Iterator[Copy]:
    yield tiny
    tiny.restore()


def test_nothing_is_wrong_with_the_french_of_the_tiny_data(known: set[Finding]) -> None:
    absent = {f"{name}.yaml" for name in ("engine", "engine_languages", "facts", "limits", "planned_rules")}
    assert {f.path for f in known if "nothing else in this file was checked" in f.problem} == absent
    # It is the wording of one rule of many, and has the nodes, steps and inputs of none.
    about_rules = ("wording/fr/rules", "wording/fr/vocabularies")
    assert {f for f in known if "/fr/" in f.path and not f.path.startswith(about_rules)} == set()
    assert {f.problem for f in known if f.path == "wording/fr/rules/epr-plan.yaml"} == {f.problem for f in known if f.path == "wording/en/rules/epr-plan.yaml"}


def _set(copy: Copy, name: str, path: str, value: object) -> None:
    """Sets what stands at a dotted path of a YAML file, or takes it out."""

    def change(raw: Any) -> None:
        *above, last = path.split(".")
        for key in above:
            raw = raw[key]
        if value is None:
            del raw[last]
        else:
            raw[last] = value

    copy.change(name, change)


ARTICLE, RULES = "articles/fr/q001.md", "wording/fr/rules/epr-plan.yaml"
PHRASEBOOK, HTTP = "wording/fr/phrases.yaml", "wording/fr/http.yaml"
ASKED, TALK = "phrasings/fr/questions.yaml", "phrasings/fr/talk.yaml"


def _body(copy: Copy, old: str, new: str) -> None:
    assert old in copy.read(ARTICLE)
    copy.write(ARTICLE, copy.read(ARTICLE).replace(old, new))


def _front(copy: Copy, **front: Any) -> None:
    _, head, body = copy.read(ARTICLE).split("---\n", 2)
    copy.write(ARTICLE, f"---\n{dump(load(head) | front)}---\n{body}")


UNREADABLE = {
    "article": Fault(lambda c: c.write(ARTICLE, "Du texte\n"), ARTICLE, "", "front matter"),
    "article that is not UTF-8": Fault(lambda c: c.write(ARTICLE, b"caf\xe9"), ARTICLE, "", "not UTF-8"),
    "article without a mark": Fault(lambda c: _body(c, "[!c-one]\n", ""), ARTICLE, "", "marks"),
    "article of nothing": Fault(lambda c: c.write("articles/fr/q002.md", c.read(ARTICLE)), "articles/fr/q002.md", "", "no English article 'q002'"),
    "contradictions": Fault(lambda c: c.write("wording/fr/conflicts.yaml", "- c-one\n"), "wording/fr/conflicts.yaml", "", "valid dictionary"),
    "no contradictions": Fault(lambda c: c.delete("wording/fr/conflicts.yaml"), "wording/fr/conflicts.yaml", "", "cannot be read"),
    "no parts of the guide": Fault(lambda c: c.delete("wording/fr/sections.yaml"), "wording/fr/sections.yaml", "", "cannot be read"),
    "no sentences of the interface": Fault(lambda c: c.delete(HTTP), HTTP, "", "cannot be read"),
    "phrases": Fault(lambda c: _set(c, PHRASEBOOK, "luck", {}), PHRASEBOOK, "luck", "Extra inputs"),
    "rule": Fault(lambda c: _set(c, RULES, "purpose", None), RULES, "purpose", "required"),
    "questions": Fault(lambda c: c.write(ASKED, "articles: [\n"), ASKED, "", "not valid YAML"),
    "questions by what is no place": Fault(lambda c: _set(c, ASKED, "places", {}), ASKED, "places", "Extra inputs"),
    "small talk": Fault(lambda c: c.write(TALK, "greet: bonjour\n"), TALK, "greet", "valid tuple"),
    "no small talk": Fault(lambda c: c.delete(TALK), TALK, "", "cannot be read"),
    "follow-ups": Fault(lambda c: c.write("phrasings/fr/follow_up.yaml", b"- caf\xe9\n"), "phrasings/fr/follow_up.yaml", "", "not UTF-8"),
    "replies": Fault(lambda c: _set(c, "phrasings/fr/replies.yaml", "asks", None), "phrasings/fr/replies.yaml", "asks", "required"),
}

ARTICLES = {
    # A price of one and a half thousand, an end of 9 days: the English says 1,234.50 and 8.
    "other price": Fault(lambda c: _body(c, "234,50", "500"), ARTICLE, "the short answer", "English text states 1234.50, only this one states 1500"),
    "other days": Fault(lambda c: _body(c, "8 jours", "9 jours"), ARTICLE, "Et ensuite", "only the English text states 8, only this one states 9"),
    "figure said twice": Fault(lambda c: _body(c, "8 jours", "8 jours, oui 8"), ARTICLE, "Et ensuite", "^only this one states 8;"),
    "figure in words": Fault(lambda c: _body(c, "5 à", "cinq à"), ARTICLE, "Et ensuite", "^only the English text states 5;"),
    "figure in the heading": Fault(lambda c: _body(c, "## Et ensuite", "## Et 2 fois"), ARTICLE, "Et 2 fois", "^only this one states 2;"),
    "figure in the title": Fault(lambda c: _front(c, title="Gratuit en 2026 ?"), ARTICLE, "title", "^only this one states 2026;"),
    "item left out": Fault(lambda c: _body(c, "\n- ou", " ou"), ARTICLE, "Et ensuite", "has 1 items .* the English passage 2"),
    "too few questions": Fault(lambda c: _front(c, questions=[f"gratuit {n}" for n in range(13)]), ARTICLE, "questions", "13 of at least 14; add 1"),
    "too few near misses": Fault(lambda c: _front(c, not_answered=[f"cadeau {n}" for n in range(4)]), ARTICLE, "not_answered", "4 of at least 5"),
    "wording of a contradiction missing": Fault(lambda c: c.write("wording/fr/conflicts.yaml", "{}\n"), "wording/fr/conflicts.yaml", "c-one", "no words"),
    "wording of a contradiction empty": Fault(lambda c: c.write("wording/fr/conflicts.yaml", "c-one: ' '\n"), "wording/fr/conflicts.yaml", "c-one", "no words"),
    "contradiction that never matters": Fault(
        lambda c: c.add("wording/fr/conflicts.yaml", "c-two: Un lapsus\n"), "wording/fr/conflicts.yaml", "c-two", "not there in English"
    ),
    "contradiction of other figures": Fault(
        lambda c: c.write("wording/fr/conflicts.yaml", "c-one: Prenez 8, non 6.\n"), "wording/fr/conflicts.yaml", "c-one", "states 5, only this one states 6"
    ),
    "part of the guide missing": Fault(lambda c: c.write("wording/fr/sections.yaml", "{}\n"), "wording/fr/sections.yaml", "I", "no words"),
    "unknown part of the guide": Fault(
        lambda c: c.add("wording/fr/sections.yaml", "II: II. Suite\n"), "wording/fr/sections.yaml", "II", "not there in English"
    ),
}

WORDING = {
    "missed": Fault(lambda c: _set(c, RULES, "missed", "Après 4 jours, c’est fini."), RULES, "missed", "states 3, only this one states 4"),
    "node": Fault(lambda c: _set(c, RULES, "nodes.all_held.why", "Il faut 16 jours."), RULES, "nodes.all_held.why", "states 15, only this one states 16"),
    "step": Fault(
        lambda c: _set(c, RULES, "steps.numbers", "{% if held %}Sous 48 heures.{% endif %}"), RULES, "steps.numbers", "states 24, only this one states 48"
    ),
    "value not used": Fault(
        lambda c: _set(c, RULES, "nodes.all_held.lead", "Vous en avez {{ held.count }}."), RULES, "nodes.all_held.lead", "not use wanted, |number|does not use"
    ),
    "unknown value": Fault(
        lambda c: _set(c, PHRASEBOOK, "notices.day", "{{ number }} {{ month }} {{ year }}"),
        PHRASEBOOK,
        "notices.day",
        "^uses year, which the English text does not",
    ),
    "unknown attribute": Fault(
        lambda c: _set(c, RULES, "nodes.all_held.lead", "{{ held.count }} {{ held.luck }} {{ wanted|number }}."), RULES, "nodes.all_held.lead", r"^uses \.luck,"
    ),
    "value shown in another way": Fault(
        lambda c: _set(c, RULES, "nodes.all_held.lead", "{{ held.count }} {{ wanted }}."), RULES, "nodes.all_held.lead", r"^does not use \|number as"
    ),
    "text left out": Fault(lambda c: _set(c, RULES, "missed", None), RULES, "missed", "^has no words; translate"),
    "text that is not in English": Fault(lambda c: _set(c, RULES, "nodes.all_held.next", "Attendez."), RULES, "nodes.all_held.next", "no words in English"),
    "date left out": Fault(lambda c: _set(c, RULES, "dates", {}), RULES, "dates.held_on", "^has no words; translate"),
    "phrase left out": Fault(lambda c: _set(c, PHRASEBOOK, "errors.late", None), PHRASEBOOK, "errors.late", "^has no words; translate"),
    "small talk left out": Fault(lambda c: _set(c, PHRASEBOOK, "talk.greet", None), PHRASEBOOK, "talk.greet", "^has no words; translate"),
    "phrase that is not in English": Fault(lambda c: _set(c, PHRASEBOOK, "buttons.luck", "Chance"), PHRASEBOOK, "buttons.luck", "no words in English"),
    "phrase of other figures": Fault(lambda c: _set(c, PHRASEBOOK, "errors.late", "Après 2031."), PHRASEBOOK, "errors.late", "states 2031"),
    "sentence left out": Fault(lambda c: c.write(HTTP, "{}\n"), HTTP, "no_text", "^has no words; translate"),
    "sentence that is not in English": Fault(lambda c: c.add(HTTP, "luck: Chance\n"), HTTP, "luck", "no words in English"),
    "label of other figures": Fault(
        lambda c: _set(c, "wording/fr/vocabularies/return_reason.yaml", "own.label", "8 jours"),
        "wording/fr/vocabularies/return_reason.yaml",
        "own.label",
        "states 7, only this one states 8",
    ),
}

PHRASINGS = {
    "question for no article": Fault(lambda c: _set(c, ASKED, "articles.q002", ["quoi encore"]), ASKED, "articles.q002", "no article 'q002'"),
    "near miss for no article": Fault(lambda c: _set(c, ASKED, "not_answered.q002", ["quoi encore"]), ASKED, "not_answered.q002", "no article 'q002'"),
    "question for no rule": Fault(lambda c: _set(c, ASKED, "rules.luck", ["quelle chance"]), ASKED, "rules.luck", "no rule 'luck'"),
    "unknown intent": Fault(lambda c: _set(c, TALK, "luck", ["bonne chance"]), TALK, "luck", "no intent of the English small talk"),
    "intent left out": Fault(lambda c: _set(c, TALK, "deny", None), TALK, "deny", "no examples"),
    "intent without examples": Fault(lambda c: _set(c, TALK, "deny", []), TALK, "deny", "no examples"),
    "bad opening": Fault(lambda c: c.write("phrasings/fr/follow_up.yaml", '- "(et"\n'), "phrasings/fr/follow_up.yaml", "", "no regular expression"),
    "bad reply": Fault(lambda c: _set(c, "phrasings/fr/replies.yaml", "yes", ["[oui"]), "phrasings/fr/replies.yaml", "yes", "no regular expression"),
    "question twice": Fault(
        lambda c: _set(c, ASKED, "rules.epr-plan", ["quel plan", "Quel plan ?"]), ASKED, "rules.epr-plan", "also stands in fr/questions.yaml, rules.epr-plan"
    ),
    "question of an article and a rule": Fault(
        lambda c: _set(c, ASKED, "rules.epr-plan", ["Gratuit numéro 3 !"]), ASKED, "rules.epr-plan", "also stands in fr/q001.md, questions"
    ),
    "answered and refused": Fault(
        lambda c: _set(c, ASKED, "outside", ["quel plan ai-je ?"]), ASKED, "outside", "answered in one place and refused in the other"
    ),
    "another thing than in English": Fault(
        lambda c: _set(c, ASKED, "rules.epr-plan", ["any fee"]), ASKED, "rules.epr-plan", "also stands in q001.md, questions"
    ),
    "question without words": Fault(lambda c: _set(c, ASKED, "outside", ["?!"]), ASKED, "outside", "no words"),
}

DEVELOPMENT, TEST = "evaluation/development.jsonl", "evaluation/test.jsonl"
EVALUATION = {
    "taught by an article": Fault(
        lambda c: c.add(TEST, _line("t-2", "fr", "GRATUIT numero 3")), TEST, "line 2", r"'t-2' is also taught \(fr/q001.md, questions\)"
    ),
    "taught for a rule": Fault(lambda c: c.add(TEST, _line("t-2", "fr", "quel plan ai je ?")), TEST, "line 2", r"fr/questions.yaml, rules.epr-plan"),
    "taught as small talk": Fault(lambda c: c.add(TEST, _line("t-2", "fr", "Salut !")), TEST, "line 2", r"fr/talk.yaml, greet"),
    # One letter of 24 more, and the same words in another order.
    "nearly taught": Fault(lambda c: c.add(TEST, _line("t-2", "en", "what will the weathers be")), TEST, "line 2", "'t-2' is also taught .*, or nearly"),
    "taught in another order": Fault(lambda c: c.add(TEST, _line("t-2", "en", "what the weather will be")), TEST, "line 2", "'t-2' is also taught"),
    "in two sets": Fault(
        lambda c: c.add(DEVELOPMENT, _line("d-2", "fr", "Faut-il un tampon, pour ouvrir demain matin ?")),
        DEVELOPMENT,
        "line 2",
        r"'d-2' asks the same as 't-1' \(test.jsonl, line 1\)",
    ),
    "nearly in two sets": Fault(
        lambda c: c.add(DEVELOPMENT, _line("d-2", "fr", "faut-il un tampons pour ouvrir demain matin")), DEVELOPMENT, "line 2", "'d-2' asks the same as 't-1'"
    ),
    # Nobody may change a test, so it is the development question that must be reworded.
    "in a set read before the test": Fault(
        lambda c: c.add(TEST, _line("t-2", "fr", "combien coute ma vitrine a Lyon par saison")), DEVELOPMENT, "line 1", "'d-1' asks the same as 't-2'"
    ),
    "twice in one set": Fault(
        lambda c: c.add(DEVELOPMENT, _line("d-2", "fr", "Combien coûte ma vitrine à Lyon, par saison ?")), DEVELOPMENT, "line 2", "'d-2' asks the same as 'd-1'"
    ),
}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, id=f"{noun}: {name}")
        for noun, faults in {"unreadable": UNREADABLE, "articles": ARTICLES, "wording": WORDING, "phrasings": PHRASINGS, "evaluation": EVALUATION}.items()
        for name, fault in faults.items()
    ],
)
def test_a_fault_is_found_alone(copy: Copy, known: set[Finding], fault: Fault) -> None:
    fault.spoil(copy)
    found = list(copy.found() - known)
    assert [(f.severity, f.path, f.key) for f in found] == [(fault.severity, fault.path, fault.key)], found
    assert re.search(fault.problem, found[0].problem)


@pytest.mark.parametrize(("name", "needed"), [("articles/de", "wording/de"), ("wording/de", "phrasings/de")])
def test_a_language_that_nobody_reads_is_found(copy: Copy, name: str, needed: str) -> None:
    (copy.folder / name).mkdir()
    try:
        found = copy.found()
    finally:
        (copy.folder / name).rmdir()
    assert ("error", name, "", f"nobody reads it without {needed}; write that too or take this out") in {(f.severity, f.path, f.key, f.problem) for f in found}


def test_a_changed_value_names_the_article_of_every_language(copy: Copy, known: set[Finding]) -> None:
    copy.change("rules/own.yaml", lambda raw: raw["fee"]["history"][0].update(value=9))
    assert {(f.path, f.key) for f in copy.found() - known} == {("articles/q001.md", "own.fee"), (ARTICLE, "own.fee")}
    # Once the English article says so, the French one is found to disagree with it.
    copy.write("articles/q001.md", copy.read("articles/q001.md").replace("8 days", "9 days"))
    copy.change("rules/own.yaml", lambda raw: raw["fee"]["history"][0]["source"].update(states="9 days"))
    assert {(f.path, f.key) for f in copy.found() - known} == {(ARTICLE, "Et ensuite")}
    _body(copy, "8 jours", "9 jours")
    assert copy.found() == known


def test_a_translation_of_what_cannot_be_read_is_not_blamed(copy: Copy, known: set[Finding]) -> None:
    copy.write("articles/q001.md", "Just text\n")
    assert {f.path for f in copy.found() - known} == {"articles/q001.md"}


def test_a_translation_that_cannot_be_read_hides_no_fault_of_the_english_data(copy: Copy, known: set[Finding]) -> None:
    copy.write(ARTICLE, "Du texte\n").write("articles/q001.md", copy.read("articles/q001.md").replace("[!c-one]\n", ""))
    assert ("conflicts/own.yaml", "c-one") in {(f.path, f.key) for f in copy.found() - known}


def test_the_same_words_may_teach_the_same_in_two_languages_and_other_talk(copy: Copy, known: set[Finding]) -> None:
    # "hello" greets in both already; "no" denies in English and agrees elsewhere; both refuse to tell the weather.
    _set(copy, TALK, "greet", ["salut", "no"])
    _set(copy, ASKED, "outside", ["what will the weather be"])
    assert copy.found() == known


def test_accents_tell_examples_apart_outside_english_only(copy: Copy, known: set[Finding]) -> None:
    _set(copy, TALK, "greet", ["enchanté", "enchante"])  # people type both
    assert copy.found() == known
    _set(copy, "phrasings/talk.yaml", "greet", ["Hélló", "hello"])
    assert {(f.path, f.key) for f in copy.found() - known} == {("phrasings/talk.yaml", "greet")}


def test_questions_of_other_languages_are_compared_letter_by_letter_within_their_own(copy: Copy, known: set[Finding]) -> None:
    # One letter off what French asks, but asked in Italian.
    copy.add(TEST, _line("t-2", "it", "quels plan ai-je"))
    assert copy.found() == known


def test_no_finding_shows_a_question_of_a_test(copy: Copy, known: set[Finding]) -> None:
    copy.add(TEST, _line("t-2", "fr", "Gratuit, numéro 3…") + _line("t-3", "fr", "Combien coûte ma vitrine à Lyon par saison !"))
    problems = " ".join(f.problem for f in copy.found() - known)
    assert [one in problems for one in ("'t-2'", "'t-3'", "Gratuit, numéro", "vitrine")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1,234.50 EUR", "en", {"1234.5": 1}),
        ("1 234,50 EUR", "fr", {"1234.5": 1}),
        ("1\u202f234,50 EUR", "fr", {"1234.5": 1}),
        ("1\u00a0234,50 EUR", "pl", {"1234.5": 1}),
        ("1.234,50 EUR", "de", {"1234.5": 1}),
        ("1,234,567", "en", {"1234567": 1}),
        ("1.234.567", "es", {"1234567": 1}),
        ("0.125", "en", {"0.125": 1}),
        ("0,125", "fr", {"0.125": 1}),
        ("2, 3 ou 2", "fr", {"2": 2, "3": 1}),
        ("de 5 à 8 %, le 1er, à 09:00", "fr", {"5": 1, "8": 1, "1": 1, "9": 1, "0": 1}),
        ("[page](https://example.org/2024/7)", "fr", {}),
        ("three days", "en", {}),
        ("Checked by NU1 and Q42, on v1.5 of 3", "en", {"3": 1}),
        ("Contrôlé par NU1 234 fois en 24h", "fr", {"234": 1, "24": 1}),
    ],
)
def test_figures_are_read_by_the_habits_of_the_language(text: str, language: str, expected: dict[str, int]) -> None:
    assert figures(text, language) == Counter({Decimal(number): count for number, count in expected.items()})


def test_a_difference_names_what_each_side_states_alone() -> None:
    assert difference(figures("1,500 and 3", "en"), figures("1.500 y 3", "es")) == ""
    assert difference(figures("3, 3 and 10", "en"), figures("3, 7 y 8", "es")) == "only the English text states 3, 10, only this one states 7, 8"


def test_texts_are_alike_up_to_one_letter_in_twenty() -> None:
    # 40 letters: one more is 1 of 81 of both, four others are 8 of 80.
    text = "abcdefghij" * 4
    assert list(alike([text], [text, text + "k", "wxyz" + text[4:]])) == [(0, 0), (0, 1)]


def test_a_bag_of_words_knows_neither_order_nor_accents() -> None:
    assert bag("À qui, la fête ?") == bag("la fete a qui")
    assert bag("to be or not") != bag("to be or")
