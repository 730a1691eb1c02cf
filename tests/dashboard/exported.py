"""Reports as their exports, read back as programs read them."""

import csv
import io
import json
import re
from typing import Any, Final

from dashboard import exports
from stats.report import Report

RESULTS_COLUMNS: Final = (
    "broadcast_id,begin,end,fetched_at,result,label,group,attempts,actions,share"
)
CODES: Final = re.findall(
    r"\w+",
    "LA XFER RECEIVED AM SD SENT NO_ANS BUSY ABANDONED SKIPPED DNC DNT TOO_BIG INVALID_NUMBER "
    "CARRIER_ERROR CARRIER_TEMP_ERROR INTERNAL_ERROR UNDIALED POSTPONED XFER_LEG OTHER",
)
SUMMARY_COLUMNS: Final = (
    "broadcast_id,name,begin,end,fetched_at,stale,attempts,actions,duration_seconds,"
    "billed_duration_seconds,billed_amount,unattempted,retry_wait,finished,live_answers,"
    "live_answer_rate,cost_per_live_answer,"
) + ",".join(f"{code}_attempts,{code}_actions" for code in CODES)
METRICS: Final = re.findall(
    r"\w+",
    "live_answers tried live_answer_rate answered answered_rate response_rate transfers "
    "transfer_rate texts_sent sent_rate replies reply_rate undeliverable error_rate "
    "attempts_per_action completion seconds_per_answered_call billing_overhead "
    "cost_per_live_answer cost_per_transfer cost_per_action cost_per_minute",
)


def read(text: str) -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of its columns."""
    head, *body = read(text)
    return [dict(zip(head, row, strict=True)) for row in body]


def summary(report: Report) -> dict[str, str]:
    """The one row of summary.csv."""
    (row,) = rows(exports.summary_csv(report))
    return row


def document(report: Report, problem: dict[str, Any] | None = None) -> dict[str, Any]:
    """stats.json, read as JSON without NaN."""
    text = json.dumps(exports.stats_json(report, problem), allow_nan=False)
    found: dict[str, Any] = json.loads(text)
    return found
