"""Phrasings and drafts made of clusters, in a copy of the real data that is loaded and checked again."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.gaps.clusters import Cluster
from bot.gaps.draft import NoDraft, begin
from bot.gaps.store import Question
from bot.gaps.teaching import teach
from knowledge.base import KnowledgeBase
from knowledge.check import check
from knowledge.errors import DataError, UnknownArticle

DAY = date(2026, 11, 26)
NEAR = (("q060", 0.3), ("q047", 0.2))
COINS = "Can I settle what I owe you with bitcoin?"


def asked(number: int, text: str, language: str = "en", near: tuple[tuple[str, float], ...] = NEAR) -> Question:
    return Question(text, language, "no_answer", near, "unanswered", "", DAY, number)


@pytest.fixture
def copied(data: Path, tmp_path: Path) -> KnowledgeBase:
    """The real data in a folder that a test may write into, with an evaluation set of its own."""
    folder = tmp_path / "data"
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("evaluation"))
    (folder / "evaluation").mkdir()
    rows = [{"id": "x-1", "text": "Do you measure me?", "kind": "faq"}, {"id": "x-2", "turns": [{"user": "And in a talk?"}], "kind": "talk"}]
    (folder / "evaluation" / "own.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\nno JSON\n", encoding="utf-8")
    return KnowledgeBase(folder)


def changes(base: KnowledgeBase, data: Path) -> dict[str, list[str]]:
    """The lines that were added to each file; a line that is gone fails."""
    found = {}
    for path in sorted(base.data.rglob("*")):
        original = data / path.relative_to(base.data)
        if path.is_file() and "evaluation" not in path.parts and path.read_bytes() != original.read_bytes():
            before, after = original.read_text(encoding="utf-8").splitlines(), path.read_text(encoding="utf-8").splitlines()
            new = [line for line in after if line not in before]
            assert [line for line in after if line in before] == before
            found[path.relative_to(base.data).as_posix()] = new
    return found


# Phrasings


def test_each_question_goes_into_the_file_of_its_language(copied: KnowledgeBase, data: Path) -> None:
    assert (data / "articles" / "fr" / "q060.md").exists()
    assert not (data / "articles" / "de").exists()
    lesson = teach(copied, "q060", [asked(1, COINS), asked(2, "Payer mes frais en bitcoin ?", "fr"), asked(3, "Gebühren mit Bitcoin zahlen?", "de")])
    assert changes(copied, data) == {
        "articles/fr/q060.md": ['  - "Payer mes frais en bitcoin ?"'],
        "articles/q060.md": [f'  - "{COINS}"'],
        "phrasings/de/questions.yaml": ['    - "Gebühren mit Bitcoin zahlen?"'],
    }
    assert (len(lesson.added), lesson.refused, lesson.known, lesson.settles) == (3, (), (), True)
    again = KnowledgeBase(copied.data)
    assert again.library.article("q060").front.questions[-1] == COINS
    assert again.others["fr"].library.article("q060").front.questions[-1] == "Payer mes frais en bitcoin ?"
    assert again.others["de"].phrasings.articles["q060"][-1] == "Gebühren mit Bitcoin zahlen?"


def test_what_stands_somewhere_or_measures_is_refused(copied: KnowledgeBase, data: Path) -> None:
    article, other = copied.library.article("q060"), copied.library.article("q047")
    lesson = teach(
        copied,
        "q060",
        [
            asked(1, f"{article.front.questions[0].upper()}!"),
            asked(2, other.front.questions[0]),
            asked(3, other.front.not_answered[0]),
            asked(4, copied.phrasings.outside[0]),
            asked(5, copied.phrasings.rules["refund-timing"].questions[0]),
            asked(6, copied.others["fr"].library.article("q047").front.questions[0], "fr"),
            asked(7, "do you MEASURE me"),
            asked(8, "And in a talk?"),
            asked(9, "?!"),
            asked(10, COINS),
            asked(11, COINS.lower()),
            asked(12, copied.others["de"].phrasings.not_answered["q047"][0], "de"),
        ],
    )
    assert [question.number for question in lesson.known] == [1, 11]
    assert {question.number: reason for question, reason in lesson.refused} == {
        2: "stands in q047 already",
        3: "stands in what q047 does not answer already",
        4: "stands in what must be refused already",
        5: "stands in the rule refund-timing already",
        6: "stands in q047 already",
        7: "stands in an evaluation set",
        8: "stands in an evaluation set",
        9: "holds no words",
        12: "stands in what q047 does not answer already",
    }
    assert changes(copied, data) == {"articles/q060.md": [f'  - "{COINS}"']}


def test_nothing_is_settled_by_refusals_alone(copied: KnowledgeBase, data: Path) -> None:
    assert not teach(copied, "q060", [asked(1, "Do you measure me?")]).settles
    assert not teach(copied, "q060", []).settles
    assert changes(copied, data) == {}


def test_an_unknown_article_is_refused(copied: KnowledgeBase) -> None:
    with pytest.raises(UnknownArticle):
        teach(copied, "q999", [asked(1, COINS)])


def test_nothing_is_written_when_one_file_cannot_be_changed(copied: KnowledgeBase, data: Path) -> None:
    with pytest.raises(DataError, match="'nl'"):
        teach(copied, "q060", [asked(1, COINS), asked(2, "Kan ik met bitcoin betalen?", "nl")])
    assert changes(copied, data) == {}


# Drafts


def cluster(count: int, *others: Question) -> Cluster:
    """A cluster of so many English questions, and others."""
    return Cluster((*(asked(number, f"Can I pay fee number {number} of mine in bitcoin?") for number in range(1, count + 1)), *others))


def test_a_draft_lacks_only_what_a_person_must_write(copied: KnowledgeBase, tmp_path: Path) -> None:
    """With twelve questions, the check wants four near misses, and nothing else once the text is there."""
    whole = cluster(12, asked(13, "Payer en bitcoin ?", "fr"), asked(14, "Do you measure me?"))
    path = begin(whole, whole.examples, copied, tmp_path / "drafts", DAY)
    assert path == tmp_path / "drafts" / "q060-number-mine-bitcoin.md"
    text = path.read_text(encoding="utf-8")
    assert '# asked in fr: "Payer en bitcoin ?"' in text
    assert "measure" not in text
    assert "more ways to ask" not in text
    written = text.partition("TODO: the short answer")[0] + "You cannot.\n"
    place = copied.data / "articles" / path.name
    place.write_text(written, encoding="utf-8")
    assert [finding.key for finding in check(copied.data, DAY) if Path(finding.path) == place] == ["not_answered"]
    place.write_text(written.replace("not_answered: []", 'not_answered: ["a b?", "c d?", "e f?", "g h?"]'), encoding="utf-8")
    assert [finding for finding in check(copied.data, DAY) if Path(finding.path) == place] == []
    front = KnowledgeBase(copied.data).library.article(path.stem).front
    assert (front.section, front.related, len(front.questions)) == (copied.library.article("q060").front.section, ("q060", "q047"), 12)
    assert (front.title, front.checked_on) == ("Can I pay fee number 1 of mine in bitcoin?", DAY)


def test_a_draft_says_how_many_questions_are_missing(base: KnowledgeBase, tmp_path: Path) -> None:
    whole = cluster(5)
    assert "# TODO: 7 more ways to ask it, in English" in begin(whole, whole.examples, base, tmp_path, DAY).read_text(encoding="utf-8")


def test_a_draft_without_an_english_question(base: KnowledgeBase, tmp_path: Path) -> None:
    whole = Cluster((asked(1, "Payer mes frais en bitcoin ?", "fr"),))
    text = begin(whole, whole.examples, base, tmp_path, DAY).read_text(encoding="utf-8")
    assert "questions: []\n" in text
    assert "# TODO: 12 more ways to ask it, in English" in text


def test_a_draft_is_not_overwritten(base: KnowledgeBase, tmp_path: Path) -> None:
    whole = cluster(1)
    path = begin(whole, whole.examples, base, tmp_path, DAY)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(NoDraft, match="exists already"):
        begin(whole, whole.examples, base, tmp_path, DAY)
    assert path.read_text(encoding="utf-8") == "mine"


def test_nothing_near_gives_no_draft(base: KnowledgeBase, tmp_path: Path) -> None:
    whole = Cluster((asked(1, "asdf", near=()),))
    with pytest.raises(NoDraft, match="no section"):
        begin(whole, whole.examples, base, tmp_path, DAY)
    assert list(tmp_path.glob("*.md")) == []
