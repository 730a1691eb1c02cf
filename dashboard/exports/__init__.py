"""What a person takes away: the same figures as on the page, exact, in English."""

from dashboard.exports.history import history_csv
from dashboard.exports.listing import broadcasts_csv
from dashboard.exports.names import compare_name, file_name, list_name, portfolio_name
from dashboard.exports.portfolio import (
    portfolio_csv,
    portfolio_json,
    portfolio_problem_json,
)
from dashboard.exports.report import problem_json, results_csv, stats_json, summary_csv
from dashboard.exports.side_by_side import compare_csv, compare_json
from dashboard.exports.timeline import timeline_csv, timeline_json

__all__ = [
    "broadcasts_csv",
    "compare_csv",
    "compare_json",
    "compare_name",
    "file_name",
    "history_csv",
    "list_name",
    "portfolio_csv",
    "portfolio_json",
    "portfolio_name",
    "portfolio_problem_json",
    "problem_json",
    "results_csv",
    "stats_json",
    "summary_csv",
    "timeline_csv",
    "timeline_json",
]
