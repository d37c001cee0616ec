"""The errors of the knowledge layer, each with the facts of the failure as attributes.

Messages say what to do next; translating them into HTTP or chat wording is the caller's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path


class KnowledgeError(Exception):
    """Base of every error that the knowledge layer raises on purpose."""


class DataError(KnowledgeError):
    """A file under data/ is wrong; nothing may start before it is mended."""

    def __init__(self, path: Path | str, key: str, problem: str) -> None:
        self.path, self.key, self.problem = str(path), key, problem
        where = f"{self.path}, {key}" if key else self.path
        super().__init__(f"{where}: {problem}")


class UnknownRule(KnowledgeError):
    """No rule has this id."""

    def __init__(self, rule_id: str, known: Sequence[str]) -> None:
        self.rule_id, self.known = rule_id, tuple(known)
        super().__init__(f"There is no rule {rule_id!r}. Known rules: {', '.join(known)}.")


class UnknownArticle(KnowledgeError):
    """No article has this id."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        super().__init__(f"There is no article {article_id!r}. GET /api/articles lists them.")


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One thing wrong with the inputs of a rule.

    `code` is one of the catalogue's codes (missing_input, bad_date, …); `given` is the value as
    received, for the message; `related` names what it was compared with. `low`, `high` and `choices`
    are what would have been accepted, where that is not plain from the input itself.
    """

    field: str
    code: str
    given: object = None
    related: str = ""
    detail: str = ""
    low: object = None
    high: object = None
    choices: tuple[str, ...] = ()


class InvalidFacts(KnowledgeError):
    """The inputs of a rule cannot be used; carries every problem, in the order of validation."""

    def __init__(self, rule_id: str, problems: Sequence[InputProblem]) -> None:
        self.rule_id, self.problems = rule_id, tuple(problems)
        listed = ", ".join(f"{p.field}: {p.code}" for p in problems)
        super().__init__(f"{rule_id} cannot be computed ({listed})")


class ParameterNotInForce(KnowledgeError):
    """A rule needs a parameter on a day for which the guide gives no value."""

    def __init__(self, name: str, on: date) -> None:
        self.name, self.on = name, on
        super().__init__(f"{name} has no value on {on.isoformat()}; nothing can be computed for that day.")


class DateNotCovered(KnowledgeError):
    """A computed date leaves the years that the calendars cover."""

    def __init__(self, first_year: int, last_year: int) -> None:
        self.first_year, self.last_year = first_year, last_year
        super().__init__(f"The result lies outside the years {first_year} to {last_year} that the calendars cover.")


class UnknownCalendar(KnowledgeError):
    """The public holidays of the configured country or subdivision are not known."""

    def __init__(self, country: str, subdivision: str | None) -> None:
        self.country, self.subdivision = country, subdivision
        place = f"{country}-{subdivision}" if subdivision else country
        super().__init__(f"No public holidays are known for {place!r}. Use a country code of the holidays package, such as FR, ES or IT.")


class StaleIndex(KnowledgeError):
    """The search index was not built from this corpus with this encoder."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The search index cannot be used: {reason}. Run `seller-assistant index` to rebuild it.")


class EncoderUnavailable(KnowledgeError):
    """The sentence encoder cannot be loaded as configured."""
