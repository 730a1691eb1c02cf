"""Progress as a bar and its shares, where no script draws it."""

from decimal import Decimal
from typing import NamedTuple

from stats.report import Progress


def part_of(part: int | None, whole: int | None) -> Decimal | None:
    """The fraction that a part is of a whole; None where it can't be said."""
    return None if part is None or not whole else Decimal(part) / Decimal(whole)


class Segment(NamedTuple):
    """A stretch of a progress bar: its step, and where it begins and how wide it is, in percent."""

    step: str
    begin: str
    width: str


def segments(progress: Progress | None) -> list[Segment]:
    """The stretches of a progress bar; none where there is nothing to draw."""
    if progress is None or not progress.total:
        return []
    statuses = progress.statistics
    steps = {
        "finished": statuses.finished or 0,
        "retry_wait": statuses.retry_wait or 0,
        "unattempted": statuses.unattempted or 0,
    }
    found, done = [], 0
    for step, actions in steps.items():
        begin, width = (f"{100 * number / progress.total:.2f}" for number in (done, actions))
        found.append(Segment(step, begin, width))
        done += actions
    return [segment for segment in found if float(segment.width)]
