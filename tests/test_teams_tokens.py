from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi.testclient import TestClient
from pydantic import ValidationError

from bot.lookup import Lookup
from bot.settings import Settings
from tests import microsoft, teams
from tests.microsoft import BOT, ISSUER, OTHER_TENANT, TENANT
from tests.teams import Chats, Person

pytestmark = pytest.mark.model
LONG_AGO, FAR_AHEAD = 946_684_800, 4_102_444_800
"""The first second of 2000, and of 2100: whatever differs between two looks at the clock would make other tests of it."""


def test_a_genuine_token_lets_in(anna: Person) -> None:
    anna.deliver(202, type="messageReaction")


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": OTHER_TENANT},
        {"aud": None},
        {"aud": [BOT, "another"]},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"iss": f"https://login.microsoftonline.com/{TENANT}/v2.0", "tid": OTHER_TENANT},
        {"exp": LONG_AGO},
        {"exp": None},
        {"nbf": FAR_AHEAD},
        {"serviceurl": None},
        {"serviceurl": "https://elsewhere.example/"},
    ],
    ids=str,
)
def test_a_token_that_is_not_good_is_refused(anna: Person, claims: dict[str, Any]) -> None:
    anna.deliver(401, anna.microsoft.token(**claims))


def test_a_token_signed_by_another_key_is_refused(anna: Person) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    anna.deliver(401, anna.microsoft.token(stranger))


@pytest.mark.parametrize("bearer", ["", "Bearer", "Basic abc", "Bearer x", "Bearer " + "x" * 20_000, "Bearer a.b.c", "Bearer eyJhbGciOiJub25lIn0.e30."])
def test_no_token_is_refused_before_the_body_is_read(anna: Person, bearer: str) -> None:
    reply = anna.client.post("/api/messages", content=b"{ no json", headers={"Authorization": bearer} if bearer else {})
    assert (reply.status_code, reply.content) == (401, b"")


def test_an_unsigned_token_is_refused(anna: Person) -> None:
    import jwt

    claims = {"iss": ISSUER, "aud": BOT, "serviceurl": anna.microsoft.url, "exp": int(time.time()) + 60}
    anna.deliver(401, jwt.encode(claims, "", "none", {"kid": "one"}))
    anna.deliver(401, jwt.encode(claims, "the public key, say, of whoever it may concern", "HS256", {"kid": "one"}))


def test_keys_that_nobody_has_do_not_make_us_ask_for_them_again_and_again(anna: Person) -> None:
    import jwt

    anna.deliver(202, type="messageReaction")
    asked = anna.microsoft.keys_asked
    for _ in range(5):
        anna.deliver(401, jwt.encode({"iss": ISSUER, "aud": BOT, "exp": int(time.time()) + 60}, anna.microsoft.key, "RS256", {"kid": "made up"}))
    assert anna.microsoft.keys_asked <= asked + 1  # once in ten seconds at most, and that may be now


def test_only_people_of_the_organisations_that_are_named_are_served(chats: Chats) -> None:
    stranger = chats.person("a:chat-of-a-stranger", tenant=OTHER_TENANT)
    stranger.deliver(401, text="When is my money released?")
    stranger.deliver(401, text="Help", channelData={}, conversation={"id": "a:chat-of-a-stranger"})
    assert stranger.microsoft.texts(stranger.conversation) == []


@pytest.mark.parametrize("channel", ["directline", "webchat", "emulator", "directline:msteams", "MSTEAMS", None], ids=str)
def test_what_comes_by_another_channel_is_refused(chats: Chats, channel: str | None) -> None:
    """Even with a token that is good, and naming our own organisation: on Direct Line whoever writes also writes that."""
    somebody = chats.person(f"a:by-{channel}")
    for channel_data in ({"tenant": {"id": TENANT}}, {}):
        somebody.deliver(401, text="Help", channelId=channel, channelData=channel_data)
    assert chats.heard == []
    assert somebody.microsoft.texts(somebody.conversation) == []


def test_the_organisation_is_the_conversations_not_what_is_added(chats: Chats) -> None:
    stranger = chats.person("a:chat-of-an-impostor", tenant=OTHER_TENANT)
    stranger.deliver(401, text="Help", channelData={"tenant": {"id": TENANT}})
    anna = chats.person("a:chat-of-one-who-is-not", tenant=TENANT)
    anna.deliver(202, text="Help", channelData={}, conversation={"id": anna.conversation, "conversationType": "personal", "tenantId": TENANT.upper()})
    anna.hears("Hello!")


@pytest.mark.parametrize("endorsements", [(), ("webchat", "directline")], ids=str)
def test_a_key_that_does_not_sign_for_teams_is_refused(lookup: Lookup, var: Path, tmp_path: Path, local_sockets: None, endorsements: tuple[str, ...]) -> None:
    with microsoft.running() as found, teams.opened(lookup, var, tmp_path, found) as client:
        found.endorsements = endorsements
        Person(client, found).deliver(401, type="messageReaction")


@pytest.mark.parametrize(
    "body", [b"{ no json", b"[]", b'{"type": 3}', b'{"type": "message"}', b'{"type": "message", "entities": 5, "conversation": {"id": "x"}}']
)
def test_what_is_no_activity_is_refused(anna: Person, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {anna.microsoft.token()}", "Content-Type": "application/json"}
    assert anna.client.post("/api/messages", content=body, headers=headers).status_code == 400


def test_keys_that_cannot_be_reached_are_not_the_senders_fault(lookup: Lookup, var: Path, tmp_path: Path, local_sockets: None) -> None:
    with microsoft.running() as found, teams.opened(lookup, var, tmp_path, found, teams_keys="http://127.0.0.1:1/keys") as client:
        Person(client, found).deliver(503, type="messageReaction")


def test_the_playground_wants_no_token_and_believes_only_this_machine(lookup: Lookup, var: Path, tmp_path: Path, local_sockets: None) -> None:
    nothing: dict[str, Any] = {"teams_bot": "", "teams_tenant": "", "teams_secret": "", "teams_playground": True}
    with microsoft.running() as found, teams.opened(lookup, var, tmp_path, found, **nothing) as client:
        found.wants_tokens = False
        anna = Person(client, found)
        anna.deliver(202, "", text="Help")
        anna.hears("Hello!")
        for headers in ({"Forwarded": "for=192.0.2.1"}, {"X-Forwarded-For": "192.0.2.1"}):
            assert client.post("/api/messages", json={}, headers=headers).status_code == 401
        away = TestClient(client.app, client=("192.0.2.1", 50000))
        assert away.post("/api/messages", json={}).status_code == 401


@pytest.mark.parametrize(
    "settings",
    [
        {"host": "0.0.0.0"},
        {"host": "192.0.2.7"},
        {"teams_bot": BOT},
        {"public_url": "https://seller.example"},
        {"proxies": "127.0.0.1"},
    ],
    ids=str,
)
def test_the_playground_is_refused_where_others_may_come_in(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"playground|tokens"):
        Settings(teams_playground=True, **settings)


@pytest.mark.parametrize("settings", [{"teams_bot": "my-bot"}, {"teams_tenant": "contoso"}, {"teams_tenants": f"{TENANT},contoso"}, {"teams_keys": "ftp://x"}])
def test_ids_that_are_none_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**settings)


def test_nothing_of_teams_is_there_without_its_settings(lookup: Lookup, var: Path, tmp_path: Path) -> None:
    from tests.hosting import application

    with TestClient(application(lookup, Settings(var=var, database=f"sqlite:///{tmp_path / 'x.db'}", dialogue_port=1))) as client:
        assert client.post("/api/messages", json={}).status_code == 404
