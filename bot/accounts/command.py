"""The commands that look after accounts where nobody can log in yet, or no longer.

Imports what is heavy when it is asked for; takes no password as an argument, where every user of the machine could read it.
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import terminal
from bot.accounts.account import AccountError, Role

if TYPE_CHECKING:
    from bot.accounts.account import Account
    from bot.accounts.accounts import Accounts
    from bot.accounts.audit import Audit
    from bot.accounts.sessions import Sessions

account = typer.Typer(help="Look after the accounts of the console.", no_args_is_help=True)
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The e-mail address of the account.")]
PasswordFile = Annotated[Path | None, typer.Option(help="A file whose first line is the password; - reads standard input. Without it you are asked.")]
_TRIES = 3


@account.command()
def add(
    email: Email,
    role: Annotated[Role, typer.Option(help="What the account may do: each role may do what those before it may.")] = Role.AGENT,
    name: Annotated[str, typer.Option(help="The name of its owner.")] = "",
    password_file: PasswordFile = None,
    no_password: Annotated[bool, typer.Option("--no-password", help="For somebody who logs in at the OpenID Connect provider alone.")] = False,
) -> None:
    """Add an account; the first admin comes into being this way."""
    if no_password and password_file:
        terminal.fail("Give either --password-file or --no-password.")
    from bot.accounts.accounts import normal_email, normal_name
    from bot.clock import now

    with _opened() as (accounts, _, audit):
        known = normal_email(email), normal_name(name)  # before anybody has typed a password in vain
        added = accounts.add(*known, role, now(), "" if no_password else _hashed(password_file, *known))
        audit.write(None, "added", added.email, role=added.role)
        typer.echo(f"{added.email} may log in at /console as {added.role}.")


@account.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False) -> None:
    """List all accounts."""
    with _opened() as (accounts, _, _):
        everybody, standing = accounts.all(), accounts.standing()
    if as_json:
        typer.echo(json.dumps([_row(one, *standing[one.number]) for one in everybody], ensure_ascii=False))
    elif not everybody:
        typer.echo("There is no account yet. `seller-assistant account add EMAIL --role admin` adds one.")
    for one in () if as_json else everybody:
        has_password, seen = standing[one.number]
        state = "deactivated" if not one.active else "active" if has_password or seen else "invited"
        typer.echo(f"{one.email:40} {one.role:7} {state:12} {f'last log-in {seen:%Y-%m-%d %H:%M} UTC' if seen else 'no log-in yet':32} {one.name}".rstrip())


@account.command()
def role(email: Email, to: Annotated[Role, typer.Argument(metavar="ROLE", help="viewer, agent, editor or admin.")]) -> None:
    """Give an account another role; its sessions end."""
    with _opened() as (accounts, _, audit):
        before = accounts.of_email(email)
        after = accounts.set_role(before.number, to)
        audit.write(None, "changed role", after.email, before=before.role, after=after.role)
        typer.echo(f"{after.email} is now {after.role}.")


@account.command()
def password(email: Email, password_file: PasswordFile = None) -> None:
    """Give an account another password; its sessions end."""
    with _opened() as (accounts, _, audit):
        found = accounts.of_email(email)
        accounts.set_password(found.number, _hashed(password_file, found.email, found.name))
        audit.write(None, "changed password", found.email)
        typer.echo(f"{found.email} has a new password.")


@account.command()
def deactivate(email: Email) -> None:
    """Let an account no longer log in; its sessions end."""
    with _opened() as (accounts, _, audit):
        _activity(accounts, audit, email, active=False)


@account.command()
def activate(email: Email) -> None:
    """Let a deactivated account log in again."""
    with _opened() as (accounts, _, audit):
        _activity(accounts, audit, email, active=True)


@account.command("end-sessions")
def end_sessions(email: Email) -> None:
    """Log an account out everywhere."""
    with _opened() as (accounts, sessions, audit):
        found = accounts.of_email(email)
        ended = sessions.end_all(found)
        audit.write(None, "ended sessions", found.email, count=str(ended))
        typer.echo(f"{ended} sessions of {found.email} ended.")


def _activity(accounts: Accounts, audit: Audit, email: str, *, active: bool) -> None:
    changed = accounts.set_active(accounts.of_email(email).number, active=active)
    audit.write(None, "activated" if active else "deactivated", changed.email)
    typer.echo(f"{changed.email} may {'log in again' if active else 'no longer log in'}.")


@contextmanager
def _opened() -> Iterator[tuple[Accounts, Sessions, Audit]]:
    """The accounts of this installation; what cannot be done is one sentence and exit code 2."""
    from bot.accounts.accounts import Accounts
    from bot.accounts.audit import Audit
    from bot.accounts.sessions import Sessions
    from bot.clock import now
    from bot.store.database import Database

    settings = terminal.settings()
    database = Database(settings.database_url)
    try:
        yield Accounts(database), Sessions(database, settings.session_idle_hours, settings.session_hours), Audit(database, now)
    except AccountError as error:
        terminal.fail(str(error))
    finally:
        database.close()


def _hashed(file: Path | None, *known: str) -> str:
    """The hash of a password from a file, or of one that is typed twice. Raises UnfitPassword for one from a file."""
    from bot.accounts.passwords import Passwords, UnfitPassword

    passwords = Passwords()
    if file is not None:
        return passwords.hash(_first_line(file), *known)
    hashed = ""
    for _ in range(_TRIES):
        typed = getpass.getpass("Password: ")
        try:
            hashed = passwords.hash(typed, *known)
        except UnfitPassword as error:
            terminal.note(str(error))
            continue
        if getpass.getpass("The same again: ") == typed:
            break
        hashed = ""
        terminal.note("The two are not the same.")
    return hashed or terminal.fail("No password was chosen, so nothing was changed.")


def _first_line(file: Path) -> str:
    try:
        text = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError) as error:
        terminal.fail(f"{file} cannot be read: {error}")
    return text.rstrip("\r\n")


def _row(one: Account, has_password: bool, seen: object) -> dict[str, object]:
    return {"email": one.email, "name": one.name, "role": one.role, "active": one.active, "has_password": has_password, "last_log_in": seen and str(seen)}
