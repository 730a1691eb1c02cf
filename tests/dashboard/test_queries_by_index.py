"""No page, download or answer to a program reads a large table from its begin to its end.

Every statement that an address issues is explained by the database itself, on tables that are large
enough for it to look for an index.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve
from pytest_django import Settings

from dashboard import tokens
from dashboard.models import Record
from simulator.server import Simulator
from stats import engines
from stats.models import Alert, Broadcast, Label, Notice, Snapshot, Watch, Word
from stats.seed.broadcasts import FIRST_ID
from stats.seed.filling import seed, shares
from tests.conftest import NOW

# Leases are swept, and what is watched is looked at all together: neither grows with the years.
MODELS: Final = (Snapshot, Broadcast, Word, Label, Record, Alert, Notice)
LARGE: Final = frozenset(model._meta.db_table for model in MODELS)
# Which address reads which table whole, and why.
OF_A_DEED: Final = "/admin/dashboard/record/?deed__exact=export&p=3"
WHOLE: Final = {
    ("/admin/dashboard/record/", "dashboard_record"): "staff are told how many lines there are",
    ("/broadcasts.csv", "stats_broadcast"): "the whole list is what is taken away",
    (
        "/portfolio.json?period=all",
        "stats_broadcast",
    ): "it takes 500, an eighth of all there are here",
    (OF_A_DEED, "dashboard_record"): "staff count what they filter by hand",
}

BROADCASTS, SNAPSHOTS, BESIDE = 4_000, 24_000, 4_000
# The one with the most snapshots, one that runs, and one that CallFire knows.
MOST: Final = FIRST_ID - max(range(BROADCASTS), key=shares(BROADCASTS, SNAPSHOTS).__getitem__)
RUNNING: Final = FIRST_ID - 3
AUTUMN: Final = 11741873003
TWO = f"id={MOST}&id={RUNNING}&period=yesterday"
OF_A_BROADCAST = (
    *("", "?period=7d&compare=previous", "?period=28d&bucket=week", "summary.csv"),
    *("results.csv?period=yesterday", "stats.json?period=7d&compare=previous", "report.xlsx"),
    *("forget/", "timeline.csv?period=7d", "timeline.json?period=7d", "history.csv"),
)
POSTED_TO_A_BROADCAST = (
    *("refresh/", "details/", "load/?period=7d", "compare/?period=7d&compare=previous", "watch/"),
    *("name/", "forget/"),
)
GOT = (
    *("/", "/?broadcast=none", "/broadcasts/", "/broadcasts/?sort=-reached&page=3"),
    *("/broadcasts/?q=288", "/broadcasts/?q=288+remi", f"/broadcasts/?q={MOST}"),
    *("/broadcasts/?q=t", "/broadcasts/?watched=no", "/broadcasts/?type=TEXT&status=FINISHED"),
    "/broadcasts/?type=TEXT&status=RUNNING&label=Team+3&watched=yes&sort=-credits",
    *(f"/broadcasts/{each}/{what}" for each in (MOST,) for what in OF_A_BROADCAST),
    *("/broadcasts.csv", "/broadcasts.csv?q=288+remi"),
    *("/portfolio/?period=yesterday", "/portfolio.csv?period=yesterday"),
    *("/portfolio.json?period=yesterday", "/portfolio.json?period=all"),
    *("/compare/", f"/compare/?{TWO}", f"/compare.csv?{TWO}", f"/compare.json?{TWO}"),
    f"/compare/?id={MOST}&id={RUNNING}&align=age&age=200",
    *("/alerts/", f"/alerts/?broadcast={RUNNING}", "/definitions/", "/zone/names.json"),
    *("/accounts/login/", "/accounts/password_change/", "/accounts/password_change/done/"),
    *("/accounts/tokens/", "/metrics", "/livez", "/readyz", "/robots.txt", "/favicon.ico"),
    *("/admin/dashboard/record/", OF_A_DEED),
)
BY_TOKEN = (f"/broadcasts/{MOST}/stats.json", "/metrics")
POSTED = (
    *(f"/broadcasts/{each}/{what}" for each in (AUTUMN, MOST) for what in POSTED_TO_A_BROADCAST),
    *("/broadcasts/import/", "/portfolio/load/?period=yesterday", f"/compare/load/?{TWO}"),
    *("/alerts/rules/", "/alerts/recipients/", "/alerts/test/", "/zone/", "/language/", "/theme/"),
    *("/accounts/tokens/", "/accounts/tokens/1/revoke/", "/accounts/logout/"),
)


def test_every_address_is_looked_at() -> None:
    """An address that is new has to be named above."""
    patterns = [each for each in get_resolver().url_patterns if isinstance(each, URLPattern)]
    names = {each.name for each in patterns if each.name}
    assert names <= {resolve(urlsplit(each).path).url_name for each in (*GOT, *POSTED)}


def test_no_statement_reads_a_large_table_whole(
    admin_client: Client, admin_user: User, callfire: Simulator, clock: Settings
) -> None:
    clock.CALLFIRE_PER_MINUTE = clock.API_PER_MINUTE = 10_000
    furnish()
    token = {"Authorization": f"Bearer {tokens.made(admin_user, 'a program')}"}
    found = {}
    for address in GOT:
        found[address] = read_whole(partial(admin_client.get, address))
    for address in BY_TOKEN:
        found[f"{address} by token"] = read_whole(partial(Client().get, address, headers=token))
    for address in POSTED:
        found[address] = read_whole(partial(admin_client.post, address))
    named = [
        f"{address} reads {table} whole:\n{plan}"
        for address, plans in found.items()
        for table, plan in plans.items()
        if (address, table) not in WHOLE
    ]
    assert not named, "\n\n".join(named)


def test_a_table_that_is_read_whole_is_found(db: None, clock: Settings) -> None:
    list(seed(2, 5_000))
    assert set(read_whole(lambda: list(Snapshot.objects.filter(attempts=7)))) == {"stats_snapshot"}
    assert read_whole(lambda: list(Snapshot.objects.filter(pk=7))) == {}


def furnish() -> None:
    """Long tables, as after years."""
    list(seed(BROADCASTS, SNAPSHOTS))
    rows = [(FIRST_ID - each, NOW - timedelta(hours=each)) for each in range(BESIDE)]
    Record.objects.bulk_create(
        Record(at=at, who="mk", deed="export", outcome="ok", reference=f"{broadcast_id % 10**8}")
        for broadcast_id, at in rows
    )
    Watch.objects.bulk_create(
        Watch(broadcast_id=broadcast_id, since=at, next_look_at=at)
        for broadcast_id, at in rows[::20]  # nobody watches all that ever was
    )
    alerts = Alert.objects.bulk_create(
        Alert(
            broadcast_id=broadcast_id,
            kind="done",
            facts={"finished": 7, "at": at.isoformat()},
            **dict.fromkeys(("began_at", "fired_at", "last_so_at", "ended_at"), at),
        )
        for broadcast_id, at in rows
    )
    Notice.objects.bulk_create(
        Notice(alert=each, event="fired", channel="mail", created_at=each.began_at, sent_at=NOW)
        for each in alerts
    )
    engines.analyze()


def read_whole(act: Callable[[], Any]) -> dict[str, str]:
    """Which large tables were read from begin to end, and by which plan."""
    with statements() as issued:
        response = act()
        if getattr(response, "streaming", False):
            response.getvalue()
    plans = (plan(statement, given) for statement, given in issued.items())
    return {table: each for each in plans for table in scanned(each)}


@contextmanager
def statements() -> Iterator[dict[str, Any]]:
    """What is issued, each text once with what was given to it."""
    found: dict[str, Any] = {}

    def noted(execute: Any, statement: str, given: Any, many: bool, context: Any) -> Any:
        if re.match(r"SELECT|UPDATE|DELETE", statement):
            found.setdefault(statement, given)
        return execute(statement, given, many, context)

    with connection.execute_wrapper(noted):
        yield found


def plan(statement: str, given: Any) -> str:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {statement}", given)
        lines = [str(row[-1]) for row in cursor.fetchall()]
    return "\n".join([statement, *lines])


def scanned(plan: str) -> set[str]:
    """Tables that are read row by row; what an index leaves out or puts in order is not.

    SQLite calls a table by the name that the statement has for it, such as U0.
    """
    if connection.vendor == "postgresql":
        # The first row alone, whichever it is, is not the table.
        rest = re.sub(
            r"^Limit .*\n +->  Seq Scan on \S+ .*$(?!\n +Filter)", "", plan, flags=re.MULTILINE
        )
        return set(re.findall(r"Seq Scan on (\w+)", rest)) & LARGE
    names = re.findall(r"^SCAN (\w+)(?! USING)\b(?! USING)", plan, re.MULTILINE)
    aliases = dict(re.findall(r'"(\w+)" (\w+)\b', plan))
    return {of for of in LARGE if of in names or any(aliases.get(of) == each for each in names)}
