"""The old version goes on running on tables that are migrated already: what migrations may do.

A host serves the old version until its turn comes, on the tables of the new one.
"""

from typing import Any

import pytest
from django.db import models
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

Key = tuple[str, str]
LOADER = MigrationLoader(None, ignore_no_migrations=True)
OURS = sorted(key for key in LOADER.disk_migrations if key[0] in ("dashboard", "stats"))
# Before 0.1.0 was released nobody had an old version to go on running.
BEFORE_THE_FIRST_RELEASE = {
    *((("stats", "0005_catalogue"), name) for name in ("own_name", "note", "trend")),
    (("stats", "0009_version"), "version"),
}
ADDING = (operations.CreateModel, operations.AddIndex, operations.RunPython)


@pytest.mark.parametrize("key", OURS, ids="-".join)
def test_a_migration_only_adds(key: Key) -> None:
    all_of_it = LOADER.disk_migrations[key].operations
    made = {each.name_lower for each in all_of_it if isinstance(each, operations.CreateModel)}
    assert [each.describe() for each in all_of_it if not is_harmless(key, each, made)] == []


@pytest.mark.parametrize(
    "operation",
    [
        operations.AddField("snapshot", "more", models.TextField(default="")),
        operations.AddField("snapshot", "more", models.IntegerField()),
        operations.AlterField("snapshot", "attempts", models.TextField(null=True)),
        operations.RemoveField("snapshot", "attempts"),
        operations.RenameField("snapshot", "attempts", "tries"),
        operations.DeleteModel("snapshot"),
        operations.AddConstraint(
            "snapshot", models.UniqueConstraint(fields=["attempts"], name="each_once")
        ),
        operations.RunSQL("SELECT 1"),
    ],
    ids=lambda operation: operation.describe(),
)
def test_a_migration_that_takes_something_away_is_found(operation: Operation) -> None:
    assert not is_harmless(("stats", "0008_asked_in_vain"), operation, set())


def is_harmless(key: Key, operation: Operation, made: set[str]) -> bool:
    """Whether somebody who does not know of it goes on reading and writing as before.

    made: the tables that are new in the same migration, which nobody else writes to.
    """
    if getattr(operation, "model_name_lower", None) in made:
        return True
    if isinstance(operation, operations.AddField):
        is_filled = operation.field.null or operation.field.has_db_default()
        return is_filled or (key, operation.name) in BEFORE_THE_FIRST_RELEASE
    if isinstance(operation, operations.AlterField):
        before = LOADER.project_state(key, at_end=False).models[key[0], operation.model_name_lower]
        return column(before.fields[operation.name]) == column(operation.field)
    return isinstance(operation, ADDING)


def column(field: "models.Field[Any, Any]") -> tuple[str, dict[str, object]]:
    """What the database knows of a field; where an index goes, nothing but time is lost."""
    _, kind, _, named = field.deconstruct()
    ignored = {*field.non_db_attrs, "db_index"}
    return kind, {name: each for name, each in named.items() if name not in ignored}
