"""The address of broadcasts side by side: which, in what stretch; read, and written for links."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from dashboard import numbers
from dashboard import zone as zones
from dashboard.forms import LARGEST_ID, PeriodForm
from stats import seen
from stats.period import Period
from stats.period import query as query_of
from stats.side import Wanted
from stats.side_by_side import MOST, OLDEST

PERIOD: Final = ("period", "begin", "end")
AGE: Final = ("align", "age")
NAMES: Final = ("id", *PERIOD, *AGE, "tz")
OLDEST_MINUTES: Final = OLDEST // timedelta(minutes=1)
Parameters = list[tuple[str, str]]


class PicksForm(PeriodForm):
    """What is compared: broadcasts by `id`, each once, a period or an age."""

    bucket = None  # type: ignore[assignment]
    compare = None  # type: ignore[assignment]
    compare_begin = None  # type: ignore[assignment]
    compare_end = None  # type: ignore[assignment]
    align = forms.ChoiceField(
        required=False,
        choices=[("period", lazy("Same period")), ("age", lazy("Same age"))],
        error_messages={
            "invalid_choice": lazy("“%(value)s” is no alignment. Choose: period or age.")
        },
    )
    age = forms.CharField(
        label=lazy("Minutes"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, data: QueryDict, *, now: datetime) -> None:
        """`now` (aware) decides what today is."""
        super().__init__(data, now=now)
        self.fields["age"].validators = []  # a NUL is no number either: `clean_age` says so
        self.typed_ids = list(dict.fromkeys(text.strip() for text in data.getlist("id")))
        self.typed_ids = [text for text in self.typed_ids if text]

    @property
    def ids(self) -> tuple[int, ...]:
        """Those that are IDs, in their order."""
        known = (id_of(text) for text in self.typed_ids)
        return tuple(dict.fromkeys(each for each in known if each is not None))

    @property
    def ids_errors(self) -> list[str]:
        """What is wrong with the broadcasts themselves."""
        wrong = [_shown(text) for text in self.typed_ids if id_of(text) is None]
        said = [
            _("“%s” is no broadcast ID: that is a whole number in digits, such as 11741873003.")
            % text
            for text in wrong
        ]
        if len(self.ids) > MOST:
            more = len(self.ids) - MOST
            said.append(
                _("At most %(most)d broadcasts are compared at once. Take away %(more)d of these.")
                % {"most": MOST, "more": more}
            )
        return said

    @property
    def is_right(self) -> bool:
        """Whether all of it can be used; with fewer than two broadcasts too."""
        return self.is_valid() and not self.ids_errors

    @property
    def sentences(self) -> str:
        """All that is wrong, for those who see no fields."""
        beside = (str(each) for found in self.errors.values() for each in found)
        return " ".join([*self.ids_errors, *beside])

    @property
    def wanted(self) -> Wanted:
        """What is asked for, of a form that is right. Raises InvalidInputError."""
        period = self.value
        is_by_age = self.cleaned_data["align"] == "age"
        minutes = self.cleaned_data["age"]
        age = timedelta(minutes=minutes) if is_by_age and minutes else None
        return Wanted(self.ids, period, is_by_age, age)

    def clean_age(self) -> int | None:
        """The minutes, from 1 on; None for those of the youngest."""
        text = self.cleaned_data["age"]
        if not text or self.data.get("align") != "age":
            return None
        is_number = re.fullmatch(r"[0-9]{1,9}", text) is not None
        if not is_number or not 1 <= int(text) <= OLDEST_MINUTES:
            raise forms.ValidationError(
                _("“%(value)s” is no age. Write whole minutes, from 1 to %(most)s (366 days).")
                % {"value": _shown(text), "most": numbers.written(OLDEST_MINUTES)}
            )
        return int(text)


def parameters(query: QueryDict, *, without: Collection[str] = ()) -> Parameters:
    """What an address says of the comparison, as it was typed."""
    return [
        (name, text)
        for name in NAMES
        if name not in without
        for text in dict.fromkeys(query.getlist(name))
        if text.strip()
    ]


def link(name: str, kept: Iterable[tuple[str, str]], **more: str) -> str:
    """The address of that name with those parameters and more."""
    query = urlencode([*kept, *more.items()])
    return reverse(name) + (f"?{query}" if query else "")


def of_one(broadcast_id: int, period: Period) -> str:
    """The address where others are picked to be held against this one, in its period."""
    zone = {} if period.zone == zones.of_site() else {"tz": period.zone.key}
    return link("compare", [("id", str(broadcast_id)), *query_of(period).items()], **zone)


def without_id(kept: Parameters, text: str) -> Parameters:
    """The parameters without one of the broadcasts."""
    return [each for each in kept if each[0] != "id" or each[1].strip() != text]


def id_of(text: str) -> int | None:
    """The ID that a text is, leading zeros aside; None where it is none."""
    digits = text.lstrip("0")
    is_id = re.fullmatch(r"[0-9]{1,19}", digits) is not None
    return int(digits) if is_id and int(digits) <= LARGEST_ID else None


def _shown(text: str) -> str:
    return "".join(
        char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[:40]
    )


def in_context(form: PicksForm, query: QueryDict) -> dict[str, Any]:
    """What every page of it needs to lead on: hidden fields, and the picked ones to take away."""
    kept, names = parameters(query), seen.names_of(form.ids)
    return {
        "form": form,
        "all_parameters": kept,
        "parameters_without_period": parameters(query, without=PERIOD),
        "parameters_without_age": parameters(query, without=AGE),
        "picked": [
            {
                "text": _shown(text),
                "name": names.get(id_of(text) or 0),
                "remove": link("compare", without_id(kept, text)),
            }
            for text in form.typed_ids
        ],
    }
