"""The names of files: digits, dates and words of our own alone."""

from datetime import timedelta

from django.conf import settings

from stats.period import Period


def file_name(broadcast_id: int, period: Period, what: str, ending: str = "csv") -> str:
    """Such as broadcast-135-results-2026-11-17-2026-11-23.csv; the last day is included."""
    return _marked(f"broadcast-{broadcast_id}-{what}-{_days(period)}.{ending}")


def compare_name(period: Period, age: timedelta | None) -> str:
    """Such as compare-2026-11-17-2026-11-23.csv, or compare-age-200-min.csv."""
    first, last = period.first_day, period.last_day
    what = "all" if first is None or last is None else f"{first}-{last}"
    if age is not None:
        what = f"age-{age // timedelta(minutes=1)}-min"
    return _marked(f"compare-{what}.csv")


def list_name() -> str:
    """That of the list of broadcasts."""
    return _marked("broadcasts.csv")


def portfolio_name(period: Period, ending: str = "csv") -> str:
    """Such as portfolio-2026-10-27-2026-11-23.csv."""
    return _marked(f"portfolio-{_days(period)}.{ending}")


def _days(period: Period) -> str:
    first, last = period.first_day, period.last_day
    return "all" if first is None or last is None else f"{first}-{last}"


def _marked(name: str) -> str:
    """What is made up says so in its name."""
    return f"demo-{name}" if settings.DEMO else name
