"""What each figure is and how it is worked out, in words.

The one source of the page of definitions, of the fold of a broadcast's page and, held to by a test,
of docs/definitions.md. A key is the figure's name in exports where it is in one, and its anchor.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure: what it is called, how it is worked out, in what unit, and one worked example."""

    label: Text
    meaning: Text
    unit: Text = ""
    example: Text = ""

    def said(self) -> "Definition":
        """The same in the active language, to which no catalogue is asked again."""
        return Definition(str(self.label), str(self.meaning), str(self.unit), str(self.example))


@dataclass(frozen=True, slots=True)
class Section:
    """Definitions that belong together. exported: whether the keys are names in exports."""

    title: Text
    figures: dict[str, Definition]
    exported: bool = False

    def said(self) -> "Section":
        """The same in the active language."""
        figures = {key: figure.said() for key, figure in self.figures.items()}
        return Section(str(self.title), figures, self.exported)


ATTEMPTS: Final = _("attempts")
ACTIONS: Final = _("actions")
PER_CENT: Final = _("per cent; a fraction in exports")
RATIO: Final = _("ratio")
SECONDS: Final = _("hours, minutes and seconds; seconds in exports")
CREDITS: Final = _("credits")
BROADCASTS: Final = _("broadcasts")

# As CallFire reports them: UsageStats and ActionStatistics of GetBroadcastStats.
USAGE: Final[dict[str, Definition]] = {
    "attempts": Definition(
        _("Attempts"), _("Tries to call or text a recipient, as CallFire counts them."), ATTEMPTS
    ),
    "actions": Definition(
        _("Actions placed"), _("Calls and texts placed, one for each recipient."), ACTIONS
    ),
    "duration_seconds": Definition(
        _("Call time"), _("How long calls lasted together, machines included."), SECONDS
    ),
    "billed_duration_seconds": Definition(
        _("Billed time"), _("The call time that CallFire bills."), SECONDS
    ),
    "billed_amount": Definition(
        _("Credits billed"),
        _("What CallFire bills, in its credits, which are not money."),
        CREDITS,
    ),
}

STATUSES: Final[dict[str, Definition]] = {
    "finished": Definition(_("Finished"), _("Actions that are not tried again."), ACTIONS),
    "retry_wait": Definition(
        _("Waiting to retry"), _("Actions that were tried and wait for the next try."), ACTIONS
    ),
    "unattempted": Definition(_("Not attempted"), _("Actions that were not tried yet."), ACTIONS),
    "all_actions": Definition(
        _("All actions"), _("Not attempted + waiting to retry + finished."), ACTIONS
    ),
}

# Worked out here: `stats.metrics`.
DERIVED: Final[dict[str, Definition]] = {
    "live_answers": Definition(
        _("Live answers"), _("Attempts that ended as LA or XFER."), ATTEMPTS
    ),
    "tried": Definition(
        _("Tried"),
        _(
            "Attempts of all results but RECEIVED (a reply is not ours), XFER_LEG (the other leg "
            "of a transfer), UNDIALED and POSTPONED (never tried)."
        ),
        ATTEMPTS,
    ),
    "live_answer_rate": Definition(
        _("Live-answer rate"),
        _("Live answers / tried."),
        PER_CENT,
        _("38 live answers of 100 tried are 38.0%."),
    ),
    "answered": Definition(
        _("Answered"),
        _("Attempts that ended as LA, XFER, AM or SD: by a person or a machine."),
        ATTEMPTS,
    ),
    "answered_rate": Definition(_("Answered rate"), _("Answered / tried."), PER_CENT),
    "response_rate": Definition(
        _("Response rate"),
        _("Live answers / actions placed, which is CallFire's own definition."),
        PER_CENT,
        _("38 live answers of 50 actions placed are 76.0%, however many attempts they took."),
    ),
    "transfers": Definition(_("Transfers"), _("Attempts that ended as XFER."), ATTEMPTS),
    "transfer_rate": Definition(_("Transfer rate"), _("Transfers / live answers."), PER_CENT),
    "texts_sent": Definition(_("Texts sent"), _("Attempts that ended as SENT."), ATTEMPTS),
    "sent_rate": Definition(_("Sent rate"), _("Texts sent / tried."), PER_CENT),
    "replies": Definition(_("Replies"), _("Attempts that ended as RECEIVED."), ATTEMPTS),
    "reply_rate": Definition(_("Reply rate"), _("Replies / texts sent."), PER_CENT),
    "undeliverable": Definition(
        _("Undeliverable"),
        _("Attempts that ended in a code of the group failed, or as DNT."),
        ATTEMPTS,
    ),
    "error_rate": Definition(
        _("Error rate"),
        _(
            "Attempts that ended as TOO_BIG, INVALID_NUMBER, CARRIER_ERROR, CARRIER_TEMP_ERROR or "
            "INTERNAL_ERROR (the group failed) / tried."
        ),
        PER_CENT,
    ),
    "attempts_per_action": Definition(
        _("Attempts per action"),
        _("Attempts / actions placed."),
        RATIO,
        _("150 attempts for 100 actions are 1.50: every second recipient was tried again."),
    ),
    "completion": Definition(
        _("Completion"), _("Finished / (not attempted + waiting to retry + finished)."), PER_CENT
    ),
    "seconds_per_answered_call": Definition(
        _("Time per answered call"), _("Call time / answered."), SECONDS
    ),
    "billing_overhead": Definition(
        _("Billing overhead"),
        _("Billed time / call time - 1."),
        PER_CENT,
        _("66 minutes billed for 60 minutes of call time are 10.0%."),
    ),
    "cost_per_live_answer": Definition(
        _("Credits per live answer"), _("Credits / live answers."), CREDITS
    ),
    "cost_per_transfer": Definition(_("Credits per transfer"), _("Credits / transfers."), CREDITS),
    "cost_per_action": Definition(_("Credits per action"), _("Credits / actions placed."), CREDITS),
    "cost_per_minute": Definition(
        _("Credits per minute"), _("Credits / (billed time / 60 s)."), CREDITS
    ),
}

RESULT_COLUMNS: Final[dict[str, Definition]] = {
    "result_attempts": Definition(
        _("Attempts of a result"), _("Attempts that ended in this code."), ATTEMPTS
    ),
    "result_actions": Definition(
        _("Actions of a result"),
        _("Recipients with an attempt that ended in this code. One can be in several codes."),
        ACTIONS,
    ),
    "share": Definition(
        _("Of tried"),
        _("Attempts of the result / tried. Empty for results that are not tried ones."),
        PER_CENT,
    ),
    "change": Definition(
        _("Change"),
        _(
            "The period less the one it is compared with: counts and costs as per cent of the "
            "earlier one, rates and shares in points. New is what had nothing before."
        ),
        _("per cent, or points"),
        _("From 30.0% to 33.0% is 3.0 points; from 200 to 250 is 25.0%."),
    ),
}

LISTS: Final[dict[str, Definition]] = {
    "progress": Definition(
        _("Progress"), _("Completion of the whole broadcast, at its newest look."), PER_CENT
    ),
    "reached": Definition(
        _("Reached or sent"), _("Live answers of calls; texts sent of texts."), ATTEMPTS
    ),
    "rate": Definition(
        _("Rate (live or sent)"), _("Live-answer rate of calls; sent rate of texts."), PER_CENT
    ),
    "errors": Definition(
        _("Errors"),
        _(
            "Attempts that ended in a code of the group failed, as a count or as the error rate. "
            "In lists a rate of 10% or more stands out."
        ),
        _("attempts, or per cent of those tried"),
    ),
    "trend": Definition(
        _("Attempts, as a small line"), _("Attempts at the looks at the whole broadcast."), ATTEMPTS
    ),
    "sums": Definition(
        _("Sums of a portfolio"),
        _(
            "A figure that a broadcast does not report is in no sum. Rates of live answers and "
            "their cost leave out broadcasts of texts. A rate needs 20 tried attempts, a cost 20 "
            "live answers, to be in a list of ten."
        ),
    ),
    "hours": Definition(
        _("Best time to reach people"),
        _(
            "The live-answer rate by weekday and hour, blank under 30 attempts or 3 days. Hours "
            "are named where they are better on days that did not pick them."
        ),
        PER_CENT,
    ),
    "interval": Definition(
        _("Interval"),
        _(
            "What the true rate is likely to lie in, 95 times of 100, by how far hours or days "
            "differ from each other."
        ),
        PER_CENT,
    ),
}

TIME: Final[dict[str, Definition]] = {
    "period": Definition(
        _("Period"),
        _(
            "From its first instant up to, and without, the first one after it. Days are cut in "
            "the time zone of the page. An end that is a bare date includes that day."
        ),
    ),
    "as_of": Definition(
        _("As of"),
        _(
            "When CallFire gave the figures that are shown. Where newer ones can't be had, kept "
            "ones stay, with their age and the reason."
        ),
    ),
    "settled": Definition(
        _("Final"),
        _(
            "Seen so long after the end of the period (24 hours, where nothing else is set) that "
            "it is not asked for again."
        ),
    ),
    "provisional": Definition(
        _("May still change"), _("The period is over, and was not seen long enough after its end.")
    ),
    "open": Definition(_("In progress"), _("The period was not over when it was looked at.")),
    "missing": Definition(_("Missing"), _("Nothing is known of it, which is not the same as 0.")),
    "state": Definition(
        _("State"),
        _(
            "What looks show: more attempts between two of them, none, or that all is finished. "
            "Active is said only where two looks at most 10 minutes apart differ."
        ),
    ),
    "estimate": Definition(
        _("Estimate"),
        _(
            "What is left of the list, by the pace of the last moves, in calling hours where they "
            "are known, and the last wait for retries. It is a range, and is not given where looks"
            " are too few or the pace too uneven."
        ),
    ),
    "not_given": Definition(
        _("n/a"),
        _(
            "A divisor is 0, or CallFire did not report a part. A missing part is never taken for "
            "0: exports leave the cell empty, or say null."
        ),
    ),
}

SECTIONS: Final[dict[str, Section]] = {
    "usage": Section(_("As CallFire reports them"), USAGE, exported=True),
    "statuses": Section(_("Progress of the whole broadcast"), STATUSES),
    "derived": Section(_("Worked out from them"), DERIVED, exported=True),
    "columns": Section(_("Columns of results"), RESULT_COLUMNS),
    "lists": Section(_("In lists, comparisons and the portfolio"), LISTS),
    "time": Section(_("Periods, freshness and estimates"), TIME),
}

# What a broadcast's own page defines in place, beside its derived figures.
ON_THE_PAGE: Final = ("usage", "statuses", "columns", "time")


def anchors() -> list[str]:
    """Everything that a link can lead to, but the codes: sections and figures."""
    return [*SECTIONS, *(key for section in SECTIONS.values() for key in section.figures)]
