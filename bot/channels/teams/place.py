"""Where somebody is in Teams: read off an activity, kept with the seat, and enough to write there later.

Refuses activities of anything but Teams.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from microsoft_agents.activity import Activity, ChannelId

CHANNEL = "msteams"
PERSONAL = "personal"
_LONGEST_KEY = 255


def place_of(activity: Activity) -> dict[str, Any]:
    """The place of an activity, without names."""
    conversation, sender, bot = activity.conversation, activity.from_property, activity.recipient
    return {
        "service": activity.service_url,
        "conversation": conversation.id if conversation else "",
        "scope": (conversation.conversation_type if conversation else "") or PERSONAL,
        "tenant": tenant_of(activity),
        "bot": bot.id if bot else "",
        "user": (sender.aad_object_id or sender.id) if sender else "",
        "language": language_of(activity),
    }


def key_of(place: Mapping[str, Any]) -> str:
    """Names the place among those of Teams: a chat, or a thread of a channel."""
    return _short(str(place["conversation"]))


def delivery_of(activity: Activity) -> str:
    """Names what was delivered, the second time as well; empty where Teams gives no id. An id is one of its chat alone: two chats may have the same."""
    chat = activity.conversation.id if activity.conversation else ""
    return _short(f"{activity.id} {chat}") if activity.id else ""


def owner_of(place: Mapping[str, Any]) -> str:
    """Names the person."""
    return f"{place['tenant']}:{place['user']}"[:_LONGEST_KEY]


def tenant_of(activity: Activity) -> str:
    """The organisation in which it was said: that of the conversation, else what Teams adds; empty where neither is told.

    Ask only for an activity of Teams: on other channels whoever writes also writes what is added.
    """
    told = activity.channel_data if isinstance(activity.channel_data, dict) else {}
    tenant = told.get("tenant")
    added = tenant.get("id") if isinstance(tenant, dict) else None
    return str((activity.conversation.tenant_id if activity.conversation else "") or added or "").lower()


def language_of(activity: Activity) -> str:
    """The language in which the person has Teams, in two letters; empty where that is not told."""
    told = activity.locale or next((str(getattr(entity, "locale", "") or "") for entity in activity.entities or () if entity.type == "clientInfo"), "")
    return told[:2].lower()


def is_of_teams(activity: Activity) -> bool:
    """Whether an activity comes by the channel of Teams, in whatever of its products; an Azure Bot may have other channels too."""
    return ChannelId.get_channel(activity.channel_id) == CHANNEL


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_KEY else hashlib.sha256(name.encode()).hexdigest()
