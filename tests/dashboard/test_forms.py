from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from dashboard import words
from dashboard.forms import LARGEST_ID, InvalidInputError, PeriodForm, ReportForm
from stats.period import KINDS, PRESETS, Period

NOW = datetime(2026, 11, 23, 22, 32, 10, tzinfo=UTC)

# One query for each way in which a period can be refused.
REFUSED = {
    ("begin", "not_a_date"): "begin=17.11.2026",
    ("begin", "plus_sign_unescaped"): "begin=2026-11-17T08:30+01:00",
    ("begin", "year_out_of_range"): "begin=1999-12-31",
    ("begin", "no_such_date"): "begin=2014-15-02",
    ("begin", "no_such_time"): "begin=2026-11-17T24:00",
    ("begin", "skipped_day"): "begin=2011-12-30&tz=Pacific/Apia",
    ("begin", "skipped_time"): "begin=2026-03-08T02:30&tz=America/New_York",
    ("begin", "begins_in_future"): "begin=2026-11-24",
    ("end", "not_a_date"): "begin=2026-11-17&end=today",
    ("end", "plus_sign_unescaped"): "begin=2026-11-17&end=2026-11-18T08:30:00+01:00",
    ("end", "year_out_of_range"): "begin=2026-11-17&end=2101-01-01",
    ("end", "no_such_date"): "begin=2026-11-17&end=2026-11-31",
    ("end", "no_such_time"): "begin=2026-11-17&end=2026-11-18T08:61",
    ("end", "skipped_day"): "begin=2011-12-01&end=2011-12-30&tz=Pacific/Apia",
    ("end", "skipped_time"): "begin=2026-03-01&end=2026-03-08T02:30&tz=America/New_York",
    ("end", "end_alone"): "end=2026-11-17",
    ("end", "end_before_begin"): "begin=2026-11-17&end=2026-11-16",
    ("period", "unknown_period"): "period=9d",
    ("tz", "unknown_zone"): "tz=Mars/Olympus",
}


def form(query: str) -> PeriodForm:
    return PeriodForm(QueryDict(query), now=NOW)


def report_form(broadcast: str, query: str = "") -> ReportForm:
    data = QueryDict(query, mutable=True)
    data["broadcast"] = broadcast
    return ReportForm(data, now=NOW)


def errors(of: PeriodForm) -> dict[str, list[str]]:
    return {field: [str(text) for text in texts] for field, texts in of.errors.items()}


def test_every_way_to_refuse_a_period_is_tried_here() -> None:
    assert set(REFUSED) == set(KINDS)


@pytest.mark.parametrize(("field", "kind"), REFUSED)
def test_what_gives_no_period_is_said_beside_its_field(field: str, kind: str) -> None:
    query = REFUSED[field, kind]
    refused = form(query)
    said = errors(refused)
    assert list(said) == [field]
    assert len(said[field]) == 1
    # The sentence is that of this kind and of no other.
    start = str(words.PERIOD_PROBLEMS[kind]).partition("%(value)s")[2] or said[field][0]
    assert start.partition("%")[0].strip() in said[field][0]
    with pytest.raises(InvalidInputError) as caught:
        refused.value  # noqa: B018 - reading it raises
    assert caught.value.form is refused


def test_both_dates_are_answered_at_once_and_stay_as_typed() -> None:
    refused = form("begin=2026-02-30&end=soon")
    assert list(errors(refused)) == ["begin", "end"]
    assert refused["begin"].value() == "2026-02-30"
    assert refused["end"].value() == "soon"


@pytest.mark.parametrize("query", ["", "period=&begin=&end=&tz=", "begin=%20&period=%20"])
def test_empty_parameters_count_as_absent(query: str) -> None:
    assert form(query).value.is_all


def test_dates_win_over_a_period_which_is_then_not_looked_at() -> None:
    period = form("period=nonsense&begin=2026-11-17&end=2026-11-18").value
    assert (period.name, period.begin, period.end) == (
        "custom",
        datetime(2026, 11, 17, tzinfo=UTC),
        datetime(2026, 11, 19, tzinfo=UTC),
    )


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_taken_and_nothing_but_presets_is_offered(name: str) -> None:
    assert form(f"period={name}").value.name == name
    assert name in dict(words.preset_choices())


def test_days_are_those_of_the_address_else_those_of_the_site(settings: Settings) -> None:
    settings.TIME_ZONE = "America/Los_Angeles"
    assert form("begin=2026-11-17").value.begin == datetime(2026, 11, 17, 8, tzinfo=UTC)
    tokyo = form("begin=2026-11-17&tz=Asia/Tokyo")
    assert tokyo.value.begin == datetime(2026, 11, 16, 15, tzinfo=UTC)
    assert tokyo.zone.key == "Asia/Tokyo"


def test_with_an_unknown_zone_the_form_stands_in_the_sites(settings: Settings) -> None:
    settings.TIME_ZONE = "America/Los_Angeles"
    assert form("tz=Mars/Olympus").zone.key == "America/Los_Angeles"


@pytest.mark.parametrize(
    ("typed", "broadcast_id"),
    [
        ("135", 135),
        (" 135 ", 135),
        ("000135", 135),
        ("1", 1),
        ("11741873003", 11_741_873_003),
        ("9223372036854775807", LARGEST_ID),
        ("0" * 30 + "9223372036854775807", 2**63 - 1),
    ],
)
def test_an_id_is_read_from_its_digits(typed: str, broadcast_id: int) -> None:
    read = report_form(typed)
    assert read.is_valid()
    assert read.cleaned_data["broadcast"] == broadcast_id


@pytest.mark.parametrize(
    "typed",
    [
        *("0", "000", "-1", "+5", "1.0", "1e3", "12 3", "1_000", "1,000", "abc", "0x10"),
        *("１３５", "٣", "²", "9223372036854775808", "9" * 5000, "135\0"),  # noqa: RUF001
    ],
)
def test_what_is_no_id_is_refused_with_the_period_kept(typed: str) -> None:
    refused = report_form(typed, "period=7d")
    assert list(errors(refused)) == ["broadcast"]
    assert refused["broadcast"].value() == typed
    assert refused["period"].value() == "7d"


def test_a_missing_id_is_asked_for() -> None:
    assert errors(report_form("  ")) == {"broadcast": ["Enter a broadcast ID."]}


def test_an_id_and_dates_are_answered_at_once() -> None:
    assert set(errors(report_form("abc", "begin=soon"))) == {"broadcast", "begin"}


ANYTHING = (
    st.text()
    | st.sampled_from(["\0", "2026-11-17", "2100-12-31T23:59:59-23:59", "7d", "Asia/Tokyo", "%s"])
    | st.from_regex(r"\A20\d\d-\d\d-\d\d(T\d\d:\d\d([+-]\d\d:\d\d)?)?\Z")
)


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_whatever_is_typed_is_a_period_or_refused_beside_a_field(
    period: str, begin: str, end: str, tz: str
) -> None:
    typed = PeriodForm({"period": period, "begin": begin, "end": end, "tz": tz}, now=NOW)
    try:
        found = typed.value
    except InvalidInputError:
        said = errors(typed)
        assert set(said) <= {"period", "begin", "end", "tz"}
        assert all(texts for texts in said.values())
    else:
        assert isinstance(found, Period)
        assert typed.errors == {}
