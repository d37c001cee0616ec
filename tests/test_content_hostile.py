"""Who may change articles in the console, and what nobody gets through: roles, forms from elsewhere, paths, markup, front matter, sizes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.accounts.account import Role
from bot.content import fields
from bot.content.version import Key
from tests.newsroom import Newsroom, at

pytestmark = pytest.mark.model

KEY = Key("en", "q047")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT])
def test_only_editors_write(room: Newsroom, role: Role) -> None:
    room.send(KEY, "save", body=room.with_words(KEY))
    seat = room.seat(role)
    page = seat.get(at(KEY)).text
    assert "Version 1" in page
    assert "/edit" not in page
    assert "Withdraw" not in page
    assert "New article" not in seat.get("/console/content").text
    sent = room.form(KEY)
    for action in ("save", "publish", "preview", "check", "replay", "look", "withdraw"):
        seat.post(f"{at(KEY)}/{action}", sent | {"version": "1"}, 403)
    for path in ("/console/content/new", f"{at(KEY)}/edit"):
        seat.get(path, 403)
    assert "Version 2" not in seat.get(at(KEY)).text


def test_nothing_is_changed_without_the_token_of_the_session_or_from_elsewhere(room: Newsroom) -> None:
    sent: dict[str, Any] = room.form(KEY, body=room.with_words(KEY))
    for action in ("save", "publish", "withdraw", "check"):
        room.editor.post(f"{at(KEY)}/{action}", sent | {"csrf": "0" * 64}, 403)
        assert room.client.post(f"{at(KEY)}/{action}", data=sent).status_code == 403
        foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        assert room.client.post(f"{at(KEY)}/{action}", data=sent | {"csrf": room.editor.admission.csrf}, headers=foreign).status_code == 403
    assert "Version 1" not in room.editor.get(at(KEY)).text


@pytest.mark.parametrize(
    "path", ["en/q999", "de/q047", "en/..%2fq047", "en/q047.md", "..%2f/q047", "en/Q047", "en/q047%00", "xx/q047", "en/fr%2fq047", "en/%2e%2e", "fr/q047-x"]
)
def test_no_other_file_is_read(room: Newsroom, path: str) -> None:
    room.editor.get(f"/console/content/{path}", 404)
    if path != "fr/q047-x":
        room.editor.get(f"/console/content/{path}/edit", 404)
        assert room.editor.post(f"/console/content/{path}/save", {"body": "x"}, 404)
    room.editor.get(f"/console/content/{path}/versions/0.md", 404)


def test_hostile_text_is_shown_as_text_everywhere(room: Newsroom) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) </textarea><b>"
    form = room.form(KEY, title=bad, body=f"{bad}\n\n## {bad}\n{bad}\n", questions=f'{bad}\n"{bad}', facts=bad, comment=bad)
    pages = [room.send(KEY, action, 200, sent=form).text for action in ("preview", "check", "replay", "look")]
    room.send(KEY, "save", sent=form)
    pages += [room.editor.get(path).text for path in (at(KEY), f"{at(KEY)}/edit", f"{at(KEY)}/changes?old=0&new=1", "/console/content?show=draft")]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
        assert "</textarea><b>" not in page
    assert room.editor.get(f"{at(KEY)}/versions/1.md").headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "typed",
    [
        {"title": "x: [*a, &a b]"},
        {"title": "'\"\\ # - ? : { } [ ] & * ! | > % @ `"},
        {"questions": "- !!python/object/apply:os.system [id]\n*alias\n&anchor x\n---\n..."},
        {"facts": "{a: b} [[[[ ]]]] *a"},
        {"rules": "]\nevil: yes"},
        {"checked_on": "2026-01-01\nevil: 1"},
        {"section": "I\nevil: 1"},
        {"body": "---\nid: evil\n---\n\x00\x07\ud800"},
        {"title": "\u2028\u2029\u0085\ufeff"},
        {"seen": "9" * 300, "title": "Changed"},
        {"from": "-5"},
    ],
)
def test_odd_fields_break_nothing_and_smuggle_nothing(room: Newsroom, typed: dict[str, str]) -> None:
    form = room.form(KEY) | {name: value.encode("utf-8", "replace").decode() for name, value in typed.items()}
    for action in ("preview", "check", "replay"):
        room.send(KEY, action, 200, sent=form)
    found = room.editor.post(f"{at(KEY)}/save", form, 409 if "seen" in typed else 200 if "from" in typed else 303)
    assert found.status_code < 500
    if found.status_code == 303:
        text = room.editor.get(f"{at(KEY)}/versions/1.md").text
        assert text.startswith("---\nid: q047\n")
        assert [line for line in text.partition("\n---\n")[0].split("\n") if line.startswith("evil")] == []
        assert fields.read(text, KEY)["not_answered"] == form["not_answered"].replace("\r\n", "\n")


def test_what_is_too_large_is_refused(room: Newsroom) -> None:
    form = room.form(KEY, body="x" * 70_000)
    assert room.editor.client.post(f"{at(KEY)}/save", data=form | {"csrf": room.editor.admission.csrf}, headers={"Accept": "text/html"}).status_code == 413
    assert "is the most" in room.send(KEY, "save", 422, body="x" * 45_000).text
