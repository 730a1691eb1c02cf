"""What only the list of broadcasts shows: statuses in words, and a small line of attempts."""

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboard import numbers
from dashboard.lists import STATUSES

WIDTH: Final = 60
HEIGHT: Final = 16


def status(code: str | None) -> str:
    """CallFire's status in words; an unknown one as it was sent."""
    return str(STATUSES.get(code or "", code or ""))


def small_line(values: Sequence[int]) -> SafeString | str:
    """The values as a line from the left to the right, the oldest first; none for under two."""
    if len(values) < 2:
        return ""
    low, span = min(values), max(values) - min(values)
    step, room = WIDTH / (len(values) - 1), HEIGHT - 2
    heights = [room * (value - low) / span if span else 0 for value in values]
    points = " ".join(
        f"{number * step:.1f},{HEIGHT - 1 - height:.1f}" for number, height in enumerate(heights)
    )
    said = _("from %(first)s to %(last)s attempts in the last looks") % {
        "first": numbers.written(values[0]),
        "last": numbers.written(values[-1]),
    }
    return format_html(
        '<svg class="small-line" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<polyline points="{}"/></svg>',
        WIDTH,
        HEIGHT,
        said,
        points,
    )
