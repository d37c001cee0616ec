"""Content in the console: list, history, editor; drafts, publishing at once, two editors, roles, and hostile input."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.accounts.account import Role
from bot.content.version import Key
from knowledge.articles import read_article
from knowledge.base import KnowledgeBase
from tests.hosting import application
from tests.newsroom import Newsroom, at

pytestmark = pytest.mark.model

KEY, FRENCH = Key("en", "q047"), Key("fr", "q047")
LEAD = "6 months, counted from the purchase."


def test_every_article_is_listed_in_both_languages(room: Newsroom, base: KnowledgeBase) -> None:
    page = room.editor.get("/console/content").text
    for article in base.library:
        assert f'href="/console/content/en/{article.id}"' in page
    assert page.count('<li class="content-row">') == len(base.library)
    assert room.editor.get("/console/content?language=fr").text.count('<li class="content-row">') == 100
    assert "No review is overdue." in room.editor.get("/console/content?show=overdue").text
    assert "Nobody is working on a draft." in room.editor.get("/console/content?show=draft").text
    room.editor.get("/console/content?language=xx", 404)
    assert room.editor.get("/console/content/q047", 303).headers["location"] == at(KEY)
    room.editor.get("/console/content?show=everything", 422)


def test_an_untouched_article_has_one_version_and_looking_keeps_nothing(room: Newsroom) -> None:
    page = room.editor.get(at(KEY)).text
    assert "Version 0" in page
    assert "Version 1" not in page
    assert "From the files" in page
    assert room.editor.get(f"{at(KEY)}/versions/0.md").content == room.text(KEY).encode()
    assert "Nothing was changed" in room.send(KEY, "save", 200).text
    assert "Nothing was changed" in room.send(KEY, "publish", 200).text
    assert "Version 1" not in room.editor.get(at(KEY)).text


def test_a_draft_is_kept_with_its_author_and_changes_nothing_for_sellers(room: Newsroom) -> None:
    led = room.send(KEY, "save", body=room.with_words(KEY), comment="clearer <b>").headers["location"]
    page = room.editor.get(led).text
    assert "The draft is kept." in page
    assert "Written by editor@example.org" in page
    assert "clearer &lt;b&gt;" in page
    assert "Half a year" not in room.client.get("/api/articles/q047").json()["body"]
    assert "q047" in room.editor.get("/console/content?show=draft").text
    kept = room.editor.get(f"{at(KEY)}/versions/1.md").content.decode()
    assert kept == room.text(KEY).replace(LEAD, f"{LEAD} Half a year, that is.")
    changes = room.editor.get(f"{at(KEY)}/changes?old=0&new=1").text
    assert "<mark>" in changes
    assert "Half" in changes


def test_what_is_published_is_said_at_once_everywhere(room: Newsroom) -> None:
    led = room.send(KEY, "publish", body=room.with_words(KEY), title="How long do old sales and ratings stay in the history?").headers["location"]
    assert led.endswith("done=published")
    assert "Sellers get this text from now on" in room.editor.get(led).text
    found = room.client.get("/api/articles/q047").json()
    assert "Half a year" in found["body"]
    assert found["title"] == "How long do old sales and ratings stay in the history?"
    assert "Half a year" in room.editor.get("/console/articles/q047").text
    answer = room.client.post("/api/ask", json={"text": "how long do reviews stay in the product history"}).json()["answer"]
    assert "Half a year" in answer["text"]
    assert answer["sources"][0]["title"] == found["title"]
    spanish = room.client.get("/api/articles/q047?language=es").json()
    assert "Half a year" in spanish["body"]  # it is said in English there
    french = room.client.get("/api/articles/q047?language=fr").json()
    assert french["language"] == "fr"
    assert "Half a year" not in french["body"]
    titled = room.client.post("/api/ask", json={"text": found["title"]}).json()
    assert titled["articles"][0]["id"] == "q047"
    assert room.text(KEY).count("Half a year") == 0  # the files wait for the export
    assert "q047" in room.editor.get("/console/content?show=changed").text


def test_what_was_published_holds_after_another_start(room: Newsroom, data: Path) -> None:
    room.send(KEY, "publish", body=room.with_words(KEY))
    as_in_files = read_article(data / "articles" / "q047.md", {"IV": room.lookup.base.library.article("q047").section})
    room.lookup.base.library.put(as_in_files)
    assert "Half a year" not in room.lookup.article("q047")["body"]
    application(room.lookup, room.settings)
    assert "Half a year" in room.lookup.article("q047")["body"]


def test_what_is_withdrawn_gives_way_to_what_held_before(room: Newsroom) -> None:
    room.send(KEY, "publish", body=room.with_words(KEY))
    led = room.editor.post(f"{at(KEY)}/withdraw", {"version": "1"}).headers["location"]
    page = room.editor.get(led).text
    assert "Withdrawn. It stays in the history." in page
    assert "Half a year" not in room.client.get("/api/articles/q047").json()["body"]
    assert room.editor.get(f"{at(KEY)}/versions/1.md").status_code == 200
    for version in ("0", "1"):
        assert "can not be withdrawn" in room.editor.post(f"{at(KEY)}/withdraw", {"version": version}, 409).text
    for version in ("", "x", "-1", "9", "9" * 40):
        room.editor.post(f"{at(KEY)}/withdraw", {"version": version}, 404)


def test_a_figure_that_disagrees_is_not_published_and_the_draft_is_kept(room: Newsroom) -> None:
    wrong = room.text(KEY).partition("\n---\n")[2].replace("6 months", "7 months")
    page = room.send(KEY, "publish", 409, body=wrong).text
    assert "It cannot be published while the checks complain" in page
    assert "does not stand" in page
    assert "q047-six-months" in page  # the fact that is lost
    assert "It stood in:" in page
    assert "kept as the draft, version 1" in page
    assert "6 months" in room.client.get("/api/articles/q047").json()["body"]
    assert "Version 1" in room.editor.get(at(KEY)).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"facts": ""}, "no article carries it"),
        ({"facts": "q047-six-months q047-automatic q047-example q001-nothing"}, "is not in facts.yaml"),
        ({"related": "q047"}, "is this article"),
        ({"related": "q999"}, "there is no article"),
        ({"rules": "no-such-rule"}, "there is no rule"),
        ({"review_by": "2026-11-24"}, "is not after checked_on"),
        ({"review_by": "2026-02-30"}, "not valid YAML"),
        ({"checked_on": "soon"}, "checked_on"),
        ({"section": "XX"}, "is not in sections.yaml"),
        ({"questions": "one\ntwo"}, "has 2 of at least 12"),
        ({"body": "## Only a heading\nText\n"}, "needs a short answer"),
        ({"body": LEAD + "\n[!c-unknown]\n"}, "is not described"),
        ({"title": ""}, ""),
    ],
)
def test_each_check_is_made_while_somebody_writes(room: Newsroom, typed: dict[str, str], told: str) -> None:
    part = room.send(KEY, "check", 200, sent=room.form(KEY, None, **typed)).text
    assert told.lower() in part.lower()
    assert ("No faults" in part) == (told == "")
    assert "Version 1" not in room.editor.get(at(KEY)).text


def test_a_question_that_stands_elsewhere_is_told(room: Newsroom) -> None:
    form = room.form(KEY)
    taken = room.lookup.base.library.article("q058").front.questions[0]
    part = room.send(KEY, "check", 200, sent=form | {"questions": f"{form['questions']}\r\n{taken}"}).text
    assert "also stands in" in part


def test_languages_whose_figures_change_together_are_published_together(room: Newsroom) -> None:
    english = room.text(KEY).partition("\n---\n")[2].replace(LEAD, f"{LEAD} It is the same for 3 kinds of shops.")
    page = room.send(KEY, "publish", 409, body=english).text
    assert "nly the English text states 3" in page
    french = room.text(FRENCH).partition("\n---\n")[2].replace("\n", " C’est pareil pour 3 sortes de boutiques.\n", 1)
    room.send(FRENCH, "save", body=french)
    assert "the draft in French, version 1" in room.editor.get(f"{at(KEY)}/edit").text
    sent = room.form(KEY)
    assert "nly the English text states 3" in room.send(KEY, "publish", 409, sent=sent).text
    assert "No faults" in room.send(KEY, "check", 200, sent=sent | {"together": "fr"}).text
    room.send(KEY, "publish", sent=sent | {"together": "fr"})
    assert "3 kinds" in room.client.get("/api/articles/q047").json()["body"]
    assert "3 sortes" in room.client.get("/api/articles/q047?language=fr").json()["body"]


def test_other_passages_wait_for_the_index_and_the_page_says_so(room: Newsroom) -> None:
    english = room.text(KEY).partition("\n---\n")[2] + "\n## More\nThe same for every shop.\n"
    french = room.text(FRENCH).partition("\n---\n")[2] + "\n## Encore\nPareil pour chaque boutique.\n"
    room.send(FRENCH, "save", body=french)
    led = room.send(KEY, "publish", sent=room.form(KEY, body=english) | {"together": "fr"}).headers["location"]
    assert led.endswith("done=waits")
    assert "after the next export, index and start" in room.editor.get(led).text
    assert "The same for every shop" not in room.client.get("/api/articles/q047").json()["body"]
    assert "More" not in [
        button["title"] for button in room.client.post("/api/ask", json={"text": "how long do reviews stay"}).json()["answer"].get("buttons", [])
    ]


def test_two_editors_lose_nothing(room: Newsroom) -> None:
    other = room.seat(Role.EDITOR, "boris@example.org")
    mine, theirs = room.form(KEY, body=room.with_words(KEY, "Anna's words.")), room.form(KEY, other, body=room.with_words(KEY, "Boris's words."))
    room.send(KEY, "save", sent=mine)
    for action in ("save", "publish"):
        page = room.send(KEY, action, 409, other, theirs).text
        assert "editor@example.org has saved version 1 in the meantime" in page
        assert "<del>" in page  # what differs
        assert "Anna" in page
        assert "Boris&#39;s words." in page.partition('name="body"')[2]  # still in the field
    assert "Version 2" not in room.editor.get(at(KEY)).text
    room.send(KEY, "save", seat=other, sent=theirs | {"seen": "1"})
    assert "Boris" in other.get(f"{at(KEY)}/versions/2.md").text
    assert "Anna" in other.get(f"{at(KEY)}/versions/1.md").text


def test_a_file_that_changes_under_a_draft_is_shown_beside_it(room: Newsroom) -> None:
    room.send(KEY, "save", body=room.with_words(KEY))
    sent = room.form(KEY)
    path = room.data / "articles" / "q047.md"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"nor a sanction.", b"nor a punishment."))
    page = room.send(KEY, "publish", 409, sent=sent).text
    assert "The file was changed in the meantime" in page
    assert "punishment" in page
    assert "Half a year" in page.partition('name="body"')[2]
    history = room.editor.get(at(KEY)).text
    path.write_bytes(before)
    assert "From the files, where it was changed" in history


def test_a_new_article_is_begun_named_and_waits(room: Newsroom) -> None:
    led = room.editor.post("/console/content/new", {"article": "q047-rating"}).headers["location"]
    assert led == "/console/content/en/q047-rating/edit"
    new = Key("en", "q047-rating")
    assert "New: q047-rating" in room.editor.get(led).text
    assert "needs a short answer" in room.send(new, "preview", 200).text
    assert "No question can be asked" in room.send(new, "replay", 200).text
    room.send(new, "save", title="What is a rating?", body="A number of stars.")
    page = room.editor.get(at(new)).text
    assert "Version 0" in page
    assert "q047-rating" in room.editor.get("/console/content?show=draft").text
    assert room.client.get("/api/articles/q047-rating").status_code == 404


@pytest.mark.parametrize("article", ["q047", "", "q099-x", "../q047-x", "q047-X", "q047-" + "x" * 80, "q047-<script>", "con", "q047-x/..", "q047_x"])
def test_only_parts_of_the_guides_numbers_can_be_begun(room: Newsroom, article: str) -> None:
    if article == "q047":
        assert room.editor.post("/console/content/new", {"article": article}).headers["location"].endswith("/en/q047/edit")
        return
    page = room.editor.post("/console/content/new", {"article": article}, 422).text
    assert "Begin with a number of the guide" in page
    assert "<script>" not in page.replace('<script type="module"', "")


def test_the_replay_tells_what_would_be_found(room: Newsroom) -> None:
    taken = room.lookup.base.library.article("q053").front.questions[:12]
    form = room.form(KEY)
    part = room.send(KEY, "replay", 200, sent=form).text
    assert "Its own questions that find it" in part
    assert "Questions that others lose</dt><dd>0 " in part
    changed = "\r\n".join([form["questions"], *(f"{question} please" for question in taken)])
    lost = room.send(KEY, "replay", 200, sent=form | {"questions": changed}).text
    assert "Lost by other articles" in lost
    assert "q053" in lost
    assert "after <code>seller-assistant index</code>" in lost


def test_without_javascript_one_button_shows_everything_and_keeps_what_was_typed(room: Newsroom) -> None:
    page = room.send(KEY, "look", 200, body=room.with_words(KEY), comment="why").text
    assert "No faults" in page
    assert "Its own questions that find it" in page
    assert '<article class="stack preview-article"' in page
    assert 'value="why"' in page
    assert "Version 1" not in room.editor.get(at(KEY)).text


def test_the_record_says_who_did_what(room: Newsroom) -> None:
    room.send(KEY, "save", body=room.with_words(KEY), comment="one")
    room.send(KEY, "publish")
    room.editor.post(f"{at(KEY)}/withdraw", {"version": "1"})
    record = room.seat(Role.ADMIN).get("/console/audit?about=article+en/q047").text
    for action in ("drafted", "published", "withdrew"):
        assert f'class="strong">{action}</td>' in record
    assert record.count("editor@example.org</td>") == 3
