import pytest

from dashboard.templatetags import fields


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (None, "date"),
        ("", "date"),
        ("2026-11-17", "date"),
        ("2026-11-17T08:30", "datetime-local"),
        ("2026-11-17T08:30:15", "datetime-local"),
        ("2026-11-17T08:30Z", "text"),
        ("2026-11-17T08:30:15-08:00", "text"),
        ("2014-15-02", "text"),
        ("2026-1-7", "text"),
        ("yesterday", "text"),
    ],
)
def test_a_field_can_hold_what_was_typed(text: str | None, kind: str) -> None:
    assert fields.kind_of_input(text) == kind
