"""The kinds of alerts: what each needs before it is told, and before it is over."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args

Name = Literal[
    "done",  # nothing is left to be tried
    "stalled",  # silent for longer than it ever is (`stats.forecast.stall`)
    "error_burst",  # far more of one failure in the last hour than in the life before
    "error_rate",  # over so many per cent failed in the last hour
    "live_answer_rate",  # under so many per cent of those tried in its whole life
    "credits",  # more than so many billed in its whole life
    "calling_hours",  # more dialing left, by the upper end, than calling hours today
]
NAMES: Final[tuple[Name, ...]] = get_args(Name)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. looks, looks_after: at so many looks in a row it is so, or no longer.

    most: the largest limit; None for a kind without one.
    """

    looks: int = 1
    looks_after: int = 2
    most: Decimal | None = None


KINDS: Final[dict[Name, Kind]] = {
    "done": Kind(looks_after=1),
    "stalled": Kind(looks_after=1),
    "error_burst": Kind(looks=2),
    "error_rate": Kind(looks=2, most=Decimal(100)),
    "live_answer_rate": Kind(most=Decimal(100)),
    "credits": Kind(most=Decimal(10) ** 12),
    "calling_hours": Kind(looks=2),
}
