"""Whether the site lives and can serve; CallFire is never asked."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from dashboard.methods import require_safe

log = logging.getLogger("dashboard.health")


@login_not_required
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all."""
    return _said("ok", 200)


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where the database is reached and every migration applied, else 503 with the reason."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        log.warning("the database is not reached: %s", error)
        return _said("the database is not reached", 503)
    if missing:
        return _said("migrations are missing", 503)
    return _said("ok", 200)


def _said(text: str, status: int) -> HttpResponse:
    response = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response
