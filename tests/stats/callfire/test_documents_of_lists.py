"""The reader of QueryBroadcasts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stats.broadcast_details import BroadcastDetails
from stats.callfire.documents import broadcast_page
from stats.callfire.errors import BadResponse

DOCUMENTS = Path(__file__).parents[2] / "documents"


def document(inside: str = "", attributes: str = "") -> bytes:
    return (
        '<r:ResourceList xmlns:r="http://api.callfire.com/resource" '
        f'xmlns="http://api.callfire.com/data"{attributes}>{inside}</r:ResourceList>'
    ).encode()


def test_each_broadcast_comes_with_its_id_and_those_without_one_are_left_out() -> None:
    page = broadcast_page((DOCUMENTS / "list-of-four.xml").read_bytes())
    assert (page.total, page.size) == (5, 4)
    assert page.broadcasts == (
        (
            1057444001,
            BroadcastDetails(
                name="IVR",
                type="IVR",
                status="FINISHED",
                created=datetime(2016, 5, 23, 18, 58, 1, tzinfo=UTC),
                last_modified=datetime(2016, 5, 23, 19, 11, 24, tzinfo=UTC),
            ),
        ),
        (
            1057445001,
            BroadcastDetails(name="Spring", type="TEXT", status="RUNNING", labels=("members",)),
        ),
    )


@pytest.mark.parametrize("attributes", ["", ' totalResults=""', ' totalResults="many"'])
def test_without_a_total_that_can_be_read_there_is_none(attributes: str) -> None:
    page = broadcast_page(document(attributes=attributes))
    assert (page.total, page.size, page.broadcasts) == (None, 0, ())


@pytest.mark.parametrize(
    "name",
    [
        "broadcast-of-a-voice-broadcast.xml",
        "stats-as-on-callfires-page.xml",
        "error-400-as-on-callfires-page.xml",
        "unreadable-login-page.html",
        "hostile-billion-laughs.xml",
    ],
)
def test_what_is_no_list_is_refused(name: str) -> None:
    with pytest.raises(BadResponse):
        broadcast_page((DOCUMENTS / name).read_bytes())
