"""What form fields are made of: kinds of input."""

from datetime import datetime
from typing import Final

KINDS: Final = {
    "%Y-%m-%d": "date",
    "%Y-%m-%dT%H:%M": "datetime-local",
    "%Y-%m-%dT%H:%M:%S": "datetime-local",
}


def kind_of_input(text: str | None) -> str:
    """Choose the kind of field that can hold what was typed: a date, with a time, or any text."""
    for form, kind in KINDS.items():
        try:
            if not text or datetime.strptime(text, form).strftime(form) == text:  # noqa: DTZ007
                return kind
        except ValueError:
            continue
    return "text"
