"""Sums over broadcasts: exact, of those that report a figure, with how many those are.

A figure that a broadcast did not report is never taken for 0: it is in no sum, and not counted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from stats.broadcast_stats import BroadcastStats, UsageStats
from stats.counts import LIVE, attempts_of, failed_of, kinds, tried_of
from stats.metrics import COST_PLACES, RATIO_PLACES, rounded
from stats.report import ResultRow
from stats.results import code, is_tried, ordered
from stats.sums import exact

USAGE: Final = (
    *("duration_seconds", "billed_duration_seconds", "billed_amount", "attempts", "actions"),
)


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of some broadcasts together.

    Counts are attempts, but for the usage's own. tried_in_calls, live_answer_rate and
    cost_per_live_answer leave broadcasts of texts out, and those that report only a part of them.
    reporting: of each sum, how many broadcasts report it; None stands where none does.
    """

    broadcasts: int
    usage: UsageStats
    live_answers: int | None
    calls: int
    tried_in_calls: int | None
    live_answer_rate: Decimal | None
    texts_sent: int | None
    errors: int | None
    tried: int | None
    error_rate: Decimal | None
    cost_per_live_answer: Decimal | None
    rows: tuple[ResultRow, ...]
    reporting: Mapping[str, int]

    def covers(self, key: str) -> int:
        """How many broadcasts report a figure."""
        return self.reporting[key]


def totals_of(parts: Sequence[BroadcastStats], of_texts: Sequence[bool] | None = None) -> Totals:
    """The totals of one document a broadcast.

    of_texts: whether each broadcast is one of texts; else its results say so, which failures alone
    do not.
    """
    if of_texts is None:
        of_texts = [kinds(part) == {"texts"} for part in parts]
    usages = [part.usage or UsageStats() for part in parts]
    sums = {key: [getattr(usage, key) for usage in usages] for key in USAGE}
    counted: dict[str, Callable[[BroadcastStats], int | None]] = {
        "live_answers": live_of,
        "texts_sent": lambda stats: attempts_of(stats, ["SENT"]),
        "errors": failed_of,
        "tried": tried_of,
    }
    sums |= {key: [count(part) for part in parts] for key, count in counted.items()}
    calls = [part for part, is_text in zip(parts, of_texts, strict=True) if not is_text]
    live, tried = both_of((live_of(part), tried_of(part)) for part in calls)
    return Totals(
        broadcasts=len(parts),
        usage=UsageStats(**{key: exact(sums[key]) for key in USAGE}),
        **{key: exact(sums[key]) for key in counted},
        calls=len(calls),
        tried_in_calls=tried,
        live_answer_rate=ratio(live, tried, RATIO_PLACES),
        error_rate=ratio(
            *both_of(zip(sums["errors"], sums["tried"], strict=True)), places=RATIO_PLACES
        ),
        cost_per_live_answer=_cost(calls),
        rows=_rows(parts),
        reporting={key: sum(part is not None for part in found) for key, found in sums.items()},
    )


def live_of(stats: BroadcastStats) -> int | None:
    """The attempts that a person answered; of texts there are none."""
    return attempts_of(stats, LIVE)


def both_of(
    pairs: Iterable[tuple[int | None, int | None]],
) -> tuple[int | None, int | None]:
    """The sums of both sides, of those pairs that are known whole."""
    known = [(part, whole) for part, whole in pairs if part is not None and whole is not None]
    return exact([part for part, _ in known]), exact([whole for _, whole in known])


def ratio(part: int | Decimal | None, whole: int | None, places: int) -> Decimal | None:
    """The part of the whole, rounded half to even; None where it can't be said."""
    return None if part is None or not whole else rounded(Fraction(part) / whole, places)


def _cost(calls: Sequence[BroadcastStats]) -> Decimal | None:
    """Credits for a live answer, of the broadcasts that report both."""
    amounts, answers = [], []
    for part in calls:
        amount, live = (part.usage or UsageStats()).billed_amount, live_of(part)
        if amount is not None and live is not None:
            amounts.append(amount)
            answers.append(live)
    return ratio(exact(amounts), exact(answers), COST_PLACES)


def _rows(parts: Sequence[BroadcastStats]) -> tuple[ResultRow, ...]:
    """Each result that came anywhere, in the table's order.

    A share is of the broadcasts that report all that was tried, on both sides.
    """
    whole = [part for part in parts if tried_of(part) is not None]
    tried = exact([tried_of(part) for part in whole])
    attempts: dict[str, list[int | None]] = {}
    actions: dict[str, list[int | None]] = {}
    for part in parts:
        for stat in part.results:
            attempts.setdefault(stat.result, []).append(stat.attempts)
            actions.setdefault(stat.result, []).append(stat.actions)
    return tuple(
        ResultRow(
            name,
            code(name).group,
            exact(attempts[name]),
            exact(actions[name]),
            ratio(_sum_of(name, whole), tried, RATIO_PLACES) if is_tried(name) else None,
        )
        for name in ordered(attempts)
    )


def _sum_of(name: str, parts: Sequence[BroadcastStats]) -> int | None:
    """The attempts of one result, which may be in none of them."""
    return exact([attempts_of(part, [name]) for part in parts])
