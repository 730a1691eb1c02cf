"""This site's addresses: their queries, and what a request for one says of who asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from stats.buckets import SIZES, BucketSize
from stats.period import Period, query

COMPARE_DATES: Final = ("compare_begin", "compare_end")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose of a page besides its period.

    size: of the buckets of its timeline. compare: what it is compared with, as parameters.
    """

    size: BucketSize | None = None
    compare: tuple[tuple[str, str], ...] = ()

    @property
    def comparison(self) -> "Chosen":
        """The same without the size, which means nothing to other addresses and other periods."""
        return Chosen(None, self.compare)


NOTHING: Final = Chosen()


def of_broadcast(name: str, broadcast_id: int, period: Period, chosen: Chosen = NOTHING) -> str:
    """The address of that name for a broadcast in a period, so that it means the same to all."""
    parameters: dict[str, str] = dict(query(period))
    if chosen.size is not None:
        parameters["bucket"] = chosen.size
    parameters |= dict(chosen.compare)
    if period.zone.key != settings.TIME_ZONE:
        parameters["tz"] = period.zone.key
    path = reverse(name, args=[broadcast_id])
    return f"{path}?{urlencode(parameters)}" if parameters else path


def of_preset(broadcast_id: int, period: Period, chosen: Chosen = NOTHING) -> str:
    """That of the page in a preset, "all time" said as well: what was chosen is kept."""
    address = of_broadcast("show", broadcast_id, period, chosen)
    if not period.is_all:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'period': period.name})}"


def of_portfolio(name: str, period: Period, **more: str | int) -> str:
    """The address of that name for the portfolio of a period; "all time" is said, not left out."""
    parameters = {**(query(period) or {"period": period.name}), **more}
    if period.zone.key != settings.TIME_ZONE:
        parameters["tz"] = period.zone.key
    return f"{reverse(name)}?{urlencode(parameters)}"


def own(address: str) -> str:
    """The address to lead back to, if it is one of this site; else the first page."""
    is_own = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_own and address.startswith("/") else "/"


def chosen_of(typed: Mapping[str, str]) -> Chosen:
    """What the query of an address names of it; nothing where that is none that there is.

    Dates to compare with win over `compare`, which is then not looked at.
    """
    size = next((size for size in SIZES if size == typed.get("bucket")), None)
    dates = [(name, typed.get(name, "").strip()) for name in COMPARE_DATES]
    if any(text for _, text in dates):
        return Chosen(size, tuple((name, text) for name, text in dates if text))
    is_previous = typed.get("compare", "").strip() == "previous"
    return Chosen(size, (("compare", "previous"),) if is_previous else ())


def parts_of(request: HttpRequest) -> frozenset[str]:
    """Which parts of the page its own script asks for, by name; none: it is asked for whole."""
    return frozenset(request.headers.get("X-Parts", "").split())


def is_by_script(request: HttpRequest) -> bool:
    """Whether a page's own script asks, without anybody's doing."""
    return "X-Wait-Fresh" in request.headers
