"""Report -> its six main figures in words, where a page's own tiles can't be had: in a mail."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboard import words
from dashboard.templatetags import figures
from dashboard.templatetags.money import money
from stats.broadcast_stats import UsageStats
from stats.metrics import Metrics
from stats.report import Report


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: what it is, how much, and of what."""

    label: str
    figure: str
    rest: str = ""


def of(report: Report) -> tuple[Tile, ...]:
    """Those of texts where all results are of texts, else those of calls."""
    return _of_texts(report) if report.is_of_texts else _of_calls(report)


def _of_calls(report: Report) -> tuple[Tile, ...]:
    metrics, usage = report.metrics, report.stats.usage or UsageStats()
    tried = _("%(rate)s of %(tried)s tried") % {
        "rate": figures.percent(metrics.live_answer_rate),
        "tried": figures.count(metrics.tried),
    }
    call = _("%s an answered call") % figures.duration(metrics.seconds_per_answered_call)
    return (
        Tile(
            _("Live answers"),
            figures.count(metrics.live_answers),
            _or_why(tried, metrics, "live_answer_rate"),
        ),
        Tile(_("Attempts"), figures.count(usage.attempts), _per_action(metrics)),
        Tile(_("Actions placed"), figures.count(usage.actions)),
        Tile(
            _("Call time"),
            figures.duration(usage.duration_seconds),
            _or_why(call, metrics, "seconds_per_answered_call"),
        ),
        _credits(report),
        Tile(
            _("Credits a live answer"),
            figures.cost(metrics.cost_per_live_answer),
            figures.because(metrics, "cost_per_live_answer") or money(metrics.cost_per_live_answer),
        ),
    )


def _of_texts(report: Report) -> tuple[Tile, ...]:
    metrics = report.metrics
    sent = _("%(rate)s of %(tried)s tried") % {
        "rate": figures.percent(metrics.sent_rate),
        "tried": figures.count(metrics.tried),
    }
    replies = _("%s of texts sent") % figures.percent(metrics.reply_rate)
    return (
        Tile(_("Sent"), figures.count(metrics.texts_sent), _or_why(sent, metrics, "sent_rate")),
        Tile(_("Replies"), figures.count(metrics.replies), _or_why(replies, metrics, "reply_rate")),
        Tile(_("Undeliverable"), figures.count(metrics.undeliverable)),
        _credits(report),
    )


def _credits(report: Report) -> Tile:
    usage = report.stats.usage or UsageStats()
    amount = figures.credits_exact(usage.billed_amount)
    return Tile(_("Credits billed"), amount, money(usage.billed_amount))


def _per_action(metrics: Metrics) -> str:
    per_action = _("%s per action") % figures.ratio(metrics.attempts_per_action)
    return _or_why(per_action, metrics, "attempts_per_action")


def _or_why(said: str, metrics: Metrics, key: str) -> str:
    """What was said, or why it can't be."""
    return words.reason(metrics.reasons[key]) if key in metrics.reasons else said
