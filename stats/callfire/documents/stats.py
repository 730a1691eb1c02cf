"""The document of GetBroadcastStats: bytes in, our own value out, or BadResponse.

Names and types are those of CallFire's page GetBroadcastStats and of the service's schema,
callfire-data.xsd. Whatever the schema does not allow is refused rather than guessed at,
apart from what is merely left out: that is "not reported", None, and never 0. Elements that are not
known are passed over.
"""

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element  # noqa: TID251 - the type alone; defusedxml reads

from stats import results
from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.callfire.documents.elements import DATA, children, figures, reading, refused, root_of
from stats.callfire.schema_numbers import LARGEST_COUNT, amount, count

_LONGEST_CODE: Final = 100  # characters; CallFire's longest has 18

_USAGE: Final = reading(
    Duration=("duration_seconds", count),
    BilledDuration=("billed_duration_seconds", count),
    BilledAmount=("billed_amount", amount),
    Attempts=("attempts", count),
    Actions=("actions", count),
)
_RESULT: Final = reading(
    Result=("result", str), Attempts=("attempts", count), Actions=("actions", count)
)
_STATUSES: Final = reading(
    Unattempted=("unattempted", count),
    RetryWait=("retry_wait", count),
    Finished=("finished", count),
)
_NO_USAGE: Final = UsageStats()
_NO_STATUSES: Final = ActionStatistics()


def broadcast_stats(body: bytes) -> BroadcastStats:
    """Read one answer of GetBroadcastStats.

    Prefixes do not matter, namespaces do. Codes that come twice are added up. Raises BadResponse
    for whatever else is not the document, an error of CallFire's inside a 200 among it; the log
    says why in our own words.
    """
    root = root_of(body, "Resource")
    stats = children(root, "BroadcastStats").get("BroadcastStats")
    if stats is None:
        raise refused("no BroadcastStats")
    sections = children(stats, "UsageStats", "ActionStatistics", ignoring="ResultStat")
    return BroadcastStats(
        usage=_usage(sections.get("UsageStats")),
        results=_results(stats.findall(DATA + "ResultStat")),
        action_statistics=_action_statistics(sections.get("ActionStatistics")),
    )


def _usage(element: Element | None) -> UsageStats | None:
    if element is None:
        return None
    usage = UsageStats(**figures(element, _USAGE))
    return None if usage == _NO_USAGE else usage


def _action_statistics(element: Element | None) -> ActionStatistics | None:
    if element is None:
        return None
    statistics = ActionStatistics(**figures(element, _STATUSES))
    return None if statistics == _NO_STATUSES else statistics


def _results(elements: Iterable[Element]) -> tuple[ResultStat, ...]:
    read: dict[str, ResultStat] = {}
    for element in elements:
        found = figures(element, _RESULT).get
        code = found("result")
        if code is None or len(code) > _LONGEST_CODE:
            raise refused("a ResultStat without a Result")
        one = ResultStat(code, found("attempts"), found("actions"))
        read[code] = _added(read[code], one) if code in read else one
    return tuple([read[name] for name in results.ordered(read)])


def _added(one: ResultStat, other: ResultStat) -> ResultStat:
    return ResultStat(
        result=one.result,
        attempts=_sum(one.attempts, other.attempts),
        actions=_sum(one.actions, other.actions),
    )


def _sum(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return None  # a part that is not reported leaves the whole unknown
    if one + other > LARGEST_COUNT:
        raise refused("a sum too large")
    return one + other
