"""What functions of templates are given that ask for the whole context."""

from collections.abc import Mapping
from typing import Any

from jinja2 import FileSystemLoader, Undefined
from jinja2.runtime import Context

from dashboard import templating


def with_context(given: Mapping[str, Any]) -> Context:
    """The context of a template to which that is given."""
    environment = templating.environment(
        loader=FileSystemLoader(()), autoescape=True, undefined=Undefined
    )
    return environment.from_string("").new_context(dict(given))
