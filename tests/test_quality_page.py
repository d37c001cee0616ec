"""The quality pages of the console: figures of kept turns, what was asked in vain and what is made of it, votes against; by role."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.accounts.account import Role
from bot.console.tallies import counted
from bot.conversations import Conversations
from bot.gaps.store import Question, Store
from bot.lookup import Lookup
from bot.settings import Settings
from bot.store.database import Database
from bot.tables import EVENTS
from knowledge.base import KnowledgeBase
from knowledge.languages import Languages
from tests.conftest import NOW, ROOT
from tests.forms import forms_of
from tests.seats import Seat, admitted, seated, settings_of

pytestmark = pytest.mark.model

TODAY = date(2026, 11, 23)
LOANS = ("does AliExpress lend money to sellers?", "Can I get a loan from AliExpress?", "AliExpress prête-t-il de l'argent aux vendeurs ?")
HOSTILE = "where is the <script>alert(1)</script> page for wine"


def keep(settings: Settings, *texts: str, complaint: str = "") -> None:
    """Keeps questions as if sellers had asked them in vain."""
    database = Database(settings.database_url)
    conversations = Conversations(database)
    store, conversation = Store(conversations), conversations.start()
    for text in texts:
        conversations.hear(conversation, text)
        asked = store.last_asked(conversation)
        assert asked
        language = "fr" if "ê" in text else "en"
        reason: Any = "down-voted" if complaint else "unanswered"
        store.keep(conversation, asked, Question(text, language, "no_answer", (("q003", 0.3), ("q070", 0.2)), reason, complaint, TODAY))
    database.close()


def turns(settings: Settings, at: datetime, *happened: tuple[str, str, int | None]) -> None:
    """Keeps turns of one conversation with their decision, language and milliseconds."""
    database = Database(settings.database_url)
    identity = Conversations(database).start()
    with database.transaction() as connection:
        for decision, language, taken in happened:
            turn = {"decision": decision, "language": language} | ({"milliseconds": taken} if taken is not None else {})
            values = {"conversation": identity, "kind": "turn", "at": at.isoformat(timespec="seconds"), "content": json.dumps(turn)}
            connection.execute(EVENTS.insert().values(**values))
    database.close()


@pytest.fixture
def settings(var: Path, tmp_path: Path) -> Settings:
    folder = tmp_path / "var"
    folder.mkdir()
    for built in ("index", "index_languages", "encoder"):
        (folder / built).symlink_to(var / built, target_is_directory=True)
    return settings_of(folder, tmp_path)


@pytest.fixture
def own_data(tmp_path: Path) -> Path:
    """A copy of the data that a test may change."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


@pytest.fixture
def own_lookup(lookup: Lookup, own_data: Path) -> Lookup:
    """Look-ups whose knowledge lies in that copy, over the same search."""
    base = KnowledgeBase(own_data)
    english, others = (lookup.languages.assistants[tongue].understander.ranker for tongue in ("en", "fr"))
    return Lookup(Languages(base, english, others), lambda: NOW, 2000)


def test_turns_are_counted_by_day_and_language(settings: Settings) -> None:
    first, second = NOW - timedelta(days=1), NOW
    turns(settings, first, ("answer", "en", 100), ("no_answer", "en", 300), ("smalltalk", "en", None))
    turns(settings, second, ("rule", "fr", 200), ("handoff", "fr", 50))
    turns(settings, NOW - timedelta(days=8), ("answer", "en", 100))
    database = Database(settings.database_url)
    found = counted(database, TODAY, 7)
    assert (found.whole.turns, found.whole.answered, found.whole.unanswered) == (5, 2, 1)
    assert found.whole.answer_rate == pytest.approx(2 / 3)
    assert found.whole.handover_rate == pytest.approx(1 / 2)  # one of two conversations
    assert found.whole.median == 150  # of 50, 100, 200 and 300
    assert [tally.turns for tally in found.days.values()] == [0, 0, 0, 0, 0, 3, 2]
    assert {language: tally.turns for language, tally in found.languages.items()} == {"en": 3, "fr": 2}
    assert counted(database, TODAY, 7, "fr").whole.turns == 2
    empty = counted(database, date(2020, 1, 1), 7).whole
    assert (empty.turns, empty.answer_rate, empty.handover_rate, empty.median) == (0, None, None, None)
    database.close()


def test_a_turn_just_after_midnight_in_paris_counts_on_the_new_day(settings: Settings) -> None:
    turns(settings, datetime(2026, 11, 22, 23, 30, tzinfo=UTC), ("answer", "en", 1))  # 0:30 on the 23rd in Paris
    database = Database(settings.database_url)
    assert counted(database, TODAY, 7).days[TODAY].turns == 1
    database.close()


def test_the_figures_stand_on_the_page_in_plots_and_tables(lookup: Lookup, settings: Settings) -> None:
    turns(settings, NOW, ("answer", "en", 100), ("no_answer", "<b>x", 300))
    with seated(lookup, settings) as seat:
        page = seat.get("/console/quality").text
        assert page.count('<svg class="plot"') == 3
        assert "<dd>50 %</dd>" in page
        assert '<th scope="row">English</th><td class="number">1</td><td class="number">100 %</td>' in page
        assert "<b>x" not in page
        assert "Nobody has asked anything" in seat.get("/console/quality?language=it").text
        for query in ("days=7", "days=90&language=en", "language=%3Cscript%3E"):
            assert "<script>" not in seat.get(f"/console/quality?{query}").text
        seat.get("/console/quality?days=100000", 422)


def test_what_was_asked_in_vain_is_put_together_by_meaning(lookup: Lookup, settings: Settings) -> None:
    keep(settings, *LOANS, HOSTILE)
    with seated(lookup, settings, Role.EDITOR) as seat:
        page = seat.get("/console/quality/gaps").text
        assert page.count('<article class="card gap"') == 2
        assert "3 ×" in page
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_phrasings_are_added_once_confirmed_and_the_record_says_who(own_lookup: Lookup, own_data: Path, settings: Settings) -> None:
    keep(settings, *LOANS)
    with seated(own_lookup, settings, Role.EDITOR) as seat:
        number = cluster_of(seat)
        assert '<option value="q003">' in seat.get("/console/quality/gaps").text  # too unlike to be chosen beforehand
        sent = {"article": "q003", "take": ["1", "3"]}
        asked = seat.post(f"/console/quality/gaps/{number}/phrase", sent, 200).text
        assert "alike by 30 %: these questions probably ask something else" in asked
        assert LOANS[0] not in (own_data / "articles" / "q003.md").read_text(encoding="utf-8")
        form = next(form for form in forms_of(asked) if ("sure", "yes") in form.pairs)
        assert [value for name, value in form.pairs if name == "take"] == ["1", "3"]
        page = seat.post(f"/console/quality/gaps/{number}/phrase", sent | {"sure": "yes"}, 200).text
        assert "2 questions added to" in page
        assert LOANS[0] in (own_data / "articles" / "q003.md").read_text(encoding="utf-8")
        assert LOANS[2] in (own_data / "articles" / "fr" / "q003.md").read_text(encoding="utf-8")
        assert LOANS[1] not in (own_data / "articles" / "q003.md").read_text(encoding="utf-8")
        assert "Nothing was asked in vain." in page  # the cluster is settled
        keep(settings, LOANS[0])
        page = seat.post(f"/console/quality/gaps/{cluster_of(seat)}/phrase", {"article": "q003", "sure": "yes"}, 200).text
        assert "The article knows these already." in page
        entries = Seat(seat.client, admitted(settings, own_lookup, Role.ADMIN)).get("/console/audit").text
        assert "article q003" in entries
        assert "editor@example.org" in entries


def test_a_click_begins_a_draft_that_can_be_read(lookup: Lookup, settings: Settings) -> None:
    keep(settings, *LOANS)
    with seated(lookup, settings, Role.EDITOR) as seat:
        number = cluster_of(seat)
        led = seat.post(f"/console/quality/gaps/{number}/draft", {}).headers["location"]
        page = seat.get(led).text
        link = re.search(r'href="(/console/quality/drafts/[^"]+)"', page)
        assert link
        text = seat.get(link[1]).text
        assert "TODO: the short answer" in text
        assert all(loan.replace("'", "&#39;") in text for loan in LOANS)
        edited = re.search(r'href="(/console/content/en/[^"]+/edit)"', page)
        assert edited
        editor = seat.get(edited[1]).text
        assert "TODO: the short answer" in editor
        assert LOANS[0] in editor
        assert "exists already" in seat.post(f"/console/quality/gaps/{number}/draft", {}, 409).text
        assert (settings.drafts_folder / f"{link[1].rpartition('/')[2]}.md").exists()


def test_a_cluster_can_be_dropped(lookup: Lookup, settings: Settings) -> None:
    keep(settings, *LOANS)
    with seated(lookup, settings, Role.EDITOR) as seat:
        led = seat.post(f"/console/quality/gaps/{cluster_of(seat)}/drop", {}).headers["location"]
        page = seat.get(led).text
        assert "3 questions deleted." in page
        assert "Nothing was asked in vain." in page


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT])
def test_only_editors_change_anything(lookup: Lookup, settings: Settings, role: Role) -> None:
    keep(settings, *LOANS)
    with seated(lookup, settings, role) as seat:
        page = seat.get("/console/quality/gaps").text
        assert LOANS[0] in page
        assert "Add as phrasing" not in page
        for action in ("phrase", "draft", "drop"):
            refused = seat.post(f"/console/quality/gaps/1/{action}", {"article": "q003", "role": "editor"}, 403)
            assert "This is not open to you" in refused.text
        assert LOANS[0] in seat.get("/console/quality/gaps").text


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("999/phrase", {"article": "q003"}, 404),
        ("99999999999999999999/drop", {}, 404),
        ("1/phrase", {"article": "q999"}, 404),
        ("1/phrase", {"article": "q999", "sure": "yes"}, 404),
        ("1/phrase", {"article": "../../etc/passwd"}, 404),
        ("1/phrase", {"article": "q003", "take": "999"}, 404),
        ("1/phrase", {"article": "q003", "take": "x"}, 422),
        ("x/drop", {}, 422),
    ],
)
def test_what_is_not_there_cannot_be_worked_on(lookup: Lookup, settings: Settings, path: str, sent: dict[str, Any], status: int) -> None:
    keep(settings, *LOANS)
    with seated(lookup, settings, Role.EDITOR) as seat:
        seat.post(f"/console/quality/gaps/{path}", sent, status)
        assert LOANS[0] in seat.get("/console/quality/gaps").text


@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fdata%2farticles%2fq003", "%00", "*"])
def test_no_other_file_can_be_read_as_a_draft(lookup: Lookup, settings: Settings, name: str) -> None:
    settings.drafts_folder.mkdir()
    (settings.drafts_folder / "own.md").write_text("a draft", encoding="utf-8")
    with seated(lookup, settings) as seat:
        assert "a draft" in seat.get("/console/quality/drafts/own").text
        assert "a draft" not in seat.get(f"/console/quality/drafts/{name}", 404).text


def test_votes_against_are_listed_with_their_reason(lookup: Lookup, settings: Settings) -> None:
    keep(settings, "how long is a refund <i>really</i>?", complaint="outdated")
    keep(settings, LOANS[0])
    with seated(lookup, settings) as seat:
        page = seat.get("/console/quality/votes").text
        assert "Outdated" in page
        assert "&lt;i&gt;really" in page
        assert "· English · No answer</p>" in page
        assert LOANS[0] not in page


def cluster_of(seat: Seat) -> int:
    """The number of the first cluster."""
    found = re.search(r'id="gap-(\d+)"', seat.get("/console/quality/gaps").text)
    assert found
    return int(found[1])
