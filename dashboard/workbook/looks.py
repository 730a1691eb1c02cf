"""How cells look: one format for each kind of value, made once a workbook."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from stats.results import Group

Kind = Literal[
    "text",
    "count",  # whole numbers
    "percent",  # fractions of 1
    "ratio",
    "credits",  # with as many decimal places as the value has
    "time",  # elapsed, in days as Excel counts them
    "moment",  # clocks of the zone
    "title",
    "sentence",
    "demo",
    "notice",
    "head",
    "section",
]

# The colours of the site's light pages (static/css/tokens.css).
GROUP_COLOURS: Final[dict[Group, str]] = {
    "reached": "#019070",
    "delivered": "#2B5DBB",
    "missed": "#C68303",
    "blocked": "#9581C7",
    "failed": "#BF403E",
    "pending": "#8A93A1",
    "leg": "#7B8798",
    "other": "#585E69",
}
ACCENT: Final = "#0B6E8F"
MUTED: Final = "#586374"
LINE: Final = "#E4E8EE"
BAND: Final = "#F6F7F9"

_NUMBERS: Final = ("count", "percent", "ratio", "credits", "time", "moment")
_KINDS: Final[dict[Kind, dict[str, Any]]] = {
    "text": {"text_wrap": True},
    "count": {"num_format": "#,##0"},
    "percent": {"num_format": "0.0%"},
    "ratio": {"num_format": "0.00"},
    "credits": {},
    "time": {"num_format": "[h]:mm:ss"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    "title": {"bold": True, "font_size": 14},
    "sentence": {"font_color": MUTED},
    "demo": {"bold": True, "font_color": "#5C4300", "bg_color": "#FFF4D6"},
    "notice": {"bold": True, "font_color": "#5C4300", "bg_color": "#FDF5E6"},
    "head": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "bg_color": "#E4F0F4",
        "bottom": 2,
        "bottom_color": ACCENT,
    },
    "section": {"bold": True, "font_color": ACCENT, "bottom": 1, "bottom_color": ACCENT},
}


@dataclass(frozen=True, slots=True)
class Look:
    """How one cell looks beside its kind.

    places: decimals of credits. is_apart: whether it keeps away from what is right-aligned to the
    left of it. is_typed: a text that somebody wrote, which Excel is to take for
    text also when it is edited.
    """

    kind: Kind = "text"
    places: int = 0
    is_banded: bool = False
    is_missing: bool = False
    is_total: bool = False
    is_right: bool = False
    is_apart: bool = False
    is_typed: bool = False


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[Look, Format] = {}

    def of(self, look: Look) -> Format:
        """The format of that look."""
        if look not in self._made:
            self._made[look] = self._book.add_format(_properties(look))
        return self._made[look]


def _properties(look: Look) -> dict[str, Any]:
    found = {"valign": "top", **_KINDS[look.kind]}
    if look.kind == "credits":
        found["num_format"] = "#,##0" + ("." + "0" * look.places if look.places else "")
    if look.is_right or look.kind in _NUMBERS:
        found["align"] = "right"
    elif look.is_apart:
        found |= {"align": "left", "indent": 1}
    if look.is_missing:  # hatched, as on the page
        found |= {"pattern": 14, "fg_color": LINE, "bg_color": "#FFFFFF"}
    elif look.is_banded:
        found["bg_color"] = BAND
    if look.is_total:
        found |= {"bold": True, "top": 1, "top_color": ACCENT}
    if look.is_typed:
        found["quote_prefix"] = True
    return found
