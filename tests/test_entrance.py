"""Log-in and log-out over HTTP, and what somebody may try who should not get in."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.accounts.access import safe_path
from bot.accounts.account import Role
from bot.sentences import Sentences
from bot.store.database import Database
from tests.doors import PASSWORD, QUICK, House

LOG_IN = "/console/login"
ELSEWHERE = [
    "https://evil.example/", "//evil.example/console", " //evil.example", "///console", "/\\evil.example", "\\\\evil.example", "http:/console",
    "/console@evil.example", "/consoleevil", "/console/../../evil", "javascript:alert(1)", "/console/login", "/console/logout", "/api/rules",
]  # fmt: skip
BROKEN = ["", "/console\r\nSet-Cookie: a=b", "/console/\u202e", "/console\t/x", "/console/\0", "http://[/console", "/console/" + "x" * 5000]


def test_the_whole_way_in_and_out(database: Database, sentences: Sentences) -> None:
    """Over both kinds of database."""
    house = House(database, sentences)
    person, browser = house.person(Role.AGENT), house.browser()
    asked = browser.get("/console/password?a=1&b=2")
    assert (asked.status_code, asked.headers["location"]) == (303, "/console/login?next=/console/password%3Fa%3D1%26b%3D2")
    page = browser.get(asked.headers["location"])
    assert page.status_code == 200
    entered = browser.post(
        LOG_IN,
        {"csrf": re.findall(r'name="csrf" value="(\w+)"', page.text)[0], "email": person.email, "password": PASSWORD, "next": "/console/password?a=1&b=2"},
    )
    assert (entered.status_code, entered.headers["location"]) == (303, "/console/password?a=1&b=2")
    assert person.email in browser.get("/console/password").text
    assert browser.get(LOG_IN).headers["location"] == "/console"  # no need to log in again
    left = browser.send("/console/logout", "/console/password")
    assert (left.status_code, left.headers["location"]) == (303, LOG_IN)
    assert not browser.is_in


def test_pages_are_kept_by_no_cache(house: House) -> None:
    browser = house.entered()
    for path in (LOG_IN, "/console/password", "/console/people", "/console/audit"):
        assert browser.get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("email", "password"),
    [("admin@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("", ""), ("admin@example.com", ""), ("off@example.com", PASSWORD)],
)
def test_whatever_is_wrong_the_answer_is_the_same(house: House, email: str, password: str) -> None:
    house.person()
    off = house.person(Role.VIEWER, "off@example.com")
    house.reception.accounts.set_active(off.number, active=False)
    answer = house.browser().log_in(email, password)
    known = house.browser().log_in("admin@example.com", "wrong")
    assert answer.status_code == known.status_code == 422

    def plain(text: str) -> str:
        return re.sub(r'(value|content)="[^"]*"|autofocus', "", text)

    assert plain(answer.text) == plain(known.text)
    assert "There is no active account with this e-mail address and this password." in answer.text


def test_an_account_without_a_password_cannot_be_entered_with_one(house: House) -> None:
    person = house.person(password="")
    for password in ("", PASSWORD, "x" * 200):
        assert house.browser().log_in(person.email, password).status_code == 422


@pytest.mark.parametrize(
    "odd", ["\0", "a\0b", "\ud800", "x" * 20_000, "é" * 500, "\u202e", "\r\nSet-Cookie: a=b", "' OR 1=1 --", "<script>alert(1)</script>", "{{ 7 * 7 }}"]
)
def test_odd_addresses_and_passwords_are_only_wrong(house: House, odd: str) -> None:
    house.person()
    as_sent = odd.encode("utf-8", "surrogatepass")
    for fields in ({"email": as_sent, "password": PASSWORD}, {"email": "admin@example.com", "password": as_sent}, {"email": as_sent, "password": as_sent}):
        browser = house.browser()
        answer = browser.post(LOG_IN, {"csrf": browser.token(LOG_IN), **fields})
        assert answer.status_code == 422
        assert "<script>alert" not in answer.text
        assert 'value="49"' not in answer.text
        assert "a=b" not in str(answer.headers)


def test_a_megabyte_is_not_read(house: House) -> None:
    house.person()
    browser = house.browser()
    answer = browser.post(LOG_IN, {"csrf": browser.token(LOG_IN), "email": "admin@example.com", "password": "x" * 1_000_000})
    assert answer.status_code == 413


def test_fields_that_are_files_or_come_twice_are_only_wrong(house: House) -> None:
    house.person()
    browser = house.browser()
    csrf = browser.token(LOG_IN)
    sent = browser.client.post(LOG_IN, data={"csrf": csrf}, files={"email": ("a.txt", b"x"), "password": ("b.txt", b"y")})
    assert sent.status_code in (400, 422)
    assert not browser.is_in
    twice = browser.post(LOG_IN, {"csrf": csrf, "email": ["admin@example.com", "nobody@example.com"], "password": ["no", "no"]})
    assert twice.status_code == 422
    assert not browser.is_in


# Sessions


def test_a_token_from_before_is_worth_nothing_after_the_log_in(house: House) -> None:
    """Session fixation: whoever planted a cookie in the browser does not share the session that comes after."""
    thief = house.entered(Role.VIEWER, "thief@example.com")
    planted = thief.client.cookies["console"]
    victim = house.browser()
    victim.client.cookies.set("console", planted)
    person = house.person(email="victim@example.com")
    fields = {"email": person.email, "password": PASSWORD}
    page = victim.get("/console/password")  # the victim is in, as the thief
    assert "thief@example.com" in page.text
    victim.client.cookies.delete("console")
    victim.client.cookies.set("console-form", "A" * 43)
    csrf = victim.token(LOG_IN)
    victim.client.cookies.set("console", planted)
    assert victim.post(LOG_IN, {"csrf": csrf, **fields}).status_code == 303
    assert victim.client.cookies.get("console", domain="testserver.local") != planted
    assert thief.get("/console/password").status_code == 303  # the planted session has ended besides


def test_each_log_in_has_a_token_of_its_own(house: House) -> None:
    first, second = house.entered(), house.browser()
    second.log_in("admin@example.com")
    assert first.client.cookies["console"] != second.client.cookies["console"]
    first.send("/console/logout", "/console/password")
    assert second.is_in


def test_a_token_is_worth_nothing_after_log_out(house: House) -> None:
    browser = house.entered()
    token = browser.client.cookies["console"]
    browser.send("/console/logout", "/console/password")
    browser.client.cookies.set("console", token)
    assert not browser.is_in


def test_sessions_end_by_themselves(house: House) -> None:
    browser = house.entered()
    house.wait(hours=1, minutes=59)
    assert browser.is_in
    house.wait(hours=2)
    assert not browser.is_in


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 5000, "é", "%00", "../../x"])
def test_a_made_up_cookie_opens_nothing(house: House, token: str) -> None:
    house.entered()
    browser = house.browser()
    answer = browser.client.get("/console/password", headers=[(b"Cookie", f"console={token}".encode())])
    assert answer.status_code == 303


def test_the_cookie_is_guarded(house: House) -> None:
    person = house.person()
    plain = house.browser().log_in(person.email).headers["set-cookie"].split(", console-form")[0]
    assert re.fullmatch(r"console=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", plain)
    secure = house.browser("https://testserver").log_in(person.email).headers["set-cookie"].split(", __Host-console-form")[0]
    assert re.fullmatch(r"__Host-console=[\w-]{43}; HttpOnly; Path=/; SameSite=lax; Secure", secure)


def test_over_tls_a_cookie_that_another_host_could_have_set_counts_for_nothing(house: House) -> None:
    token = house.entered(base="https://testserver").client.cookies["__Host-console"]
    other = house.browser("https://testserver")
    other.client.cookies.set("console", token)
    assert not other.is_in


# Where one is led after the log-in


@pytest.mark.parametrize("path", [*ELSEWHERE, *BROKEN])
def test_nobody_is_led_elsewhere(house: House, path: str) -> None:
    assert safe_path(path) == "/console"
    person, browser = house.person(), house.browser()
    answer = browser.log_in(person.email, next=path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
    assert "a=b" not in answer.headers["set-cookie"]
    assert browser.get(LOG_IN, params={"next": path}).headers["location"] == "/console"


@pytest.mark.parametrize("path", ["/console", "/console/rules/refund-timing?event_date=2026-11-20&x=%C3%A9", "/console?q=10%25", "/console/people#person-3"])
def test_one_is_led_to_where_one_wanted_to_go(path: str) -> None:
    assert safe_path(path) == path


# Too many attempts


def test_a_flood_of_attempts_is_stopped_and_told_when_to_go_on(house: House) -> None:
    person, browser = house.person(), house.browser()
    statuses = [browser.log_in(person.email, "wrong").status_code for _ in range(8)]
    assert statuses == [422] * 5 + [429] * 3
    answer = browser.log_in(person.email, PASSWORD)  # not even the right one
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) in (1, 2)
    assert "Too many attempts. Please wait" in answer.text


def test_the_owner_elsewhere_gets_in_during_a_flood(house: House) -> None:
    person, guesser = house.person(), house.browser(client=("198.51.100.1", 1))
    for _ in range(8):
        guesser.log_in(person.email, "wrong")
    owner = house.browser(client=("203.0.113.5", 1))
    assert owner.log_in(person.email).status_code == 303


def test_an_address_of_the_senders_own_choice_does_not_help(house: House) -> None:
    person, browser = house.person(), house.browser()
    answers = [
        browser.post(LOG_IN, {"csrf": browser.token(LOG_IN), "email": person.email, "password": "wrong"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
        for number in range(8)
    ]
    assert [answer.status_code for answer in answers].count(429) == 3


def test_failures_and_log_ins_are_recorded_without_passwords(house: House) -> None:
    browser = house.entered()
    house.browser().log_in("admin@example.com", "a wrong guess")
    page = browser.get("/console/audit").text
    assert "failed to log in" in page
    assert "logged in" in page
    assert "a wrong guess" not in page


def test_a_weak_hash_is_made_anew_when_somebody_logs_in(house: House) -> None:
    from argon2 import PasswordHasher

    from bot.accounts.passwords import Passwords

    weak = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, hash_len=16))
    person = house.reception.accounts.add("weak@example.com", "", Role.VIEWER, house.now, weak.again(PASSWORD))
    assert house.browser().log_in(person.email).status_code == 303
    assert not QUICK.is_outdated(house.reception.accounts.secret(person.email)[1])
    assert house.browser().log_in(person.email).status_code == 303


def test_while_the_database_is_locked_nobody_gets_in_and_the_page_says_when_to_try_again(house: House, tmp_path: Path) -> None:
    person, browser = house.person(), house.entered(Role.VIEWER, "viewer@example.com")
    guest = house.browser()
    fields = {"csrf": guest.token(LOG_IN), "email": person.email, "password": PASSWORD}
    with closing(sqlite3.connect(tmp_path / "house.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = guest.post(LOG_IN, fields)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert browser.is_in  # reading goes on
        other.execute("ROLLBACK")
    assert guest.post(LOG_IN, fields).status_code == 303
