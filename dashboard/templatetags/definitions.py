"""How each derived figure is called and worked out: the page's words for `stats.metrics`."""

from typing import Any, Final, NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboard.templatetags import figures, money
from stats.metrics import COSTS, KEYS, Metrics

register = template.Library()

Text = str | Promise

DEFINITIONS: Final[dict[str, tuple[Text, Text]]] = {
    "live_answers": (_("Live answers"), _("Attempts that ended as LA or XFER.")),
    "tried": (
        _("Tried"),
        _(
            "Attempts of all results but RECEIVED (a reply is not ours), XFER_LEG (the other leg "
            "of a transfer), UNDIALED and POSTPONED (never tried)."
        ),
    ),
    "live_answer_rate": (_("Live-answer rate"), _("Live answers / tried.")),
    "answered": (
        _("Answered"),
        _("Attempts that ended as LA, XFER, AM or SD: by a person or a machine."),
    ),
    "answered_rate": (_("Answered rate"), _("Answered / tried.")),
    "response_rate": (
        _("Response rate"),
        _("Live answers / actions placed, which is CallFire's own definition."),
    ),
    "transfers": (_("Transfers"), _("Attempts that ended as XFER.")),
    "transfer_rate": (_("Transfer rate"), _("Transfers / live answers.")),
    "texts_sent": (_("Texts sent"), _("Attempts that ended as SENT.")),
    "sent_rate": (_("Sent rate"), _("Texts sent / tried.")),
    "replies": (_("Replies"), _("Attempts that ended as RECEIVED.")),
    "reply_rate": (_("Reply rate"), _("Replies / texts sent.")),
    "undeliverable": (
        _("Undeliverable"),
        _("Attempts that ended in a code of the group failed, or as DNT."),
    ),
    "error_rate": (
        _("Error rate"),
        _(
            "Attempts that ended as TOO_BIG, INVALID_NUMBER, CARRIER_ERROR, CARRIER_TEMP_ERROR or "
            "INTERNAL_ERROR (the group failed) / tried."
        ),
    ),
    "attempts_per_action": (_("Attempts per action"), _("Attempts / actions placed.")),
    "completion": (
        _("Completion"),
        _("Finished / (not attempted + waiting to retry + finished)."),
    ),
    "seconds_per_answered_call": (_("Time per answered call"), _("Call time / answered.")),
    "billing_overhead": (_("Billing overhead"), _("Billed time / call time - 1.")),
    "cost_per_live_answer": (_("Credits per live answer"), _("Credits / live answers.")),
    "cost_per_transfer": (_("Credits per transfer"), _("Credits / transfers.")),
    "cost_per_action": (_("Credits per action"), _("Credits / actions placed.")),
    "cost_per_minute": (_("Credits per minute"), _("Credits / (billed time / 60 s).")),
}

COST_AND_RETRIES: Final = (
    "attempts_per_action",
    "seconds_per_answered_call",
    "billing_overhead",
    "cost_per_minute",
    "cost_per_action",
    "cost_per_live_answer",
    "cost_per_transfer",
)


class Derived(NamedTuple):
    """A derived figure as a table shows it; `reason` is why it is n/a, else empty.

    money: what credits are worth by the site's own price, else empty.
    """

    key: str
    label: Text
    definition: Text
    value: str
    reason: str
    money: str


@register.filter
def cost_and_retries(metrics: Metrics) -> list[Derived]:
    """The figures of the folded table; those of calls are left out where all is texts."""
    hidden = ("of_calls", "of_texts")
    shown = [key for key in COST_AND_RETRIES if metrics.reasons.get(key) not in hidden]
    return [_derived(metrics, key) for key in shown]


@register.filter
def all_derived(metrics: Metrics) -> list[Derived]:
    """Every derived figure with its definition."""
    return [_derived(metrics, key) for key in KEYS]


def _derived(metrics: Metrics, key: str) -> Derived:
    label, definition = DEFINITIONS[key]
    value = getattr(metrics, key)
    worth = money.money(value) if key in COSTS else ""
    return Derived(
        key, label, definition, written(key, value), figures.because(metrics, key), worth
    )


def written(key: str, value: Any) -> str:
    """A derived figure in the unit of its key."""
    if key.endswith("_rate") or key in ("completion", "billing_overhead"):
        return figures.percent(value)
    if key.startswith("cost_"):
        return figures.cost_exact(value)
    if key == "attempts_per_action":
        return figures.ratio(value)
    return figures.duration(value) if key.startswith("seconds_") else figures.count(value)
