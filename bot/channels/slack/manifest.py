"""The app's manifest as Slack takes it: what the app is called, may do and is told, for this installation's address.

Asks for no scope that nothing uses; the reason of each stands beside it.
"""

from __future__ import annotations

from typing import Any

from bot.channels.slack.commanding import COMMAND
from bot.channels.slack.words import Words
from bot.settings import Settings

PATH = "/slack/events"
"""Where Slack reaches the bot, for events, commands and interactivity alike."""
SCOPES = {
    "app_mentions:read": "hears where it is mentioned",
    "assistant:write": "suggests questions and shows that it is looking something up",
    "channels:history": "goes on in the threads of public channels in which it takes part",
    "channels:read": "looks whether it is in the support channel",
    "chat:write": "answers, and keeps reminders",
    "commands": "answers the command",
    "groups:history": "goes on in the threads of private channels in which it takes part",
    "groups:read": "looks whether it is in a private support channel",
    "im:history": "hears direct messages",
    "im:write": "begins direct messages, for reminders",
    "mpim:history": "goes on in the threads of group messages in which it takes part",
    "reactions:write": "shows by a reaction that an answer takes longer",
    "users:read": "knows in which language somebody uses Slack",
    "users:read.email": "knows by their e-mail address which colleagues may answer sellers",
}
EVENTS = ("app_home_opened", "app_mention", "message.channels", "message.groups", "message.im", "message.mpim")
_ASSISTANT_EVENTS = ("assistant_thread_started",)
_AI_SCOPES = ("assistant:write",)
_COLOUR = "#1f3a5f"


def scopes(view: str) -> tuple[str, ...]:
    """The scopes of the bot, by how the app shows direct messages."""
    return tuple(scope for scope in SCOPES if view != "plain" or scope not in _AI_SCOPES)


def manifest(settings: Settings, words: Words) -> dict[str, Any]:
    """The manifest of an installation: in Socket Mode without any address of ours."""
    is_socket = bool(settings.slack_app_token or settings.slack_app_token_file)
    address = {} if is_socket else {"request_url": settings.public_url.rstrip("/") + PATH}
    command = {"command": COMMAND, "description": words.manifest.command, "usage_hint": words.manifest.usage, "should_escape": True}
    view = settings.slack_view
    features: dict[str, Any] = {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": words.manifest.name, "always_online": True},
        "slash_commands": [command | ({} if is_socket else {"url": address["request_url"]})],
    }
    if view != "plain":
        prompts = [prompt.model_dump() for prompt in words.prompts]
        features[f"{view}_view"] = {f"{view}_description": words.manifest.description, "suggested_prompts": prompts}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": words.manifest.name,
            "description": words.manifest.description,
            "long_description": words.manifest.long,
            "background_color": _COLOUR,
        },
        "features": features,
        "oauth_config": {"scopes": {"bot": list(scopes(view))}},
        "settings": {
            "event_subscriptions": address | {"bot_events": [*EVENTS, *(_ASSISTANT_EVENTS if view == "assistant" else ())]},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": is_socket,
            "token_rotation_enabled": False,
        },
    }
