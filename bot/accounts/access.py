"""Who a request comes from and what it may do: the session's cookie, the least role of a route, and proof that a form is ours.

Refuses every request that changes something unless it comes from one of our own pages and carries the token of its session.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from bot import problems
from bot.accounts import token as tokens
from bot.accounts.account import Account, Role
from bot.accounts.sessions import Sessions
from bot.clock import Now
from bot.problems import Problem
from bot.sentences import Sentences
from bot.store.database import Database

START, LOG_IN = "/console", "/console/login"
FIELD, HEADER = "csrf", "X-CSRF-Token"
_COOKIE = "console"
_SAFE = ("GET", "HEAD", "OPTIONS")
_LONGEST_PATH = 2000
_PORTS = {"http": 80, "https": 443}


class LogInFirst(Problem):
    """The request comes from nobody who is logged in; after that, `after` is where to go on."""

    def __init__(self, detail: str, after: str) -> None:
        self.after = after
        super().__init__(401, detail)


class Access:
    """Knows the accounts behind requests."""

    def __init__(self, database: Database, sessions: Sessions, sentences: Sentences, now: Now, public_url: str = "") -> None:
        """`public_url` is the address under which browsers reach us; empty: the one that they asked."""
        self._apart, self._sessions, self._sentences, self._now, self._public_url = database.apart, sessions, sentences, now, public_url.rstrip("/")

    async def account(self, request: Request) -> Account | None:
        """Who is logged in. Raises DatabaseUnavailable."""
        known: dict[str, Account | None] = request.scope.setdefault("seller_assistant_account", {})
        token = self.token(request)
        if token not in known:
            known[token] = await self._apart(self._sessions.account, token, self._now()) if token else None
        return known[token]

    def require(self, role: Role) -> Callable[[Request], Awaitable[Account]]:
        """A dependency of routes: the account of the request, which has at least this role. Raises Problem."""

        async def required(request: Request) -> Account:
            self.check_origin(request)
            account = await self.account(request)
            if account is None:
                raise LogInFirst(self._sentences.say("log_in_first"), _page(request))
            if not account.role.may(role):
                raise Problem(403, self._sentences.say("not_allowed"))
            await self.check_form(request, self.csrf(request))
            return account

        return required

    def csrf(self, request: Request) -> str:
        """What a form of this session must carry; empty without a session."""
        token = self.token(request)
        return tokens.derived(token, "csrf") if token else ""

    async def check_form(self, request: Request, wanted: str) -> None:
        """Refuses a request that changes something and does not carry this token. Raises Problem."""
        if request.method in _SAFE:
            return
        given = request.headers.get(HEADER) or ""
        if not given and request.headers.get("content-type", "").startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
            field = (await request.form()).get(FIELD)
            given = field if isinstance(field, str) else ""
        if not (wanted and tokens.same(given, wanted)):
            raise Problem(403, self._sentences.say("foreign_form"))

    def check_origin(self, request: Request) -> None:
        """Refuses a request that changes something and that a browser sends from another site. Raises Problem."""
        if request.method in _SAFE:
            return
        site, origin = request.headers.get("sec-fetch-site", "same-origin"), request.headers.get("origin")
        if site != "same-origin" or (origin is not None and _host(origin) != _host(self.address(request))):
            raise Problem(403, self._sentences.say("foreign_form"))

    def address(self, request: Request) -> str:
        """The address under which the browser has reached us, without a path."""
        return self._public_url or f"{request.url.scheme}://{request.headers.get('host', '')}"

    def begin(self, request: Request, response: Response, token: str) -> None:
        """Gives the browser the token of a session."""
        self.set_cookie(request, response, _COOKIE, token)

    def end(self, request: Request, response: Response) -> None:
        """Takes it back."""
        self.set_cookie(request, response, _COOKIE, "")

    def token(self, request: Request) -> str:
        """The token of the browser's session; empty without one."""
        return self.cookie(request, _COOKIE)

    def cookie(self, request: Request, name: str) -> str:
        """A token that we have given the browser under this name; empty without one."""
        found = self.text_cookie(request, name)
        return found if tokens.is_token(found) else ""

    def text_cookie(self, request: Request, name: str) -> str:
        """Whatever the browser sends under this name; empty without it."""
        return request.cookies.get(self._cookie_name(request, name), "")

    def set_cookie(self, request: Request, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        """Gives the browser a token to send with every request until it is closed, or for so long; an empty one is taken back."""
        age = seconds if value else 0
        # Lax: a link from an e-mail leads into the console; whatever changes something must come from our own pages besides.
        response.set_cookie(self._cookie_name(request, name), value, max_age=age, path="/", httponly=True, samesite="lax", secure=self._is_secure(request))

    def _is_secure(self, request: Request) -> bool:
        return self.address(request).startswith("https:")

    def _cookie_name(self, request: Request, name: str) -> str:
        """With the prefix, a browser takes it from nobody but this very host over TLS."""
        return f"__Host-{name}" if self._is_secure(request) else name


def install(app: FastAPI) -> None:
    """Leads a browser that asks for a page to the log-in; everything else gets the problem."""

    @app.exception_handler(LogInFirst)
    async def _log_in(request: Request, error: LogInFirst) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(log_in_address(error.after), 303, {"Cache-Control": "no-store"})
        answer: JSONResponse = problems.response(error.status, error.detail)
        return answer


def log_in_address(after: str) -> str:
    """Where to log in, and to go on `after` that."""
    return f"{LOG_IN}?next={quote(after, safe='/')}" if after != START else LOG_IN


def safe_path(path: str) -> str:
    """A path to go on with that certainly is a page of the console; its start page for anything else."""
    try:
        parts = urlsplit(path)
    except ValueError:
        return START
    is_plain = path.isascii() and path.isprintable() and "\\" not in path and ".." not in path and len(path) <= _LONGEST_PATH
    is_ours = not (parts.scheme or parts.netloc) and (parts.path == START or parts.path.startswith(f"{START}/")) and not path.startswith("//")
    is_page = parts.path not in (LOG_IN, f"{START}/logout")
    return path if is_plain and is_ours and is_page else START


def _page(request: Request) -> str:
    """The page to come back to: the one that was asked for, or the one that held the form."""
    url = request.url
    if request.method not in _SAFE:
        before = urlsplit(request.headers.get("referer", ""))
        return safe_path(f"{before.path}?{before.query}" if before.query else before.path)
    return safe_path(f"{url.path}?{url.query}" if url.query else url.path)


def _host(address: str) -> tuple[str, int | None]:
    """Host and port; a proxy that ends TLS may leave us in doubt about the rest."""
    try:
        parts = urlsplit(address)
        return parts.hostname or "", parts.port if parts.port != _PORTS.get(parts.scheme) else None
    except ValueError:
        return "", -1
