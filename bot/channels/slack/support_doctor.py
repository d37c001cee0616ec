"""Examines whether colleagues can answer sellers from Slack: the support channel, hand-over, and the accounts of those who may.

Refuses to make or change a database for that: one that is not there yet holds no accounts.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import sqlalchemy as sa

from bot.accounts.account import Role
from bot.accounts.tables import ACCOUNTS
from bot.channels.seat import Gone, Later
from bot.channels.slack.web import Refused, Web
from bot.doctor.line import Line, bad, good, notable
from bot.settings import Settings
from bot.store.database import address

_INVITE = "An admin invites colleagues in the console under People, with the role agent (docs/accounts.md)."
_MOST_ASKED = 20  # of whom Slack is asked


async def examine(web: Web, settings: Settings) -> list[Line]:
    """All lines."""
    channel = settings.slack_support_channel
    if not channel:
        return [notable("SELLER_ASSISTANT_SLACK_SUPPORT_CHANNEL is empty: colleagues answer sellers in the console alone")]
    line = await _channel(web, channel)
    if line.stops:
        return [line]
    return [line, *await _colleagues(web, settings)]


async def _channel(web: Web, channel: str) -> Line:
    where = "In Slack, open the channel and write /invite @ and the name of the app."
    try:
        told = (await web.ask("conversations.info", channel=channel)).get("channel", {})
    except Gone:
        return bad(f"Slack shows the bot no channel {channel}. Take its id from the channel's details (at the bottom); of a private one: {where}")
    except (Refused, Later) as error:
        return bad(f"The support channel {channel} cannot be looked at: {error}")
    if told.get("is_archived"):
        return bad(f"The support channel #{told.get('name', channel)} is archived. Take another one.")
    if not told.get("is_member"):
        return bad(f"The bot is no member of the support channel #{told.get('name', channel)}. {where}")
    return good(f"The bot is in the support channel #{told.get('name', channel)}")


async def _colleagues(web: Web, settings: Settings) -> list[Line]:
    if settings.handover == "off":
        return [notable("SELLER_ASSISTANT_HANDOVER is off: no seller is handed over, and no case comes to the support channel. Set it to auto or on.")]
    try:
        agents = await asyncio.to_thread(_agents, settings.database_url)
    except (sa.exc.SQLAlchemyError, ImportError, ValueError) as error:
        return [notable(f"Who may answer sellers cannot be looked up ({type(error).__name__}): `seller-assistant doctor` says what is wrong with the database")]
    if not agents and settings.handover == "auto":
        return [notable(f"No active account may answer sellers, so none is handed over, and no case comes to the support channel. {_INVITE}")]
    if not agents:
        return [notable(f"No active account may answer sellers: cases come to the support channel, and whoever answers there is refused. {_INVITE}")]
    try:
        known = sum([await _is_there(web, email) for email in agents[:_MOST_ASKED]])
    except (Refused, Later) as error:
        return [notable(f"Whether colleagues with an account are in Slack cannot be looked up: {error}")]
    if not known:
        return [
            notable("No account that may answer sellers has the e-mail address of anybody in this workspace: whoever answers in Slack is refused. " + _INVITE)
        ]
    return [good(f"Cases go to the support channel; {known} of {len(agents)} who may answer are in Slack under the e-mail address of their account")]


def _agents(url: str) -> list[str]:
    """The e-mail addresses of the active accounts that may answer sellers. Raises SQLAlchemyError, ImportError and ValueError."""
    parsed = address(url)
    name = parsed.database or ":memory:"
    if parsed.get_backend_name() == "sqlite" and not name.startswith((":memory:", "file:")) and not Path(name).exists():
        return []  # connecting would leave an empty one behind
    engine = sa.create_engine(parsed)
    try:
        if not sa.inspect(engine).has_table(ACCOUNTS.name):
            return []
        with engine.connect() as connection:
            rows = connection.execute(sa.select(ACCOUNTS.c.email, ACCOUNTS.c.role).where(ACCOUNTS.c.active).order_by(ACCOUNTS.c.email)).all()
    finally:
        engine.dispose()
    return [str(row.email) for row in rows if Role(row.role).may(Role.AGENT)]


async def _is_there(web: Web, email: str) -> bool:
    """Whether somebody in the workspace has that address. Raises Refused and Later."""
    try:
        await web.ask("users.lookupByEmail", email=email)
    except Gone:
        return False
    except Refused as refused:
        if refused.code != "users_not_found":
            raise
        return False
    return True
