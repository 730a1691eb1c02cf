"""Report -> what the broadcast page's template takes: links, sentences, charts."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard import addresses, changes, charts, comparison, numbers, picks, tables, times, words
from dashboard.addresses import NOTHING, Chosen
from dashboard.exports import names
from dashboard.forms import PeriodForm
from dashboard.templatetags import definitions
from stats import service
from stats.compare import Compared
from stats.earlier import Against
from stats.period import PRESETS, Period, dates, resolve
from stats.report import Freshness, Look, Report
from stats.steps import stepped

Part = dict[str, str]
ACTIVE_WITHIN_MINUTES = 10
LEAST_SECONDS = 5  # between two questions of an open page, however fresh figures have to be


def of_report(
    report: Report, form: PeriodForm, chosen: Chosen = NOTHING, compared: Compared | None = None
) -> dict[str, Any]:
    """The context of a page with figures; the problem, if any, is the caller's to add."""
    period, now = report.period, service.now()
    return {
        **_common(report.broadcast_id, period, form.against, chosen),
        "report": report,
        "shown_at": now,
        "form": _filled(form, period),
        "answer": answer(report),
        "resolved": resolved(period, report.as_of, now),
        "state": state(report, now),
        "charts": {"results": charts.of_results(report), "progress": charts.of_progress(report)},
        "results": tables.of_results(report.rows),
        "derived": definitions.all_derived(report.metrics),
        "cost_and_retries": definitions.cost_and_retries(report.metrics),
        "pictures": names.pictures(report.broadcast_id, period),
        "refresh_seconds": refresh_seconds(report),
        "wants": {
            "fresh": report.freshness is Freshness.OLD,
            "whole_life": service.needs_whole_life(report),
        },
        "compared": None if compared is None else _compared(report, compared, now),
    }


def of_problem(
    broadcast_id: int, period: Period | None, form: PeriodForm, chosen: Chosen = NOTHING
) -> dict[str, Any]:
    """The context of a page without figures: the same controls, and what was typed."""
    shown = period or Period("all", None, None, form.zone)
    against = None if period is None else form.against
    context = _common(broadcast_id, shown, against, chosen if period else NOTHING)
    context["links"]["retry"] = addresses.of_broadcast("show", broadcast_id, shown, chosen)
    return {**context, "form": form if period is None else _filled(form, period)}


def of_the_clock(zone: tzinfo) -> tuple[str, str]:
    """What on any page changes with time alone: its day, and how far its zone is from UTC."""
    now = service.now()
    return times.day(now, zone), times.offset(now, zone)


def next_has_begun(period: Period) -> bool:
    """Whether there is a step forward."""
    there = stepped(period, 1)
    return there is not None and there.begin is not None and there.begin <= service.now()


def refresh_seconds(report: Report) -> int:
    """After how many seconds an open page asks for newer figures by itself; 0 for never.

    Only of a broadcast that is not finished, in a period that is not over.
    """
    is_over = report.period.is_over(service.now())
    is_finished = report.progress is not None and report.progress.left == 0
    return 0 if is_over or is_finished else max(settings.STATS_FRESH_SECONDS, LEAST_SECONDS)


def answer(
    report: Report, ahead: str = "", compared: Mapping[str, str] | None = None
) -> list[Part]:
    """The answer in one line: pieces of {"strong", "rest"}.

    ahead: how long it takes yet. compared: what is said beside the rate and the cost.
    """
    metrics, more = report.metrics, {"rate": "", "cost": ""} | dict(compared or {})
    parts = []
    count, rate, what = (
        (metrics.texts_sent, metrics.sent_rate, _texts_sent)
        if report.is_of_texts
        else (metrics.live_answers, metrics.live_answer_rate, _live_answers)
    )
    if count is not None:
        of_tried = (
            "" if rate is None else _(", %s of those tried") % numbers.percent(rate) + more["rate"]
        )
        parts.append({"strong": what(count), "rest": f"{of_tried}."})
    if report.completion is not None:
        rest = f", {ahead}." if ahead else "."
        parts.append({"strong": _("%s finished") % whole_percent(report), "rest": rest})
    cost = metrics.cost_per_live_answer
    if cost is not None and not report.is_of_texts:
        rest = _(" a live answer%s.") % more["cost"]
        parts.append({"strong": _("%s credits") % numbers.written(cost, 2), "rest": rest})
    if report.is_of_texts and metrics.replies:
        replies = ngettext("%s reply", "%s replies", metrics.replies) % numbers.written(
            metrics.replies
        )
        parts.append({"strong": replies, "rest": "."})
    return parts


def whole_percent(report: Report) -> str:
    """The completion in whole per cent: 100% only when nothing is left."""
    if report.completion is None:
        return ""
    left = report.progress.left if report.progress else 0
    whole = min(round(report.completion * 100), 100 if not left else 99)
    return numbers.with_percent(numbers.written(whole))


def resolved(period: Period, as_of: datetime, now: datetime) -> str:
    """The sentence that says what is shown: begin, end, zone with its offsets."""
    seen = times.clock(as_of, period.zone, now)
    if period.begin is None or period.end is None:
        zone = times.zone_with_offset(period.zone.key, [times.offset(as_of, period.zone)])
        return _("All time, to now (as of %(seen)s) · %(zone)s") % {"seen": seen, "zone": zone}
    offsets = [times.offset(at, period.zone) for at in (period.begin, period.end)]
    zone = times.zone_with_offset(period.zone.key, list(dict.fromkeys(offsets)))
    sentence = _("%(begin)s to %(end)s · %(zone)s")
    end = times.moment(period.end, period.zone, is_end=True)
    if period.end > as_of and period.follows_today:
        end = _("now (as of %s)") % seen
    elif period.end > as_of:
        end = _("%(end)s, so far (as of %(seen)s)") % {"end": end, "seen": seen}
    return sentence % {"begin": times.moment(period.begin, period.zone), "end": end, "zone": zone}


def state(report: Report, now: datetime) -> str:
    """What two looks at the whole broadcast say of it; nothing where there was only one."""
    look, before, zone = report.whole_life, report.whole_life_before, report.period.zone
    if look is None:
        return ""
    if look.is_done:
        return _("All finished")
    if look.last_seen_at > look.first_seen_at:
        edges = (look.first_seen_at, look.last_seen_at)
        begin, end = (times.clock(at, zone, now) for at in edges)
        said = _("No change from %(begin)s to %(end)s") % {"begin": begin, "end": end}
        return "" if begin == end else said
    if before is None:
        return ""
    edges = (before.last_seen_at, look.first_seen_at)
    begin, end = (times.clock(at, zone, now) for at in edges)
    more = _attempts(look) - _attempts(before)
    if more > 0 and times.minutes_between(*edges) <= ACTIVE_WITHIN_MINUTES:
        return ngettext(
            "%(more)s more attempt between %(begin)s and %(end)s",
            "%(more)s more attempts between %(begin)s and %(end)s",
            more,
        ) % {"more": numbers.written(more), "begin": begin, "end": end}
    said = _("Changed between %(begin)s and %(end)s (not looked at in between)")
    return said % {"begin": begin, "end": end}


def _attempts(look: Look) -> int:
    return (look.stats.usage and look.stats.usage.attempts) or 0


def _live_answers(count: int) -> str:
    return ngettext("%s live answer", "%s live answers", count) % numbers.written(count)


def _texts_sent(count: int) -> str:
    return ngettext("%s text sent", "%s texts sent", count) % numbers.written(count)


def _filled(form: PeriodForm, period: Period) -> PeriodForm:
    """The form with the dates of the period, so that the next dates start from what is shown."""
    kept = ("tz", *addresses.COMPARE_DATES)
    return PeriodForm(
        {str(edge): text for edge, text in dates(period).items()}
        | {name: form.data.get(name, "") for name in kept}
        | {"period": period.name},
        now=form.now,
    )


def _compared(report: Report, compared: Compared, now: datetime) -> dict[str, Any]:
    """What the page says of a comparison, and whether it is still to be asked for."""
    found = changes.of(report, compared)
    return {
        **found,
        "gone": [tables.of_result(row) for row in found.get("gone", ())],
        "resolved": "" if compared.pair is None else comparison.resolved(compared.pair),
        "left_over": comparison.left_over(report, compared, now),
        "why_not": "" if compared.why_not is None else comparison.why_not(compared.why_not),
        "is_of_one_length": compared.pair is None or compared.pair.is_of_one_length,
        "is_given": compared.sides is not None,
        "is_complete": compared.is_complete,
        # Newer figures of the period are asked for first: they are compared up to another moment.
        "is_wanted": not compared.is_complete and report.freshness is not Freshness.OLD,
    }


def _common(
    broadcast_id: int, period: Period, against: Against | None, chosen: Chosen
) -> dict[str, Any]:
    whole_life = Period("all", None, None, period.zone)
    links = {
        name: addresses.of_broadcast(name, broadcast_id, period, chosen.comparison)
        for name in ("summary_csv", "results_csv", "stats_json", "history_csv")
    } | {
        name: addresses.of_broadcast(name, broadcast_id, period, chosen)
        for name in (
            *("refresh", "compare", "watch", "details", "timeline_csv", "timeline_json"),
            "report_xlsx",
            *("name", "forget"),
        )
    }
    links["compare_with"] = picks.of_one(broadcast_id, period)
    links["whole_life"] = addresses.of_broadcast("show", broadcast_id, whole_life)
    for name, steps in (("back", -1), ("forward", 1)):
        links[name] = _step(broadcast_id, period, steps, chosen)
    return {
        "broadcast_id": broadcast_id,
        "links": links,
        "presets": [_preset(broadcast_id, name, period, chosen) for name in PRESETS],
        "compare_menu": comparison.menu(broadcast_id, period, chosen, against),
        "compare_parameters": chosen.compare,
    }


def _step(broadcast_id: int, period: Period, steps: int, chosen: Chosen) -> str:
    """The address of the neighbouring period; empty where there is none, or it is to come."""
    there = stepped(period, steps)
    if there is None or there.begin is None or there.begin > service.now():
        return ""
    return addresses.of_broadcast("show", broadcast_id, there, chosen.comparison)


def _preset(broadcast_id: int, name: str, period: Period, chosen: Chosen) -> dict[str, Any]:
    preset = resolve(period=name, zone=period.zone, now=service.now())
    return {
        "name": name,
        "label": words.PRESET_LABELS[name],
        "href": addresses.of_preset(broadcast_id, preset, chosen.comparison),
        "is_current": name == period.name,
    }
