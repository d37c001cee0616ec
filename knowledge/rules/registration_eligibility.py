"""Whether somebody can register as a seller, and what is still in the way.

Never refuses a country that the guide does not name: other rules of joining exist outside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.calendars import Calendar
from knowledge.inputs import Country
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class RegistrantForm(StrEnum):
    """What the seller is in law."""

    COMPANY = "company"
    SELF_EMPLOYED = "self_employed"
    PRIVATE_INDIVIDUAL = "private_individual"


class RegistrationAnswer(StrEnum):
    """Whether the registration can go through."""

    YES = "yes"
    NO = "no"
    NOT_STATED = "not_stated"


class RegistrationBlocker(StrEnum):
    """What is in the way."""

    COUNTRY_NOT_LISTED = "country_not_listed"
    LEGAL_FORM_NOT_ACCEPTED = "legal_form_not_accepted"
    EMAIL_ALREADY_USED = "email_already_used"
    SIREN_MISSING = "siren_missing"
    SIREN_MALFORMED = "siren_malformed"
    DOCUMENTS_DO_NOT_MATCH = "documents_do_not_match"
    CODE_MALFORMED = "code_malformed"


_CONFLICTS = {
    RegistrationBlocker.COUNTRY_NOT_LISTED: "c-registration-country",
    RegistrationBlocker.EMAIL_ALREADY_USED: "c-several-accounts",
    RegistrationBlocker.DOCUMENTS_DO_NOT_MATCH: "c-download-upload",
}
_WITH_SIREN = "FR"


@dataclass(frozen=True, slots=True)
class RegistrationFacts:
    """Who registers, from where, with which address and numbers."""

    tax_country: Country
    legal_form: RegistrantForm
    email_used_before: bool
    documents_match: bool = True
    siren: str | None = None
    verification_code: str | None = None


@dataclass(frozen=True, slots=True)
class RegistrationOutcome:
    """The answer, and everything in the way in a fixed order."""

    eligible: RegistrationAnswer
    blockers: tuple[RegistrationBlocker, ...]
    listed_countries: tuple[str, ...]


def compute(facts: RegistrationFacts, params: ParameterView, calendar: Calendar) -> Finding[RegistrationOutcome]:
    """Whether the registration can go through (guide, question 2)."""
    listed = params.codes("registration.countries")
    is_listed = facts.tax_country in listed
    blockers = tuple(_blockers(facts, params, is_listed=is_listed))
    unlisted = RegistrationBlocker.COUNTRY_NOT_LISTED
    answer = RegistrationAnswer.NO if blockers else RegistrationAnswer.YES
    if blockers == (unlisted,):
        answer = RegistrationAnswer.NOT_STATED
    steps = (
        Step("country", {"country": facts.tax_country, "listed": is_listed}),
        *(Step("blocker", {"blocker": blocker}) for blocker in blockers if blocker != unlisted),
    )
    conflicts = tuple(_CONFLICTS[blocker] for blocker in blockers if blocker in _CONFLICTS)
    return Finding(RegistrationOutcome(answer, blockers, listed), answer, steps, conflicts)


def _blockers(facts: RegistrationFacts, params: ParameterView, *, is_listed: bool) -> Iterator[RegistrationBlocker]:
    if not is_listed:
        yield RegistrationBlocker.COUNTRY_NOT_LISTED
    if facts.legal_form == RegistrantForm.PRIVATE_INDIVIDUAL:
        yield RegistrationBlocker.LEGAL_FORM_NOT_ACCEPTED
    if facts.email_used_before:
        yield RegistrationBlocker.EMAIL_ALREADY_USED
    if facts.tax_country == _WITH_SIREN:
        if facts.siren is None:
            yield RegistrationBlocker.SIREN_MISSING
        elif not _has_digits("".join(facts.siren.split()), params.count("registration.siren_digits")):
            yield RegistrationBlocker.SIREN_MALFORMED
    if not facts.documents_match:
        yield RegistrationBlocker.DOCUMENTS_DO_NOT_MATCH
    if facts.verification_code is not None and not _has_digits(facts.verification_code, params.count("registration.code_digits")):
        yield RegistrationBlocker.CODE_MALFORMED


def _has_digits(text: str, count: int) -> bool:
    """Whether a text is so many digits and nothing else."""
    return text.isascii() and text.isdigit() and len(text) == count


RULE = Rule(
    id="registration-eligibility",
    version=1,
    facts=RegistrationFacts,
    outcome=RegistrationOutcome,
    articles=("q002",),
    nodes=tuple(RegistrationAnswer),
    compute=compute,
)
