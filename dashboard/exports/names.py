"""The names of files: digits, dates and words of our own alone."""

from datetime import timedelta

from django.conf import settings

from stats.period import Period


def file_name(broadcast_id: int, period: Period, what: str, ending: str = "csv") -> str:
    """Such as broadcast-135-results-2026-11-17-2026-11-23.csv; the last day is included."""
    return _marked(f"broadcast-{broadcast_id}-{what}-{_days(period)}.{ending}")


def compare_name(period: Period, age: timedelta | None) -> str:
    """Such as compare-2026-11-17-2026-11-23.csv, or compare-age-200-min.csv."""
    return _marked(f"compare-{_of_compared(period, age)}.csv")


def list_name() -> str:
    """That of the list of broadcasts."""
    return _marked("broadcasts.csv")


def pictures(broadcast_id: int, period: Period) -> dict[str, str]:
    """The names of a broadcast's charts as pictures: broadcast-135-when-2026-11-17-2026-11-23.png.

    Progress and what is left are of the whole broadcast, or, the first, of the period.
    """
    whole = Period("all", None, None, period.zone)
    named = {
        "when": ("when", period),
        "results": ("results", period),
        "progress": ("progress", whole),
        "progress_of_period": ("progress", period),
        "burn_down": ("left", whole),
    }
    return {
        key: file_name(broadcast_id, stretch, what, "png") for key, (what, stretch) in named.items()
    }


def portfolio_pictures(period: Period) -> dict[str, str]:
    """Such as portfolio-days-2026-10-27-2026-11-23.png."""
    return {
        key: _marked(f"portfolio-{what}-{_days(period)}.png")
        for key, what in (("when", "days"), ("results", "results"))
    }


def compare_pictures(period: Period, age: timedelta | None) -> dict[str, str]:
    """Such as compare-when-2026-11-17-2026-11-23.png, or compare-results-age-200-min.png."""
    stem = _of_compared(period, age)
    return {what: _marked(f"compare-{what}-{stem}.png") for what in ("when", "results")}


def portfolio_name(period: Period, ending: str = "csv") -> str:
    """Such as portfolio-2026-10-27-2026-11-23.csv."""
    return _marked(f"portfolio-{_days(period)}.{ending}")


def _of_compared(period: Period, age: timedelta | None) -> str:
    return _days(period) if age is None else f"age-{age // timedelta(minutes=1)}-min"


def _days(period: Period) -> str:
    first, last = period.first_day, period.last_day
    return "all" if first is None or last is None else f"{first}-{last}"


def _marked(name: str) -> str:
    """What is made up says so in its name."""
    return f"demo-{name}" if settings.DEMO else name
