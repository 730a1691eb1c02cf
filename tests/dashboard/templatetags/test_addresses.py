import pytest

from dashboard.templatetags.addresses import broadcast_page
from tests.dashboard.templatetags.contexts import with_context

TOKYO = {"name": "Asia/Tokyo", "is_site": False}
SITE = {"name": "UTC", "is_site": True}


@pytest.mark.parametrize(
    ("about", "address"),
    [
        ({}, "/broadcasts/135/"),
        ({"zone": SITE, "last_period": "all"}, "/broadcasts/135/"),
        ({"zone": SITE, "last_period": "7d"}, "/broadcasts/135/?period=7d"),
        ({"zone": TOKYO, "last_period": "all"}, "/broadcasts/135/?tz=Asia%2FTokyo"),
        ({"zone": TOKYO, "last_period": "7d"}, "/broadcasts/135/?period=7d&tz=Asia%2FTokyo"),
    ],
)
def test_a_link_leads_on_in_the_period_looked_at_last_and_the_zone_of_the_page(
    about: dict[str, object], address: str
) -> None:
    assert broadcast_page(with_context(about), 135) == address
