"""Whether a shop can become an official store with its documents, and when AliExpress answers.

Never counts a document that the guide does not name; a file that is merely doubtful does not block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from knowledge.calendars import Calendar
from knowledge.inputs import Count, Limits
from knowledge.parameters import ParameterView
from knowledge.rule import Finding, Rule, Step


class BrandRelation(StrEnum):
    """How the seller holds the brand."""

    OWNER = "owner"
    AUTHORISED = "authorised"


class OfficialDocument(StrEnum):
    """What a document is."""

    COMPANY_REGISTER = "company_register"
    TRADEMARK_CERTIFICATE = "trademark_certificate"
    AUTHORISATION_LETTER = "authorisation_letter"
    WIPO_SCREENSHOT = "wipo_screenshot"
    OTHER = "other"


class OfficialProblem(StrEnum):
    """What is wrong with the request or a document."""

    TOO_MANY_DOCUMENTS = "too_many_documents"
    NO_BRAND = "no_brand"
    SEVERAL_BRANDS = "several_brands_keep_normal_store"
    BRAND_NOT_APPROVED = "brand_not_approved"
    BAD_FORMAT = "bad_format"
    TOO_BIG = "too_big"
    EMPTY_FILE = "empty_file"
    LETTER_NOT_ENGLISH = "letter_not_english"
    LETTER_NOT_SIGNED = "letter_not_signed"
    LETTER_NOT_STAMPED = "letter_not_stamped"
    NAMES_DO_NOT_MATCH = "names_do_not_match"
    TOTAL_OVER_LIMIT = "total_over_2mb_check"


@dataclass(frozen=True, slots=True)
class StoreDocument:
    """One file to attach."""

    kind: OfficialDocument
    format: str
    size_mb: Annotated[Decimal, Limits(low=0)]
    english: bool = True
    signed: bool = True
    stamped: bool = True
    names_match_tax_data: bool = True


@dataclass(frozen=True, slots=True)
class OfficialFacts:
    """The brands, how they are held, the files, the day of the request and the shop's name."""

    brands_sold: Count
    brand_approved: bool
    relation: BrandRelation
    documents: tuple[StoreDocument, ...]
    submitted_on: date | None = None
    shop_name: str | None = None


@dataclass(frozen=True, slots=True)
class OfficialOutcome:
    """Whether the request can pass, what is missing or wrong in a fixed order, and when the answer comes."""

    eligible: bool
    missing: tuple[OfficialDocument, ...]
    problems: tuple[OfficialProblem, ...]
    answer_from: date | None
    answer_by: date | None
    official_name: str | None


def compute(facts: OfficialFacts, params: ParameterView, calendar: Calendar) -> Finding[OfficialOutcome]:
    """The request for an official store (guide, question 13)."""
    required = params.row("stores.official_documents", facts.relation) or ()
    attached = {document.kind for document in facts.documents}
    missing = tuple(OfficialDocument(kind) for kind in required if kind not in attached)
    problems = tuple(_problems(facts, params))
    eligible = not missing and set(problems) <= {OfficialProblem.TOTAL_OVER_LIMIT}
    answer_from: date | None = None
    answer_by: date | None = None
    steps = [Step("documents", {"needed": len(required), "missing": len(missing)}), *(Step("problem", {"problem": problem}) for problem in problems)]
    if facts.submitted_on:
        shortest, longest = params.days("stores.official_answer_shortest"), params.days("stores.official_answer_longest")
        answer_from = calendar.add_working_days(facts.submitted_on, shortest)
        answer_by = calendar.add_working_days(facts.submitted_on, longest)
        steps.append(Step("answer", {"start": facts.submitted_on, "shortest": shortest, "longest": longest, "from": answer_from, "by": answer_by}))
    name: str | None = None
    if facts.shop_name is not None:
        name = " ".join((facts.shop_name, *params.codes("stores.official_suffix")))
    outcome = OfficialOutcome(eligible, missing, problems, answer_from, answer_by, name)
    return Finding(outcome, "eligible" if eligible else "not_eligible", tuple(steps), tuple(_conflicts(facts, problems)))


def _problems(facts: OfficialFacts, params: ParameterView) -> Iterator[OfficialProblem]:
    """Those of the request, then those of each document, then the notice about all files together."""
    largest = params.number("stores.official_size")
    brands = params.count("stores.official_brands")
    if len(facts.documents) > params.count("stores.official_files"):
        yield OfficialProblem.TOO_MANY_DOCUMENTS
    if facts.brands_sold < brands:
        yield OfficialProblem.NO_BRAND
    if facts.brands_sold > brands:
        yield OfficialProblem.SEVERAL_BRANDS
    if not facts.brand_approved:
        yield OfficialProblem.BRAND_NOT_APPROVED
    formats = params.codes("stores.official_formats")
    for document in facts.documents:
        yield from _problems_of(document, facts.relation, formats, largest)
    if sum(document.size_mb for document in facts.documents) > largest:
        yield OfficialProblem.TOTAL_OVER_LIMIT


def _problems_of(document: StoreDocument, relation: BrandRelation, formats: tuple[str, ...], largest: Decimal) -> Iterator[OfficialProblem]:
    if document.format.strip().lower() not in formats:
        yield OfficialProblem.BAD_FORMAT
    if document.size_mb > largest:
        yield OfficialProblem.TOO_BIG
    if not document.size_mb:
        yield OfficialProblem.EMPTY_FILE
    if document.kind == OfficialDocument.AUTHORISATION_LETTER:
        if not document.english:
            yield OfficialProblem.LETTER_NOT_ENGLISH
        if not document.signed:
            yield OfficialProblem.LETTER_NOT_SIGNED
        if not document.stamped:
            yield OfficialProblem.LETTER_NOT_STAMPED
    if not document.names_match_tax_data and _bears_own_name(document.kind, relation):
        yield OfficialProblem.NAMES_DO_NOT_MATCH


def _bears_own_name(kind: OfficialDocument, relation: BrandRelation) -> bool:
    """Whether the seller's own name must stand on such a document; an authorised seller's certificate bears the owner's."""
    if kind == OfficialDocument.TRADEMARK_CERTIFICATE:
        return relation == BrandRelation.OWNER
    return kind in (OfficialDocument.COMPANY_REGISTER, OfficialDocument.AUTHORISATION_LETTER)


def _conflicts(facts: OfficialFacts, problems: tuple[OfficialProblem, ...]) -> Iterator[str]:
    """The contradictions of the guide that this request depends on."""
    if facts.relation == BrandRelation.AUTHORISED:
        yield from ("c-letter-period", "c-you-must-contact")
    if OfficialProblem.TOTAL_OVER_LIMIT in problems:
        yield "c-official-file-size"
    if OfficialProblem.BAD_FORMAT in problems:
        yield "c-official-pdf"


RULE = Rule(
    id="official-store",
    version=1,
    facts=OfficialFacts,
    outcome=OfficialOutcome,
    articles=("q013",),
    nodes=("eligible", "not_eligible"),
    governed_by="submitted_on",
    compute=compute,
)
