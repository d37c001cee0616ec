"""Examines the settings of the bot in Slack, each against Slack itself, and says of each wrong one what to do and where, and what it cannot see.

Refuses to show a secret, and changes nothing.
"""

from __future__ import annotations

import re
from typing import Any

import aiohttp
import httpx
from slack_sdk.errors import SlackApiError

from bot.channels.slack import support_doctor
from bot.channels.slack.commanding import COMMAND
from bot.channels.slack.manifest import PATH, SCOPES, scopes
from bot.channels.slack.web import Web, client_of
from bot.doctor.line import Line, bad, good, notable
from bot.settings import Settings, UnreadableSecret

_APPS = "api.slack.com/apps > your app"
_SECRET = re.compile(r"[0-9a-z]{32}")
_SECONDS = 10.0
_NOT_OURS = {
    "invalid_auth": "Slack does not know this bot token.",
    "not_authed": "Slack does not know this bot token.",
    "account_inactive": "The app has been removed from the workspace, or its bot user was deactivated.",
    "token_revoked": "This bot token has been revoked.",
    "token_expired": "This bot token has expired.",
}


async def examine(settings: Settings) -> list[Line]:
    """All lines."""
    try:
        token, secret, app = (settings.secret(f"slack_{name}") for name in ("bot_token", "signing_secret", "app_token"))
    except UnreadableSecret as error:
        return [bad(str(error))]
    if not token:
        return [bad(f"There is no bot in Slack: SELLER_ASSISTANT_SLACK_BOT_TOKEN is empty. Copy it from {_APPS} > OAuth & Permissions (docs/slack.md).")]
    found = [_shape_of_token(token), *_way(settings, secret, app)]
    if found[0].stops:
        return found
    granted, lines = await _identity(settings, token)
    found += lines
    if granted is None:
        return found
    found.append(_scopes(granted, settings.slack_view))
    web = Web(client_of(token, settings.slack_api))
    if app:
        found.append(await _socket(settings, app))
    elif settings.public_url.startswith("https://"):
        found.append(await _address(settings.public_url.rstrip("/") + PATH))
    return [*found, *await support_doctor.examine(web, settings), _by_hand(app)]


def _shape_of_token(token: str) -> Line:
    if token.startswith("xoxb-"):
        return good("SELLER_ASSISTANT_SLACK_BOT_TOKEN is a bot token")
    what = {"xapp": "an app-level token: that one belongs into SELLER_ASSISTANT_SLACK_APP_TOKEN", "xoxp": "a user's token"}.get(token[:4], "no bot token")
    return bad(f"SELLER_ASSISTANT_SLACK_BOT_TOKEN is {what}. Copy the Bot User OAuth Token (xoxb-…) from {_APPS} > OAuth & Permissions.")


def _way(settings: Settings, secret: str, app: str) -> list[Line]:
    """How the two reach each other."""
    if app:
        if not app.startswith("xapp-"):
            return [bad(f"SELLER_ASSISTANT_SLACK_APP_TOKEN does not begin with xapp-. Make one at {_APPS} > Basic Information > App-Level Tokens.")]
        return [good("SELLER_ASSISTANT_SLACK_APP_TOKEN is given: Socket Mode, in which we call Slack and need no public address")]
    found = []
    if not secret:
        found.append(bad(f"SELLER_ASSISTANT_SLACK_SIGNING_SECRET is empty: every request would be refused. Copy it from {_APPS} > Basic Information."))
    elif not _SECRET.fullmatch(secret):
        what = "Signing Secret (32 letters and figures), not the Client Secret or the Verification Token"
        found.append(bad(f"SELLER_ASSISTANT_SLACK_SIGNING_SECRET is no signing secret. Copy the {what}, from {_APPS} > Basic Information."))
    else:
        found.append(good("SELLER_ASSISTANT_SLACK_SIGNING_SECRET looks like one"))
    if not settings.public_url:
        found.append(bad("SELLER_ASSISTANT_PUBLIC_URL is empty: Slack has to reach this installation. Set it, or use Socket Mode (docs/slack.md)."))
    elif not settings.public_url.startswith("https://"):
        found.append(bad("SELLER_ASSISTANT_PUBLIC_URL must begin with https://: Slack calls nothing else. Or use Socket Mode (docs/slack.md)."))
    else:
        found.append(good(f"Slack's Request URL is {settings.public_url.rstrip('/')}{PATH}, for events, commands and interactivity"))
    return found


async def _identity(settings: Settings, token: str) -> tuple[set[str] | None, list[Line]]:
    """Who the bot is, and the scopes that it was given; None where Slack does not tell."""
    try:
        told = await client_of(token, settings.slack_api).api_call("auth.test")
    except SlackApiError as error:
        response: Any = error.response
        code = str(response.get("error", "")) if hasattr(response, "get") else ""
        why = _NOT_OURS.get(code, f"Slack refuses: {code or 'no reason given'}.")
        return None, [bad(f"{why} Install the app anew at {_APPS} > Install App, and copy the Bot User OAuth Token.")]
    except (aiohttp.ClientError, TimeoutError) as error:
        return None, [bad(f"Slack's Web API cannot be reached ({type(error).__name__}). Let this machine call it, perhaps through HTTPS_PROXY.")]
    data: Any = told.data
    headers = {name.lower(): value for name, value in dict(told.headers).items()}
    granted = {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",") if scope.strip()}
    return granted, [good(f"Slack knows the bot: {data.get('user', '?')} in the workspace {data.get('team', '?')}")]


def _scopes(granted: set[str], view: str) -> Line:
    missing = [scope for scope in scopes(view) if scope not in granted]
    if not missing:
        return good("The app has every scope that it needs")
    wanted = "; ".join(f"{scope} ({SCOPES[scope]})" for scope in missing)
    return bad(f"The app lacks scopes: {wanted}. Add them at {_APPS} > OAuth & Permissions > Bot Token Scopes, then reinstall the app there.")


async def _socket(settings: Settings, app: str) -> Line:
    try:
        await client_of(app, settings.slack_api).api_call("apps.connections.open")
    except SlackApiError as error:
        response: Any = error.response
        code = str(response.get("error", ""))
        todo = {
            "missing_scope": f"The app-level token lacks connections:write. Make one with it at {_APPS} > Basic Information > App-Level Tokens.",
            "socket_mode_disabled": f"Socket Mode is off. Switch it on at {_APPS} > Socket Mode.",
        }.get(code, f"Slack refuses the app-level token: {code}. Make a new one at {_APPS} > Basic Information > App-Level Tokens.")
        return bad(todo)
    except (aiohttp.ClientError, TimeoutError) as error:
        return bad(f"Slack cannot be reached for Socket Mode ({type(error).__name__}).")
    return good("Socket Mode connects")


async def _address(url: str) -> Line:
    """Whether our own address answers as only we do: with a refusal of what Slack has not signed."""
    try:
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            status = (await client.post(url, json={})).status_code
    except httpx.HTTPError as error:
        return notable(f"{url} does not answer ({type(error).__name__}): start the assistant, or look at the proxy in front of it")
    if status == httpx.codes.UNAUTHORIZED:
        return good(f"{url} answers, and refuses what Slack has not signed")
    return notable(f"{url} answers with {status}, not 401: it may lead to something else than this assistant with its Slack settings")


def _by_hand(app: str) -> Line:
    """What Slack tells no bot about its app."""
    url = "" if app else " with that Request URL"
    seen = [
        f"Event Subscriptions is on{url}, and has each of the events",
        f"Interactivity & Shortcuts is on{url}",
        f"Slash Commands has {COMMAND}{url}",
        "App Home shows the Messages tab and lets people write there",
    ]
    if not app:
        seen.append("the Signing Secret under Basic Information is the one given here: with another one, every request is refused with 401")
    told = "; ".join(f"({number}) {what}" for number, what in enumerate(seen, 1))
    return notable(f"Slack does not tell the rest. At {_APPS}, compare with what `seller-assistant slack manifest` prints: {told}")
