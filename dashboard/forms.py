"""What a person typed, turned into a broadcast ID and a Period."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dashboard import tokens, words, zone
from dashboard.addresses import COMPARE_DATES
from dashboard.models import Token
from stats.buckets import SIZES
from stats.earlier import Against
from stats.period import Period, PeriodError, resolve
from stats.period import zone as zone_of

LARGEST_ID = 2**63 - 1  # xs:long


class NameForm(forms.Form):
    """What people here call a broadcast and note of it; empty for nothing of their own."""

    own_name = forms.CharField(label=_("Name here"), required=False, max_length=200)
    note = forms.CharField(label=_("Note"), required=False, max_length=2_000)


class InvalidInputError(Exception):
    """Something typed can't be used; `form` says what, beside each field."""

    def __init__(self, form: "PeriodForm") -> None:
        super().__init__("invalid input")
        self.form = form


class PeriodForm(forms.Form):
    """The query of a broadcast's address: a preset or dates, and the zone they are meant in."""

    # Not a ChoiceField: dates win over `period`, which is then not looked at.
    period = forms.CharField(
        label=_("Period"), required=False, widget=forms.Select(choices=words.preset_choices())
    )
    begin = forms.CharField(label=_("From"), required=False)
    end = forms.CharField(label=_("To"), required=False)
    tz = forms.CharField(label=_("Time zone"), required=False, widget=forms.HiddenInput)
    bucket = forms.ChoiceField(
        required=False,
        choices=[(size, size) for size in SIZES],
        error_messages={"invalid_choice": words.UNKNOWN_BUCKET},
    )
    compare = forms.ChoiceField(
        required=False,
        choices=[(name, name) for name in ("previous", "none")],
        error_messages={"invalid_choice": words.UNKNOWN_COMPARISON},
    )
    compare_begin = forms.CharField(label=_("Compare from"), required=False)
    compare_end = forms.CharField(label=_("Compare to"), required=False)

    def __init__(
        self, data: QueryDict | dict[str, str] | None, *, now: datetime, **options: Any
    ) -> None:
        """`now` (aware) decides what today is."""
        super().__init__(data, **options)
        self.now = now
        self._period: Period | None = None
        self._against: Against | None = None
        for name in ("period", "begin", "end", "tz", "compare_begin", "compare_end"):
            if name not in self.fields:
                continue
            self.fields[name].validators = []  # a NUL is no date either: the reader says so

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the typed dates; the site's where none that exists is named."""
        return zone.known(self.data.get("tz", "")) or zone.of_site()

    @property
    def value(self) -> Period:
        """The period that was typed. Raises InvalidInputError."""
        if not self.is_valid() or self._period is None:
            raise InvalidInputError(self)
        return self._period

    @property
    def against(self) -> Against | None:
        """What it is compared with, if that was typed; as `value` does it raises."""
        return self._against if self.value else None

    def clean(self) -> dict[str, Any]:
        """Resolve the period, or put each problem beside its field."""
        self._against = self._compared_with()
        typed = {name: self.cleaned_data.get(name, "") for name in ("period", "begin", "end", "tz")}
        try:
            self._period = resolve(
                period=typed["period"],
                begin=typed["begin"],
                end=typed["end"],
                zone=self._named_zone(typed["tz"]),
                now=self.now,
            )
        except PeriodError as error:
            for problem in error.problems:
                self.add_error(problem.field, words.period_problem(problem))
        return self.cleaned_data

    def _compared_with(self) -> Against | None:
        """The dates to compare with, or the period before; dates win over `compare`."""
        begin, end = (self.cleaned_data.get(name, "") for name in COMPARE_DATES)
        if not begin and not end:
            return "previous" if self.cleaned_data.get("compare") == "previous" else None
        self.errors.pop("compare", None)
        try:
            return resolve(begin=begin, end=end, zone=self.zone, now=self.now)
        except PeriodError as error:
            for problem in error.problems:
                self.add_error(f"compare_{problem.field}", words.period_problem(problem))
            return None

    def _named_zone(self, name: str) -> ZoneInfo:
        """The zone of that name; of one that there is not, the problem is put beside its field."""
        try:
            return zone_of(name) if name else zone.of_site()
        except PeriodError as error:
            self.add_error("tz", words.period_problem(error))
            return zone.of_site()


class PortfolioForm(PeriodForm):
    """The query of a portfolio's address: the same, but nothing typed means DEFAULT."""

    DEFAULT = "28d"
    # There is nothing of this to choose.
    bucket = None  # type: ignore[assignment]
    compare = None  # type: ignore[assignment]
    compare_begin = None  # type: ignore[assignment]
    compare_end = None  # type: ignore[assignment]

    def __init__(self, data: QueryDict | dict[str, str], *, now: datetime, **options: Any) -> None:
        """Take `data` as typed, with the period that goes without saying."""
        typed = {name: data.get(name, "") for name in ("period", "begin", "end", "tz")}
        if not any(typed[name].strip() for name in ("period", "begin", "end")):
            typed["period"] = self.DEFAULT
        super().__init__(typed, now=now, **options)


class ReportForm(PeriodForm):
    """The form on the first page: which broadcast, and which period."""

    broadcast = forms.CharField(
        label=_("Broadcast: name or ID"),
        error_messages={"required": _("Enter a broadcast ID.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    # These are chosen on the page.
    bucket = None  # type: ignore[assignment]
    compare = None  # type: ignore[assignment]
    compare_begin = None  # type: ignore[assignment]
    compare_end = None  # type: ignore[assignment]
    field_order = ["broadcast", "period", "begin", "end", "tz"]

    def clean_broadcast(self) -> int:
        """The ID as a number from 1 to 2^63-1."""
        text = self.cleaned_data["broadcast"].lstrip("0") or "0"
        if not re.fullmatch(r"[0-9]{1,19}", text) or not 1 <= int(text) <= LARGEST_ID:
            raise forms.ValidationError(
                _("A broadcast ID is a whole number in digits, such as 11741873003.")
            )
        return int(text)


class TokenForm(forms.ModelForm):  # type: ignore[type-arg] # it has none at run time
    """A new API token: what it is for, so that its person knows later which one to revoke."""

    class Meta:
        """The one field that a person fills in."""

        model = Token
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off"})}

    def __init__(self, user: User, *args: Any) -> None:
        """`user` is who gets it."""
        super().__init__(*args)
        self.user = user

    def clean(self) -> None:
        """Refuse more than anybody needs."""
        super().clean()
        if Token.objects.filter(user=self.user).count() >= tokens.MOST:
            raise forms.ValidationError(
                _("You have %d API tokens. Revoke one that is no longer used first.") % tokens.MOST
            )
