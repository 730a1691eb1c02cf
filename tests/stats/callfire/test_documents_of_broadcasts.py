"""The reader of GetBroadcast over the files of tests/documents, and over made ones."""

from datetime import UTC, datetime, time
from pathlib import Path
from xml.sax.saxutils import escape  # noqa: TID251 - the test's own small writer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.broadcast_details import BroadcastDetails, CallingHours, RetryPlan
from stats.callfire.documents import broadcast, broadcasts
from stats.callfire.errors import BadResponse

DOCUMENTS = Path(__file__).parents[2] / "documents"

READ = {
    "broadcast-with-the-values-of-callfires-page.xml": BroadcastDetails(
        name="IVR",
        type="IVR",
        status="FINISHED",
        created=datetime(2016, 5, 23, 18, 58, 1, tzinfo=UTC),
        last_modified=datetime(2016, 5, 23, 19, 11, 24, tzinfo=UTC),
    ),
    "broadcast-of-a-voice-broadcast.xml": BroadcastDetails(
        name="Autumn reminder & survey \N{EN DASH} Zürich",
        type="VOICE",
        status="RUNNING",
        labels=("autumn", "members"),
        created=datetime(2026, 11, 20, 9, 12, 44, tzinfo=UTC),
        last_modified=datetime(2026, 11, 23, 17, tzinfo=UTC),
        calling_hours=CallingHours(time(9), time(20, 30)),
        retry_plan=RetryPlan(3, 45, ("NO_ANS", "BUSY")),
    ),
    "broadcast-bare.xml": BroadcastDetails(),
    "broadcast-empty-children.xml": BroadcastDetails(retry_plan=RetryPlan(results=())),
    "broadcast-of-a-later-type.xml": BroadcastDetails(
        name="Agents",
        type="CCC",
        status="VALIDATING_EMAIL",
        labels=("plain text",),
        retry_plan=RetryPlan(max_attempts=2, results=("BUSY", "WHISPERED", "NO_ANS")),
    ),
    "broadcast-malformed-details.xml": BroadcastDetails(
        name="Autumn",
        labels=("good",),
        calling_hours=CallingHours(end=time(20)),
        retry_plan=RetryPlan(results=("BUSY",)),
    ),
    "broadcast-foreign-prefix.xml": BroadcastDetails(name="Autumn", type="VOICE"),
    "broadcast-controls-in-text.xml": BroadcastDetails(
        name="Au tumn re minder <b> =1+1 \N{WOMAN}\N{ZERO WIDTH JOINER}\N{ROCKET}",
        status="RUN NING",
        labels=("a b",),
    ),
}


def files(*patterns: str) -> list[str]:
    return sorted(path.name for pattern in patterns for path in DOCUMENTS.glob(pattern))


@pytest.mark.parametrize("name", files("broadcast-*"))
def test_a_document_is_read_as_it_is_written(name: str) -> None:
    assert broadcast((DOCUMENTS / name).read_bytes()) == READ[name]


@pytest.mark.parametrize("name", files("stats-*", "error-*", "unreadable-*", "hostile-*"))
def test_a_document_that_is_not_of_a_broadcast_is_refused(name: str) -> None:
    with pytest.raises(BadResponse):
        broadcast((DOCUMENTS / name).read_bytes())


def test_what_is_left_out_is_logged_without_the_text_that_came(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broadcast((DOCUMENTS / "broadcast-malformed-details.xml").read_bytes())
    assert sorted(caplog.messages) == [
        "a detail is left out: BeginTime is not a time of day",
        "a detail is left out: Created is in no zone",
        "a detail is left out: LastModified is no such date and time",
        "a detail is left out: MaxAttempts is out of range",
        "a detail is left out: MinutesBetweenAttempts is out of range",
        "a detail is left out: Status is not a plain value",
        "a detail is left out: Type comes 2 times",
    ]


# What follows is made here.

FRAME = (
    '<r:Resource xmlns="http://api.callfire.com/data" xmlns:r="http://api.callfire.com/resource">'
    '<Broadcast id="135">%s</Broadcast></r:Resource>'
)


def read(inside: str) -> BroadcastDetails:
    return broadcast((FRAME % inside).encode())


def element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


# As XML has them: a line's end is one character, and some characters are not allowed at all.
characters = st.characters(exclude_categories=["Cs"], exclude_characters="￾￿").filter(
    lambda character: character >= " " or character in "\t\n"
)
texts = st.text(characters, max_size=300)


@given(texts)
def test_any_text_comes_as_one_bounded_line_that_is_read_the_same_again(text: str) -> None:
    name = read(element("Name", text)).name
    if name is not None:
        assert 0 < len(name) <= broadcasts.LONGEST_NAME
        assert name == name.strip()
        assert len(name.splitlines()) == 1
        assert all(character >= " " for character in name)
        assert read(element("Name", name)).name == name


def test_a_name_that_is_too_long_is_cut_and_says_so() -> None:
    assert read(element("Name", "x" * 200)).name == "x" * 200
    assert read(element("Name", "x" * 1_000_000)).name == "x" * 199 + "…"


def test_of_labels_without_an_end_the_first_are_read_each_once() -> None:
    labels = "".join(f"<Label><Name>{number}</Name></Label>" for number in range(10_000))
    assert read(labels).labels == tuple(str(number) for number in range(broadcasts.MOST_LABELS))
    assert read("<Label><Name>a</Name></Label>" * 3).labels == ("a",)


def config(inside: str) -> str:
    return f"<VoiceBroadcastConfig>{inside}</VoiceBroadcastConfig>"


def retries(inside: str) -> RetryPlan | None:
    return read(config(f"<RetryConfig>{inside}</RetryConfig>")).retry_plan


def test_a_retry_plan_tells_an_empty_list_of_results_from_none() -> None:
    assert retries("<RetryResults/>") == RetryPlan(results=())
    assert retries("<MaxAttempts>1</MaxAttempts>") == RetryPlan(max_attempts=1)
    assert retries("") is None


@pytest.mark.parametrize(
    ("minutes", "kept"), [("0", 0), ("+060", 60), ("527040", 527_040), ("527041", None)]
)
def test_a_wait_that_no_plan_has_is_left_out(minutes: str, kept: int | None) -> None:
    plan = retries(element("MinutesBetweenAttempts", minutes))
    assert (plan and plan.minutes_between) == kept


def test_of_retry_results_without_an_end_the_first_are_read() -> None:
    plan = retries(element("RetryResults", " ".join(f"R{number}" for number in range(10_000))))
    assert plan is not None
    assert plan.results == tuple(f"R{number}" for number in range(broadcasts.MOST_RETRY_RESULTS))


def test_of_two_configs_none_is_picked() -> None:
    hours = "<LocalTimeZoneRestriction><BeginTime>09:00:00</BeginTime></LocalTimeZoneRestriction>"
    assert read(config(hours)).calling_hours == CallingHours(begin=time(9))
    assert read(config(hours) + config("")).calling_hours is None
