from pathlib import Path

import pytest

from tests.untranslated import outside_of_translation

PAGE = Path("page.html")


def words(text: str, path: Path = PAGE) -> list[tuple[int, str]]:
    return [(found.line, found.words) for found in outside_of_translation(path, text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Forgotten</p>", (1, "Forgotten")),
        ("\n\n<p>{% if a %}\nForgotten{% endif %}</p>", (4, "Forgotten")),
        ('<img alt="A tree">', (1, "A tree")),
        ('<a title="Leads on">{{ name }}</a>', (1, "Leads on")),
        ('<nav aria-label="{% if a %}Parts{% endif %}">', (1, "Parts")),
        ('<input type="submit" value="Send">', (1, "Send")),
        ('<meta name="description" content="All figures">', (1, "All figures")),
        ('{% set caption = "All figures" %}', (1, "All figures")),
        ('<p>{{ _("a") }} of</p>', (1, "of")),
        ("{% trans %}Said{% endtrans %} again", (1, "again")),
    ],
)
def test_words_outside_of_translation_are_found(text: str, found: tuple[int, str]) -> None:
    assert words(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        '<p title="{{ _("Said") }}">{{ _("Said") }} · {{ value }}, 24</p>',
        "{% trans n=n %}One <b>word</b>{% pluralize %}Words{% endtrans %}",
        '{% with caption = _("All figures"), kind = "menu menu--end" %}{% endwith %}',
        "{# A remark #}<!-- and one -->{{ pgettext('theme', 'Dark') }}",
        '<a href="{% url "a" %}">{% translate "Said" %}</a>',
        "{% blocktranslate %}Said{% endblocktranslate %}",
        "<title>Broadcast Stats</title><script>let it = 1;</script><code>LA</code>",
        '<input type="hidden" name="again" value="yes"><p class="a word" data-of="many words">',
    ],
)
def test_what_is_translated_or_not_read_by_people_is_right(text: str) -> None:
    assert words(text) == []


def test_a_mail_as_text_is_read_too() -> None:
    assert words("{{ _('Said') }}\nForgotten", Path("mail.txt")) == [(2, "Forgotten")]
