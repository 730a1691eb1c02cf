"""Rows into a table as fast as its database takes them: COPY on PostgreSQL, executemany on SQLite.

Values are those of the columns as the database takes them; only instants are turned into SQLite's.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models


def insert(
    model: type[models.Model], attributes: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Add rows to the model's table; the attributes name their columns (`broadcast_id`)."""
    names = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(names[each]) for each in attributes)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copied = cursor.copy(f"COPY {table} ({columns}) FROM STDIN")
            with connection.wrap_database_errors, copied as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(attributes))
            statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names
            cursor.executemany(statement, [_of_sqlite(row) for row in rows])


def insert_all(instances: Sequence[models.Model]) -> None:
    """Add instances of one model as they are, with every column but a key that is not set."""
    if not instances:
        return
    model = type(instances[0])
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and instances[0].pk is None)
    ]
    insert(
        model,
        [field.attname for field in fields],
        (
            tuple(
                field.get_db_prep_save(getattr(each, field.attname), connection) for field in fields
            )
            for each in instances
        ),
    )


def check_at_once() -> None:
    """Have PostgreSQL look at foreign keys after each statement, not at all of them in the end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _of_sqlite(row: tuple[Any, ...]) -> list[Any]:
    """Instants as Django keeps them: in UTC, without saying so."""
    return [str(each.replace(tzinfo=None)) if type(each) is datetime else each for each in row]
