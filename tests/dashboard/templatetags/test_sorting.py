from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

from dashboard.templatetags.sorting import raw


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (11980, "11980"),
        (Decimal("0.0000001"), "0.0000001"),
        (Decimal("1E+3"), "1000"),
        (datetime(2026, 11, 23, 22, tzinfo=UTC), "1795471200.0"),
        (timedelta(hours=-1), "-3600.0"),
    ],
)
def test_a_value_is_written_for_a_script(value: Any, written: str) -> None:
    assert raw(value) == written


def test_no_language_changes_it(settings: Any) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    with translation.override("es"):
        template = engines["jinja2"].from_string("{{ value|raw }}")
        assert template.render({"value": Decimal("11980.5")}) == "11980.5"
