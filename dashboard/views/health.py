"""Whether the site lives, can serve and can save; CallFire is never asked."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from dashboard.methods import require_safe
from stats import service

log = logging.getLogger("dashboard.health")


@login_not_required
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all."""
    return _said("ok", 200)


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where the database is reached and every migration applied, else 503 with the reason.

    200 too, with "not saving", where it can be read and not written: people still get figures.
    """
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError) as error:
        log.warning("the database is not reached: %s", error)
        return _said("the database is not reached", 503)
    if missing:
        return _said("migrations are missing", 503)
    return _said("ok" if _saves() else "not saving", 200)


def _saves() -> bool:
    try:
        service.check_saving()
    except (DatabaseError, InterfaceError) as error:
        log.warning("not saving: %s", error)
        return False
    return True


def _said(text: str, status: int) -> HttpResponse:
    response = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response
