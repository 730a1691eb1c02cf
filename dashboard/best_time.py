"""The best time to reach people -> what `portfolio/_best_time.html` takes: sentence, cells."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dashboard import numbers
from dashboard.templatetags import figures
from stats.best_time.best import LEAST_DAYS, BestTime, WhyNot
from stats.best_time.block import Block, Measured
from stats.best_time.cells import Cell

LEVELS: Final = 5  # of colour, from the lowest rate shown to the highest
# Up to which width of the interval, in points of the rate, a cell has which strength; else "1".
STRENGTHS: Final = ((0.06, "4"), (0.12, "3"), (0.20, "2"))

WHY_NOT: Final[dict[WhyNot, str | Promise]] = {
    "no_hours": lazy(
        "No hours are kept here. The collector keeps those of watched broadcasts, from a day after "
        "they are over."
    ),
    "too_few_days": lazy(
        "No hours are picked yet: calls on %(days)d of the %(least)d days needed."
    ),
    "too_few_attempts": lazy("No hours are picked: too few attempts to compare any with others."),
    "none_stands_out": lazy(
        "No hour stands out: the best hours of half of the days are no better on the other half."
    ),
}


def of(found: BestTime) -> dict[str, Any]:
    """The context of the section: everything under one name. Without any rate there are no rows."""
    called = [cell for row in found.cells for cell in row if cell.tried]
    shares = [cell.share for cell in called if cell.interval and cell.share is not None]
    span = (min(shares), max(shares)) if shares else (0.0, 0.0)
    best = found.best.block if found.best else None
    hours = sorted({cell.hour for cell in called})
    shown = range(hours[0], hours[-1] + 1) if shares else range(0)
    return {
        "sentence": sentence(found),
        "zone": found.zone.key,
        "weekdays": [{"short": WEEKDAYS_ABBR[day], "name": WEEKDAYS[day]} for day in range(7)],
        "rows": [
            {
                "hour": clock(hour),
                "cells": [_cell(row[hour], span, best) for row in found.cells],
            }
            for hour in shown
        ],
        "table": [_line(cell) for cell in called],
    }


def sentence(found: BestTime) -> str:
    """Which hours stand out and by how much, or why none are named."""
    if found.best is not None:
        return _best(found.best)
    said = str(WHY_NOT[found.why_not or "none_stands_out"])
    return said % {"days": found.days, "least": LEAST_DAYS}


def when(block: Block) -> str:
    """Weekdays and hours of a block: "Tue to Thu 17 to 19 h", "Every day 9 to 10 h"."""
    first, last = block.first_weekday, block.last_weekday
    days = str(WEEKDAYS_ABBR[first])
    if (first, last) == (0, 6):
        days = _("Every day")
    elif first != last:
        days = _("%(first)s to %(last)s") % {"first": days, "last": WEEKDAYS_ABBR[last]}
    hours = {"days": days, "begin": block.first_hour, "end": block.end_hour}
    return _("%(days)s %(begin)d to %(end)d h") % hours


def clock(hour: int) -> str:
    """The begin of an hour as clocks show it."""
    return f"{hour:02d}:00"


def _best(found: Measured) -> str:
    low, high = found.rate.interval or (0.0, 0.0)
    rate, others = found.rate.share or 0.0, found.others.share or 0.0
    places = 0 if f"{rate:.0%}" != f"{others:.0%}" else 1
    return _(
        "%(when)s: %(rate)s (%(low)s to %(high)s), other hours %(others)s, on days not used to "
        "pick them."
    ) % {
        "when": when(found.block),
        "rate": numbers.percent(rate, places),
        "low": numbers.written(low * 100, places),
        "high": numbers.written(high * 100, places),
        "others": numbers.percent(others, places),
    }


def _cell(cell: Cell, span: tuple[float, float], best: Block | None) -> dict[str, Any]:
    """A cell of the picture; blank where too little is known of it."""
    if cell.interval is None or cell.share is None:
        return {"is_blank": True, "is_called": cell.tried > 0}
    low, high = cell.interval
    strength = next((name for width, name in STRENGTHS if high - low <= width), "1")
    return {
        "rate": figures.percent(Decimal(cell.share), 0),
        "level": _level(cell.share, span),
        "strength": strength,
        "is_best": best is not None and best.holds(cell.weekday, cell.hour),
    }


def _level(share: float, span: tuple[float, float]) -> int:
    """From 1, the lowest rate that is shown, to LEVELS, the highest."""
    low, high = span
    if high <= low:
        return LEVELS
    return 1 + min(LEVELS - 1, int((share - low) / (high - low) * LEVELS))


def _line(cell: Cell) -> dict[str, Any]:
    """A line of the table: every hour in which anything was tried, blank in the picture or not."""
    return {
        "when": f"{WEEKDAYS_ABBR[cell.weekday]} {clock(cell.hour)}",
        "tried": cell.tried,
        "live_answers": cell.live_answers,
        "days": cell.days,
        "rate": None if cell.share is None else Decimal(cell.share),
        "interval": _interval(cell.interval),
    }


def _interval(ends: Sequence[float] | None) -> str:
    if ends is None:
        return _("too little to say")
    return _("%(low)s to %(high)s") % dict(
        zip(("low", "high"), (numbers.percent(end, 1) for end in ends), strict=True)
    )
