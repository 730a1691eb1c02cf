"""The documents of GetBroadcast and QueryBroadcasts: what broadcasts are, or BadResponse.

Names, types and what may be missing are those of the service's schema, callfire-data.xsd. No figure
stands in here, so that a detail that can't be read is left out, None, and logged: the others are
still of use. Configs of later types are read like those of the schema.
"""

import logging
import re
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar
from xml.etree.ElementTree import Element  # noqa: TID251 - the type alone; defusedxml reads

from stats.broadcast_details import BroadcastDetails, BroadcastPage, CallingHours, RetryPlan
from stats.callfire.documents.elements import DATA, children, plain_text, refused, root_of
from stats.callfire.schema_numbers import count
from stats.callfire.schema_times import instant, time_of_day

log = logging.getLogger("stats.callfire")

# Characters; the schema bounds none of them.
LONGEST_NAME: Final = 200
LONGEST_LABEL: Final = 100
LONGEST_CODE: Final = 50  # CallFire's longest, of a status, has 18
MOST_LABELS: Final = 50
MOST_RETRY_RESULTS: Final = 50
MOST_ATTEMPTS: Final = 1_000
LARGEST_ID: Final = 2**63 - 1  # an xs:long
LONGEST_WAIT_MINUTES: Final = 366 * 24 * 60  # what a date and a time can be moved by in any year

# C0, DEL and C1, line and paragraph separators, and what turns the direction of all that follows.
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_CONFIG: Final = re.compile(re.escape(DATA) + "[A-Za-z]{1,20}BroadcastConfig")

_Value = TypeVar("_Value")


def broadcast(body: bytes) -> BroadcastDetails:
    """Read one answer of GetBroadcast.

    Prefixes do not matter, namespaces do. Raises BadResponse for what is not the document, an error
    of CallFire's inside a 200 among it.
    """
    element = children(root_of(body, "Resource"), "Broadcast").get("Broadcast")
    if element is None:
        raise refused("no Broadcast")
    return _details(element)


def broadcast_page(body: bytes) -> BroadcastPage:
    """Read one answer of QueryBroadcasts; raises BadResponse as `broadcast` does.

    A broadcast without an ID that can be read is left out and logged: the others are still of use.
    """
    root = root_of(body, "ResourceList")
    elements = root.findall(DATA + "Broadcast")
    found = []
    for element in elements:
        try:
            broadcast_id = _id(element.get("id", "").strip())
        except ValueError as wrong:
            log.warning("a broadcast is left out: its id is %s", wrong)
        else:
            found.append((broadcast_id, _details(element)))
    return BroadcastPage(_total(root.get("totalResults")), len(elements), tuple(found))


def _id(text: str) -> int:
    number = _count(text, most=LARGEST_ID)
    if number < 1:
        raise ValueError("below 1")
    return number


def _total(written: str | None) -> int | None:
    try:
        return None if written is None else _count(written.strip(), most=LARGEST_ID)
    except ValueError as wrong:
        log.warning("a detail is left out: totalResults is %s", wrong)
        return None


def _details(element: Element) -> BroadcastDetails:
    config = _only("BroadcastConfig", [each for each in element if _CONFIG.fullmatch(each.tag)])
    return BroadcastDetails(
        name=_detail(element, "Name", partial(_line, longest=LONGEST_NAME)),
        type=_detail(element, "Type", partial(_line, longest=LONGEST_CODE)),
        status=_detail(element, "Status", partial(_line, longest=LONGEST_CODE)),
        labels=_labels(element),
        created=_detail(config, "Created", instant),
        last_modified=_detail(element, "LastModified", instant),
        calling_hours=_calling_hours(_child(config, "LocalTimeZoneRestriction")),
        retry_plan=_retry_plan(_child(config, "RetryConfig")),
    )


def _calling_hours(element: Element | None) -> CallingHours | None:
    hours = CallingHours(
        begin=_detail(element, "BeginTime", time_of_day),
        end=_detail(element, "EndTime", time_of_day),
    )
    return None if hours == CallingHours() else hours


def _retry_plan(element: Element | None) -> RetryPlan | None:
    plan = RetryPlan(
        max_attempts=_detail(element, "MaxAttempts", partial(_count, most=MOST_ATTEMPTS)),
        minutes_between=_detail(
            element, "MinutesBetweenAttempts", partial(_count, most=LONGEST_WAIT_MINUTES)
        ),
        results=_retry_results(_child(element, "RetryResults")),
    )
    return None if plan == RetryPlan() else plan


def _retry_results(element: Element | None) -> tuple[str, ...] | None:
    """The codes as sent; an empty list is a list: no result leads to another attempt."""
    if element is None:
        return None
    codes = re.split("[ \t\r\n,]+", element.text or "")  # CallFire's clients write commas as well
    read = [_line(code, longest=LONGEST_CODE) for code in codes[:MOST_RETRY_RESULTS]]
    return tuple(dict.fromkeys(filter(None, read)))


def _labels(element: Element) -> tuple[str, ...]:
    """The names of the labels, each once, in the order in which they came."""
    line = partial(_line, longest=LONGEST_LABEL)
    read = [
        # The schema's Label has a Name; one that is plain text is read as well.
        _detail(label, "Name", line) if len(label) else line(label.text or "")
        for label in element.findall(DATA + "Label")[:MOST_LABELS]
    ]
    return tuple(dict.fromkeys(filter(None, read)))


def _detail(
    parent: Element | None, name: str, read: Callable[[str], _Value | None]
) -> _Value | None:
    """Read the child of that name; None where it is missing, empty or unreadable."""
    child = _child(parent, name)
    if child is None:
        return None
    try:
        text = plain_text(child)
        return read(text) if text else None
    except ValueError as wrong:
        log.warning("a detail is left out: %s is %s", name, wrong)
        return None


def _child(parent: Element | None, name: str) -> Element | None:
    return None if parent is None else _only(name, parent.findall(DATA + name))


def _only(name: str, found: list[Element]) -> Element | None:
    if len(found) > 1:
        log.warning("a detail is left out: %s comes %d times", name, len(found))
    return found[0] if len(found) == 1 else None


def _line(text: str, *, longest: int) -> str | None:
    """The text in one line, cut to so many characters, without what would disturb a page."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    return (line if len(line) <= longest else line[: longest - 1] + "…") or None


def _count(text: str, *, most: int) -> int:
    number = count(text)
    if number > most:
        raise ValueError("out of range")
    return number
