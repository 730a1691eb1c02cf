"""Broadcasts side by side -> what their page's template takes: columns, controls, sentences."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from dashboard import abreast_figures, abreast_when, contrasts, page, picks, problems, times, words
from dashboard.exports import names
from dashboard.picks import PicksForm
from stats import service
from stats.abreast import Column
from stats.period import PRESETS, Period, dates
from stats.side_by_side import MOST, SideBySide


def of(
    found: SideBySide, form: PicksForm, query: QueryDict, *, is_unsaved: bool = False
) -> dict[str, Any]:
    """The context of a page with columns; is_unsaved: the load that led here was not kept."""
    now = service.now()
    columns = found.columns
    is_known = any(column.report for column in columns)
    unkept = _unkept(found, is_unsaved=is_unsaved)
    return {
        **picks.in_context(form, query),
        **controls(form, query, found.wanted.period),
        "found": found,
        "age": times.age(found.age) if found.age else "",
        "resolved": resolved(found, now),
        "why": " ".join(filter(None, [_why(found), *unkept])),
        "is_stopped": found.is_stopped or bool(unkept),
        "columns": [_column(column, query, found, now) for column in columns],
        "rows": abreast_figures.rows(columns) if is_known else [],
        "shares": abreast_figures.shares(columns),
        "results": abreast_figures.results(columns),
        "differences": contrasts.of(columns),
        "when": abreast_when.of(found),
        "pictures": names.compare_pictures(found.wanted.period, found.age),
        "load": picks.link("load_compare", picks.parameters(query)),
        "goes_on": None if unkept else _goes_on(columns),
    }


def how_to_pick() -> str:
    """What is said while there are fewer than two."""
    return (
        _("Pick two to %d broadcasts: find them here by name or ID, or tick them in the list.")
        % MOST
    )


def controls(form: PicksForm, query: QueryDict, period: Period) -> dict[str, Any]:
    """Presets, both alignments, the dates, and what is taken away."""
    rest = picks.parameters(query, without=picks.PERIOD)
    without_age = picks.parameters(query, without=picks.AGE)
    kept = picks.parameters(query)
    is_by_age = query.get("align") == "age"
    return {
        "presets": [
            {
                "label": words.PRESET_LABELS[name],
                "href": picks.link("compare", rest, period=name),
                "is_current": name == period.name,
            }
            for name in PRESETS
        ],
        "is_by_age": is_by_age,
        "alignments": [
            {"label": label, "href": picks.link("compare", without_age, **more), "is_current": now}
            for label, more, now in (
                (_("Same period"), {}, not is_by_age),
                (_("Same age"), {"align": "age"}, is_by_age),
            )
        ],
        "dates_form": _dates_form(form, query, period),
        "links": {name: picks.link(name, kept) for name in ("compare_csv", "compare_json")},
    }


def resolved(found: SideBySide, now: datetime) -> str:
    """The sentence that says what is compared."""
    wanted = found.wanted
    zone = wanted.period.zone
    if not wanted.is_by_age:
        seen = [column.report.as_of for column in found.columns if column.report]
        return page.resolved(wanted.period, max(seen, default=now), now)
    name = times.zone_with_offset(zone.key, [times.offset(now, zone)])
    if found.is_too_young:
        return _("The youngest began less than five minutes ago.")
    if found.age is None:
        return _("Of each the same time from its first attempt on · %s") % name
    said = _("Of each the first %(age)s, from its first attempt on · %(zone)s")
    return said % {"age": times.age(found.age) if found.age else "", "zone": name}


def _dates_form(form: PicksForm, query: QueryDict, period: Period) -> PicksForm:
    """With the dates of the period, so that the next ones start from what is shown."""
    if form.errors:
        return form
    filled = query.copy()
    filled.pop("period", None)
    for edge, text in dates(period).items():
        filled[edge] = text
    return PicksForm(filled, now=form.now)


def _column(column: Column, query: QueryDict, found: SideBySide, now: datetime) -> dict[str, Any]:
    zone = found.wanted.period.zone
    kept = picks.without_id(picks.parameters(query), str(column.broadcast_id))
    own, begin = ("id", str(column.broadcast_id)), column.begins_at
    return {
        "broadcast": column.broadcast,
        "report": column.report,
        "name": contrasts.name_of(column),
        "remove": picks.link("compare", kept),
        "first": "" if column is found.columns[0] else picks.link("compare", [own, *kept]),
        "begins": times.moment(begin, zone) if begin else "",
        "is_searched": found.wanted.is_by_age and begin is None and not column.is_complete,
        "is_without_attempt": found.wanted.is_by_age and begin is None and column.is_complete,
        "is_running": column.is_running and found.wanted.is_by_age,
        "problem": _problem(column, found),
        "is_stale": column.report is not None and column.report.is_stale,
        "as_of": times.clock(column.report.as_of, zone, now) if column.report else "",
    }


def _problem(column: Column, found: SideBySide) -> str:
    """Why a broadcast is not wholly known; empty where that is said of all at once."""
    if column.problem is None or (column.report and not column.report.is_stale and _of_all(found)):
        return ""
    return _sentence(column, found)


def _why(found: SideBySide) -> str:
    """Why nothing more is loaded by itself."""
    if found.is_complete or not found.is_stopped:
        return ""
    said = [_sentence(each, found) for each in found.columns if not each.is_complete]
    return _of_all(found) or _("Not all could be had. %s") % " ".join(dict.fromkeys(said))


def _unkept(found: SideBySide, *, is_unsaved: bool) -> list[str]:
    """What the database did not take: of the load that led here, and of what is shown."""
    said = []
    if is_unsaved and not found.is_complete:
        said.append(
            _(
                "What was fetched could not be kept, so it is not shown here. "
                "The log of this site says why."
            )
        )
    if not found.saved:
        said.append(
            _(
                "These figures could not be kept: the database did not take them. "
                "The next visit asks CallFire again."
            )
        )
    return said


def _goes_on(columns: Sequence[Column]) -> datetime | None:
    """When asking may go on by itself."""
    failed = [each.problem for each in columns if each.problem]
    return min((each.retry_at for each in failed if each.retry_at), default=None)


def _of_all(found: SideBySide) -> str:
    """The sentence that holds for every broadcast that is not wholly known, if there is one."""
    said = {_sentence(each, found) for each in found.columns if not each.is_complete}
    is_one = len(said) == 1 and all(not each.is_complete for each in found.columns)
    return said.pop() if is_one else ""


def _sentence(column: Column, found: SideBySide) -> str:
    if column.problem is None:
        return ""
    period = column.stretch or found.wanted.period
    return problems.of(column.problem, column.broadcast_id, period).message
