"""The address of the list of broadcasts: read, and written for every way that leads on from it."""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stats.listing import SORTS, Page, Sort, Wanted
from stats.named import words_in

# CallFire's own words, on its pages; an unknown one in the address is looked for all the same.
TYPES: Final[dict[str, str | Promise]] = {
    "VOICE": _("Voice"),
    "IVR": _("IVR"),
    "TEXT": _("Text"),
    "CCC": _("Call centre"),
}
STATUSES: Final[dict[str, str | Promise]] = {
    "SETUP": pgettext_lazy("status of a broadcast", "Set up"),
    "TEST": pgettext_lazy("status of a broadcast", "Test"),
    "SCHEDULED": pgettext_lazy("status of a broadcast", "Scheduled"),
    "START_PENDING": pgettext_lazy("status of a broadcast", "Start pending"),
    "VALIDATING_EMAIL": pgettext_lazy("status of a broadcast", "Validating e-mail"),
    "VALIDATING_START": pgettext_lazy("status of a broadcast", "Validating start"),
    "APPROVED": pgettext_lazy("status of a broadcast", "Approved"),
    "DECLINED": pgettext_lazy("status of a broadcast", "Declined"),
    "BLOCKED_SUSPICIOUS": pgettext_lazy("status of a broadcast", "Blocked as suspicious"),
    "RUNNING": pgettext_lazy("status of a broadcast", "Running"),
    "PAUSED": pgettext_lazy("status of a broadcast", "Paused"),
    "SUSPENDED": pgettext_lazy("status of a broadcast", "Suspended"),
    "STOPPED": pgettext_lazy("status of a broadcast", "Stopped"),
    "CANCELED": pgettext_lazy("status of a broadcast", "Canceled"),
    "FINISHED": pgettext_lazy("status of a broadcast", "Finished"),
    "ARCHIVED": pgettext_lazy("status of a broadcast", "Archived"),
}
WATCHED: Final[dict[str, str | Promise]] = {"yes": _("watched"), "no": _("not watched")}
# What is looked at by its size or its time is wanted from its great end first.
_ASCENDING_FIRST: Final[tuple[Sort, ...]] = ("name", "type", "status")
LONGEST: Final = 200  # characters of what is looked for
_NAMES: Final = ("q", "type", "status", "label", "watched", "sort", "page")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the list somebody is: what is wanted, and the page, from 1 on."""

    wanted: Wanted
    number: int = 1

    @property
    def query(self) -> str:
        """The address's query, without what goes without saying."""
        wanted = self.wanted
        parameters = {
            "q": wanted.text,
            "type": wanted.type,
            "status": wanted.status,
            "label": wanted.label,
            "watched": _watched(wanted),
            "sort": _sort(wanted),
            "page": "" if self.number == 1 else str(self.number),
        }
        return urlencode({name: text for name, text in parameters.items() if text})


def place_of(query: QueryDict) -> Place:
    """The place that an address names; what is no sort and no page there is passed over."""
    typed = {name: query.get(name, "").replace("\0", "").strip()[:LONGEST] for name in _NAMES}
    sort = typed["sort"].removeprefix("-")
    known = next((each for each in SORTS if each == sort), None)
    wanted = Wanted(
        text=typed["q"],
        type=typed["type"],
        status=typed["status"],
        label=typed["label"],
        is_watched={"yes": True, "no": False}.get(typed["watched"]),
    )
    if known:
        wanted = replace(wanted, sort=known, is_descending=typed["sort"].startswith("-"))
    return Place(wanted, number_of(typed["page"]) or 1)


def number_of(text: str) -> int | None:
    """A whole number from 0 on, of a length that any number in an address may have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def context(request: HttpRequest, place: Place, found: Page) -> dict[str, Any]:
    """What the page needs besides the rows."""
    wanted = place.wanted
    here = replace(place, number=found.number)
    zone = urlencode({"tz": request.GET["tz"]}) if request.GET.get("tz") else ""

    def link(other: Place, name: str = "broadcasts") -> str:
        query = "&".join(filter(None, (other.query, zone)))
        return reverse(name) + (f"?{query}" if query else "")

    return {
        "wanted": wanted,
        "words": words_in(wanted.text),
        "found": found,
        "sort": _sort(wanted),
        "filters": [
            _filter("type", _("Type"), TYPES, wanted.type),
            _filter("status", _("Status"), STATUSES, wanted.status),
            _filter("watched", _("Watched"), WATCHED, _watched(wanted)),
        ],
        "columns": {each: _column(each, wanted, link) for each in SORTS},
        "previous": link(replace(here, number=found.number - 1)) if found.number > 1 else "",
        "next": link(replace(here, number=found.number + 1)) if found.number < found.pages else "",
        "csv": link(replace(here, number=1), "broadcasts_csv"),
        "without_label": link(Place(replace(wanted, label=""))),
        "all": reverse("broadcasts"),
    }


def _column(sort: Sort, wanted: Wanted, link: Any) -> dict[str, str]:
    """Where a press on a column's head leads, and how it is sorted now (aria-sort)."""
    is_now = wanted.sort == sort
    down = not wanted.is_descending if is_now else sort not in _ASCENDING_FIRST
    direction = "descending" if wanted.is_descending else "ascending"
    return {
        "link": link(Place(replace(wanted, sort=sort, is_descending=down))),
        "sorted": direction if is_now else "",
    }


def _sort(wanted: Wanted) -> str:
    """As it stands in an address; "" for the usual one."""
    if (wanted.sort, wanted.is_descending) == (Wanted().sort, Wanted().is_descending):
        return ""
    return f"-{wanted.sort}" if wanted.is_descending else wanted.sort


def _watched(wanted: Wanted) -> str:
    return {None: "", True: "yes", False: "no"}[wanted.is_watched]


def _filter(
    name: str, label: str | Promise, known: dict[str, str | Promise], chosen: str
) -> dict[str, Any]:
    """A menu of the list; what an address names that is not known can be seen in it."""
    strange = [(chosen, chosen)] if chosen and chosen not in known else []
    return {"name": name, "label": label, "chosen": chosen, "choices": [*known.items(), *strange]}
