"""The site's own parts in pages of the administration, which Django's engine renders."""

from typing import Any, cast

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def part(context: Context, name: str) -> SafeString:
    """Write a template of `templates/` with what the page has; Jinja escapes it."""
    given = cast("dict[str, Any]", context.flatten())
    return mark_safe(get_template(name, using="jinja2").render(given, given.get("request")))  # noqa: S308
