"""A site in which something of everything happened, and the addresses that show it."""

from datetime import timedelta
from decimal import Decimal

from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator
from stats import catalogue, named, watching

AUTUMN, DAILY, TEXTS, NOT_STARTED = 11741873003, 9811204003, 6117119003, 6280378003
WEEK = "period=7d"
COMPARED = f"{WEEK}&compare=previous"
TWO = f"id={AUTUMN}&id={DAILY}&period=yesterday"
PAGES = (
    "/",
    "/?broadcast=none&period=never&begin=2026-02-30",
    "/broadcasts/",
    "/broadcasts/?q=nothing+like+this",
    f"/broadcasts/{AUTUMN}/",
    f"/broadcasts/{AUTUMN}/?{COMPARED}",
    f"/broadcasts/{AUTUMN}/?{WEEK}&tz=America/Los_Angeles&bucket=hour",
    f"/broadcasts/{AUTUMN}/?begin=2026-11-17&end=2026-11-16",
    f"/broadcasts/{AUTUMN}/?period=28d&bucket=week",
    f"/broadcasts/{TEXTS}/",
    f"/broadcasts/{NOT_STARTED}/",
    f"/broadcasts/{AUTUMN}/forget/",
    "/broadcasts/135/",
    "/portfolio/?period=28d",
    "/portfolio/?period=yesterday",
    "/portfolio/?period=never",
    "/compare/",
    f"/compare/?{TWO}",
    f"/compare/?id={AUTUMN}&id={DAILY}&align=age&age=200",
    f"/compare/?id={AUTUMN}&id=none",
    "/alerts/",
    f"/alerts/?broadcast={AUTUMN}",
    "/accounts/tokens/",
    "/accounts/password_change/",
    "/nothing/here/",
)
EXPORTS = (
    f"/broadcasts/{AUTUMN}/summary.csv?{COMPARED}",
    f"/broadcasts/{AUTUMN}/results.csv?{COMPARED}",
    f"/broadcasts/{AUTUMN}/stats.json?{COMPARED}",
    f"/broadcasts/{AUTUMN}/timeline.csv?{COMPARED}",
    f"/broadcasts/{AUTUMN}/timeline.json?{COMPARED}",
    f"/broadcasts/{AUTUMN}/history.csv",
    f"/broadcasts/{TEXTS}/results.csv",
    "/broadcasts.csv",
    "/portfolio.csv?period=yesterday",
    "/portfolio.json?period=yesterday",
    f"/compare.csv?{TWO}",
    f"/compare.json?{TWO}",
)


TYPED = ("Own", "noted", "none")  # what people wrote


def furnish(visitor: Client, callfire: Simulator, clock: Settings) -> Client:
    """Have broadcasts known, watched, named, and asked for; money has a price."""
    clock.CALLFIRE_PER_MINUTE = 10_000
    clock.CREDIT_PRICE, clock.CREDIT_CURRENCY = Decimal("0.0245"), "USD"
    callfire.account.histories()
    list(catalogue.import_pages())
    watching.watch(AUTUMN)
    watching.beat(timedelta(minutes=5))
    named.rename(DAILY, *TYPED[:2])
    for _ in range(3):
        visitor.post(f"/broadcasts/{AUTUMN}/load/?{COMPARED}")
    visitor.post(f"/broadcasts/{AUTUMN}/compare/?{COMPARED}")
    visitor.post("/portfolio/load/?period=28d")
    visitor.post(f"/compare/load/?{TWO}")
    return visitor
