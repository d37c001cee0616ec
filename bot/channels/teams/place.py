"""Where somebody is in Teams: read off an activity, kept with the seat, and enough to write there later.

Refuses activities of anything but Teams.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from microsoft_agents.activity import Activity

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
    found = str(place["conversation"])
    return found if len(found) <= _LONGEST_KEY else hashlib.sha256(found.encode()).hexdigest()


def owner_of(place: Mapping[str, Any]) -> str:
    """Names the person."""
    return f"{place['tenant']}:{place['user']}"[:_LONGEST_KEY]


def tenant_of(activity: Activity) -> str:
    """The organisation in which it was said; empty where that is not told."""
    told = activity.channel_data if isinstance(activity.channel_data, dict) else {}
    tenant = told.get("tenant")
    named = tenant.get("id") if isinstance(tenant, dict) else None
    return str(named or (activity.conversation.tenant_id if activity.conversation else "") or "").lower()


def language_of(activity: Activity) -> str:
    """The language in which the person has Teams, in two letters; empty where that is not told."""
    told = activity.locale or next((str(getattr(entity, "locale", "") or "") for entity in activity.entities or () if entity.type == "clientInfo"), "")
    return told[:2].lower()
