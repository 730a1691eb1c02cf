"""The list of broadcasts as CSV, a piece at a time."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from dashboard.exports.cells import BOM, Cell, csv_pieces, iso
from stats.listing import Listed

HEAD: Final = (
    *("broadcast_id", "name", "type", "status", "labels", "created", "last_modified"),
    *("completion", "reached_or_sent", "rate", "error_rate", "billed_amount"),
    *("fetched_at", "watched", "note"),
)


def broadcasts_csv(rows: Iterable[Listed], zone: ZoneInfo) -> Iterator[str]:
    """One row a broadcast, a line for each label; what nobody looked at yet has no figures."""
    yield BOM
    yield from csv_pieces(HEAD, (_row(each, zone) for each in rows))


def _row(listed: Listed, zone: ZoneInfo) -> Iterable[Cell]:
    report, details = listed.report, listed.report.details
    yield from (report.broadcast_id, report.name)
    if details is None:
        yield from (None, None, None, None, None)
    else:
        yield from (details.type, details.status, "\n".join(details.labels) or None)
        yield from (_iso(details.created, zone), _iso(details.last_modified, zone))
    if report.whole_life is None:
        yield from (None, None, None, None, None, None)
    else:
        figures, usage = report.metrics, report.stats.usage
        yield figures.completion
        if report.is_of_texts:
            yield from (figures.texts_sent, figures.sent_rate)
        else:
            yield from (figures.live_answers, figures.live_answer_rate)
        yield from (figures.error_rate, usage.billed_amount if usage else None)
        yield iso(report.as_of, zone)
    yield from (listed.is_watched, listed.note or None)


def _iso(at: datetime | None, zone: ZoneInfo) -> str | None:
    return None if at is None else iso(at, zone)
