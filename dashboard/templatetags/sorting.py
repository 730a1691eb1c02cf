"""What a table is sorted by: the value of a cell, as a script reads it, beside the written one."""

from datetime import datetime, timedelta
from decimal import Decimal


def raw(value: int | Decimal | datetime | timedelta | str | None) -> str:
    """Write a value with no regard to language: instants and lengths in seconds, "" for None."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = Decimal(str(value.timestamp()))
    if isinstance(value, timedelta):
        value = Decimal(str(value.total_seconds()))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
