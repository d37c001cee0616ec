"""Cases and conversations over HTTP: who may see and do what, hostile input, and the pages without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.accounts.account import Role
from bot.accounts.accounts import Accounts
from bot.accounts.tables import AUDIT
from bot.lookup import Lookup
from bot.settings import Settings
from bot.store.database import Database
from tests.agents import Login, knowing, staff
from tests.conftest import NOW
from tests.engine import running
from tests.hosting import hosting

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("local_sockets")]
UPLOAD, PERSON = "how do I upload my products in bulk?", "I want to talk to a person"


@dataclass
class House:
    """A served installation with an agent, another one and a viewer."""

    url: str
    settings: Settings
    anna: Login
    boris: Login
    vera: Login

    def seller(self, *texts: str, conversation: str = "", language: str = "en") -> Any:
        """What is answered to the last of these messages of a seller."""
        reply: Any = {"conversation_id": conversation}
        with httpx.Client(base_url=self.url, timeout=30, trust_env=False) as client:
            for text in texts:
                known = {"conversation_id": reply["conversation_id"]} if reply["conversation_id"] else {}
                reply = client.post("/api/chat", json={"text": text, "language": language, **known}).raise_for_status().json()
        return reply

    def said(self, conversation: str) -> Any:
        """What the seller sees of the conversation."""
        return httpx.get(f"{self.url}/api/chat/{conversation}/messages", trust_env=False).raise_for_status().json()

    def get(self, path: str, who: Login) -> httpx.Response:
        """A page as somebody sees it."""
        with who.client(self.url) as client:
            return client.get(path)

    def post(self, path: str, who: Login, csrf: Any = None, headers: Any = None, **form: Any) -> httpx.Response:
        """A form as somebody sends it, with the token of the session unless another one is given."""
        with who.client(self.url) as client:
            return client.post(path, data={"csrf": who.csrf if csrf is None else csrf, **form}, headers={"origin": self.url, **(headers or {})})

    def audit(self) -> list[tuple[str, str, str]]:
        """Who did what to what."""
        database = Database(self.settings.database_url)
        with database.transaction() as connection:
            found = [(row.email.partition("@")[0], row.action, row.object) for row in connection.execute(AUDIT.select().order_by(AUDIT.c.number))]
        database.close()
        return found


@pytest.fixture
def house(lookup: Lookup, var: Path, tmp_path: Path) -> Iterator[House]:
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    with running() as engine:
        engine.while_asked = knowing(engine, lookup)
        settings = Settings(var=tmp_path, dialogue_port=engine.port, turn_seconds=10.0, log_level="error")
        with hosting(lookup, settings) as url, staff(settings, lambda: NOW) as hire:
            found = House(url, settings, hire("Anna", Role.AGENT), hire("Boris", Role.AGENT), hire("Vera", Role.VIEWER))
            found.get("/console/inbox/count", found.anna)  # Anna is there
            yield found


ACTIONS: dict[str, dict[str, str]] = {
    "take": {},
    "messages": {"text": "hello"},
    "notes": {"text": "hello"},
    "return": {},
    "close": {"reason": "solved"},
}


def test_who_may_only_look_can_do_nothing(house: House) -> None:
    house.seller(UPLOAD, PERSON)
    assert house.get("/console/cases/1", house.vera).status_code == 200
    assert {action: house.post(f"/console/cases/1/{action}", house.vera, **form).status_code for action, form in ACTIONS.items()} == dict.fromkeys(ACTIONS, 403)
    assert "Take over" not in house.get("/console/cases/1", house.vera).text
    assert {entry[1] for entry in house.audit() if entry[0] == "vera"} == {"saw"}


def test_a_form_needs_the_token_of_the_session_that_sends_it(house: House) -> None:
    house.seller(UPLOAD, PERSON)
    foreign = {"origin": "https://evil.example"}
    for action, form in ACTIONS.items():
        tokens = ("", "x", house.boris.csrf, house.vera.csrf)
        assert [house.post(f"/console/cases/1/{action}", house.anna, csrf, **form).status_code for csrf in tokens] == [403] * 4
        assert house.post(f"/console/cases/1/{action}", house.anna, headers=foreign, **form).status_code == 403
    assert [entry for entry in house.audit() if entry[1] != "logged in"] == []


PATHS = ("inbox", "inbox/list", "inbox/count", "inbox/events", "cases/1", "cases/1/events", "cases/1/passages", "conversations", "conversations/1")


def test_nobody_looks_without_logging_in(house: House) -> None:
    house.seller(UPLOAD, PERSON)
    for path in PATHS:
        page = httpx.get(f"{house.url}/console/{path}", headers={"accept": "text/html"}, trust_env=False)
        assert (page.status_code, page.headers["location"].partition("?")[0]) == (303, "/console/login")
        assert httpx.get(f"{house.url}/console/{path}", trust_env=False).status_code == 401


def test_a_number_that_nothing_has(house: House) -> None:
    for number in ("0", "-1", "99", "2147483648", "9" * 30):
        for path in (f"cases/{number}", f"conversations/{number}", f"cases/{number}/passages"):
            page = house.get(f"/console/{path}", house.anna)
            assert page.status_code == 404
            assert "Its seller may have deleted it, or it was silent for so long" in page.text
        for action, form in ACTIONS.items():
            assert house.post(f"/console/cases/{number}/{action}", house.anna, **form).status_code == 404


def test_the_number_of_a_conversation_is_no_key_to_it(house: House) -> None:
    """Neither for a seller, who sees numbers of messages, nor anywhere in the console."""
    conversation = house.seller(UPLOAD, PERSON)["conversation_id"]
    for number in ("1", "2"):
        assert httpx.get(f"{house.url}/api/chat/{number}/messages", trust_env=False).status_code == 404
        said = {"conversation_id": number, "text": "hi"}
        assert httpx.post(f"{house.url}/api/chat", json=said, trust_env=False).status_code == 404
    house.post("/console/cases/1/take", house.anna)
    for path in ("inbox", "inbox/list", "cases/1", "conversations", "conversations/1"):
        assert conversation not in house.get(f"/console/{path}", house.anna).text
    assert house.get("/console/conversations/2", house.anna).status_code == 404  # not its first event
    assert conversation not in str(house.audit())


def test_a_case_without_scripts(house: House) -> None:
    """Every form leads on by itself, and the record tells who did what."""
    conversation = house.seller(UPLOAD, PERSON)["conversation_id"]
    seen = house.get("/console/inbox", house.anna).text
    assert UPLOAD in unescape(seen)
    assert house.get("/console/cases/1", house.anna).status_code == 200
    forms: dict[str, dict[str, str]] = {"take": {}, "messages": {"text": "Hello <b>you</b>\r\nsecond line"}, "notes": {"text": "for colleagues only"}}
    for action, form in forms.items():
        done = house.post(f"/console/cases/1/{action}", house.anna, **form)
        assert (done.status_code, done.headers["location"]) == (303, "/console/cases/1")
    assert house.seller("thank you", conversation=conversation)["messages"][0]["text"] == "Noted. Anna reads it here and answers you."
    page = house.get("/console/cases/1", house.anna).text
    assert "&lt;b&gt;you&lt;/b&gt;" in page
    assert "for colleagues only" in page
    said = house.said(conversation)
    (mine,) = [message for message in said["messages"] if message["author"] == "agent"]
    assert (mine["name"], mine["text"], mine["buttons"]) == ("Anna", "Hello <b>you</b>\nsecond line", [])
    assert said["state"] == {"person": "here", "name": "Anna"}
    assert "colleagues only" not in str(said)
    doubted = house.post("/console/cases/1/messages", house.anna, text="this is for colleagues only!")
    assert "This comes from an internal note" in doubted.text
    assert "colleagues only" not in str(house.said(conversation))
    assert house.post("/console/cases/1/messages", house.anna, text="this is for colleagues only!", confirmed="true").status_code == 303
    assert "colleagues only" in str(house.said(conversation))
    assert house.post("/console/cases/1/close", house.anna, reason="other", remark="phoned").status_code == 303
    assert "Other: phoned, by Anna" in unescape(house.get("/console/cases/1", house.anna).text)
    assert house.said(conversation)["state"] == {"person": "none"}
    actions = [entry[1:] for entry in house.audit() if entry[0] == "anna" and entry[1] != "saw"]
    assert actions == [(action, "case 1") for action in ("took over", "said", "noted", "said", "closed")]


def test_who_was_slower_is_told_who_was_faster(house: House) -> None:
    house.seller(UPLOAD, PERSON)
    house.post("/console/cases/1/take", house.anna)
    for action, form in ACTIONS.items():
        if action == "notes":  # which anybody may write
            continue
        late = house.post(f"/console/cases/1/{action}", house.boris, **form)
        assert late.headers["location"] == "/console/cases/1?refused=true"
        scripted = house.post(f"/console/cases/1/{action}", house.boris, headers={"accept": "application/json"}, **form)
        assert (scripted.status_code, scripted.headers["content-type"]) == (409, "application/problem+json")
    assert "Anna has this case." in house.get("/console/cases/1?refused=true", house.boris).text
    taken = house.post("/console/cases/1/take", house.boris, holder=str(house.anna.account.number))
    assert taken.headers["location"] == "/console/cases/1"
    assert ("boris", "took over", "case 1") in house.audit()


UNUSABLE: tuple[tuple[str, dict[str, str]], ...] = (
    ("messages", {"text": "x" * 4001}),
    ("messages", {"text": "x" * 9000}),
    ("notes", {"text": "x" * 4001}),
    ("close", {"reason": "withdrawn"}),
    ("close", {"reason": "because"}),
    ("close", {}),
    ("take", {"holder": "Anna"}),
)


def test_what_cannot_be_used_is_refused_and_changes_nothing(house: House) -> None:
    conversation = house.seller(UPLOAD, PERSON)["conversation_id"]
    house.post("/console/cases/1/take", house.anna)
    before = house.said(conversation)
    for action, form in UNUSABLE:
        assert house.post(f"/console/cases/1/{action}", house.anna, **form).status_code == 422
    assert house.said(conversation) == before


def test_nothing_is_said_with_nothing(house: House) -> None:
    conversation = house.seller(UPLOAD, PERSON)["conversation_id"]
    house.post("/console/cases/1/take", house.anna)
    for text in ("", "   ", "\u200b\x00\x07", "\r\n\r\n"):
        assert house.post("/console/cases/1/messages", house.anna, text=text).status_code == 303
    assert [message for message in house.said(conversation)["messages"] if message["author"] == "agent"] == []


def test_an_account_that_is_deactivated_can_do_nothing_any_more(house: House) -> None:
    house.seller(UPLOAD, PERSON)
    house.post("/console/cases/1/take", house.anna)
    database = Database(house.settings.database_url)
    Accounts(database).set_active(house.anna.account.number, active=False)
    database.close()
    assert house.post("/console/cases/1/messages", house.anna, headers={"accept": "application/json"}, text="still here").status_code == 401
    # Its case stays with it until a colleague takes it on purpose.
    assert house.post("/console/cases/1/take", house.boris, holder=str(house.anna.account.number)).status_code == 303


def test_an_agent_without_a_name_is_not_shown_by_the_whole_address(house: House, lookup: Lookup) -> None:
    conversation = house.seller(UPLOAD, PERSON)["conversation_id"]
    with staff(house.settings, lambda: NOW) as hire:
        nameless = hire("", Role.AGENT)
    house.post("/console/cases/1/take", nameless)
    assert house.said(conversation)["state"] == {"person": "here", "name": "nobody"}


def test_without_any_agent_the_assistant_says_what_it_always_said(lookup: Lookup, var: Path, tmp_path: Path) -> None:
    (tmp_path / "index").symlink_to(var / "index", target_is_directory=True)
    with running() as engine:
        engine.while_asked = knowing(engine, lookup)
        settings = Settings(var=tmp_path, dialogue_port=engine.port, turn_seconds=10.0, log_level="error")
        with hosting(lookup, settings) as url, staff(settings, lambda: NOW) as hire:
            vera = hire("Vera", Role.VIEWER)
            house = House(url, settings, vera, vera, vera)
            assert house.seller(PERSON)["messages"][0]["text"].startswith("From here I cannot connect you to a person yet.")
            assert "Handing over is switched off" in house.get("/console/inbox", vera).text
            hire("Anna", Role.AGENT)
            assert house.seller(PERSON)["messages"][0]["text"].startswith("Nobody of our team is here at the moment.")


def test_a_stream_ends_with_the_session(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.console.live._CHECK_SECONDS", 0.2)
    database = Database(house.settings.database_url)
    with house.anna.client(house.url) as client, client.stream("GET", "/console/inbox/events") as stream:
        lines = stream.iter_lines()
        assert next(line for line in lines if line.startswith("event:")) == "event: changed"
        Accounts(database).set_role(house.anna.account.number, Role.VIEWER)
        assert next(line for line in lines if line.startswith("event:")) == "event: over"
    database.close()


def mark(page: str, name: str) -> str:
    found = re.search(rf'data-{name}="([^"]*)"', page)
    assert found
    return found[1]


def events(house: House, path: str, ends: str) -> list[tuple[str, str]]:
    """Kinds and contents of a stream's events until the first of the kind `ends`."""
    told = list[tuple[str, str]]()
    with house.anna.client(house.url) as client, client.stream("GET", path) as stream:
        for line in stream.iter_lines():
            name, _, value = line.partition(": ")
            if name == "event":
                told.append((value, ""))
            if name == "data":
                told[-1] = (told[-1][0], value)
                if told[-1][0] == ends:
                    break
    return told


def test_what_happens_while_a_page_travels_is_told_by_its_stream(house: House) -> None:
    """Between drawing a page and following it: a case taken by a colleague would else be offered on and on."""
    house.seller(UPLOAD, PERSON)
    house.post("/console/cases/1/notes", house.anna, text="known before")
    case, inbox = house.get("/console/cases/1", house.anna).text, house.get("/console/inbox", house.anna).text
    house.post("/console/cases/1/take", house.boris)
    house.post("/console/cases/1/notes", house.boris, text="noted meanwhile")
    shown = f"after={mark(case, 'newest')}&standing={mark(case, 'standing')}&note={mark(case, 'note')}"
    told = events(house, f"/console/cases/1/events?{shown}", "state")
    assert [kind for kind, _ in told if kind != "seen"] == ["line", "note", "state"]
    assert "noted meanwhile" in dict(told)["note"]
    ((_, changed),) = events(house, "/console/inbox/events", "changed")
    assert json.loads(changed)["standing"] != mark(inbox, "standing")
    assert json.loads(changed)["standing"] == mark(house.get("/console/inbox", house.anna).text, "standing")
