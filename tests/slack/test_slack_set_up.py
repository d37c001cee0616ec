"""Setting up: the manifest, the examination of each setting against Slack, and Socket Mode instead of a public address."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.accounts.account import Role
from bot.accounts.accounts import Accounts
from bot.channels.slack.doctor import examine
from bot.channels.slack.manifest import SCOPES, manifest
from bot.channels.slack.words import Tongues
from bot.cli import app
from bot.settings import Settings
from bot.store.database import Database
from knowledge.base import KnowledgeBase
from tests.conftest import NOW, ROOT
from tests.slack.conftest import Open
from tests.slack.fake import APP_TOKEN, BOT, NEEDS, SECRET, SUPPORT, TOKEN, running
from tests.slack.fake import SCOPES as GRANTED

UPLOAD = "how do I upload my products in bulk?"


@pytest.mark.parametrize("language", ["en", "es", "fr", "it"])
@pytest.mark.parametrize("view", ["agent", "assistant", "plain"])
def test_the_manifest_keeps_to_slacks_limits(base: KnowledgeBase, language: str, view: Any) -> None:
    words = Tongues(ROOT / "data", base).words(language)
    found = manifest(Settings(public_url="https://seller.example/", slack_view=view), words)
    about = found["display_information"]
    assert (len(about["name"]) <= 35, len(about["description"]) <= 140, 174 <= len(about["long_description"]) <= 4000) == (True, True, True)
    assert found["settings"]["event_subscriptions"]["request_url"] == found["settings"]["interactivity"]["request_url"]
    assert found["features"]["slash_commands"][0]["url"] == "https://seller.example/slack/events"
    assert ("assistant:write" in found["oauth_config"]["scopes"]["bot"]) == (view != "plain")
    assert {key for key in found["features"] if key.endswith("_view")} == ({f"{view}_view"} if view != "plain" else set())
    assert len(words.prompts) == 4
    for told in (words.vote.title, words.form.title, words.home.title, words.home.article, words.actions.submit, words.actions.close, words.actions.send):
        assert len(told) <= 24


def test_the_manifest_in_the_repository_is_what_is_printed(base: KnowledgeBase) -> None:
    found = manifest(Settings(public_url="https://seller.example"), Tongues(ROOT / "data", base).words("en"))
    assert json.loads((ROOT / "docs" / "slack-manifest.json").read_text(encoding="utf-8")) == found


def test_in_socket_mode_the_manifest_names_no_address(base: KnowledgeBase) -> None:
    found = manifest(Settings(slack_app_token=APP_TOKEN), Tongues(ROOT / "data", base).words("en"))
    assert found["settings"]["socket_mode_enabled"] is True
    assert "http" not in json.dumps(found["settings"]) + json.dumps(found["features"]["slash_commands"])


def test_the_manifest_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.logs.configure", lambda level: None)  # to an output that ends with this test
    assert CliRunner().invoke(app, ["slack", "manifest"]).exit_code == 2
    monkeypatch.setenv("SELLER_ASSISTANT_PUBLIC_URL", "http://seller.example")
    refused = CliRunner().invoke(app, ["slack", "manifest"])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "must begin with https://" in refused.stderr
    monkeypatch.setenv("SELLER_ASSISTANT_PUBLIC_URL", "https://seller.example")
    printed = CliRunner().invoke(app, ["slack", "manifest", "--language", "fr"])
    assert json.loads(printed.stdout)["display_information"]["name"] == "Aide aux vendeurs"
    assert CliRunner().invoke(app, ["slack", "manifest", "--language", "../en"]).exit_code == 2


def lines(**given: Any) -> list[str]:
    """What the examination says of these settings."""
    return [str(line) for line in asyncio.run(examine(Settings(**given)))]


def test_a_setting_that_is_wrong_in_itself_is_told_without_slack(tmp_path: Path) -> None:
    assert "is empty" in lines()[0]
    assert "app-level token" in lines(slack_bot_token="xapp-1")[0]
    assert "user's token" in lines(slack_bot_token="xoxp-1")[0]
    assert "SELLER_ASSISTANT_SLACK_BOT_TOKEN_FILE" in lines(slack_bot_token_file=tmp_path / "none")[0]


@pytest.mark.usefixtures("local_sockets")
def test_each_wrong_setting_is_explained_by_asking_slack(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\nmore", encoding="utf-8")
    with running() as slack:
        usual: dict[str, Any] = {"slack_api": f"{slack.url}/api/", "slack_bot_token_file": tmp_path / "token", "slack_signing_secret": SECRET}
        usual |= {"slack_support_channel": SUPPORT, "public_url": "https://127.0.0.1:1"}

        def told(mark: str, **given: Any) -> str:
            return "\n".join(line for line in lines(**usual | given) if line.startswith(mark))

        assert told("✗") == ""
        assert "Workshop" in told("✓")
        assert "does not answer" in told("!")
        assert "no signing secret" in told("✗", slack_signing_secret="xoxb-1")
        assert "SIGNING_SECRET is empty" in told("✗", slack_signing_secret="")
        assert "must begin with https" in told("✗", public_url="http://seller.example")
        assert "PUBLIC_URL is empty" in told("✗", public_url="")
        assert "does not know this bot token" in told("✗", slack_bot_token_file=None, slack_bot_token="xoxb-other")
        assert "cannot be reached" in told("✗", slack_api="http://127.0.0.1:1/api/")
        assert "colleagues answer sellers in the console alone" in told("!", slack_support_channel="")
        slack.scopes = GRANTED.replace("commands,", "").replace("users:read,", "")
        assert "commands (answers the command); users:read (" in told("✗")
        slack.scopes = GRANTED.replace("assistant:write,", "")
        assert "assistant:write" in told("✗")
        assert told("✗", slack_view="plain") == ""
        slack.scopes = GRANTED
        slack.foreign.add(SUPPORT)
        assert "no member of the support channel #elsewhere" in told("✗")
        slack.foreign.clear()
        slack.errors["conversations.info"] = "channel_not_found"
        assert "/invite" in told("✗")
        slack.errors.clear()
        assert "Socket Mode connects" in told("✓", slack_app_token=APP_TOKEN, public_url="")
        assert "connections:write" in told("✗", slack_app_token="xapp-other") or "refuses the app-level token" in told("✗", slack_app_token="xapp-other")
        assert "does not begin with xapp-" in told("✗", slack_app_token="xoxb-1")


@pytest.mark.usefixtures("local_sockets")
def test_who_answers_from_the_support_channel_is_looked_up(tmp_path: Path) -> None:
    with running() as slack:
        slack.person("UANA", "Ana", "anna@example.com")
        usual: dict[str, Any] = {"slack_api": f"{slack.url}/api/", "slack_bot_token": TOKEN, "slack_signing_secret": SECRET}
        usual |= {"slack_support_channel": SUPPORT, "public_url": "https://127.0.0.1:1", "database": f"sqlite:///{tmp_path / 'one.db'}"}

        def told(**given: Any) -> str:
            found = lines(**usual | given)
            at = next(number for number, line in enumerate(found) if line == "✓ The bot is in the support channel #support")
            assert len(found) == at + 3  # one line of the colleagues, and the one of what Slack does not tell
            return found[at + 1]

        assert told(handover="off").startswith("! SELLER_ASSISTANT_HANDOVER is off")
        assert told().startswith("! No active account may answer sellers, so none is handed over")
        assert not (tmp_path / "one.db").exists()
        assert told(handover="on").startswith("! No active account may answer sellers: cases come to the support channel, and whoever answers")
        database = Database(str(usual["database"]))
        accounts = Accounts(database)
        accounts.add("vera@example.com", "Vera", Role.VIEWER, NOW)
        left = accounts.add("anna@example.com", "Anna", Role.AGENT, NOW)
        accounts.set_active(left.number, active=False)
        assert told().startswith("! No active account")  # one may look, the other has left
        accounts.add("xenia@example.com", "Xenia", Role.ADMIN, NOW)
        assert told().startswith("! No account that may answer sellers has the e-mail address of anybody in this workspace")
        accounts.set_active(left.number, active=True)
        assert told().startswith("✓ Cases go to the support channel; 1 of 2 who may answer are in Slack")
        slack.errors["users.lookupByEmail"] = "missing_scope"
        assert told().startswith("! Whether colleagues with an account are in Slack cannot be looked up")
        database.close()


@pytest.mark.usefixtures("local_sockets")
def test_what_slack_does_not_tell_is_named_in_the_end(tmp_path: Path) -> None:
    with running() as slack:
        usual: dict[str, Any] = {"slack_api": f"{slack.url}/api/", "slack_bot_token": TOKEN, "database": f"sqlite:///{tmp_path / 'one.db'}"}
        last = lines(**usual, slack_signing_secret="0" * 32, public_url="https://127.0.0.1:1")[-1]
        for part in ("Event Subscriptions", "Interactivity", "/seller", "Messages tab", "Signing Secret", "seller-assistant slack manifest"):
            assert part in last
        last = lines(**usual, slack_app_token=APP_TOKEN)[-1]
        assert "Messages tab" in last
        assert "Request URL" not in last
        assert "Signing Secret" not in last


def test_every_scope_has_its_reason_and_is_granted_to_the_stand_in() -> None:
    assert set(SCOPES) == set(GRANTED.split(","))
    assert {scope for needed in NEEDS.values() for scope in needed} <= set(SCOPES)  # and a call without its scope is refused


@pytest.mark.model
def test_in_socket_mode_slack_is_called_and_nobody_can_call_us(local_sockets: None, open_workspace: Open) -> None:
    with open_workspace(slack_app_token=APP_TOKEN, slack_signing_secret="", public_url="") as workspace:
        slack = workspace.slack
        workspace.wait(lambda: slack.sockets)
        told = workspace.message("UANA", f"<@{BOT}> {UPLOAD}", "CSOCK")
        envelope = {"type": "event_callback", "team_id": "T1", "event_id": "EvS", "event": told | {"type": "app_mention"}}
        slack.push({"envelope_id": "e1", "type": "events_api", "payload": envelope, "accepts_response_payload": False})
        assert "checked on" in workspace.last("CSOCK", told["ts"]).said
        given = {"command": "/seller", "text": "help", "user_id": "UANA", "channel_id": "CSOCK", "trigger_id": slack.trigger()}
        given |= {"response_url": workspace._responds("CSOCK", "UANA")}
        slack.push({"envelope_id": "e2", "type": "slash_commands", "payload": given, "accepts_response_payload": True})
        workspace.last("CSOCK", alone="UANA")
        workspace.wait(lambda: {one["envelope_id"] for one in slack.acknowledged} == {"e1", "e2"})
        assert workspace.post("{}").status_code == 404
        assert slack.complaints == []


@pytest.mark.model
def test_slack_out_of_reach_stops_nothing_else(local_sockets: None, open_workspace: Open) -> None:
    with open_workspace(slack_api="http://127.0.0.1:1/api/") as workspace:
        assert workspace.client.get(f"{workspace.url}/health/live").status_code == 200
        told = workspace.message("UANA", UPLOAD, "DX")
        body = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "EvX", "event": told})
        assert workspace.post(body).status_code == 500  # so that Slack delivers it again
