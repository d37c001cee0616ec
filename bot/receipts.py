"""Receipts by address: the id of a receipt holds all that is needed to compute it again, so none is kept on the server.

Refuses an id that is cut, changed or made by another version: the receipt then has no address any more.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.responses import encode, encode_sorted
from knowledge.inputs import CLOCK_INPUTS
from knowledge.receipt import language_of
from knowledge.wording import ORIGINAL

_FORMAT = 1
_LONGEST_ID = 4_000  # characters; an address that every browser and calendar takes
_LONGEST_TEXT = 50_000  # bytes; what a hostile id may swell to
_SHORT_TEXT = 500  # bytes; up to here the address is of bearable length as it is
_IDENTITY = re.compile(r"[A-Za-z0-9_-]*")
_JSON_LIST = b"["
_MATTER = 32  # hexadecimal digits


class UnknownReceipt(Exception):
    """There is no receipt of this id."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a receipt is about: a matter that stays the same while its dates change, and how often they have changed."""

    matter: str
    sequence: int = 0

    @classmethod
    def of_conversation(cls, conversation: str, rule: str, number: int, sequence: int) -> Case:
        """The `number`th case of a rule in a conversation; tells nothing about the conversation."""
        return cls(_digest(conversation, rule, str(number)), sequence)

    @classmethod
    def alone(cls, rule: str, inputs: Mapping[str, Any]) -> Case:
        """The matter of a computation that belongs to no conversation: the same inputs are the same matter, whenever they are looked at."""
        found = {name: value for name, value in inputs.items() if value is not None and name not in CLOCK_INPUTS}
        return cls(_digest("", rule, encode_sorted(found).decode()))


_ITSELF = Case("")
"""How an id writes that its matter follows from its inputs."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What an id holds."""

    rule: str
    version: int
    inputs: Mapping[str, Any]
    today: str
    told: Case | None
    """What it says that it is about; nothing where that follows from the inputs."""
    language: str = ORIGINAL

    @property
    def case(self) -> Case:
        """What it is about."""
        return self.told or Case.alone(self.rule, self.inputs)


def identify(receipt: Mapping[str, Any], case: Case | None = None) -> str | None:
    """The id of a receipt, which is about `case` or about itself alone; None for one that is too large to have an address."""
    about = case or _ITSELF
    inputs = {name: value for name, value in receipt["inputs"].items() if value is not None}
    held = [_FORMAT, receipt["rule"], receipt["version"], receipt["today"], inputs, about.matter, about.sequence]
    if (language := language_of(receipt)) != ORIGINAL:  # an id of an English receipt stays as it always was
        held.append(language)
    packed = _packed(encode(held))
    found = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return found if len(found) <= _LONGEST_ID else None


def open_ticket(identity: str) -> Ticket:
    """What the id holds. Raises UnknownReceipt."""
    if len(identity) > _LONGEST_ID or not _IDENTITY.fullmatch(identity):  # the decoder would skip what is none of its letters
        raise UnknownReceipt
    try:
        packed = base64.urlsafe_b64decode(identity.encode("ascii") + b"=" * (-len(identity) % 4))
        form, rule, version, today, inputs, matter, sequence, *spoken = json.loads(_unpacked(packed))
        language = spoken.pop() if spoken else ORIGINAL
    except (ValueError, binascii.Error, zlib.error, RecursionError, TypeError) as error:
        raise UnknownReceipt from error
    texts = (rule, today, matter, language)
    if spoken or form != _FORMAT or not all(isinstance(text, str) for text in texts) or not isinstance(inputs, dict):
        raise UnknownReceipt
    if not all(isinstance(number, int) and 0 <= number < 1 << 31 for number in (version, sequence)):
        raise UnknownReceipt
    return Ticket(rule, version, inputs, today, Case(matter, sequence) if matter else None, language)


def _packed(text: bytes) -> bytes:
    """The text as it stands in an id: compressed only where that makes a long address bearable, as it takes longer than computing the rule."""
    return text if len(text) < _SHORT_TEXT else zlib.compress(text)


def _unpacked(packed: bytes) -> bytes:
    return packed if packed.startswith(_JSON_LIST) else zlib.decompressobj().decompress(packed, _LONGEST_TEXT)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_MATTER]
