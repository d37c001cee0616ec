"""The readers of the parts of a sentence, all of one language: days, hours, numbers, countries and how they hang together.

Refuses nothing itself; what the grammar does not give, is not found.
"""

from __future__ import annotations

from datetime import datetime

from knowledge.understanding.amounts import Amounts
from knowledge.understanding.assignment import Assignment
from knowledge.understanding.corrections import Corrections
from knowledge.understanding.countries import Countries
from knowledge.understanding.dates import Dates
from knowledge.understanding.figures import Figures
from knowledge.understanding.grammar import Grammar
from knowledge.understanding.hearsay import Hearsay
from knowledge.understanding.holdings import Holdings
from knowledge.understanding.hours import Hours
from knowledge.understanding.market import Market
from knowledge.understanding.months import Months
from knowledge.understanding.multiples import Multiples
from knowledge.understanding.records import Records
from knowledge.understanding.spans import Spans
from knowledge.understanding.windows import Windows


class Parts:
    """What reads the parts of a sentence, built once from the grammar of a language."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.hours = Hours(grammar)
        self.dates = Dates(grammar, self.hours)
        self.months = Months(grammar)
        self.spans = Spans(grammar, self.dates)
        self.assignment = Assignment(grammar)
        self.amounts = Amounts(grammar)
        self.corrections = Corrections(grammar, self.dates, self.hours, self.amounts)
        self.hearsay = Hearsay(grammar)
        self.multiples = Multiples(grammar, self.amounts)
        self.figures = Figures(grammar, self.amounts)
        self.records = Records(grammar)
        self.windows = Windows(grammar, self.dates)
        self.countries = Countries(grammar)
        self.market = Market(grammar, self.countries)
        self.holdings = Holdings(grammar, self.countries)

    def places_of_time(self, text: str) -> list[tuple[int, int]]:
        """Where the text names days or hours, start and end of each: a number in them counts nothing."""
        days = self.dates.find(text, datetime(2000, 1, 1))  # noqa: DTZ001 - only the places matter
        return [(day.start, day.end) for day in days] + [(hour.start, hour.end) for hour in self.hours.find(text)]
