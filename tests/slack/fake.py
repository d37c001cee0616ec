"""A stand-in for Slack: its Web API on this machine, which keeps what is written, refuses what Slack refuses, and calls the bot as Slack does."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.slack import rules

Json = dict[str, Any]
BOT, BOT_ID, TEAM = "UBOT", "BBOT", "T1"
TOKEN, APP_TOKEN, SECRET = "xoxb-1-token", "xapp-1-token", "8f742231b10e8888abcd99yyyzzz85a5"
SUPPORT = "CSUPPORT"
SCOPES = (
    "app_mentions:read,assistant:write,channels:history,channels:read,chat:write,commands,groups:history,groups:read,"
    "im:history,im:write,mpim:history,reactions:write,users:read,users:read.email"
)
_ASSISTANT, _WRITE, _REACT = "assistant:write", "chat:write", "reactions:write"
NEEDS = {
    "chat.postMessage": (_WRITE,),
    "chat.postEphemeral": (_WRITE,),
    "chat.update": (_WRITE,),
    "chat.scheduleMessage": (_WRITE,),
    "chat.deleteScheduledMessage": (_WRITE,),
    "conversations.open": ("im:write",),
    "conversations.info": ("channels:read", "groups:read"),
    "users.info": ("users:read",),
    "users.lookupByEmail": ("users:read.email",),
    "assistant.threads.setStatus": (_ASSISTANT,),
    "assistant.threads.setSuggestedPrompts": (_ASSISTANT,),
    "reactions.add": (_REACT,),
    "reactions.remove": (_REACT,),
}
"""The scopes of which a method needs one, as docs.slack.dev/reference/methods says of each; auth.test and views.… need none."""
_TRIGGER_SECONDS = 3.0


@dataclass
class Written:
    """A message as it stands in Slack; `alone` is who sees it, `by` how it was written."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    thread: str = ""
    alone: str = ""
    by: str = ""

    @property
    def said(self) -> str:
        """Everything that can be read in it."""
        return "\n".join(rules._texts(self.blocks)) or self.text

    def pressable(self) -> list[Json]:
        """Everything that can be pressed, with its block."""
        found = []
        for block in self.blocks:
            elements = [*(block.get("elements", []) if block["type"] in ("actions", "context_actions") else []), *filter(None, [block.get("accessory")])]
            found += [element | {"block_id": block.get("block_id", "b")} for element in elements]
        return found

    def button(self, title: str) -> Json:
        """One of its buttons by what it says."""
        return next(element for element in self.pressable() if element["type"] == "button" and element["text"]["text"] == title)

    def element(self, action: str) -> Json:
        """What has this action."""
        return next(element for element in self.pressable() if element["action_id"] == action)


@dataclass
class Slack:
    """The workspace. `limited` holds for each method how many calls are still answered with 429: whoever waits as asked lets `now` pass."""

    url: str = ""
    messages: list[Written] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    views: dict[str, Json] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    scheduled: dict[str, Json] = field(default_factory=dict)
    statuses: list[Json] = field(default_factory=list)
    prompts: list[Json] = field(default_factory=list)
    reactions: list[tuple[str, str]] = field(default_factory=list)
    users: dict[str, Json] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    """Channels of which the bot is no member."""
    limited: dict[str, int] = field(default_factory=dict)
    retry_after: str = "1"
    scopes: str = SCOPES
    errors: dict[str, str] = field(default_factory=dict)
    """What a method refuses with."""
    now: float = 1_795_400_000.0
    triggers: dict[str, float] = field(default_factory=dict)
    """What opens a window, once, and when it was given."""
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    acknowledged: list[Json] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    loop: asyncio.AbstractEventLoop | None = None

    def stamp(self) -> str:
        """A new timestamp."""
        return f"1795400000.{next(self.numbers):06}"

    def trigger(self) -> str:
        """What opens one window."""
        found = f"trigger.{next(self.numbers)}"
        self.triggers[found] = self.now
        return found

    def person(self, user: str, name: str, email: str = "", locale: str = "en-US", team: str = TEAM, **more: Any) -> None:
        """Somebody in the workspace, or of another one."""
        profile = {"display_name": name, "real_name": name} | ({"email": email} if email else {})
        self.users[user] = {"id": user, "name": name.lower(), "locale": locale, "team_id": team, "profile": profile, **more}

    def in_(self, channel: str, thread: str = "", alone: str = "") -> list[Written]:
        """The messages of a place."""
        with self.changed:
            return [one for one in self.messages if one.channel == channel and one.thread == thread and one.alone == alone]

    def answer(self, method: str, given: Json) -> Json:
        """What Slack answers to a call."""
        handler = getattr(self, f"_{method.replace('.', '_')}", None)
        needed = NEEDS.get(method, ())
        if needed and not set(needed) & self.granted:
            return {"ok": False, "error": "missing_scope", "needed": ",".join(needed), "provided": self.scopes}
        if method in self.errors:
            return {"ok": False, "error": self.errors[method]}
        if handler is None:
            return {"ok": False, "error": "unknown_method"}
        found: Json = handler(given)
        return {"ok": "error" not in found, **found}

    @property
    def granted(self) -> set[str]:
        """What the app may do."""
        return {scope.strip() for scope in self.scopes.split(",")}

    def _auth_test(self, given: Json) -> Json:
        return {"user_id": BOT, "bot_id": BOT_ID, "team_id": TEAM, "team": "Workshop", "url": "https://workshop.example/", "user": "seller"}

    def _chat_postMessage(self, given: Json) -> Json:
        if error := self._unusable(given):
            return error
        ts = self.stamp()
        self.messages.append(Written(given["channel"], ts, given.get("text", ""), given.get("blocks", []), given.get("thread_ts", ""), by="post"))
        return {"ts": ts, "channel": given["channel"]}

    def _chat_postEphemeral(self, given: Json) -> Json:
        if error := self._unusable(given):
            return error
        thread = given.get("thread_ts", "")
        self.messages.append(Written(given["channel"], self.stamp(), given.get("text", ""), given.get("blocks", []), thread, given["user"], "whisper"))
        return {"message_ts": "1"}

    def _chat_update(self, given: Json) -> Json:
        if error := self._unusable(given):
            return error
        for one in self.messages:
            if one.ts == given["ts"] and one.channel == given["channel"]:
                one.blocks, one.text = given["blocks"], given["text"]
                return {"ts": one.ts}
        return {"error": "message_not_found"}

    def _chat_scheduleMessage(self, given: Json) -> Json:
        if error := self._unusable(given):
            return error
        ahead = given["post_at"] - self.now
        if ahead <= 0:
            return {"error": "time_in_past"}
        if ahead > 120 * 86400:
            return {"error": "time_too_far"}
        identity = f"Q{next(self.numbers)}"
        self.scheduled[identity] = given
        return {"scheduled_message_id": identity, "post_at": given["post_at"]}

    def _chat_deleteScheduledMessage(self, given: Json) -> Json:
        return {} if self.scheduled.pop(given["scheduled_message_id"], None) else {"error": "invalid_scheduled_message_id"}

    def _conversations_open(self, given: Json) -> Json:
        return {"channel": {"id": f"D{given['users'][1:]}"}} if given["users"] in self.users else {"error": "user_not_found"}

    def _conversations_info(self, given: Json) -> Json:
        if given["channel"] in self.foreign:
            return {"channel": {"id": given["channel"], "name": "elsewhere", "is_member": False}}
        return {"channel": {"id": given["channel"], "name": "support", "is_member": True}}

    def _users_info(self, given: Json) -> Json:
        if given["user"] not in self.users:
            return {"error": "user_not_found"}
        found = self.users[given["user"]]
        kept = ("email",) if "users:read.email" not in self.granted else ()
        return {"user": found | {"profile": {key: value for key, value in found["profile"].items() if key not in kept}}}

    def _users_lookupByEmail(self, given: Json) -> Json:
        found = [user for user in self.users.values() if user["profile"].get("email") == given["email"]]
        return {"user": found[0]} if found else {"error": "users_not_found"}

    def _views_open(self, given: Json) -> Json:
        return self._opened(given)

    def _views_push(self, given: Json) -> Json:
        return self._opened(given)

    def _opened(self, given: Json) -> Json:
        if given["trigger_id"] not in self.triggers:
            return {"error": "invalid_trigger_id"}
        given_at = self.triggers[given["trigger_id"]]
        if given_at < 0:
            return {"error": "exchanged_trigger_id"}
        if self.now - given_at > _TRIGGER_SECONDS:
            return {"error": "expired_trigger_id"}
        self.triggers[given["trigger_id"]] = -1.0
        if error := self._bad_view(given["view"]):
            return error
        identity = f"V{next(self.numbers)}"
        self.views[identity] = given["view"] | {"id": identity, "hash": "1"}
        return {"view": self.views[identity]}

    def _views_update(self, given: Json) -> Json:
        if error := self._bad_view(given["view"]):
            return error
        self.views[given["view_id"]] = given["view"] | {"id": given["view_id"], "hash": "2"}
        return {"view": self.views[given["view_id"]]}

    def _views_publish(self, given: Json) -> Json:
        if error := self._bad_view(given["view"]):
            return error
        self.homes[given["user_id"]] = given["view"]
        return {}

    def _assistant_threads_setStatus(self, given: Json) -> Json:
        self.statuses.append(given)
        return {}

    def _assistant_threads_setSuggestedPrompts(self, given: Json) -> Json:
        if not 1 <= len(given["prompts"]) <= 4 or any(set(prompt) != {"title", "message"} for prompt in given["prompts"]):
            return {"error": "invalid_arguments"}
        self.prompts.append(given)
        return {}

    def _reactions_add(self, given: Json) -> Json:
        self.reactions.append(("add", given["timestamp"]))
        return {}

    def _reactions_remove(self, given: Json) -> Json:
        self.reactions.append(("remove", given["timestamp"]))
        return {}

    def _apps_connections_open(self, given: Json) -> Json:
        return {"url": self.url.replace("http", "ws") + "/socket"}

    def _bad_view(self, view: Json) -> Json:
        found = rules.of_view(view)
        self.complaints += found
        return {"error": "invalid_arguments", "response_metadata": {"messages": found}} if found else {}

    def _unusable(self, given: Json) -> Json:
        if given["channel"] in self.foreign:
            return {"error": "not_in_channel"}
        found = rules.of_message(given.get("blocks", []), given.get("text", ""))
        if "ts" not in given and "post_at" not in given and (given.get("unfurl_links") is not False or given.get("unfurl_media") is not False):
            found.append("links would be unfurled") if "user" not in given else None
        self.complaints += found
        return {"error": "invalid_blocks", "response_metadata": {"messages": found}} if found else {}

    # HTTP

    async def call(self, request: web.Request) -> web.StreamResponse:
        """A call of the Web API."""
        method = request.match_info["method"]
        given = await request.json() if request.content_type == "application/json" else dict(await request.post())
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token != (APP_TOKEN if method == "apps.connections.open" else TOKEN):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        with self.changed:
            self.calls.append((method, given))
            if self.limited.get(method, 0) > 0:
                self.limited[method] -= 1
                self.now += float(self.retry_after)
                self.changed.notify_all()
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": self.retry_after})
            found = self.answer(method, given)
            self.changed.notify_all()
        return web.json_response(found, headers={"x-oauth-scopes": self.scopes})

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """An answer at the address that came with an interaction."""
        given = await request.json()
        channel, user, left = request.match_info["channel"], request.match_info["user"], request.match_info["left"]
        with self.changed:
            found = rules.of_message(given.get("blocks", []), given.get("text", ""))
            self.complaints += found
            used = sum(1 for method, sent in self.calls if method == "respond" and sent["address"] == request.path)
            if self.limited.get("respond", 0) > 0:
                self.limited["respond"] -= 1
                return web.Response(status=429, headers={"Retry-After": self.retry_after})
            self.calls.append(("respond", given | {"address": request.path}))
            if found or used >= int(left):
                self.changed.notify_all()
                return web.Response(status=404, text="used_url")
            alone = "" if given.get("response_type") == "in_channel" else user
            self.messages.append(Written(channel, self.stamp(), given.get("text", ""), given.get("blocks", []), alone=alone, by="respond"))
            self.changed.notify_all()
        return web.Response(text="ok")

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """The connection of Socket Mode."""
        found = web.WebSocketResponse()
        await found.prepare(request)
        await found.send_json({"type": "hello"})
        self.sockets.append(found)
        async for message in found:
            if message.type == WSMsgType.TEXT and message.data.startswith("{"):
                with self.changed:
                    self.acknowledged.append(json.loads(message.data))
                    self.changed.notify_all()
        return found

    def push(self, envelope: Json) -> None:
        """Sends something through the connection."""
        assert self.loop
        asyncio.run_coroutine_threadsafe(self.sockets[-1].send_json(envelope), self.loop).result(5)


@contextmanager
def running() -> Iterator[Slack]:
    """A workspace that is there until the block ends."""
    slack, started = Slack(), threading.Event()
    stop: list[asyncio.Event] = []

    async def serve() -> None:
        application = web.Application()
        application.router.add_post("/api/{method}", slack.call)
        application.router.add_post("/respond/{channel}/{user}/{left}/{name}", slack.respond)
        application.router.add_get("/socket", slack.socket)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server: Any = site._server
        slack.url, slack.loop = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asyncio.get_running_loop()
        stop.append(asyncio.Event())
        started.set()
        await stop[0].wait()
        for socket in slack.sockets:
            await socket.close()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    started.wait(10)
    try:
        yield slack
    finally:
        assert slack.loop
        slack.loop.call_soon_threadsafe(stop[0].set)
        thread.join(10)
