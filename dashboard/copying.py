"""Everything from one database into another: from SQLite to PostgreSQL, or back.

Both have the same tables, by the same migrations; every row keeps its key.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import dj_database_url
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

OTHER: Final = "other"
ENGINES: Final = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
BATCH: Final = 2_000
MADE_BY_MIGRATE: Final[frozenset[type[models.Model]]] = frozenset({Permission, ContentType})

Model = type[models.Model]


class CopyError(Exception):
    """Why nothing was copied, in a sentence."""


@dataclass(frozen=True, slots=True)
class Table:
    """What was copied of a table."""

    name: str
    rows: int


@contextmanager
def opened(url: str) -> Iterator[BaseDatabaseWrapper]:
    """The database at a URL like DATABASE_URL, as OTHER. Raises CopyError where it is none."""
    try:
        parsed = dict(dj_database_url.parse(url))
    except (ValueError, KeyError):
        parsed = {}
    if parsed.get("ENGINE") not in ENGINES or not parsed.get("NAME"):
        raise CopyError("Write an address like sqlite:////path/db.sqlite3.")
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: {}, OTHER: parsed})
    connections.settings[OTHER] = configured[OTHER]
    try:
        yield connections[OTHER]
    finally:
        connections[OTHER].close()
        del connections[OTHER], connections.settings[OTHER]


def copy(
    source: str, target: str, told: Callable[[int], object] = lambda _rows: None
) -> list[Table]:
    """Copy all rows of one database (by its alias) into another, which has to be empty.

    All or nothing, from one consistent view of the source, which nobody needs to stop writing to:
    what is written meanwhile is not copied. told: is called with the number of rows after each
    batch. Raises CopyError.
    """
    _check_same_migrations(source, target)
    with transaction.atomic(target), transaction.atomic(source):
        _see_one_moment(connections[source])
        _check_empty(target)
        for model in MADE_BY_MIGRATE:
            model._base_manager.using(target).delete()
        copied = []
        for model in _models():
            rows = _copied(model, source, target, told)
            copied.append(Table(model._meta.db_table, rows))
        _set_counters(connections[target])
    return copied


def _models() -> list[Model]:
    """Every table, those between two others too; constraints are looked at in the end."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def _check_same_migrations(source: str, target: str) -> None:
    of_source, of_target = (
        set(MigrationRecorder(connections[each]).applied_migrations()) for each in (source, target)
    )
    if of_source != of_target:
        raise CopyError(
            "The two databases are not at the same version. Run `manage.py migrate` on both first."
        )


def _see_one_moment(connection: BaseDatabaseWrapper) -> None:
    """Before anything is read: PostgreSQL would show each table as it is when its turn comes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _check_empty(target: str) -> None:
    for model in _models():
        if model not in MADE_BY_MIGRATE and model._base_manager.using(target).exists():
            raise CopyError(
                f"The database to copy into holds rows already ({model._meta.db_table}). "
                "Take a new one, after `manage.py migrate`."
            )


def _copied(model: Model, source: str, target: str, told: Callable[[int], object]) -> int:
    number = 0
    rows = model._base_manager.using(source).order_by("pk").iterator(BATCH)
    while batch := list(islice(rows, BATCH)):
        _insert(model, batch, target)
        number += len(batch)
        told(len(batch))
    return number


def _insert(model: Model, rows: list[Any], target: str) -> None:
    if any(_sets_its_own_time(field) for field in model._meta.concrete_fields):
        for row in rows:  # as it is: `raw`
            row.save_base(raw=True, using=target, force_insert=True)
    else:
        model._base_manager.using(target).bulk_create(rows, batch_size=BATCH)


def _sets_its_own_time(field: "models.Field[Any, Any]") -> bool:
    return bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))


def _set_counters(connection: BaseDatabaseWrapper) -> None:
    """Have new rows get keys above those that were copied."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
