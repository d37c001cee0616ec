"""What a request may do: forged forms, roles, and every route of the console."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.accounts.account import Role
from bot.accounts.accounts import Accounts
from bot.lookup import Lookup
from bot.sentences import Sentences
from bot.settings import Settings
from bot.store.database import Database
from tests.doors import BROWSER, PASSWORD, QUICK, Browser, House
from tests.hosting import application

OPEN = {"/console/login", "/console/invitation/{token}", "/console/openid", "/console/openid/back"}
"""What those need who have not logged in."""
FORM = "application/x-www-form-urlencoded"


# Forged forms


@pytest.mark.parametrize("csrf", [None, "", "0" * 64, "\ud800", "é", ["x", "y"]])
def test_a_form_without_its_token_changes_nothing(house: House, sentences: Sentences, csrf: Any) -> None:
    browser = house.entered()
    token = csrf.encode("utf-8", "surrogatepass") if isinstance(csrf, str) else csrf
    answer = browser.post("/console/people", {"email": "new@example.com", "role": "admin"} | ({} if csrf is None else {"csrf": token}))
    assert answer.status_code == 403
    assert answer.json()["detail"] == sentences.say("foreign_form")
    assert len(house.reception.accounts.all()) == 1
    assert browser.post("/console/logout", {}).status_code == 403
    assert browser.is_in


def test_the_token_of_another_session_counts_for_nothing(house: House) -> None:
    other = house.entered(Role.ADMIN, "other@example.com")
    browser = house.entered()
    assert browser.post("/console/logout", {"csrf": other.token("/console/password")}).status_code == 403
    old = browser.token("/console/password")
    browser.send("/console/logout", "/console/password")
    browser.log_in("admin@example.com")
    assert browser.post("/console/logout", {"csrf": old}).status_code == 403


def test_the_token_may_come_in_a_header(house: House) -> None:
    browser = house.entered()
    csrf = browser.token("/console/password")
    assert browser.client.post("/console/logout", headers={"X-CSRF-Token": "0" * 64}, data={"csrf": csrf}).status_code == 403
    assert browser.client.post("/console/logout", headers={"X-CSRF-Token": csrf}, json={}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver:8001"},
        {"Origin": "http://[testserver"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ],
)
def test_another_site_changes_nothing_even_with_the_token(house: House, headers: dict[str, str]) -> None:
    browser = house.entered()
    csrf = browser.token("/console/password")
    assert browser.post("/console/logout", {"csrf": csrf}, headers=headers).status_code == 403
    assert browser.is_in
    guest = house.browser()
    fields = {"csrf": guest.token("/console/login"), "email": "admin@example.com", "password": PASSWORD}
    assert guest.post("/console/login", fields, headers=headers).status_code == 403
    assert not guest.is_in


@pytest.mark.parametrize("headers", [{"Origin": "http://testserver"}, {"Origin": "http://TestServer:80", "Sec-Fetch-Site": "same-origin"}, {}])
def test_our_own_site_does(house: House, headers: dict[str, str]) -> None:
    browser = house.entered()
    assert browser.post("/console/logout", {"csrf": browser.token("/console/password")}, headers=headers).status_code == 303


def test_behind_a_proxy_the_public_address_counts(tmp_path: Path, sentences: Sentences) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    house = House(database, sentences, public_url="https://help.example.com/")
    browser = house.browser("http://10.0.0.5:8000")
    person = house.person()
    browser.client.cookies.set("__Host-console-form", "A" * 43)
    csrf = browser.token("/console/login")
    fields = {"csrf": csrf, "email": person.email, "password": PASSWORD}
    assert browser.post("/console/login", fields, headers={"Origin": "http://10.0.0.5:8000"}).status_code == 403
    answer = browser.post("/console/login", fields, headers={"Origin": "https://help.example.com", "Host": "evil.example"})
    assert answer.status_code == 303
    assert "__Host-console=" in answer.headers["set-cookie"]
    assert "Secure" in answer.headers["set-cookie"]
    database.close()


def test_a_log_in_form_that_was_not_given_to_this_browser_is_shown_again(house: House) -> None:
    """Log-in CSRF: a page elsewhere cannot log somebody in as somebody else, not even where a browser says nothing of where a form comes from."""
    person = house.person()
    attacker, victim = house.browser(), house.browser()
    csrf = attacker.token("/console/login")
    answer = victim.post("/console/login", {"csrf": csrf, "email": person.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "out of date" in answer.text
    assert not victim.is_in


def test_a_page_in_a_frame_of_another_site_is_not_shown(house: House) -> None:
    assert "frame-ancestors 'none'" in house.entered().get("/console/people").headers["content-security-policy"]


# Those who ask for no page


def test_who_asks_for_no_page_gets_the_problem(house: House, sentences: Sentences) -> None:
    client = TestClient(house.app, follow_redirects=False)
    answer = client.get("/console/people", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == sentences.say("log_in_first")


def test_a_form_that_was_sent_too_late_leads_back_to_its_page(house: House) -> None:
    browser = house.entered()
    csrf = browser.token("/console/people")
    house.wait(hours=3)
    answer = browser.post("/console/people/1/link", {"csrf": csrf}, headers={"Referer": "http://testserver/console/people?done=1"})
    assert answer.headers["location"] == "/console/login?next=/console/people%3Fdone%3D1"
    for elsewhere in ("https://evil.example/console/x\\", "//evil.example", "nonsense", ""):
        assert browser.post("/console/people/1/link", {}, headers={"Referer": elsewhere}).headers["location"] == "/console/login"


# Every route of the console


@pytest.fixture(scope="module")
def app(lookup: Lookup, var: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[FastAPI, Settings]:
    """The whole application, with an account of each role."""
    folder = tmp_path_factory.mktemp("access")
    settings = Settings(var=var, database=f"sqlite:///{folder / 'x.db'}", dialogue_port=5005)
    made = application(lookup, settings)
    database = Database(settings.database_url)
    for role in Role:
        Accounts(database).add(f"{role}@example.com", "", role, lookup.now(), QUICK.again(PASSWORD))
    database.close()
    return made, settings


def console_routes(app: FastAPI) -> list[tuple[str, str]]:
    """Every method and path under /console."""
    found = [(method, str(getattr(route, "path", ""))) for route in app.routes for method in getattr(route, "methods", None) or ()]
    return sorted((method, path) for method, path in found if path.startswith("/console") and method != "HEAD")


def filled(path: str) -> str:
    """A path with something in the place of its variables."""
    return re.sub(r"\{[^}]+\}", "1", path)


def browser_of(app: FastAPI, role: Role | None) -> Browser:
    """The browser of somebody of that role."""
    browser = Browser(TestClient(app, follow_redirects=False, headers=BROWSER, raise_server_exceptions=False))
    if role:
        assert browser.log_in(f"{role}@example.com").status_code == 303
    return browser


@pytest.mark.model
def test_every_route_of_the_console_refuses_whoever_has_not_logged_in(app: tuple[FastAPI, Settings]) -> None:
    routes = console_routes(app[0])
    assert ("POST", "/console/people/{number}/role") in routes
    browser = browser_of(app[0], None)
    for method, path in routes:
        if path in OPEN:
            continue
        answer = browser.client.request(method, filled(path))
        assert answer.status_code == 303, (method, path)
        assert answer.headers["location"].startswith("/console/login"), (method, path)
        answer = browser.client.request(method, filled(path), headers={"Accept": "*/*"})
        assert answer.status_code == 401, (method, path)


@pytest.mark.model
def test_every_change_in_the_console_refuses_a_form_without_its_token(app: tuple[FastAPI, Settings]) -> None:
    browser = browser_of(app[0], Role.ADMIN)
    for method, path in console_routes(app[0]):
        if method == "GET" or path in OPEN:
            continue
        for headers in ({}, {"Content-Type": FORM}, {"Content-Type": "application/json"}, {"X-CSRF-Token": "0" * 64}):
            assert browser.client.request(method, filled(path), headers=headers).status_code == 403, (method, path)
    assert browser.is_in


@pytest.mark.model
@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.EDITOR])
def test_what_only_admins_may_nobody_else_may(app: tuple[FastAPI, Settings], role: Role, sentences: Sentences) -> None:
    """By direct address, with the right token, and with fields that name another role."""
    browser = browser_of(app[0], role)
    csrf = browser.token("/console/password")
    for method, path in console_routes(app[0]):
        if path.startswith(("/console/people", "/console/audit")):
            fields = {"csrf": csrf, "role": "admin", "active": "yes", "email": "new@example.com"}
            sent = {"data": fields} if method == "POST" else {"params": {"role": "admin"}}
            answer = browser.client.request(method, filled(path), headers={"Accept": "*/*"}, **sent)  # type: ignore[arg-type]
            assert answer.status_code == 403, (method, path)
            assert answer.json()["detail"] == sentences.say("not_allowed")
    database = Database(app[1].database_url)
    assert {one.email: one.role for one in Accounts(database).all()} == {f"{one}@example.com": one for one in Role}
    database.close()


@pytest.mark.model
def test_another_method_is_refused(app: tuple[FastAPI, Settings]) -> None:
    browser = browser_of(app[0], Role.ADMIN)
    for method, path in (("GET", "/console/logout"), ("DELETE", "/console/people"), ("PUT", "/console/people/1/role"), ("GET", "/console/people/1/role")):
        assert browser.client.request(method, path).status_code == 405


@pytest.mark.model
@pytest.mark.parametrize(
    "path",
    ["/console/static/../pages.py", "/console/static/%2e%2e/pages.py", "/console/static/..%2fpages.py", "/console/static/%00", "/console/templates/base.html"],
)
def test_nothing_but_static_files_is_served(app: tuple[FastAPI, Settings], path: str) -> None:
    assert browser_of(app[0], Role.ADMIN).get(path).status_code in (404, 405)
