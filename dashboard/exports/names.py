"""The names of files: digits, dates and words of our own alone."""

from django.conf import settings

from stats.period import Period


def is_demo() -> bool:
    """Whether what is taken away is made up, which its name then says."""
    return settings.DEMO


def file_name(broadcast_id: int, period: Period, what: str, ending: str = "csv") -> str:
    """Such as broadcast-135-results-2026-11-17-2026-11-23.csv; the last day is included."""
    first, last = period.first_day, period.last_day
    days = "all" if first is None or last is None else f"{first}-{last}"
    demo = "demo-" if settings.DEMO else ""
    return f"{demo}broadcast-{broadcast_id}-{what}-{days}.{ending}"
