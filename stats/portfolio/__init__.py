"""Portfolio: many broadcasts in one period, their sums, their days, and what is missing of them."""

from stats.portfolio.asking import DAY_QUESTIONS, fetched, kept, record_shown
from stats.portfolio.days import Day
from stats.portfolio.members import MOST, Found, Member
from stats.portfolio.portfolio import LEAST, TOP, Portfolio, errors_of
from stats.portfolio.totals import Totals, totals_of

__all__ = [
    "DAY_QUESTIONS",
    "LEAST",
    "MOST",
    "TOP",
    "Day",
    "Found",
    "Member",
    "Portfolio",
    "Totals",
    "errors_of",
    "fetched",
    "kept",
    "record_shown",
    "totals_of",
]
