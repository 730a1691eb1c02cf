"""Instants as the API writes them: whole seconds with `Z` or an offset, kept as epoch seconds."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FORM: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)", re.ASCII
)


def parse(text: str) -> int:
    """Read an xs:dateTime such as 2012-01-01T21:32:52Z as epoch seconds.

    Raises ValueError where it has another form, no zone, or is a date that does not exist. The
    schema also allows fractions and times without a zone; what CallFire makes of those is unknown,
    so they are refused here.
    """
    if not _FORM.fullmatch(text):
        raise ValueError("not a dateTime in whole seconds with Z or an offset")
    return of(datetime.fromisoformat(text))


def of(moment: datetime) -> int:
    """Epoch seconds of an aware datetime; what is below a second is cut off."""
    return (moment - _EPOCH) // timedelta(seconds=1)


def aware(instant: int) -> datetime:
    """Give the epoch seconds as an aware datetime in UTC."""
    return datetime.fromtimestamp(instant, UTC)


def write(instant: int) -> str:
    """Write epoch seconds in the form 2016-05-23T19:11:24Z."""
    return aware(instant).strftime("%Y-%m-%dT%H:%M:%SZ")
