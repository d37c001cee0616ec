"""The check of all data: the real data is free of errors, and each fault put into a small copy of it is found, alone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from knowledge.check import Finding, check
from knowledge.checks.facts import numbers
from knowledge.checks.questions import plain
from tests.copies import TODAY, Copy, Fault, dump, load

_OTHER_LANGUAGES = ("de", "es", "fr", "it", "pl", "pt")  # tests/test_translations.py spoils one


def test_the_real_data_has_no_error(data: Path) -> None:
    assert [str(finding) for finding in check(data, TODAY) if finding.severity == "error"] == []


@pytest.fixture(scope="session")
def small(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The real data in English with as few examples as may be, so that a check of it is quick, and a contradiction and a fact of its own."""
    folder = tmp_path_factory.mktemp("small") / "data"
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("evaluation", "told", *_OTHER_LANGUAGES))
    copy = Copy(folder)
    entries = [entry for path in (folder / "rules").glob("*.yaml") for one in load(path.read_text()).values() for entry in one["history"]]
    cited = {binding["article"] for entry in entries for binding in (entry["source"], *entry.get("also", []))}
    for path in (folder / "articles").glob("*.md"):
        if path.stem not in cited:
            copy.body(path.stem, lambda body: "Text.\n" + "\n".join(re.findall(r"^\[!.*\]$", body, re.MULTILINE)) + "\n")
        copy.article(
            path.stem,
            facts=[],
            questions=[f"What about {number} in {path.stem}?" for number in range(12)],
            not_answered=[f"Nothing on {number} in {path.stem}" for number in range(4)],
            review_by=date(2027, 5, 24),
        )
    for path in (folder / "phrasings" / "rules").glob("*.yaml"):
        copy.change(f"phrasings/rules/{path.name}", partial(_with_one_question, path.stem))
    copy.write("phrasings/talk.yaml", dump({"greet": ["hello"]}))
    copy.write("phrasings/outside.yaml", dump(["What will the weather be?"]))
    (folder / "evaluation").mkdir()
    (folder / "told" / "en").mkdir(parents=True)
    copy.write("told/en/cancel-possible.yaml", '"he paid, I call it off": {paid: true, who: seller}\n')
    copy.write("told/en/questions.jsonl", json.dumps({"rule": None, "text": "What is a dispute?", "inputs": {}}) + "\n")
    copy.write("evaluation/test.jsonl", json.dumps({"id": "t-1", "text": "Is it free?", "gold": ["q003"], "kind": "faq"}) + "\n")
    copy.write("conflicts/own.yaml", dump([_conflict("c-own", articles=["q040", "q041"])]))
    copy.body("q040", lambda body: body.rstrip() + "\n\nThe own figure is 12,345.5 here.\n[!c-own]\n")
    copy.body("q041", lambda body: body.rstrip() + "\n[!c-own]\n")
    copy.article("q040", facts=["q040-own"]).write("facts.yaml", "q040-own: {article: q040, figures: [12345.5]}\n")
    return Copy(folder)


def _with_one_question(rule: str, raw: dict[str, Any]) -> None:
    raw["questions"] = [f"Compute {rule} for me"]


def _conflict(conflict_id: str, **changes: Any) -> dict[str, Any]:
    return {"id": conflict_id, "articles": ["q040"], "says": "Take the shorter one.", "skipped": None} | changes


@pytest.fixture(scope="session")
def known(small: Copy) -> set[Finding]:
    """What the real data under the small copy is guilty of itself, so that its faults fail one test and not all."""
    return small.found()


@pytest.fixture
def copy(small: Copy, known: set[Finding]) -> Iterator[Copy]:
    """The small copy, restored after each test: copying it anew would take longer than checking it."""
    yield small
    small.restore()


def _unknown_number(copy: Copy) -> None:
    """Adds an article of a number that the guide has not, faultless otherwise."""
    front = copy.front("q040") | {
        "id": "q141",
        "facts": [],
        "questions": [f"q141: {n}?" for n in range(12)],
        "not_answered": [f"q141: no {n}" for n in range(4)],
    }
    copy.write("articles/q141.md", f"---\n{dump(front)}---\nText.\n")


def _forgotten(copy: Copy, conflict_id: str) -> None:
    """Takes out a contradiction and its marks."""
    for path in (copy.folder / "conflicts").glob("*.yaml"):
        copy.change(f"conflicts/{path.name}", lambda raw: raw.__setitem__(slice(None), [c for c in raw if c["id"] != conflict_id]))
    for path in (copy.folder / "articles").glob("*.md"):
        copy.body(path.stem, lambda body: body.replace(f"[!{conflict_id}]\n", ""))


def _fact(copy: Copy, entry: str, *carriers: str) -> None:
    """Adds a fact to the ledger and to the articles that carry it."""
    copy.add("facts.yaml", f"{entry}\n")
    for article_id in carriers:
        copy.article(article_id, facts=[*copy.front(article_id)["facts"], entry.partition(":")[0]])


def _own_conflict(copy: Copy, **changes: Any) -> None:
    copy.change("conflicts/own.yaml", lambda raw: raw[0].update(changes))


def _longest(copy: Copy, **changes: Any) -> None:
    copy.change("rules/refunds.yaml", lambda raw: raw["cancelled_longest"].update(changes))


def _source(copy: Copy, **changes: Any) -> None:
    copy.change("rules/refunds.yaml", lambda raw: raw["cancelled_longest"]["history"][0]["source"].update(changes))


def _entry(copy: Copy, **changes: Any) -> None:
    copy.change("rules/refunds.yaml", lambda raw: raw["cancelled_longest"]["history"][0].update(changes))


def _also(copy: Copy, *bindings: dict[str, str]) -> None:
    _entry(copy, also=list(bindings))


def _asked(copy: Copy, **changes: Any) -> None:
    copy.add("evaluation/test.jsonl", json.dumps({"id": "t-2", "text": "Really?", "gold": []} | changes) + "\n")


UNREADABLE = {
    "article with an unknown key": Fault(lambda c: c.article("q040", author="me"), "articles/q040.md", "author", "Extra inputs"),
    "article without front matter": Fault(lambda c: c.write("articles/q040.md", "Just text\n"), "articles/q040.md", "", "front matter"),
    "article of an unknown section": Fault(lambda c: c.article("q040", section="XL"), "articles/q040.md", "section", "'XL'"),
    "article under another id": Fault(lambda c: c.article("q040", id="q041"), "articles/q040.md", "id", "'q041'"),
    "article without short answer": Fault(lambda c: c.body("q040", lambda body: "## Heading\n\nText.\n"), "articles/q040.md", "", "short answer"),
    "duplicate key": Fault(lambda c: c.add("sections.yaml", "I: Another first part\n"), "sections.yaml", "", "duplicate key 'I'"),
    "bad YAML": Fault(lambda c: c.write("phrasings/outside.yaml", "- [open\n"), "phrasings/outside.yaml", "", "not valid YAML"),
    "unknown unit": Fault(
        lambda c: c.change("rules/refunds.yaml", lambda raw: raw["cancelled_longest"].update(unit="weeks")),
        "rules/refunds.yaml",
        "cancelled_longest.unit",
        "calendar_days",
    ),
    "unordered dates": Fault(
        lambda c: c.change("rules/refunds.yaml", lambda raw: raw["cancelled_longest"].update(history=2 * raw["cancelled_longest"]["history"])),
        "rules/refunds.yaml",
        "cancelled_longest.history",
        "dates must rise",
    ),
    "bad pattern in a vocabulary": Fault(
        lambda c: c.change("wording/en/vocabularies/epr_category.yaml", lambda raw: raw["tyres"].update(words=["(tyres?"])),
        "wording/en/vocabularies/epr_category.yaml",
        "words",
        "regular expression",
    ),
    "bad pattern in a grammar": Fault(
        lambda c: c.change("grammar/en.yaml", lambda raw: raw["hours"].update(late="(late")), "grammar/en.yaml", "hours.late", "regular expression"
    ),
    "missing phrases": Fault(lambda c: c.delete("wording/en/phrases.yaml"), "wording/en/phrases.yaml", "", "cannot be read"),
    "missing replies": Fault(lambda c: c.delete("phrasings/replies.yaml"), "phrasings/replies.yaml", "", "cannot be read"),
    "threshold nobody knows": Fault(lambda c: c.add("engine.yaml", "luck: 7\n"), "engine.yaml", "luck", "Extra inputs"),
    "threshold nobody knows, of the other languages": Fault(
        lambda c: c.add("engine_languages.yaml", "luck: 7\n"), "engine_languages.yaml", "luck", "Extra inputs"
    ),
    "fact with a quote": Fault(lambda c: c.add("facts.yaml", 'q040-new: {article: q040, quote: "words"}\n'), "facts.yaml", "q040-new.quote", "Extra inputs"),
    "planned rules that are no list": Fault(lambda c: c.write("planned_rules.yaml", "one: two\n"), "planned_rules.yaml", "", "valid tuple"),
    "rule wording without purpose": Fault(
        lambda c: c.change("wording/en/rules/epr-plan.yaml", lambda raw: raw.pop("purpose")), "wording/en/rules/epr-plan.yaml", "purpose", "required"
    ),
    "contradiction without skipped": Fault(
        lambda c: c.change("conflicts/own.yaml", lambda raw: raw[0].pop("skipped")), "conflicts/own.yaml", "0.skipped", "required"
    ),
    "evaluation that is not UTF-8": Fault(lambda c: c.write("evaluation/test.jsonl", b'{"id": "caf\xe9"}\n'), "evaluation/test.jsonl", "", "not UTF-8"),
    "phrasings that greet": Fault(
        lambda c: c.add("phrasings/rules/epr-plan.yaml", "greeting: hello\n"), "phrasings/rules/epr-plan.yaml", "greeting", "Extra inputs"
    ),
    "text that is not UTF-8": Fault(lambda c: c.write("phrasings/follow_up.yaml", b"- caf\xe9\n"), "phrasings/follow_up.yaml", "", "not UTF-8"),
}

ARTICLES = {
    "no number of the guide": Fault(_unknown_number, "articles/q141.md", "id", "'q141' is no number"),
    "text that is not written yet": Fault(
        lambda c: c.body("q040", lambda body: f"{body}\n## TODO: a heading\nText.\n"), "articles/q040.md", "", "'TODO' stands"
    ),
    "too few questions": Fault(lambda c: c.article("q040", questions=["One?"]), "articles/q040.md", "questions", "1 of at least 12; add 11"),
    "too few not answered": Fault(lambda c: c.article("q040", not_answered=["One", "Two", "Three"]), "articles/q040.md", "not_answered", "3 of at least 4"),
    "related to nothing": Fault(lambda c: c.article("q040", related=["q011-moon"]), "articles/q040.md", "related", "no article 'q011-moon'"),
    "related to itself": Fault(lambda c: c.article("q040", related=["q040"]), "articles/q040.md", "related", "is this article"),
    "unknown rule": Fault(lambda c: c.article("q040", rules=["refund-timing", "refund-luck"]), "articles/q040.md", "rules", "no rule 'refund-luck'"),
    "planned rule that is built": Fault(
        lambda c: c.change("planned_rules.yaml", lambda raw: raw.append("epr-plan")), "planned_rules.yaml", "epr-plan", "built already", "warning"
    ),
    "limit that no outcome has": Fault(lambda c: c.change("limits.yaml", lambda raw: raw.append("luck")), "limits.yaml", "luck", "no rule's outcome"),
    "limit listed twice": Fault(lambda c: c.change("limits.yaml", lambda raw: raw.append("appeal_by")), "limits.yaml", "appeal_by", "listed twice"),
    "rule planned twice": Fault(lambda c: c.change("planned_rules.yaml", lambda raw: raw.extend(["own", "own"])), "planned_rules.yaml", "own", "listed twice"),
    "overdue review": Fault(
        lambda c: c.article("q040", checked_on=date(2026, 5, 1), review_by=date(2026, 11, 24)),
        "articles/q040.md",
        "review_by",
        "due on 2026-11-24",
        "warning",
    ),
    "review on the day of the check": Fault(
        lambda c: c.article("q040", checked_on=date(2026, 12, 1), review_by=date(2026, 12, 1)), "articles/q040.md", "review_by", "not after checked_on"
    ),
}

CONFLICTS = {
    "mark without description": Fault(lambda c: c.body("q040", lambda body: body + "[!c-unheard]\n"), "articles/q040.md", "[!c-unheard]", "is not described"),
    "mark inside a line": Fault(
        lambda c: c.body("q040", lambda body: body + "\n## Last\n\nSo [!c-own] it is.\n"), "articles/q040.md", "Last", "line of its own"
    ),
    "both said and skipped": Fault(lambda c: _own_conflict(c, skipped="Nobody cares."), "conflicts/own.yaml", "c-own", "exactly one"),
    "neither said nor skipped": Fault(lambda c: _own_conflict(c, says=None), "conflicts/own.yaml", "c-own", "exactly one"),
    "no article named": Fault(lambda c: _own_conflict(c, articles=[]), "conflicts/own.yaml", "c-own", "names no article"),
    "unknown article named": Fault(lambda c: _own_conflict(c, articles=["q040", "q088"]), "conflicts/own.yaml", "c-own", "no article 'q088'"),
    "described twice": Fault(
        lambda c: c.write("conflicts/zz.yaml", dump([_conflict("c-own")])), "conflicts/zz.yaml", "c-own", "described twice; keep it here or in own.yaml"
    ),
    "marked nowhere": Fault(lambda c: c.write("conflicts/zz.yaml", dump([_conflict("c-new")])), "conflicts/zz.yaml", "c-new", "no article marks it"),
    "not marked by an article it names": Fault(lambda c: _own_conflict(c, articles=["q040", "q042"]), "articles/q042.md", "[!c-own]", "mark the passage"),
    "not marked by the part it names": Fault(lambda c: _own_conflict(c, articles=["q040", "q011-who"]), "articles/q011-who.md", "[!c-own]", "mark the passage"),
    "named by a parameter, not described": Fault(
        lambda c: c.change("rules/refunds.yaml", lambda raw: raw["cancelled_longest"]["history"][0].update(conflicts=["c-unheard"])),
        "rules/refunds.yaml",
        "cancelled_longest.conflicts",
        "'c-unheard' is not described",
    ),
    # The rule appeal-deadlines names it with every outcome.
    "named by a rule, not described": Fault(
        lambda c: _forgotten(c, "c-appeal-day-count"), "conflicts", "c-appeal-day-count", "the rule appeal-deadlines names it"
    ),
}

FACTS = {
    "unknown fact": Fault(
        lambda c: c.article("q040", facts=[*c.front("q040")["facts"], "q040-luck"]), "articles/q040.md", "facts", "'q040-luck' is not in facts.yaml"
    ),
    "fact nobody carries": Fault(lambda c: c.add("facts.yaml", "q040-new: {article: q040}\n"), "facts.yaml", "q040-new", "no article carries it"),
    "fact of no number": Fault(lambda c: c.add("facts.yaml", "q040-new: {article: q040-part}\n"), "facts.yaml", "q040-new", "'q040-part' is no number"),
    "fact carried twice": Fault(
        lambda c: _fact(c, "q011-new: {article: q011}", "q011", "q011-who"),
        "facts.yaml",
        "q011-new",
        "carried by q011, q011-who",
    ),
    "fact out of place": Fault(
        lambda c: _fact(c, "q011-new: {article: q011}", "q040"),
        "articles/q040.md",
        "facts",
        "'q011-new' belongs to q011",
    ),
    "changed figure": Fault(
        lambda c: c.body("q040", lambda body: body.replace("12,345.5", "12,345")), "articles/q040.md", "q040-own", "12345.5 does not stand in the text"
    ),
    "figure in words": Fault(
        lambda c: _fact(c, "q040-new: {article: q040, figures: [987654]}", "q040"),
        "articles/q040.md",
        "q040-new",
        "987654 does not stand",
    ),
}

QUESTIONS = {
    "same question in another spelling": Fault(
        lambda c: c.article("q041", questions=[*c.front("q041")["questions"], "what about: 3 — in Q040"]),
        "articles/q041.md",
        "questions",
        "also stands in q040.md, questions",
    ),
    "question twice in one article": Fault(
        lambda c: c.article("q041", questions=[*c.front("q041")["questions"], "What about 3 in q041"]),
        "articles/q041.md",
        "questions",
        "also stands in q041.md, questions",
    ),
    "answered and refused by an article": Fault(
        lambda c: c.article("q041", not_answered=[*c.front("q041")["not_answered"], "What about 3 in q040?!"]),
        "articles/q041.md",
        "not_answered",
        "answered in one place and refused in the other",
    ),
    "answered and foreign": Fault(
        lambda c: c.add("phrasings/outside.yaml", '- "what about 3 in q040"\n'), "phrasings/outside.yaml", "", "answered in one place and refused in the other"
    ),
    "asked of an article and of a rule": Fault(
        lambda c: c.article("q041", questions=[*c.front("q041")["questions"], "compute epr-plan for me!"]),
        "phrasings/rules/epr-plan.yaml",
        "questions",
        "also stands in q041.md",
    ),
    "talk and foreign": Fault(lambda c: c.add("phrasings/outside.yaml", "- Héllo!\n"), "phrasings/outside.yaml", "", "'Héllo!' is to be answered"),
    "no words": Fault(lambda c: c.add("phrasings/outside.yaml", '- "?!"\n'), "phrasings/outside.yaml", "", "holds no words"),
}

PARAMETERS = {
    "read by no rule": Fault(
        lambda c: c.change("rules/refunds.yaml", lambda raw: raw.update(luck=raw["cancelled_longest"])),
        "rules/refunds.yaml",
        "luck",
        "no rule reads 'refunds.luck'",
    ),
    "unknown article": Fault(lambda c: _source(c, article="q058-part"), "rules/refunds.yaml", "cancelled_longest.history.0.source", "no article 'q058-part'"),
    "words that do not stand there": Fault(
        lambda c: _source(c, states="within a fortnight or so"), "rules/refunds.yaml", "cancelled_longest.history.0.source", "does not stand in q058"
    ),
    "unknown article of a further sentence": Fault(
        lambda c: _also(c, {"article": "q058-part", "states": "14 days"}), "rules/refunds.yaml", "cancelled_longest.history.0.also.0", "no article 'q058-part'"
    ),
    "further sentence that does not stand there": Fault(
        lambda c: _also(c, {"article": "q040", "states": "a fortnight, or 14 days"}),
        "rules/refunds.yaml",
        "cancelled_longest.history.0.also.0",
        "does not stand in q040",
    ),
    # q040 of the small copy holds "12,345.5", and 345.5 is another number.
    "words that are the end of a longer number": Fault(
        lambda c: _also(c, {"article": "q040", "states": "345.5 here"}), "rules/refunds.yaml", "cancelled_longest.history.0.also.0", "does not stand in q040"
    ),
    "further sentence of another value": Fault(
        lambda c: _also(c, {"article": "q040", "states": "figure is 12,345.5"}),
        "articles/q040.md",
        "refunds.cancelled_longest",
        r"does not say 14 \(calendar_days\), the value from 2015-01-01 on; correct the article and the words quoted in refunds.yaml",
    ),
    "no figure, though it is there": Fault(
        lambda c: _entry(c, no_figure="The guide gives none"), "rules/refunds.yaml", "cancelled_longest.history.0.no_figure", "take no_figure out"
    ),
    "no figure, without saying so": Fault(
        lambda c: c.change("rules/disputes.yaml", lambda raw: raw["evidence_limit_longest"]["history"][0].pop("no_figure")),
        "articles/q062.md",
        "disputes.evidence_limit_longest",
        "does not say 30",
    ),
    "overdue review": Fault(
        lambda c: _longest(c, checked_on=date(2026, 1, 1), review_by=date(2026, 11, 24)),
        "rules/refunds.yaml",
        "cancelled_longest.review_by",
        "due on 2026-11-24",
        "warning",
    ),
    "review before the check": Fault(
        lambda c: _longest(c, review_by=date(2026, 1, 1)), "rules/refunds.yaml", "cancelled_longest.review_by", "not after checked_on"
    ),
}

PLAN = "wording/en/rules/epr-plan.yaml"
WORDING = {
    "missing wording": Fault(lambda c: c.delete(PLAN), PLAN, "", "write the wording of this rule"),
    "wording of no rule": Fault(lambda c: c.write("wording/en/rules/luck.yaml", c.read(PLAN)), "wording/en/rules/luck.yaml", "", "no rule 'luck'"),
    "missing node": Fault(lambda c: c.change(PLAN, lambda raw: raw["nodes"].pop("all_held")), PLAN, "nodes.all_held", "has no words"),
    "unknown node": Fault(lambda c: c.change(PLAN, lambda raw: raw["nodes"].update(luck={"lead": "Luck."})), PLAN, "nodes.luck", "knows nothing of it"),
    "missing input": Fault(lambda c: c.change(PLAN, lambda raw: raw["inputs"].pop("categories")), PLAN, "inputs.categories", "has no words"),
    "unknown input": Fault(
        lambda c: c.change(PLAN, lambda raw: raw["inputs"].update(luck={"label": "luck", "ask": "Luck?"})), PLAN, "inputs.luck", "knows nothing of it"
    ),
    "missing step": Fault(lambda c: c.change(PLAN, lambda raw: raw["steps"].pop("numbers")), PLAN, "steps.numbers", "has no words"),
    "unknown step": Fault(lambda c: c.change(PLAN, lambda raw: raw["steps"].update(lucky_step="Luck.")), PLAN, "steps.lucky_step", "knows nothing of it"),
    "unknown date": Fault(lambda c: c.change(PLAN, lambda raw: raw.update(dates={"lucky_day": "Luck"})), PLAN, "dates.lucky_day", "no such key"),
    "bad template of a node": Fault(
        lambda c: c.change(PLAN, lambda raw: raw["nodes"]["all_held"].update(next="{% if %}")), PLAN, "nodes.all_held.next", "no valid template"
    ),
    "bad template of a notice": Fault(
        lambda c: c.change("wording/en/phrases.yaml", lambda raw: raw["notices"].update(clarify="{{ open")),
        "wording/en/phrases.yaml",
        "notices.clarify",
        "no valid template",
    ),
    "missing vocabulary": Fault(
        lambda c: c.delete("wording/en/vocabularies/refund_situation.yaml"), "wording/en/vocabularies/refund_situation.yaml", "", "countdown_expired"
    ),
    "code without label": Fault(
        lambda c: c.change("wording/en/vocabularies/epr_category.yaml", lambda raw: raw.pop("tyres")),
        "wording/en/vocabularies/epr_category.yaml",
        "tyres",
        "without a label",
    ),
    "unknown code": Fault(
        lambda c: c.add("wording/en/vocabularies/epr_category.yaml", "toys: {label: toys, words: []}\n"),
        "wording/en/vocabularies/epr_category.yaml",
        "toys",
        "no code of the rules",
    ),
    # Only an outcome shows this enumeration: a vocabulary for it may be missing, but not be wrong.
    "wrong code of an outcome": Fault(
        lambda c: c.write(
            "wording/en/vocabularies/epr_proof.yaml", dump({code: {"label": code, "words": []} for code in ("affiliation_number_per_category", "receipt")})
        ),
        "wording/en/vocabularies/epr_proof.yaml",
        "receipt",
        "no code of the rules",
    ),
}

PHRASED = "phrasings/rules/epr-plan.yaml"
PHRASINGS = {
    "rule without phrasings": Fault(lambda c: c.delete(PHRASED), PHRASED, "", "is missing"),
    "rule without questions": Fault(lambda c: c.change(PHRASED, lambda raw: raw.update(questions=[])), PHRASED, "questions", "is empty", "warning"),
    "phrasings of no rule": Fault(lambda c: c.write("phrasings/rules/luck.yaml", "questions: []\n"), "phrasings/rules/luck.yaml", "", "no rule 'luck'"),
    "hints for no input": Fault(
        lambda c: c.change(PHRASED, lambda raw: raw["inputs"].update(luck={"cues": ["luck"]})), PHRASED, "inputs.luck", "no such input"
    ),
    "bad cue": Fault(
        lambda c: c.change(PHRASED, lambda raw: raw["inputs"].update(categories={"cues": ["(sell"]})), PHRASED, "inputs.categories.cues", "regular expression"
    ),
    "bad pattern for yes": Fault(
        lambda c: c.change(PHRASED, lambda raw: raw["inputs"].update(categories={"yes": ["sell)"]})), PHRASED, "inputs.categories.yes", "regular expression"
    ),
    "bad mention": Fault(
        lambda c: c.change(PHRASED, lambda raw: raw["inputs"].update(numbers_held={"mentions": ["[number"]})),
        PHRASED,
        "inputs.numbers_held.mentions",
        "regular expression",
    ),
    "bad opening": Fault(lambda c: c.add("phrasings/follow_up.yaml", '- "(and"\n'), "phrasings/follow_up.yaml", "", "regular expression"),
    "bad reply": Fault(
        lambda c: c.change("phrasings/replies.yaml", lambda raw: raw["yes"].append("[yes")), "phrasings/replies.yaml", "yes", "regular expression"
    ),
}

NOTICED = "phrasings/notices.yaml"


def _notice(copy: Copy, **changes: Any) -> None:
    copy.change(NOTICED, lambda raw: raw["evidence"].update(changes))


NOTICES = {
    "notices with an unknown key": Fault(lambda c: _notice(c, luck=1), NOTICED, "evidence.luck", "Extra inputs"),
    "notice of no rule": Fault(lambda c: _notice(c, rule="luck"), NOTICED, "evidence.rule", "no rule 'luck'"),
    "notice read without such an input": Fault(lambda c: _notice(c, reads=["luck"]), NOTICED, "evidence.reads", "no input 'luck'"),
    "date of no input": Fault(lambda c: _notice(c, dated={"luck": ["on"]}), NOTICED, "evidence.dated.luck", "no input 'luck'"),
    "date of an input that takes none": Fault(lambda c: _notice(c, dated={"limit_days": ["on"]}), NOTICED, "evidence.dated.limit_days", "takes no date"),
    "code of another input": Fault(
        lambda c: c.change(NOTICED, lambda raw: raw["sanction"]["means"]["origin"].update({"luck": "lucky"})), NOTICED, "sanction.means.origin", "'lucky'"
    ),
    "text where a number is taken": Fault(lambda c: _notice(c, means={"limit_days": {"two days": "2"}}), NOTICED, "evidence.means.limit_days", "'2'"),
    "time from no input": Fault(lambda c: _notice(c, starts="luck"), NOTICED, "evidence.starts", "no input 'luck'"),
    "days of no input": Fault(lambda c: _notice(c, days="luck"), NOTICED, "evidence.days", "no input 'luck'"),
    "end that is in no outcome": Fault(lambda c: _notice(c, ends=["luck_by"]), NOTICED, "evidence.ends", "'luck_by' in its outcome"),
    "no such node": Fault(lambda c: _notice(c, nodes=["lucky"]), NOTICED, "evidence.nodes", "'lucky' in its nodes"),
    "bad mark": Fault(lambda c: _notice(c, marks=["(a", "b", "c"]), NOTICED, "evidence.marks", "regular expression"),
    "bad label": Fault(lambda c: _notice(c, dated={"asked_at": ["[on"]}), NOTICED, "evidence.dated.asked_at", "regular expression"),
    "figure that is not marked": Fault(lambda c: _notice(c, figures={"limit_days": [r"\d+ days"]}), NOTICED, "evidence.figures.limit_days", "one group"),
    "fewer marks than needed": Fault(lambda c: _notice(c, least=40), NOTICED, "evidence.least", "is 40"),
    "every text a notice": Fault(lambda c: _notice(c, least=0), NOTICED, "evidence.least", "is 0"),
    "notice without a name": Fault(
        lambda c: c.change("wording/en/phrases.yaml", lambda raw: raw["notices"].pop("notice_evidence")),
        "wording/en/phrases.yaml",
        "notices.notice_evidence",
        "is missing",
    ),
}

SENTENCES, QUESTION_2 = "told/en/cancel-possible.yaml", ("told/en/questions.jsonl", "line 2")
TOLD = {
    "unknown input": Fault(lambda c: c.add(SENTENCES, '"lucky me": {luck: true}\n'), SENTENCES, "lucky me", "no input 'luck'"),
    "unknown value": Fault(lambda c: c.add(SENTENCES, '"he did": {who: the cat}\n'), SENTENCES, "he did", "who is none of "),
    "yes for a truth": Fault(lambda c: c.add(SENTENCES, '"he did": {paid: "yes"}\n'), SENTENCES, "he did", "paid is none of true and false"),
    "no words": Fault(lambda c: c.add(SENTENCES, '"?!": {paid: true}\n'), SENTENCES, "?!", "holds no words"),
    "sentences that are no mapping": Fault(lambda c: c.write(SENTENCES, "- he paid\n"), SENTENCES, "", "nothing else in this file was checked"),
    "no rule of that name": Fault(lambda c: c.write("told/en/luck.yaml", '"he paid": {paid: true}\n'), "told/en/luck.yaml", "he paid", "no rule 'luck'"),
    "question that is no JSON": Fault(lambda c: c.add(QUESTION_2[0], "{'rule': 1}\n"), *QUESTION_2, "no JSON with rule, text and inputs"),
    "question without inputs": Fault(lambda c: c.add(QUESTION_2[0], '{"rule": "cancel-possible", "text": "May I?"}\n'), *QUESTION_2, "no JSON with rule"),
    "question of no rule": Fault(lambda c: _told(c, rule="luck"), *QUESTION_2, "no rule 'luck'"),
    "measured and learnt": Fault(lambda c: _told(c, text="is it FREE"), "evaluation/test.jsonl", "line 1", r"also taught \(questions.jsonl, line 2\)"),
}


def _told(copy: Copy, **changes: Any) -> None:
    """Adds a question that tells nothing."""
    copy.add(QUESTION_2[0], json.dumps({"rule": "cancel-possible", "text": "May I?", "inputs": {}} | changes) + "\n")


LINE_2 = ("evaluation/test.jsonl", "line 2")
EVALUATION = {
    "no JSON": Fault(lambda c: c.add(LINE_2[0], "{'id': 1}\n"), *LINE_2, "is no JSON"),
    "no object": Fault(lambda c: c.add(LINE_2[0], '["t-2"]\n'), *LINE_2, "the line: "),
    "no id": Fault(lambda c: c.add(LINE_2[0], '{"text": "Really?"}\n'), *LINE_2, "id: "),
    "gold that is no list": Fault(lambda c: _asked(c, gold="q003"), *LINE_2, "gold: "),
    "same id": Fault(lambda c: _asked(c, id="t-1"), *LINE_2, "'t-1' also stands in test.jsonl, line 1"),
    "same id in another file": Fault(
        lambda c: c.write("evaluation/zz.jsonl", '{"id": "t-1", "text": "Really?"}\n'), "evaluation/zz.jsonl", "line 1", "'t-1' also stands in test.jsonl"
    ),
    "unknown gold": Fault(lambda c: _asked(c, gold=["q088"]), *LINE_2, "gold: there is no article 'q088'"),
    "unknown second answer": Fault(lambda c: _asked(c, also_ok=["page"]), *LINE_2, "also_ok: there is no article 'page'"),
    "unknown rule": Fault(lambda c: _asked(c, rule="refund-luck"), *LINE_2, "no rule 'refund-luck'"),
    "taught by an article": Fault(lambda c: _asked(c, text="what about 3, in q040"), *LINE_2, r"also taught \(q040.md, questions\)"),
    "taught as foreign": Fault(lambda c: _asked(c, text="what will the weather be"), *LINE_2, "also taught"),
    "nothing asked": Fault(lambda c: _asked(c, text="?"), *LINE_2, "neither text nor turns"),
}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, id=f"{noun}: {name}")
        for noun, faults in {
            "unreadable": UNREADABLE,
            "articles": ARTICLES,
            "conflicts": CONFLICTS,
            "facts": FACTS,
            "questions": QUESTIONS,
            "parameters": PARAMETERS,
            "wording": WORDING,
            "phrasings": PHRASINGS,
            "notices": NOTICES,
            "evaluation": EVALUATION,
            "told": TOLD,
        }.items()
        for name, fault in faults.items()
    ],
)
def test_a_fault_is_found_alone(copy: Copy, known: set[Finding], fault: Fault) -> None:
    fault.spoil(copy)
    found = list(copy.found() - known)
    assert [(f.severity, f.path, f.key) for f in found] == [(fault.severity, fault.path, fault.key)], found
    assert re.search(fault.problem, found[0].problem)


def test_a_missing_number_of_the_guide_is_found(copy: Copy) -> None:
    # What else points to the article is found too, so it is not alone.
    copy.delete("articles/q086.md")
    assert ("articles/q086.md", "", "is missing; write the article of this number of the guide") in {(f.path, f.key, f.problem) for f in copy.found()}


@pytest.mark.parametrize(
    ("parameter", "value", "bound"),
    [
        # Each of these articles states the figure in its own words: 15 days for a dispute in q050, q061 and q075; the chat's hours in q007 and q087.
        ("disputes.open_within", 16, {"q050", "q061", "q075"}),
        ("support.chat_opens", "08:00", {"q007", "q087"}),
        ("commissions.lowest", 4, {"q001", "q003"}),
        ("penalties.risk_points", 36, {"q065", "q066"}),
        ("campaigns.start_eleven_eleven", "11-12", {"q047", "q076"}),
        ("withdrawals.fee_european", 0.2, {"q070", "q074"}),
        ("promotions.sales_windows", [30, 90, 180, 365], {"q078"}),
        ("xday.labels", [2, 4, 7], {"q021", "q054"}),
    ],
)
def test_a_changed_value_names_every_article_bound_to_it(copy: Copy, known: set[Finding], parameter: str, value: object, bound: set[str]) -> None:
    area, key = parameter.split(".")
    copy.change(f"rules/{area}.yaml", lambda raw: raw[key]["history"][0].update(value=value))
    found = copy.found() - known
    assert {(f.severity, f.path, f.key) for f in found} == {("error", f"articles/{article}.md", parameter) for article in bound}
    assert all("correct the article" in f.problem for f in found)


@pytest.mark.parametrize(("value", "news"), [(20, r"state 20 \(calendar_days\)"), (None, "state that it ends")])
def test_a_new_value_names_every_article_that_states_only_the_old_one(copy: Copy, known: set[Finding], value: int | None, news: str) -> None:
    new = "From 1 January 2027 on it is 20 days."
    copy.body("q061", lambda body: f"{body}\n\n{new}\n")
    entry = {"from": date(2027, 1, 1), "value": value, "source": {"article": "q061", "states": new}}
    copy.change("rules/disputes.yaml", lambda raw: raw["open_within"]["history"].append(entry))
    found = copy.found() - known
    assert {(f.severity, f.path, f.key) for f in found} == {("error", f"articles/{article}.md", "disputes.open_within") for article in ("q050", "q075")}
    assert all(re.search(news, f.problem) for f in found)
    for article in ("q050", "q075"):
        copy.body(article, lambda body: f"{body}\n\n{new}\n")
    copy.change("rules/disputes.yaml", lambda raw: raw["open_within"]["history"][1].update(also=[{"article": one, "states": new} for one in ("q050", "q075")]))
    assert copy.found() == known


def test_a_changed_article_names_the_parameters_bound_to_it(copy: Copy, known: set[Finding]) -> None:
    copy.body("q087", lambda body: body.replace("9:00 to 17:00", "9:00 to 18:00"))
    found = copy.found() - known
    assert {(f.path, f.key) for f in found} == {("rules/support.yaml", "chat_opens.history.0.also.1"), ("rules/support.yaml", "chat_closes.history.0.also.1")}


def test_no_parameters_are_a_fault(copy: Copy) -> None:
    for path in (copy.folder / "rules").glob("*.yaml"):
        copy.delete(f"rules/{path.name}")
    assert ("rules", "") in {(f.path, f.key) for f in copy.found()}


def test_several_unreadable_files_are_all_named(copy: Copy, known: set[Finding]) -> None:
    copy.write("articles/q040.md", "Just text\n")
    copy.write("articles/q041.md", "Just text\n")
    copy.write("rules/epr.yaml", "steps: {}\n")
    assert {f.path for f in copy.found() - known} == {"articles/q040.md", "articles/q041.md", "rules/epr.yaml"}


def test_errors_come_first_and_say_where(copy: Copy) -> None:
    copy.article("q001", checked_on=date(2026, 5, 1), review_by=date(2026, 11, 24))
    copy.article("q040", related=["q088"])
    found = check(copy.folder, TODAY)
    assert [f.severity for f in found] == sorted(f.severity for f in found)
    assert str(found[-1]).startswith(f"warning: {copy.folder / 'articles' / 'q001.md'}, review_by: the review was due on 2026-11-24")


def test_a_review_is_due_after_its_day(copy: Copy, known: set[Finding]) -> None:
    copy.article("q040", checked_on=date(2026, 5, 1), review_by=TODAY)
    assert copy.found() == known


def test_conversations_need_no_text(copy: Copy, known: set[Finding]) -> None:
    copy.add("evaluation/test.jsonl", json.dumps({"id": "c-1", "turns": [{"user": "hello"}]}) + "\n")
    assert copy.found() == known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("€0.10 or 10%, 48h", ["0.1", "10", "48"]),
        ("12,345.5 and 10\u00a0000", ["12345.5", "10000"]),
        ("q065, H2 and Model3 are names", []),
        ("3-5 days, at 09:00.", ["3", "5", "9", "0"]),
        ("in 2022, 18 December", ["2022", "18"]),
    ],
)
def test_numbers_stand_as_digits(text: str, expected: list[str]) -> None:
    assert numbers(text) == {Decimal(number) for number in expected}


@pytest.mark.parametrize(
    ("one", "other"), [("Café, déjà vu?", "cafe deja vu"), ("  How\tMUCH -- is it?!", "how much is it"), ("one_two", "one two"), ("Straße", "STRASSE")]
)
def test_near_identical_texts_are_alike(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_other_words_are_not_alike() -> None:
    assert plain("Is it 4 days?") != plain("Is it 5 days?")
