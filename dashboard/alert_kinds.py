"""Kinds of alerts, as people choose them: what each is called, means, and is measured in."""

from typing import Final

from django.utils.translation import gettext_lazy as lazy

from dashboard.words import Text
from stats.alerts.kinds import Name

LABELS: Final[dict[Name, Text]] = {
    "done": lazy("It is done"),
    "stalled": lazy("It has stalled"),
    "error_burst": lazy("A burst of errors"),
    "error_rate": lazy("Many errors"),
    "live_answer_rate": lazy("Few live answers"),
    "credits": lazy("Many credits"),
    "calling_hours": lazy("Today's calling hours won't do"),
}
# The same in the form, where the limit and its unit follow.
ASKED: Final[dict[Name, Text]] = LABELS | {
    "error_rate": lazy("Errors in the last hour over"),
    "live_answer_rate": lazy("Live answers under"),
    "credits": lazy("Cost over"),
}
MEANINGS: Final[dict[Name, Text]] = {
    "done": lazy(
        "Nothing is left to be tried: with the answer in one line, its figures and a link."
    ),
    "stalled": lazy("No attempt for far longer than usual, while actions are left."),
    "error_burst": lazy(
        "In the last hour one kind of failure is at three times its share before and 1.5% or more, "
        "of 100 attempts or more, at two looks in a row."
    ),
    "error_rate": lazy(
        "In the last hour more of the tried attempts failed than this, of 50 or more, at two looks "
        "in a row."
    ),
    "live_answer_rate": lazy(
        "Of all attempts tried so far, 100 or more, fewer were answered live than this."
    ),
    "credits": lazy("The broadcast has cost more than this so far."),
    "calling_hours": lazy(
        "By the upper end of the estimate more dialing is left than calling hours today, at two "
        "looks in a row."
    ),
}
# What a kind's limit, or what it rests on, is defined as: a key of `dashboard.definitions`.
FIGURES: Final[dict[Name, str]] = {
    "done": "completion",
    "stalled": "state",
    "error_burst": "errors",
    "error_rate": "error_rate",
    "live_answer_rate": "live_answer_rate",
    "credits": "billed_amount",
    "calling_hours": "estimate",
}
UNITS: Final[dict[Name, Text]] = {
    "error_rate": lazy("per cent"),
    "live_answer_rate": lazy("per cent"),
    "credits": lazy("credits"),
}
