"""The document of GetBroadcastStats: bytes in, our own value out, or BadResponse.

Names, types and namespaces are those of CallFire's page GetBroadcastStats and of the service's
schema, callfire-data.xsd. Whatever the schema does not allow is refused rather than guessed at,
apart from what is merely left out: that is "not reported", None, and never 0. Elements that are not
known are passed over.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar
from xml.etree.ElementTree import Element  # noqa: TID251 - the type alone; defusedxml reads

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from stats import results
from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.callfire.errors import BadResponse
from stats.callfire.schema_numbers import LARGEST_COUNT, amount, count

log = logging.getLogger("stats.callfire")

_RESOURCE: Final = "{http://api.callfire.com/resource}"
_DATA: Final = "{http://api.callfire.com/data}"

_WHITE_SPACE: Final = " \t\r\n"  # XML's; str.strip() would take many more
_LONGEST_CODE: Final = 100  # characters; CallFire's longest has 18

_ENCODING: Final = re.compile(r"<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([^\"'>]*)")
_ENCODINGS: Final = ("utf-8", "utf-16", "us-ascii")

_Value = TypeVar("_Value")


def broadcast_stats(body: bytes) -> BroadcastStats:
    """Read one answer of GetBroadcastStats.

    Prefixes do not matter, namespaces do. Codes that come twice are added up. Raises BadResponse
    for whatever else is not the document, an error of CallFire's inside a 200 among it; the log
    says why in our own words.
    """
    root = _root(body)
    _refuse_an_error((root, *root))
    if root.tag != _RESOURCE + "Resource":
        raise _refused("the root is not Resource")
    stats = _children(root, "BroadcastStats").get("BroadcastStats")
    if stats is None:
        raise _refused("no BroadcastStats")
    sections = _children(stats, "UsageStats", "ActionStatistics", ignoring="ResultStat")
    return BroadcastStats(
        usage=_usage(sections.get("UsageStats")),
        results=_results(stats.findall(_DATA + "ResultStat")),
        action_statistics=_action_statistics(sections.get("ActionStatistics")),
    )


def _root(body: bytes) -> Element:
    try:
        # The encoding is settled here, so that no document chooses among Python's codecs.
        text = body.decode("utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        declared = _ENCODING.match(text)
        # NUL is in no XML; expat would take it for a sign of UTF-16 and decode once more.
        if "\0" not in text and (declared is None or declared[1].lower() in _ENCODINGS):
            root: Element = fromstring(text, forbid_dtd=True)
            return root
    except (ParseError, DefusedXmlException, LookupError, ValueError, RecursionError):
        pass
    raise _refused("not a document")


def _refuse_an_error(elements: Iterable[Element]) -> None:
    """Refuse a ResourceException, however it is written: CallFire's SDKs do not agree on that."""
    for element in elements:
        if _local_name(element).lower() == "resourceexception":
            told = [child.text for child in element if _local_name(child).lower() == "httpstatus"]
            status = (told[0] or "").strip(_WHITE_SPACE) if told else ""
            raise _refused(f"an error {status if re.fullmatch('[1-5][0-9]{2}', status) else '-'}")


def _usage(element: Element | None) -> UsageStats | None:
    if element is None:
        return None
    names = ("Duration", "BilledDuration", "BilledAmount", "Attempts", "Actions")
    child = _children(element, *names)
    usage = UsageStats(
        duration_seconds=_figure(child, "Duration", count),
        billed_duration_seconds=_figure(child, "BilledDuration", count),
        billed_amount=_figure(child, "BilledAmount", amount),
        attempts=_figure(child, "Attempts", count),
        actions=_figure(child, "Actions", count),
    )
    return None if usage == UsageStats() else usage


def _action_statistics(element: Element | None) -> ActionStatistics | None:
    if element is None:
        return None
    child = _children(element, "Unattempted", "RetryWait", "Finished")
    statistics = ActionStatistics(
        unattempted=_figure(child, "Unattempted", count),
        retry_wait=_figure(child, "RetryWait", count),
        finished=_figure(child, "Finished", count),
    )
    return None if statistics == ActionStatistics() else statistics


def _results(elements: Iterable[Element]) -> tuple[ResultStat, ...]:
    read: dict[str, ResultStat] = {}
    for element in elements:
        one = _result(element)
        read[one.result] = _added(read[one.result], one) if one.result in read else one
    return tuple(read[name] for name in results.ordered(read))


def _result(element: Element) -> ResultStat:
    child = _children(element, "Result", "Attempts", "Actions")
    code = _figure(child, "Result", str)
    if code is None or len(code) > _LONGEST_CODE:
        raise _refused("a ResultStat without a Result")
    return ResultStat(
        result=code,
        attempts=_figure(child, "Attempts", count),
        actions=_figure(child, "Actions", count),
    )


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
        raise _refused("a sum too large")
    return one + other


def _children(parent: Element, *names: str, ignoring: str = "") -> Mapping[str, Element]:
    """Give the known children by name.

    One that comes twice is refused: no figure is picked among two. So is a known name in another
    namespace: passed over, it would turn a figure into "not reported".
    """
    found: dict[str, Element] = {}
    for child in parent:
        name = _local_name(child)
        if name not in (*names, ignoring):
            continue
        if child.tag != _DATA + name:
            raise _refused(f"{name} in a wrong namespace")
        if name in found:
            raise _refused(f"{name} twice")
        if name != ignoring:
            found[name] = child
    return found


def _local_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _figure(
    children: Mapping[str, Element], name: str, read: Callable[[str], _Value]
) -> _Value | None:
    """Read the child of that name; one that is missing or empty is not reported."""
    if name not in children:
        return None
    if len(children[name]):
        raise _refused(f"{name} is not a plain value")
    text = (children[name].text or "").strip(_WHITE_SPACE)
    if not text:
        return None
    try:
        return read(text)
    except ValueError as wrong:
        why = f"{name} is {wrong}"
    raise _refused(why)


def _refused(why: str) -> BadResponse:
    log.warning("unreadable answer: %s", why)
    return BadResponse()
