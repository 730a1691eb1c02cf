"""The reader over the files of tests/documents, over made ones, and over hostile ones."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape  # noqa: TID251 - the test's own small writer

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.callfire.documents import broadcast_stats
from stats.callfire.errors import BadResponse
from stats.results import KNOWN, ordered

DOCUMENTS = Path(__file__).parents[2] / "documents"

ON_THE_PAGE = BroadcastStats(
    usage=UsageStats(0, 0, Decimal("0.0"), 1, 0), action_statistics=ActionStatistics(2, 0, 0)
)

READ = {
    "stats-as-on-callfires-page.xml": ON_THE_PAGE,
    "stats-foreign-prefix.xml": ON_THE_PAGE,
    "stats-in-utf-16.xml": ON_THE_PAGE,
    "stats-with-resultstat-as-in-the-php-sdk.xml": BroadcastStats(
        UsageStats(0, 0, Decimal("0.0"), 24, 24),
        (ResultStat("SENT", 20, 20), ResultStat("CARRIER_ERROR", 4, 4)),
        ActionStatistics(0, 0, 24),
    ),
    "stats-without-actionstatistics.xml": BroadcastStats(
        UsageStats(82, 120, Decimal("2.0"), 24, 24),
        (ResultStat("SENT", 20, 20), ResultStat("CARRIER_ERROR", 4, 4)),
        None,
    ),
    "stats-of-a-voice-broadcast.xml": BroadcastStats(
        UsageStats(295680, 327720, Decimal("5462.0"), 3417, 3053),
        (
            ResultStat("LA", 1207, 1201),
            ResultStat("XFER", 88, 88),
            ResultStat("AM", 902, 902),
            ResultStat("NO_ANS", 640, 431),
            ResultStat("BUSY", 171, 102),
            ResultStat("DNC", 45, 45),
            ResultStat("UNDIALED", 364, 284),
        ),
        ActionStatistics(284, 80, 2689),
    ),
    "stats-amount-in-exponent.xml": BroadcastStats(
        UsageStats(2147483647, 2147483647, Decimal(12345678), 40000000, 31000000),
        (ResultStat("LA", 31000000, 31000000),),
        ActionStatistics(0, 0, 31000000),
    ),
    "stats-amount-negative.xml": BroadcastStats(
        UsageStats(0, 0, Decimal("-12.50"), 1, 1), (), ActionStatistics(0, 0, 1)
    ),
    "stats-unknown-code.xml": BroadcastStats(
        UsageStats(60, 60, Decimal("1.0"), 9, 9),
        (ResultStat("LA", 7, 7), ResultStat("WHISPERED", 2, 2)),
        ActionStatistics(0, 0, 9),
    ),
    "stats-code-twice.xml": BroadcastStats(
        UsageStats(60, 60, Decimal("1.0"), 9, 9),
        (ResultStat("LA", 8, 7), ResultStat("BUSY", 1, 1)),
        ActionStatistics(0, 0, 8),
    ),
    "stats-empty-sections.xml": BroadcastStats(),
    "stats-empty-children.xml": BroadcastStats(
        UsageStats(attempts=1), (ResultStat("LA", 1, None),), ActionStatistics(finished=1)
    ),
    "stats-numbers-padded.xml": BroadcastStats(
        UsageStats(7, 60, Decimal("15.0"), 3, 0),
        (ResultStat("LA", 3, 2),),
        ActionStatistics(0, 0, 3),
    ),
    "stats-unknown-elements.xml": BroadcastStats(
        UsageStats(0, 0, Decimal("0.0"), 1, 0), (ResultStat("LA", 1, 1),), ActionStatistics(2, 0, 0)
    ),
}


def files(pattern: str) -> list[str]:
    return sorted(path.name for path in DOCUMENTS.glob(pattern))


@pytest.mark.parametrize("name", files("stats-*"))
def test_a_document_is_read_as_it_is_written(name: str) -> None:
    assert repr(broadcast_stats((DOCUMENTS / name).read_bytes())) == repr(READ[name])


@pytest.mark.parametrize("name", files("error-*") + files("unreadable-*") + files("hostile-*"))
def test_a_document_that_is_not_of_stats_is_refused(name: str) -> None:
    with pytest.raises(BadResponse):
        broadcast_stats((DOCUMENTS / name).read_bytes())


def test_every_document_is_listed_with_its_source() -> None:
    listed = re.findall(r"^\| `([^`]+)` \| \S", (DOCUMENTS / "README.md").read_text(), re.MULTILINE)
    assert sorted([*listed, "README.md"]) == files("*")


@pytest.mark.parametrize("name", files("error-400-*"))
def test_an_error_inside_an_answer_is_logged_by_its_number_and_without_its_message(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(BadResponse) as raised:
        broadcast_stats((DOCUMENTS / name).read_bytes())
    assert caplog.messages == ["unreadable answer: an error 400"]
    assert "TriggerEvent" not in repr(raised.value.__dict__)


@pytest.mark.parametrize("comment", ["<!-- <!DOCTYPE r> -->", "<!-- nothing of that kind -->"])
def test_a_comment_about_a_dtd_is_none(comment: str) -> None:
    body = (DOCUMENTS / "stats-as-on-callfires-page.xml").read_text("utf-8")
    commented = body.replace("<BroadcastStats>", f"{comment}<BroadcastStats>")
    assert commented != body
    assert broadcast_stats(commented.encode()) == ON_THE_PAGE


# What follows is made here: a small writer that knows the schema and nothing of the reader.

FRAME = (
    '<r:Resource xmlns="http://api.callfire.com/data" xmlns:r="http://api.callfire.com/resource">'
    "<BroadcastStats>%s</BroadcastStats></r:Resource>"
)
USAGE = "<UsageStats>%s</UsageStats>"


def document(inside: str) -> bytes:
    return (FRAME % inside).encode()


def element(name: str, value: object) -> str:
    text = format(value, "f") if isinstance(value, Decimal) else escape(str(value))
    return "" if value is None else f"<{name}>{text}</{name}>"


def section(name: str, **children: object) -> str:
    return f"<{name}>{''.join(element(*child) for child in children.items())}</{name}>"


def written(stats: BroadcastStats) -> Iterator[str]:
    if usage := stats.usage:
        yield section(
            "UsageStats",
            Duration=usage.duration_seconds,
            BilledDuration=usage.billed_duration_seconds,
            BilledAmount=usage.billed_amount,
            Attempts=usage.attempts,
            Actions=usage.actions,
        )
    for one in stats.results:
        yield section("ResultStat", Result=one.result, Attempts=one.attempts, Actions=one.actions)
    if states := stats.action_statistics:
        yield section(
            "ActionStatistics",
            Unattempted=states.unattempted,
            RetryWait=states.retry_wait,
            Finished=states.finished,
        )


counts = st.none() | st.integers(0, 2**63 - 1)
amounts = st.none() | st.decimals(-(10**18), 10**18, places=4).map(
    lambda amount: amount or amount.copy_abs()
)
characters = st.characters(min_codepoint=0x20, exclude_categories=["Cs"], exclude_characters="￾￿")
unknown_codes = st.text(characters, min_size=1, max_size=20).filter(
    lambda code: code == code.strip(" ")
)
codes = st.sampled_from(sorted(KNOWN)) | unknown_codes


@st.composite
def any_stats(draw: st.DrawFn) -> BroadcastStats:
    usage = UsageStats(draw(counts), draw(counts), draw(amounts), draw(counts), draw(counts))
    states = ActionStatistics(draw(counts), draw(counts), draw(counts))
    names = ordered(draw(st.sets(codes, max_size=8)))
    return BroadcastStats(
        usage=None if usage == UsageStats() else usage,
        results=tuple(ResultStat(name, draw(counts), draw(counts)) for name in names),
        action_statistics=None if states == ActionStatistics() else states,
    )


@given(any_stats(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@example(ON_THE_PAGE, "utf-16")
def test_whatever_is_written_is_read_back(stats: BroadcastStats, encoding: str) -> None:
    body = (FRAME % "".join(written(stats))).encode(encoding)
    assert repr(broadcast_stats(body)) == repr(stats)


def result(code: str, attempts: object, actions: object) -> str:
    return section("ResultStat", Result=code, Attempts=attempts, Actions=actions)


def test_codes_that_come_twice_with_a_part_unreported_have_no_sum() -> None:
    stats = broadcast_stats(document(result("LA", 1, 2) + result("LA", None, 3)))
    assert stats.results == (ResultStat("LA", None, 5),)


def test_only_the_white_space_of_xml_is_dropped() -> None:
    assert broadcast_stats(document(USAGE % "<Attempts>\t\r\n 5 </Attempts>")).usage == UsageStats(
        attempts=5
    )
    with pytest.raises(BadResponse):
        broadcast_stats(document(USAGE % "<Attempts>\N{NO-BREAK SPACE}5</Attempts>"))


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(USAGE % "<Attempts>1</Attempts><Attempts>1</Attempts>", id="figure twice"),
        pytest.param(USAGE % "<Attempts>1<b>2</b></Attempts>", id="figure with a child"),
        pytest.param(USAGE % '<Attempts xmlns="">1</Attempts>', id="figure of no namespace"),
        pytest.param(USAGE % "<r:Attempts>1</r:Attempts>", id="figure of the wrong namespace"),
        pytest.param("<r:UsageStats/>", id="section of the wrong namespace"),
        pytest.param("<ActionStatistics/>" * 2, id="section twice"),
        pytest.param("<r:ResultStat/>", id="result of the wrong namespace"),
        pytest.param("<ResultStat><Result> </Result></ResultStat>", id="empty code"),
        pytest.param(result("X" * 101, 1, 1), id="endless code"),
        pytest.param(result("LA", 2**63 - 1, 1) + result("LA", 1, 1), id="sum out of range"),
        pytest.param(result("LA", "x", 1), id="result that is no number"),
        pytest.param("</BroadcastStats><BroadcastStats>", id="stats twice"),
    ],
)
def test_what_can_be_taken_two_ways_is_refused(inside: str) -> None:
    with pytest.raises(BadResponse):
        broadcast_stats(document(inside))


@pytest.mark.parametrize("figure", ["Duration", "BilledDuration", "Attempts", "Actions"])
@pytest.mark.parametrize("text", ["x", "1.0", "-1", "NaN", "1_8", "９", "9223372036854775808"])  # noqa: RUF001
def test_a_count_that_is_no_count_makes_the_document_unreadable(figure: str, text: str) -> None:
    with pytest.raises(BadResponse):
        broadcast_stats(document(USAGE % element(figure, text)))


GOOD = (DOCUMENTS / "stats-as-on-callfires-page.xml").read_bytes()


def declared(encoding: str) -> bytes:
    return b'<?xml version="1.0" encoding="' + encoding.encode() + b'"?>\n' + GOOD


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\0" * 100, id="zeros"),
        pytest.param(b"<html><body>Bad gateway</body></html>", id="page of a proxy"),
        pytest.param(b'{"usage": 1}', id="JSON"),
        pytest.param(GOOD[:-20], id="cut off"),
        pytest.param(GOOD + GOOD, id="twice"),
        pytest.param(GOOD.replace(b"Duration>0", b"Duration>\xff"), id="not UTF-8"),
        pytest.param(b"\xff\xfe" + GOOD, id="not UTF-16"),
        pytest.param(GOOD.decode().encode("utf-16-le"), id="UTF-16 without a byte order mark"),
        pytest.param(GOOD.decode().encode("utf-32"), id="UTF-32"),
        pytest.param(b"<a>" * 100_000 + b"</a>" * 100_000, id="deep"),
        pytest.param(b"<a>" * 100_000, id="deep and cut off"),
        pytest.param(b'<a b="' + b"x" * 1_000_000 + b'"/>', id="long attribute"),
        pytest.param(
            b"<a " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b"/>", id="attributes"
        ),
        pytest.param(GOOD.replace(b"Duration>0", b"Duration>" + b"9" * 1_000_000), id="digits"),
        pytest.param(GOOD.replace(b"0.0", b"0" * 1_000_000 + b"x"), id="zeros and a letter"),
        pytest.param(GOOD.replace(b"0.0", b"1E999999999"), id="exponent"),
        *(
            pytest.param(declared(name), id=name)
            for name in ["latin-1", "utf-7", "idna", "unicode_escape", "rot13", "x-unknown", "zip"]
        ),
    ],
)
def test_a_hostile_body_is_refused(body: bytes) -> None:
    with pytest.raises(BadResponse):
        broadcast_stats(body)


def test_nesting_and_attributes_that_are_not_ours_are_passed_over_at_any_size() -> None:
    deep = b"<a>" * 50_000 + b"</a>" * 50_000
    wide = b"<w " + b" ".join(b'a%d=""' % n for n in range(50_000)) + b"/>"
    body = GOOD.replace(b"<UsageStats>", deep + wide + b"<UsageStats>")
    assert broadcast_stats(body) == ON_THE_PAGE


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_our_own_error(body: bytes) -> None:
    with pytest.raises(BadResponse):
        broadcast_stats(body)


def test_a_refusal_brings_no_foreign_error_along() -> None:
    with pytest.raises(BadResponse) as raised:
        broadcast_stats(declared("x-unknown"))
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
