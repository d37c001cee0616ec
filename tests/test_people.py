"""The page of accounts, invitations, and one's own password."""

from __future__ import annotations

import re

import pytest

from bot.accounts.account import Role
from tests.doors import PASSWORD, Browser, House

PEOPLE = "/console/people"
OTHER = "another violet harbour 9"


def invited(browser: Browser, email: str = "new@example.com", role: str = "agent", name: str = "") -> str:
    """The link that the page shows after an invitation."""
    page = browser.send(PEOPLE, email=email, role=role, name=name)
    assert page.status_code == 200
    found = re.search(r'value="(http[^"]+/console/invitation/[\w-]{43})"', page.text)
    assert found
    return found[1]


def test_an_invitation_leads_to_a_password_and_in(house: House) -> None:
    link = invited(house.entered(), name="Nora Neu")
    newcomer = house.browser()
    page = newcomer.get(link)
    assert "Nora Neu" in page.text
    assert "no-store" in page.headers["cache-control"]
    assert page.headers["referrer-policy"] == "same-origin"  # the link must not go to another site
    entered = newcomer.send(link, password=OTHER, again=OTHER)
    assert (entered.status_code, entered.headers["location"]) == (303, "/console")
    assert newcomer.is_in
    assert newcomer.get(PEOPLE).status_code == 403
    assert house.browser().log_in("new@example.com", OTHER).status_code == 303
    again = house.browser().get(link)
    assert again.status_code == 404
    assert "This link cannot be used" in again.text


def test_a_link_can_be_tried_again_after_an_unfit_password(house: House) -> None:
    link, newcomer = invited(house.entered()), house.browser()
    for password, again, complaint in (
        ("short", "short", "too short"),
        (OTHER, PASSWORD, "not the same"),
        ("new@example.com 12", "new@example.com 12", "e-mail"),
    ):
        answer = newcomer.send(link, password=password, again=again)
        assert answer.status_code == 422
        assert complaint in answer.text
        assert not newcomer.is_in
    assert newcomer.send(link, password=OTHER, again=OTHER).status_code == 303


def test_a_link_needs_the_form_of_its_page(house: House) -> None:
    link, newcomer = invited(house.entered()), house.browser()
    assert newcomer.post(link, {"password": OTHER, "again": OTHER}).status_code == 403
    assert newcomer.post(link, {"csrf": house.browser().token(link), "password": OTHER, "again": OTHER}).status_code == 403
    assert not newcomer.is_in


def test_a_link_ends_with_time_with_another_link_and_with_the_account(house: House) -> None:
    browser = house.entered()
    first = invited(browser)
    person = house.reception.accounts.of_email("new@example.com")
    second = re.search(r'value="(http[^"]+/console/invitation/[\w-]{43})"', browser.send(f"{PEOPLE}/{person.number}/link", PEOPLE).text)
    assert second
    assert house.browser().get(first).status_code == 404
    assert house.browser().get(second[1]).status_code == 200
    browser.send(f"{PEOPLE}/{person.number}/active", PEOPLE, active="no")
    assert house.browser().get(second[1]).status_code == 404
    browser.send(f"{PEOPLE}/{person.number}/active", PEOPLE, active="yes")
    assert house.browser().get(second[1]).status_code == 404
    third = invited(browser, "late@example.com")
    house.wait(hours=72)
    assert house.browser().get(third).status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 5000, "%00", "é", "%ff", "{{7*7}}", "<script>"])
def test_a_made_up_link_opens_nothing(house: House, token: str) -> None:
    browser = house.browser()
    assert browser.get(f"/console/invitation/{token}").status_code == 404
    assert browser.post(f"/console/invitation/{token}", {"csrf": "x", "password": OTHER, "again": OTHER}).status_code in (403, 404)


def test_the_link_goes_to_the_address_that_is_configured_or_asked_for(house: House) -> None:
    person = house.person()
    browser = house.browser("https://support.example.org")
    browser.log_in(person.email)
    assert invited(browser).startswith("https://support.example.org/console/invitation/")


def test_names_and_addresses_are_shown_as_text(house: House) -> None:
    browser = house.entered()
    house.person(Role.VIEWER, "x'onload='alert(1)@example.com".replace("(", "").replace(")", ""))
    page = browser.send(PEOPLE, email="new@example.com", role="agent", name="<img src=x onerror=alert(1)> {{ 7 * 7 }}").text
    assert "&lt;img src=x onerror=alert(1)&gt; {{ 7 * 7 }}" in page
    assert "<img src=x" not in page
    refused = browser.send(PEOPLE, email='"><script>alert(1)</script>', role="agent", name='" autofocus onfocus="alert(1)')
    assert refused.status_code == 422
    assert "<script>alert" not in refused.text
    assert 'onfocus="alert' not in refused.text


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"email": "admin@example.com", "role": "agent"}, "already"),
        ({"email": "nonsense", "role": "agent"}, "no e-mail address"),
        ({"email": "new@example.com", "role": "owner"}, "Choose a role"),
        ({"email": "new@example.com"}, "Choose a role"),
        ({"email": "new@example.com", "role": "agent", "name": "x" * 200}, "name cannot be used"),
    ],
)
def test_an_invitation_that_cannot_be_made_says_why(house: House, fields: dict[str, str], complaint: str) -> None:
    browser = house.entered()
    answer = browser.send(PEOPLE, **fields)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert len(house.reception.accounts.all()) == 1


def test_another_role_ends_the_sessions_and_is_recorded(house: House) -> None:
    admin, other = house.entered(), house.entered(Role.VIEWER, "other@example.com")
    number = house.reception.accounts.of_email("other@example.com").number
    answer = admin.send(f"{PEOPLE}/{number}/role", PEOPLE, role="editor")
    assert answer.headers["location"] == f"{PEOPLE}?done={number}&what=role#person-{number}"
    assert "Has another role now" in admin.get(answer.headers["location"]).text
    assert not other.is_in
    assert house.reception.accounts.get(number).role is Role.EDITOR
    page = admin.get("/console/audit", params={"about": "other@example.com", "action": "changed role"}).text
    assert "before: viewer" in page
    assert "after: editor" in page


def test_deactivating_is_asked_about_first_and_told(house: House) -> None:
    admin, other = house.entered(), house.entered(Role.VIEWER, "other@example.com")
    number = house.reception.accounts.of_email("other@example.com").number
    page = admin.get(PEOPLE).text
    button = page.index("is logged out everywhere and can no longer log in.", page.index(f'id="person-{number}"'))
    assert page.index('name="active" value="no"', button) - button < 300  # only the opened menu holds the button
    for active, said in (("no", "Deactivated: was logged out everywhere"), ("yes", "Activated: may log in again.")):
        answer = admin.send(f"{PEOPLE}/{number}/active", PEOPLE, active=active)
        assert said in admin.get(answer.headers["location"]).text
    assert not other.is_in
    assert "<b>" not in admin.get(f"{PEOPLE}?done={number}&what=<b>").text


def test_the_same_role_again_changes_nothing(house: House) -> None:
    admin, other = house.entered(), house.entered(Role.VIEWER, "other@example.com")
    number = house.reception.accounts.of_email("other@example.com").number
    admin.send(f"{PEOPLE}/{number}/role", PEOPLE, role="viewer")
    assert other.is_in
    assert "changed role" not in admin.get("/console/audit").text


def test_whoever_is_deactivated_is_out_at_once_and_may_come_back(house: House) -> None:
    admin, other = house.entered(), house.entered(Role.AGENT, "other@example.com")
    number = house.reception.accounts.of_email("other@example.com").number
    admin.send(f"{PEOPLE}/{number}/active", PEOPLE, active="no")
    assert not other.is_in
    assert other.log_in("other@example.com").status_code == 422
    admin.send(f"{PEOPLE}/{number}/active", PEOPLE, active="yes")
    assert other.log_in("other@example.com").status_code == 303


def test_somebody_is_logged_out_everywhere(house: House) -> None:
    admin, other = house.entered(), house.entered(Role.AGENT, "other@example.com")
    number = house.reception.accounts.of_email("other@example.com").number
    admin.send(f"{PEOPLE}/{number}/end-sessions", PEOPLE)
    assert not other.is_in
    assert admin.is_in


def test_the_last_admin_cannot_leave(house: House) -> None:
    browser = house.entered()
    for path, fields in (("1/role", {"role": "viewer"}), ("1/active", {"active": "no"})):
        answer = browser.send(f"{PEOPLE}/{path}", PEOPLE, **fields)
        assert answer.status_code == 409
        assert "only active admin" in answer.text
    assert browser.is_in


@pytest.mark.parametrize("number", ["0", "-1", "99", "99999999999999999999999"])
@pytest.mark.parametrize("action", ["role", "active", "link", "end-sessions"])
def test_a_number_that_is_nobodys_is_told(house: House, number: str, action: str) -> None:
    answer = house.entered().send(f"{PEOPLE}/{number}/{action}", PEOPLE, role="admin", active="no")
    assert answer.status_code == 404
    assert "There is no such account" in answer.text


# One's own password


def test_a_new_password_ends_every_other_session(house: House) -> None:
    browser, elsewhere = house.entered(), house.browser()
    elsewhere.log_in("admin@example.com")
    token = browser.client.cookies["console"]
    answer = browser.send("/console/password", old=PASSWORD, new=OTHER, again=OTHER)
    assert answer.headers["location"] == "/console/password?done=yes"
    assert "has been changed" in browser.get(answer.headers["location"]).text
    assert browser.client.cookies["console"] != token
    assert not elsewhere.is_in
    assert house.browser().log_in("admin@example.com", PASSWORD).status_code == 422
    assert house.browser().log_in("admin@example.com", OTHER).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "complaint"),
    [
        ("wrong", OTHER, OTHER, "no active account with this"),
        ("", OTHER, OTHER, "no active account with this"),
        (PASSWORD, OTHER, OTHER + "x", "not the same"),
        (PASSWORD, "short", "short", "too short"),
        (PASSWORD, "password1234", "password1234", "easy to guess"),
        (PASSWORD, "admin@example.com", "admin@example.com", "e-mail"),
        (PASSWORD, "x" * 5000, "x" * 5000, "too long"),
    ],
)
def test_a_password_that_cannot_be_changed_stays(house: House, old: str, new: str, again: str, complaint: str) -> None:
    browser = house.entered()
    answer = browser.send("/console/password", old=old, new=new, again=again)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert house.browser().log_in("admin@example.com", PASSWORD).status_code == 303


def test_the_present_password_cannot_be_guessed_through_a_stolen_session(house: House) -> None:
    browser = house.entered()
    statuses = [browser.send("/console/password", old=f"guess {number}", new=OTHER, again=OTHER).status_code for number in range(8)]
    assert statuses.count(429) == 3
    assert browser.is_in


# The record


def test_the_record_is_read_page_by_page(house: House) -> None:
    browser = house.entered()
    person = house.reception.accounts.of_email("admin@example.com")
    for number in range(120):
        house.reception.audit.write(person, "saw", f"case {number}")
    page = browser.get("/console/audit", params={"action": "saw"}).text
    seen = re.findall(r"<td role=.cell.>case (\d+)", page)
    while link := re.search(r'href="(/console/audit\?[^"]+before=\d+)"', page):
        page = browser.get(link[1].replace("&amp;", "&")).text
        seen += re.findall(r"<td role=.cell.>case (\d+)", page)
    assert seen == [str(number) for number in reversed(range(120))]


@pytest.mark.parametrize(
    "params", [{"before": "0"}, {"before": "x"}, {"before": "9" * 30}, {"who": "x" * 5000}, {"action": "\0"}, {"about": "%_\\"}, {"who": "' OR 1=1 --"}]
)
def test_odd_filters_find_nothing_and_break_nothing(house: House, params: dict[str, str]) -> None:
    answer = house.entered().get("/console/audit", params=params)
    assert answer.status_code in (200, 422)
    assert "logged in</td>" not in answer.text
