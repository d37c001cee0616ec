"""Log-in at an OpenID Connect provider, against one that really serves and signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import ValidationError

from bot.accounts.account import Role
from bot.accounts.openid import OpenId, UnusableProvider, is_guarded
from bot.accounts.openid import Provider as Configured
from bot.console import openid
from bot.console.guests import Guests
from bot.console.pages import Pages
from bot.sentences import Sentences
from bot.services import provider as configured
from bot.settings import Settings
from bot.store.database import Database
from tests.doors import NOON, Browser, House
from tests.provider import CLIENT, SECRET, Provider, serving


class Organisation:
    """A house whose people log in at a provider."""

    def __init__(self, house: House, provider: Provider, domains: frozenset[str] = frozenset(), secret: str = SECRET) -> None:
        self.house, self.provider = house, provider
        pages = Pages(house.reception.access)
        service = OpenId(Configured(provider.issuer, CLIENT, secret, domains, "Pommier"), lambda: house.now)
        routes = openid.router(house.reception, Guests(house.reception.access, pages, "Pommier"), service)
        house.app.router.routes.extend(routes.routes)

    def go(self, browser: Browser, after: str = "") -> str:
        """Sends the browser to the provider; the address to which it sends the browser back."""
        sent = browser.get("/console/openid", params={"next": after} if after else None)
        assert sent.status_code == 303, sent.text
        return str(httpx.get(sent.headers["location"], follow_redirects=False).headers["location"])

    def log_in(self, browser: Browser, after: str = "") -> Any:
        """All the way there and back."""
        return browser.get(self.go(browser, after))


@pytest.fixture
def provider(local_sockets: None) -> Iterator[Provider]:
    with serving(NOON.timestamp()) as found:
        yield found


@pytest.fixture
def organisation(house: House, provider: Provider) -> Organisation:
    return Organisation(house, provider)


def test_whoever_was_invited_gets_in_and_is_known_from_then_on(organisation: Organisation) -> None:
    house = organisation.house
    person = house.person(Role.EDITOR, "nora@example.com", password="")
    browser = house.browser()
    entered = organisation.log_in(browser, "/console/password?x=1")
    assert (entered.status_code, entered.headers["location"]) == (303, "/console/password?x=1")
    assert "You log in through your organisation" in browser.get("/console/password").text
    organisation.provider.person |= {"email": "nora.new@example.com"}  # the person stays the same
    again = house.browser()
    organisation.log_in(again)
    assert person.email in again.get("/console/password").text
    assert len(house.reception.accounts.all()) == 1


def test_whoever_is_of_a_listed_domain_gets_an_account_of_the_configured_role(house: House, provider: Provider) -> None:
    organisation = Organisation(house, provider, frozenset({"example.com"}))
    browser = house.browser()
    assert organisation.log_in(browser).status_code == 303
    (made,) = house.reception.accounts.all()
    assert (made.email, made.name, made.role) == ("nora@example.com", "Nora Neu", Role.VIEWER)
    assert browser.is_in


@pytest.mark.parametrize(
    "email",
    ["nora@evil.example", "nora@example.com.evil.example", "nora@sub.example.com", "nora@notexample.com", "nora@example.com@evil.example", "@example.com", ""],
)
def test_nobody_of_another_domain_gets_one(house: House, provider: Provider, email: str) -> None:
    organisation = Organisation(house, provider, frozenset({"example.com"}))
    provider.person["email"] = email
    browser = house.browser()
    answer = organisation.log_in(browser)
    assert answer.status_code in (403, 502)
    assert not browser.is_in
    assert house.reception.accounts.all() == []


@pytest.mark.parametrize("verified", [False, None, "false", "yes", []])
def test_an_address_that_the_provider_has_not_verified_is_nobodys(organisation: Organisation, verified: object) -> None:
    """Else whoever may type an address there gets the account of its owner here."""
    organisation.house.person(Role.ADMIN, "nora@example.com")
    organisation.provider.person["email_verified"] = verified
    browser = organisation.house.browser()
    answer = organisation.log_in(browser)
    assert answer.status_code == 403
    assert "Your organisation knows you, but you may not use this console." in answer.text
    assert not browser.is_in


def test_whoever_was_deactivated_stays_out(organisation: Organisation) -> None:
    house = organisation.house
    person = house.person(Role.AGENT, "nora@example.com")
    organisation.log_in(house.browser())
    house.reception.accounts.set_active(person.number, active=False)
    browser = house.browser()
    assert organisation.log_in(browser).status_code == 403
    assert not browser.is_in


def test_an_address_that_only_the_user_information_tells_is_taken_from_there(organisation: Organisation) -> None:
    organisation.house.person(Role.AGENT, "nora@example.com")
    organisation.provider.absent = {"email", "email_verified", "name"}
    assert organisation.log_in(organisation.house.browser()).status_code == 303


def _other_key(provider: Provider) -> None:
    provider.signs_with = provider.foreign


def _no_signature(provider: Provider) -> None:
    provider.algorithm, provider.shared = "none", b""


def _public_key_as_shared(provider: Provider) -> None:
    """The classic confusion: whoever reads the public key could sign."""
    provider.algorithm, provider.shared = "HS256", provider.key.as_pem(private=False)


def _our_secret_as_shared(provider: Provider) -> None:
    provider.algorithm, provider.shared = "HS256", SECRET.encode()


def _somebody_else(provider: Provider) -> None:
    provider.absent, provider.claims = {"email"}, {"sub": "43"}


def _says(**claims: Any) -> Callable[[Provider], None]:
    return lambda provider: provider.claims.update(claims)


def _leaves_out(name: str) -> Callable[[Provider], None]:
    return lambda provider: provider.absent.add(name)


SPOILT: dict[str, Callable[[Provider], None]] = {
    "another key": _other_key,
    "no signature": _no_signature,
    "a public key as a shared one": _public_key_as_shared,
    "the secret of the client as a shared one": _our_secret_as_shared,
    "another issuer": _says(iss="https://evil.example"),
    "for another client": _says(aud="another-client"),
    "for several, and another party": _says(aud=[CLIENT, "another"], azp="another"),
    "of another attempt": _says(nonce="0" * 64),
    "expired": _says(iat=int(NOON.timestamp()) - 900, exp=int(NOON.timestamp()) - 61),
    "from the future": _says(iat=int(NOON.timestamp()) + 3600, exp=int(NOON.timestamp()) + 7200),
    "not valid yet": _says(nbf=int(NOON.timestamp()) + 3600),
    "of another access token": _says(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "without a nonce": _leaves_out("nonce"),
    "without an issuer": _leaves_out("iss"),
    "without an audience": _leaves_out("aud"),
    "without a subject": _leaves_out("sub"),
    "without an end": _leaves_out("exp"),
    "user information about somebody else": _somebody_else,
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_not_the_providers_word_for_us_and_now_is_not_believed(organisation: Organisation, spoil: Callable[[Provider], None]) -> None:
    organisation.house.person(Role.ADMIN, "nora@example.com")
    spoil(organisation.provider)
    browser = organisation.house.browser()
    answer = organisation.log_in(browser)
    assert answer.status_code == 502
    assert "The log-in at your organisation did not succeed." in answer.text
    assert not browser.is_in


def test_another_kind_of_key_and_of_showing_the_secret_works(organisation: Organisation) -> None:
    organisation.house.person(Role.AGENT, "nora@example.com")
    organisation.provider.algorithm, organisation.provider.signs_with = "ES256", organisation.provider.curve
    organisation.provider.takes_secrets = ["client_secret_post"]
    assert organisation.log_in(organisation.house.browser()).status_code == 303


def test_a_wrong_secret_gets_nobody_in(house: House, provider: Provider) -> None:
    house.person(Role.AGENT, "nora@example.com")
    browser = house.browser()
    assert Organisation(house, provider, secret="wrong").log_in(browser).status_code == 502
    assert not browser.is_in


# What comes back through the browser


def test_an_answer_belongs_to_the_browser_that_asked(organisation: Organisation) -> None:
    """Nobody can be logged in as somebody else by being sent to an answer."""
    organisation.house.person(Role.AGENT, "nora@example.com")
    attacker, victim = organisation.house.browser(), organisation.house.browser()
    address = organisation.go(attacker)
    assert victim.get(address).status_code == 502
    organisation.go(victim)
    assert victim.get(address).status_code == 502
    assert not victim.is_in
    assert attacker.get(address).status_code == 303


def test_an_answer_can_be_used_once(organisation: Organisation) -> None:
    organisation.house.person(Role.AGENT, "nora@example.com")
    browser = organisation.house.browser()
    address = organisation.go(browser)
    cookies = dict(browser.client.cookies)
    assert browser.get(address).status_code == 303
    other = organisation.house.browser()
    for name, value in cookies.items():
        other.client.cookies.set(name, value)
    assert other.get(address).status_code == 502  # even with the cookies: the provider gives nothing for the code
    assert not other.is_in


@pytest.mark.parametrize(
    "spoil",
    [
        lambda query: query | {"state": "0" * 64},
        lambda query: {name: value for name, value in query.items() if name != "state"},
        lambda query: query | {"iss": "https://evil.example"},
        lambda query: query | {"code": "made up"},
        lambda query: query | {"code": "x" * 20_000},
        lambda query: query | {"code": "\r\n\0"},
        lambda query: {name: value for name, value in query.items() if name != "code"},
        lambda query: {},
    ],
)
def test_an_answer_that_was_changed_under_way_is_refused(organisation: Organisation, spoil: Callable[[dict[str, str]], dict[str, str]]) -> None:
    organisation.house.person(Role.AGENT, "nora@example.com")
    browser = organisation.house.browser()
    query = {name: values[0] for name, values in parse_qs(urlsplit(organisation.go(browser)).query).items()}
    answer = browser.get("/console/openid/back", params=spoil(query))
    assert answer.status_code == 502
    assert not browser.is_in


def test_where_to_go_on_cannot_be_changed_under_way(organisation: Organisation) -> None:
    organisation.house.person(Role.AGENT, "nora@example.com")
    browser = organisation.house.browser()
    address = organisation.go(browser, "/console/password")
    browser.client.cookies.delete("console-openid-after")
    browser.client.cookies.set("console-openid-after", "%2Fconsole%2Fpeople")
    assert browser.get(address).status_code == 502


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example", "/console\r\nSet-Cookie: a=b", "/console/" + "x" * 3000])
def test_nobody_is_led_elsewhere(organisation: Organisation, after: str) -> None:
    organisation.house.person(Role.AGENT, "nora@example.com")
    assert organisation.log_in(organisation.house.browser(), after).headers["location"] == "/console"


def test_a_refusal_of_the_provider_is_told(organisation: Organisation) -> None:
    organisation.provider.refuses = "access_denied<script>"
    answer = organisation.log_in(organisation.house.browser())
    assert answer.status_code == 502
    assert "<script>" not in answer.text.partition("<body>")[2]


# The provider itself


def test_a_provider_that_is_another_one_than_configured_is_refused(organisation: Organisation) -> None:
    for about in (
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "http://evil.example/keys"},
        {"jwks_uri": 7},
    ):
        organisation.provider.about = about
        assert organisation.house.browser().get("/console/openid").status_code == 502


@pytest.mark.usefixtures("local_sockets")
def test_a_provider_that_is_away_is_told_and_does_not_keep_passwords_out(house: House) -> None:
    service = OpenId(Configured("http://127.0.0.1:9", CLIENT, SECRET), lambda: house.now)
    pages = Pages(house.reception.access)
    house.app.router.routes.extend(openid.router(house.reception, Guests(house.reception.access, pages, ""), service).routes)
    answer = house.browser().get("/console/openid")
    assert answer.status_code == 502
    assert "Log in with your organisation" in answer.text
    assert house.browser().log_in(house.person().email).status_code == 303


def test_the_provider_is_asked_about_itself_once_an_hour(organisation: Organisation) -> None:
    def asked() -> int:
        return organisation.provider.asked.count("/.well-known/openid-configuration")

    for _ in range(5):
        organisation.go(organisation.house.browser())
    assert asked() == 1
    organisation.house.wait(hours=1)
    organisation.go(organisation.house.browser())
    assert asked() == 2


@pytest.mark.parametrize(
    ("address", "guarded"),
    [
        ("https://a.example/x", True),
        ("http://127.0.0.1:9/x", True),
        ("http://localhost/x", True),
        ("http://a.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("ftp://x", False),
        (None, False),
    ],
)
def test_which_addresses_are_guarded(address: object, guarded: bool) -> None:
    assert is_guarded(address) is guarded


# Its configuration


def test_without_an_issuer_there_is_none() -> None:
    assert configured(Settings(openid_client="x")) is None


def test_all_settings_reach_it(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file\n# a comment\n", encoding="utf-8")
    found = configured(
        Settings(
            openid_issuer="https://a.example",
            openid_client="c",
            openid_secret_file=tmp_path / "secret",
            openid_domains=" @Example.com, b.example ,",
            openid_name="Pommier",
        )
    )
    assert found == Configured("https://a.example", "c", "from the file", frozenset({"example.com", "b.example"}), "Pommier")
    assert "the secret" not in repr(Settings(openid_secret="the secret"))


@pytest.mark.parametrize("settings", [{}, {"openid_client": "c", "openid_secret_file": Path("/nowhere/at/all")}])
def test_what_is_missing_is_told(settings: dict[str, Any]) -> None:
    with pytest.raises(UnusableProvider, match="SELLER_ASSISTANT_OPENID_"):
        configured(Settings(openid_issuer="https://a.example", **settings))


@pytest.mark.parametrize(
    "settings",
    [{"openid_issuer": "http://a.example"}, {"openid_issuer": "a.example"}, {"openid_role": "owner"}, {"public_url": "help.example.com"}, {"session_hours": 0}],
)
def test_settings_that_cannot_be_used_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**settings)


def test_over_postgresql_too(database: Database, sentences: Sentences, provider: Provider) -> None:
    house = House(database, sentences)
    organisation = Organisation(house, provider, frozenset({"example.com"}))
    provider.person["name"] = "Nora\0\u202e Neu"
    for _ in range(2):
        browser = house.browser()
        assert organisation.log_in(browser).status_code == 303
        assert browser.is_in
    assert [one.name for one in house.reception.accounts.all()] == ["Nora Neu"]
