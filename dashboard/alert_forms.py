"""What people type on the alerts page: what they want to be told of, and who is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from dashboard import alert_kinds, alerts
from stats.alerts.kinds import KINDS, NAMES, Name
from stats.alerts.outbox import Tellings
from stats.alerts.rules import Rule

MOST_ADDRESSES: Final = 50
Wanted = dict[Name, tuple[bool, Decimal | None] | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One kind in the form: its switch, its limit where it has one, and what it means.

    figure: the key of the definition of what it rests on.
    """

    ask: Any
    meaning: Any
    figure: str
    unit: Any
    switch: forms.BoundField
    limit: forms.BoundField | None


class RulesForm(forms.Form):
    """A switch and a limit for each kind: of all watched broadcasts, or of one in place of those.

    Of one broadcast a switch has three positions; "" is "as for all watched ones".
    """

    def __init__(
        self,
        data: Any = None,
        *,
        rules: Mapping[Name, Rule],
        common: Mapping[Name, Rule] | None = None,
    ) -> None:
        """`rules` are those that hold now, for what the form shows at first.

        common: the rules of all, where these are those of one broadcast.
        """
        super().__init__(data)
        for name in NAMES:
            rule = rules.get(name)
            self.fields[name] = (
                _switch(rule) if common is None else _own_switch(name, rule, common.get(name))
            )
            most = KINDS[name].most
            if most is not None:
                self.fields[f"{name}_limit"] = _limit(name, rule, most)

    def rows(self) -> list[Row]:
        """The kinds in their order."""
        return [
            Row(
                alert_kinds.ASKED[name],
                alert_kinds.MEANINGS[name],
                alert_kinds.FIGURES[name],
                alert_kinds.UNITS.get(name, ""),
                self[name],
                self[f"{name}_limit"] if f"{name}_limit" in self.fields else None,
            )
            for name in NAMES
        ]

    @property
    def wanted(self) -> Wanted:
        """What was typed, once it is valid."""
        return {name: self._wanted_of(name) for name in NAMES}

    def clean(self) -> dict[str, Any]:
        """A kind that is wanted needs its limit."""
        for name in NAMES:
            limit = f"{name}_limit"
            is_missing = limit in self.fields and self.cleaned_data.get(limit) is None
            switch = self.cleaned_data.get(name)
            if _is_on(switch) and is_missing and limit not in self.errors:
                self.add_error(limit, _("Enter a number above 0."))
            if switch == "" and self.cleaned_data.get(limit) is not None:
                self.add_error(limit, _("Choose yes, or clear the limit."))
        return self.cleaned_data

    def _wanted_of(self, name: Name) -> tuple[bool, Decimal | None] | None:
        switch, limit = self.cleaned_data[name], self.cleaned_data.get(f"{name}_limit")
        if not switch and limit is None:
            return None
        # A limit of what is switched off is kept for another time.
        return _is_on(switch), limit


class RecipientsForm(forms.Form):
    """Who gets a mail, and when the evening's summary goes out."""

    addresses = forms.CharField(
        label=_("Mail addresses, one a line"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    digest_hour = forms.TypedChoiceField(
        label=_("A summary of all watched broadcasts, once a day"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("none")), *((hour, f"{hour:02d}:00") for hour in range(24))],
    )

    def clean_addresses(self) -> tuple[str, ...]:
        """Each once, in the order typed."""
        typed = re.split(r"[\s,;]+", self.cleaned_data["addresses"])
        found = tuple(dict.fromkeys(address for address in typed if address))
        for address in found:
            try:
                validate_email(address)
            except ValidationError:
                said = _("“%(value)s” is not a mail address.") % {"value": address[:80]}
                raise ValidationError(said) from None
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(_("At most %d addresses. A list has one.") % MOST_ADDRESSES)
        return found

    @property
    def tellings(self) -> Tellings:
        """What was typed, once it is valid."""
        return Tellings(self.cleaned_data["addresses"], self.cleaned_data["digest_hour"])

    @staticmethod
    def of(known: Tellings) -> "RecipientsForm":
        """The form that shows what holds now."""
        hour = "" if known.digest_hour is None else known.digest_hour
        return RecipientsForm(
            initial={"addresses": "\n".join(known.addresses), "digest_hour": hour}
        )


def _is_on(switch: bool | str | None) -> bool:
    """Whether a box is ticked, or "yes" is chosen."""
    return switch is True or switch == "on"


def _switch(rule: Rule | None) -> forms.Field:
    return forms.BooleanField(required=False, initial=rule is not None and rule.is_on)


def _own_switch(name: Name, rule: Rule | None, common: Rule | None) -> forms.Field:
    said = str(_("no"))
    if common is not None and common.is_on:
        said = str(_("yes")) if common.limit is None else alerts.limit(common.limit)
    as_all = _("as for all watched ones (%s)") % said
    chosen = "" if rule is None else "on" if rule.is_on else "off"
    choices = [("", as_all), ("on", _("yes")), ("off", _("no"))]
    return forms.ChoiceField(
        required=False, choices=choices, initial=chosen, label=str(alert_kinds.LABELS[name])
    )


def _limit(name: Name, rule: Rule | None, most: Decimal) -> forms.Field:
    limit = rule.limit if rule else None
    number = _("Enter a number above 0.")
    return forms.DecimalField(
        required=False,
        min_value=Decimal("0.0001"),
        max_value=most,
        max_digits=20,
        decimal_places=4,
        initial=None if limit is None else f"{limit.normalize():f}",
        error_messages={
            "invalid": number,
            "min_value": number,
            "max_digits": number,
            "max_whole_digits": number,
            "max_decimal_places": _("Enter a number with at most 4 decimals."),
            "max_value": _("Enter a number up to %d.") % most,
        },
        widget=forms.TextInput(
            attrs={
                "inputmode": "decimal",
                "autocomplete": "off",
                "aria-label": f"{alert_kinds.ASKED[name]} … {alert_kinds.UNITS[name]}",
            }
        ),
    )
