"""What functions of templates are given that ask for the whole context."""

from collections.abc import Mapping
from typing import Any

from django.template import engines
from jinja2.runtime import Context


def with_context(given: Mapping[str, Any]) -> Context:
    """The context of a template to which that is given."""
    context: Context = engines["jinja2"].env.from_string("").new_context(dict(given))
    return context
