"""Templates without the indentation that people read them by."""

from pathlib import Path

from django.template.loader import render_to_string
from jinja2 import Environment

from dashboard.unindented import Loader, unindented


def test_lines_lose_their_indentation_and_keep_their_places() -> None:
    assert unindented("<p>\n  One\n\t  <b> two</b>\n\n  </p>") == "<p>\nOne\n<b> two</b>\n\n</p>"


def test_tags_leave_no_lines_empty_and_part_words_as_before() -> None:
    source = "{% set a = b %}\n<p>\n  {% if a %}\n    One\n  {% endif %}\n  two\n</p>\n"
    text = unindented(source)
    assert text == "{% set a = b %}\n<p>\n{% if a %}One\n{% endif %}two\n</p>\n"
    read = Environment(autoescape=True).from_string
    for given in ({"b": True}, {"b": False}):
        shown, before = (read(each).render(given) for each in (text, source))
        assert shown.split() == before.split()
    assert unindented("a\n{{ _('b') }}\nc\n{{ d }}\ne") == "a\n{{ _('b') }}\nc\n{{ d }}\ne"


def test_where_white_space_is_seen_it_stays() -> None:
    shown = '<pre class="example"><code>curl \\\n  "address"</code></pre>'
    assert unindented(f"  <p>\n  {shown}\n  <i></i>") == f"<p>\n{shown}\n<i></i>"
    typed = "<textarea>\n  typed</textarea>"
    assert unindented(f"  {typed}\n  <textarea>") == f"{typed}\n<textarea>"


def test_a_mail_in_plain_text_is_as_it_is_written(tmp_path: Path) -> None:
    loader = Loader(tmp_path)
    for name, shown in (("page.html", "One\nTwo\n"), ("mail.txt", "One\n  Two\n")):
        (tmp_path / name).write_text("One\n  Two\n")
        assert loader.get_source(Environment(autoescape=True), name)[0] == shown


def test_what_a_person_typed_is_not_touched() -> None:
    said = render_to_string("broadcasts/_page_title.html", {"report": {"name": "One\n  two"}})
    assert "\nOne\n  two\n" in said
