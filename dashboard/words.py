"""What the site says: labels and meanings of codes, and the sentence of each kind of problem."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dashboard import numbers, times
from stats.buckets import MOST, BucketSize, TooManyBucketsError
from stats.callfire.errors import CallFireError
from stats.metrics import Reason
from stats.period import PRESETS, Period, PeriodError
from stats.results import Group
from stats.series import State

Text = str | Promise

# Label and meaning of each code: CallFire's pages on results ("results-responses-errors").
RESULTS: Final[dict[str, tuple[Text, Text]]] = {
    "LA": (
        lazy("Live answer"),
        lazy("Answered by a person; with answering-machine detection off, every connected call."),
    ),
    "XFER": (lazy("Transferred"), lazy("A person answered and the call was transferred.")),
    "RECEIVED": (lazy("Reply received"), lazy("A reply to the text came back.")),
    "AM": (lazy("Answering machine"), lazy("Answered by a machine or voicemail.")),
    "SD": (lazy("Smart drop"), lazy("Smart Drop, for clients of the legacy platform only.")),
    "SENT": (lazy("Text sent"), lazy("The text was sent successfully.")),
    "NO_ANS": (lazy("No answer"), lazy("The call was not answered.")),
    "BUSY": (lazy("Busy"), lazy("The line was busy.")),
    "ABANDONED": (lazy("Abandoned"), lazy("Given up (call centre).")),
    "SKIPPED": (lazy("Skipped"), lazy("Skipped by an agent (call centre).")),
    "DNC": (lazy("Do not call"), lazy("The number is on a do-not-call list.")),
    "DNT": (lazy("Do not text"), lazy("The number is on a do-not-text list.")),
    "TOO_BIG": (lazy("Message too big"), lazy("The text was too long to be sent.")),
    "INVALID_NUMBER": (lazy("Invalid number"), lazy("Bad format, or an impossible number.")),
    "CARRIER_ERROR": (
        lazy("Carrier error"),
        lazy("The carrier was overloaded or dialed too fast, or the number is disconnected."),
    ),
    "CARRIER_TEMP_ERROR": (lazy("Temporary carrier error"), lazy("A recoverable carrier error.")),
    "INTERNAL_ERROR": (lazy("Internal error"), lazy("CallFire's own error.")),
    "UNDIALED": (
        lazy("Not dialed"),
        lazy("Not dialed: no credits, outside the calling hours, and the like."),
    ),
    "POSTPONED": (lazy("Postponed"), lazy("Put off.")),
    "XFER_LEG": (
        lazy("Transfer leg"),
        lazy("The other leg of a transfer: shown, but in no rate and no share."),
    ),
}

GROUPS: Final[dict[Group, Text]] = {
    "reached": lazy("Reached"),
    "delivered": lazy("Delivered"),
    "missed": lazy("Missed"),
    "blocked": lazy("Blocked"),
    "failed": lazy("Failed"),
    "pending": lazy("Pending"),
    "leg": lazy("Transfer leg"),
    "other": lazy("Other"),
}

PRESET_LABELS: Final[dict[str, Text]] = {
    "all": lazy("All time"),
    "today": lazy("Today"),
    "yesterday": lazy("Yesterday"),
    "7d": lazy("7 days, incl. today"),
    "28d": lazy("28 days, incl. today"),
    "month": lazy("Month to date"),
}

REASONS: Final[dict[Reason, Text]] = {
    "not_reported": lazy("not reported by CallFire"),
    "of_calls": lazy("a figure of calls; these are texts"),
    "of_texts": lazy("a figure of texts; these are calls"),
    "no_tried": lazy("nothing tried yet"),
    "no_live_answers": lazy("no live answers yet"),
    "no_answered": lazy("no answered calls yet"),
    "no_transfers": lazy("no transfers yet"),
    "no_texts_sent": lazy("no texts sent yet"),
    "no_actions": lazy("no actions placed yet"),
    "no_statuses": lazy("no actions yet"),
    "no_duration": lazy("no call time yet"),
    "no_billed_duration": lazy("no billed time yet"),
}

# The sentence of each kind of CallFireError; what a person can do is part of it.
PROBLEMS: Final[dict[str, Text]] = {
    "not_found": lazy("CallFire has no broadcast %(id)s in this account."),
    "credentials": lazy(
        "CallFire refused the API login. Check CALLFIRE_API_LOGIN and CALLFIRE_API_PASSWORD "
        "(API credentials, not those of the website)."
    ),
    "forbidden": lazy("This account may not read broadcast %(id)s."),
    "bad_response": lazy("CallFire's answer could not be read. Try again later."),
    "insecure": lazy(
        "The connection to CallFire is not secure, so nothing was asked. Check CALLFIRE_API_URL "
        "and this machine's clock."
    ),
    "rate_limited": lazy("CallFire is busy. Try again in a minute."),
    "unavailable": lazy("CallFire could not be reached, or failed. Try again in a minute."),
    "timeout": lazy("CallFire did not answer within 15 s."),
}

# The same where CallFire said from when on it will listen.
PROBLEMS_WITH_TIME: Final[dict[str, Text]] = {
    "rate_limited": lazy("CallFire is busy. Next try at %s."),
    "unavailable": lazy("CallFire could not be reached, or failed. Next try at %s."),
}

CREDENTIALS_PAUSED: Final = lazy(
    "Nothing more is asked until they change; Refresh may try once in 10 minutes."
)

# The heading of the page for what goes wrong before or beside a view, by its status.
FAULT_TITLES: Final[dict[int, Text]] = {
    400: lazy("That did not work"),
    401: lazy("You are not signed in"),
    403: lazy("You may not do this"),
    404: lazy("Page not found"),
    405: lazy("That did not work"),
    429: lazy("Too many tries"),
    500: lazy("Something went wrong here"),
    503: lazy("This site is not ready"),
}

BUCKETS: Final[dict[BucketSize, Text]] = {
    "hour": lazy("Hour"),
    "day": lazy("Day"),
    "week": lazy("Week"),
    "month": lazy("Month"),
}

BUCKET_STATES: Final[dict[State, Text]] = {
    "settled": lazy("final"),
    "provisional": lazy("may still change"),
    "open": lazy("in progress"),
    "missing": lazy("missing"),
}

UNKNOWN_BUCKET: Final = lazy(
    "“%(value)s” is not a size of buckets. Choose one of: hour, day, week, month."
)

UNKNOWN_COMPARISON: Final = lazy(
    "“%(value)s” is nothing to compare with. Choose one of: previous, none."
)

# What can be compared, and what the differences are of (`stats.sums`).
USAGE_FIGURES: Final[dict[str, Text]] = {
    "attempts": lazy("attempts"),
    "duration_seconds": lazy("seconds of call time"),
    "billed_duration_seconds": lazy("seconds billed"),
    "billed_amount": lazy("credits"),
}

NO_PLACE: Final = lazy(
    "CallFire is slow: as many questions as this site allows are waiting for it, so this one was "
    "not asked. Try again in a moment."
)

PERIOD_PROBLEMS: Final[dict[str, Text]] = {
    "not_a_date": lazy(
        "“%(value)s” is not a date. Write 2026-11-17, or with a time 2026-11-17T08:30."
    ),
    "plus_sign_unescaped": lazy(
        "“%(value)s” is not a date. In an address, write the + of an offset as %%2B."
    ),
    "year_out_of_range": lazy("“%(value)s” is too far away. Years go from 2000 to 2100."),
    "no_such_date": lazy("“%(value)s” is not a date: that month has no such day."),
    "no_such_time": lazy("“%(value)s” is not a time. Times go from 00:00 to 23:59:59."),
    "skipped_day": lazy("“%(value)s” never was: the time zone skipped that day."),
    "skipped_time": lazy(
        "“%(value)s” never was: the clocks went forward over it. Choose a later time."
    ),
    "begins_in_future": lazy("“%(value)s” is still to come. Choose today or an earlier day."),
    "end_alone": lazy("There is an end but no begin. Fill in the begin too."),
    "end_before_begin": lazy("The end is before the begin. Swap them?"),
    "unknown_period": lazy("“%(value)s” is not a period. Choose one of: %(presets)s."),
    "unknown_zone": lazy(
        "“%(value)s” is not a time zone. Write an IANA name such as America/Los_Angeles."
    ),
}


def buckets(number: int, size: BucketSize) -> str:
    """So many hours, days, weeks or months."""
    said = {
        "hour": ngettext("%s hour", "%s hours", number),
        "day": ngettext("%s day", "%s days", number),
        "week": ngettext("%s week", "%s weeks", number),
        "month": ngettext("%s month", "%s months", number),
    }
    return said[size] % numbers.written(number)


def too_many_buckets(error: TooManyBucketsError) -> str:
    """The sentence where a period has more buckets of the chosen size than are shown."""
    if error.coarser == error.size:
        return _("This period has more than %(most)d months. Choose a shorter one.") % {
            "most": MOST
        }
    said = _("This period has more than %(most)d buckets of one %(size)s. Choose: %(coarser)s.")
    sizes = {"size": BUCKETS[error.size], "coarser": BUCKETS[error.coarser]}
    return said % {"most": MOST, **{key: str(text).lower() for key, text in sizes.items()}}


def compared(what: str) -> str:
    """What a figure that is compared is called: of the usage, or a result's attempts."""
    return str(USAGE_FIGURES[what]) if what in USAGE_FIGURES else result_label(what)


def preset_choices() -> list[tuple[str, Text]]:
    """The presets with their labels, for a menu."""
    return [(name, PRESET_LABELS[name]) for name in PRESETS]


def result_label(code: str) -> str:
    """What a result is called; a code that is not known is shown as sent."""
    return str(RESULTS[code][0]) if code in RESULTS else code


def result_meaning(code: str) -> str:
    """What a result means."""
    return (
        str(RESULTS[code][1]) if code in RESULTS else _("A code that CallFire has not described.")
    )


def group_label(group: Group) -> str:
    """What a group of results is called."""
    return str(GROUPS[group])


def reason(key: Reason) -> str:
    """Why a figure can't be given, as what follows "n/a": "no live answers yet"."""
    return str(REASONS[key])


def period_problem(error: PeriodError) -> str:
    """The sentence beside a field whose text gives no period."""
    if error.kind == "unknown_zone" and not error.value:
        return _("Choose a time zone.")
    value = "".join(
        char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in error.value[:40]
    )
    sentence = str(PERIOD_PROBLEMS[error.kind])
    return sentence % {"value": value, "presets": ", ".join(PRESETS)}


def ambiguous_zone(city: str, names: Sequence[str]) -> str:
    """The sentence where a city names several zones."""
    said = _("“%(city)s” names more than one time zone. Write one of them in full: %(names)s.")
    return said % {"city": city, "names": ", ".join(names)}


LIST_PROBLEMS: Final[dict[str, str | Promise]] = {
    "forbidden": lazy("This account may not read the list of its broadcasts."),
    "not_found": lazy("CallFire has no list of broadcasts there. Check CALLFIRE_API_URL."),
}


def list_problem(error: CallFireError, zone: ZoneInfo, now: datetime) -> str:
    """The sentence of a problem with CallFire's list of broadcasts."""
    if error.kind in LIST_PROBLEMS:
        return str(LIST_PROBLEMS[error.kind])
    return problem(error, 0, Period("all", None, None, zone), now)


def problem(error: CallFireError, broadcast_id: int, zone_of: Period, now: datetime) -> str:
    """The sentence of a problem with CallFire, and what to do about it."""
    if error.missing_settings:
        names = _(" and ").join(error.missing_settings)
        said = ngettext(
            "CallFire can't be asked: %s is missing. Put it into .env or the environment and start "
            "the site again.",
            "CallFire can't be asked: %s are missing. Put them into .env or the environment and "
            "start the site again.",
            len(error.missing_settings),
        )
        return said % names
    at = error.retry_at and times.clock(error.retry_at, zone_of.zone, now)
    if error.own_limit is not None:
        said = _("This site asks at most %(limit)d times a minute; going on at %(at)s.")
        return said % {"limit": error.own_limit, "at": at}
    if error.kind == "credentials" and error.is_paused:
        return f"{PROBLEMS['credentials']} {CREDENTIALS_PAUSED}"
    if error.kind == "timeout" and error.is_paused:
        return str(NO_PLACE)
    if at is not None and error.kind in PROBLEMS_WITH_TIME:
        return str(PROBLEMS_WITH_TIME[error.kind]) % at
    return str(PROBLEMS[error.kind]) % {"id": broadcast_id}
