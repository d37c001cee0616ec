"""A stand-in for Microsoft: the keys that sign, the log-in, and the connector by which a bot writes into Teams; a real HTTP server on this machine.

Refuses cards that are none by Microsoft's schema or that are too large, as the connector does, and whoever writes without a token of its log-in.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.validation import card_complaints

BOT = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
OTHER_TENANT = "ffffffff-bbbb-cccc-dddd-eeeeeeeeeeee"
SECRET = "the value of the secret"
ISSUER = "https://api.botframework.com"
_TOKEN = "a token of the log-in"
_MOST_BYTES = 28_000


def _pair() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Written:
    """What a bot has written: `was` are the looks that it had before."""

    id: str
    conversation: str
    activity: dict[str, Any]
    was: list[dict[str, Any]] = field(default_factory=list)

    @property
    def card(self) -> dict[str, Any]:
        """Its card; empty where it is none."""
        attachments = self.activity.get("attachments") or [{}]
        found: dict[str, Any] = attachments[0].get("content", {})
        return found

    @property
    def text(self) -> str:
        """What is read in it."""
        return str(self.card.get("fallbackText") or self.activity.get("text") or "")


@dataclass
class Microsoft:
    """What was written, in order, and what it refuses; `login_error` are the codes with which it lets nobody log in.

    `endorsements` are the channels for which its key signs. What was written is seen `seconds_ahead` before the writer is told so.
    """

    port: int = 0
    written: list[Written] = field(default_factory=list)
    typed: int = 0
    faults: list[str] = field(default_factory=list)
    refuses: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    login_error: tuple[int, ...] = ()
    wants_tokens: bool = True
    keys_asked: int = 0
    seconds_ahead: float = 0.0
    endorsements: tuple[str, ...] = ("webchat", "msteams")
    key: rsa.RSAPrivateKey = field(default_factory=_pair)
    news: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, Any]:
        """The settings by which the application takes it for Microsoft."""
        return {"teams_bot": BOT, "teams_tenant": TENANT, "teams_secret": SECRET, "teams_keys": f"{self.url}/keys", "teams_login": self.url}

    def token(self, key: rsa.RSAPrivateKey | None = None, **claims: Any) -> str:
        """A token of the connector; a claim that is None is left out."""
        now = int(time.time())
        held = {"iss": ISSUER, "aud": BOT, "serviceurl": self.url, "iat": now, "nbf": now, "exp": now + 3600} | claims
        return jwt.encode({name: value for name, value in held.items() if value is not None}, key or self.key, "RS256", {"kid": "one"})

    def wait(self, fits: Callable[[Microsoft], Any], seconds: float = 15.0) -> Any:
        """What `fits` gives, once that is something."""
        found: list[Any] = []

        def look() -> bool:
            found[:] = [fits(self)]
            return bool(found[0])

        with self.news:
            assert self.news.wait_for(look, seconds), ("it did not come", [one.text for one in self.written], self.faults)
        return found[0]

    def texts(self, conversation: str = "") -> list[str]:
        """What is read in all that was written, as it looks now."""
        return [one.text for one in self.written if conversation in ("", one.conversation)]


@contextmanager
def running() -> Iterator[Microsoft]:
    """It runs until the block ends; whatever it had to refuse fails the test."""
    microsoft = Microsoft()

    class Handler(_Handler):
        of = microsoft

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        microsoft.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield microsoft
        finally:
            server.shutdown()
            thread.join()
    assert microsoft.faults == []


class _Handler(BaseHTTPRequestHandler):
    of: Microsoft
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path != "/keys":
            self._reply(404, {})
            return
        self.of.keys_asked += 1
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.of.key.public_key(), as_dict=True)
        self._reply(200, {"keys": [public | {"kid": "one", "use": "sig", "endorsements": list(self.of.endorsements)}]})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.endswith("/oauth2/v2.0/token"):
            self._log_in(body.decode())
        else:
            self._write(json.loads(body))

    def do_PUT(self) -> None:
        self._write(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _log_in(self, form: str) -> None:
        given = dict(urllib.parse.parse_qsl(form))
        assert given["scope"] == "https://api.botframework.com/.default"
        codes = self.of.login_error or (() if given["client_secret"] == SECRET else (7000215,))
        if codes:
            self._reply(401, {"error": "invalid_client", "error_codes": list(codes)})
        else:
            self._reply(200, {"access_token": _TOKEN, "expires_in": 3599, "token_type": "Bearer"})

    def _write(self, activity: dict[str, Any]) -> None:
        microsoft = self.of
        with microsoft.news:
            if microsoft.refuses:
                status, headers = microsoft.refuses.pop(0)
                self._reply(status, {"error": {"code": "Refused"}}, headers)
                microsoft.news.notify_all()
                return
            if microsoft.wants_tokens and self.headers.get("Authorization") != f"Bearer {_TOKEN}":
                self._reply(401, {})
                return
            _, _, _, conversation, _, *rest = urllib.parse.unquote(self.path).split("/")
            microsoft.faults += _faults(activity)
            if activity["type"] == "typing":
                microsoft.typed += 1
                identity = "typing"
            elif rest:
                identity = rest[0]
                one = next(one for one in microsoft.written if one.id == identity)
                one.was.append(one.activity)
                one.activity = activity
            else:
                identity = f"1:{len(microsoft.written) + 1}"
                microsoft.written.append(Written(identity, conversation, activity))
            microsoft.news.notify_all()
        time.sleep(microsoft.seconds_ahead)
        self._reply(200, {"id": identity})

    def _reply(self, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


def _faults(activity: dict[str, Any]) -> Iterator[str]:
    if len(json.dumps(activity, ensure_ascii=False).encode()) > _MOST_BYTES:
        yield "too large"
    for attachment in activity.get("attachments") or ():
        yield from card_complaints(attachment["content"])
        if not attachment["content"].get("fallbackText") or not activity.get("summary"):
            yield "a card without words"
    if activity["type"] == "message" and not (activity.get("attachments") or activity.get("text")):
        yield "an empty message"
