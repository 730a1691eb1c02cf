"""What form fields are made of: kinds of input, options to choose from."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Final

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

KINDS: Final = {
    "%Y-%m-%d": "date",
    "%Y-%m-%dT%H:%M": "datetime-local",
    "%Y-%m-%dT%H:%M:%S": "datetime-local",
}


@register.filter
def kind_of_input(text: str | None) -> str:
    """Choose the kind of field that can hold what was typed: a date, with a time, or any text."""
    for form, kind in KINDS.items():
        try:
            if not text or datetime.strptime(text, form).strftime(form) == text:  # noqa: DTZ007
                return kind
        except ValueError:
            continue
    return "text"


@register.filter
def options(names: Iterable[str]) -> SafeString:
    """The `<option>` elements of names to choose from."""
    return _options(tuple(names))


@lru_cache(maxsize=4)
def _options(names: tuple[str, ...]) -> SafeString:
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in names))
