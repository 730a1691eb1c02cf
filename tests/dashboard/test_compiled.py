"""What is done to templates when they are compiled changes nothing that they say."""

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, Undefined
from markupsafe import Markup, escape

from dashboard.compiled import Compiled, written

TEMPLATES = {
    "base.html": "<b>{% block title %}none{% endblock %}</b>{% block main %}{% endblock %}.",
    "page.html": (
        '{% extends "base.html" %}'
        "{% block title %}{{ super() }}, {{ name }}{% endblock %}"
        "{% block main %}{% set own = name ~ '!' %}"
        '{% for each in parts %}{% include "_part.html" %}{% block inner scoped %}({{ own }})'
        "{% endblock %}{% endfor %}{% endblock %}"
    ),
    "_part.html": "<b>{{ each }}</b>{% if loop.last %}{{ nothing }}{{ name|upper }}{% endif %}",
}


def rendered(template: str, *, is_compiled: bool, **context: object) -> str:
    environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
    if is_compiled:
        environment.code_generator_class = Compiled
    return environment.get_template(template).render(context)


@given(
    st.one_of(st.text(), st.integers(), st.text().map(Markup), st.text("<>&\"'a").map(mark_safe))
)
def test_what_is_written_is_what_escape_makes_of_it(value: object) -> None:
    assert written(value) == escape(value)


def test_what_is_missing_is_written_as_nothing() -> None:
    assert written(Undefined()) == ""


@pytest.mark.parametrize("name", ["Autumn", '<i class="x">', "Tom & 'Jerry'", Markup("<i>it</i>")])
def test_a_page_says_the_same(name: str) -> None:
    context = {"name": name, "parts": [name, 1, "<", None]}
    assert rendered("page.html", is_compiled=True, **context) == rendered(
        "page.html", is_compiled=False, **context
    )
