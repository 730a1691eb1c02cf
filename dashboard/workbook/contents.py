"""What a workbook is made of, gathered before anything is written."""

from dataclasses import dataclass

from stats.compare import Compared
from stats.period import Period
from stats.report import Report
from stats.series import Series

Stretch = tuple[Period, Series]


@dataclass(frozen=True)
class Contents:
    """A report, how it went over time, and what it is compared with.

    series: None where it can't be had. earlier: the same of what the period is compared with. The
    problems are sentences for people, empty where there is none: why the figures are older ones,
    why buckets are missing, why there are no earlier figures.
    """

    report: Report
    series: Series | None
    compared: Compared | None = None
    earlier: Stretch | None = None
    problem: str = ""
    series_problem: str = ""
    compared_problem: str = ""
