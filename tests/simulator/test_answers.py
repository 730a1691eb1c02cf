from datetime import UTC, datetime
from decimal import Decimal

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from simulator import answers, instants
from simulator.campaign import Campaign
from simulator.campaigns import CAMPAIGNS
from simulator.history import Figures, Result, Standing, history_of

ANCHOR = datetime(2026, 11, 23, 17, 32, tzinfo=UTC)
NOW = instants.of(ANCHOR) + 5 * 3600
DATA, RESOURCE = "{http://api.callfire.com/data}", "{http://api.callfire.com/resource}"

ON_CALLFIRES_PAGE = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<r:Resource xmlns="http://api.callfire.com/data" xmlns:r="http://api.callfire.com/resource">
<BroadcastStats>
<UsageStats><Duration>0</Duration><BilledDuration>0</BilledDuration><BilledAmount>0.0</BilledAmount>\
<Attempts>1</Attempts><Actions>0</Actions></UsageStats>
<ActionStatistics><Unattempted>2</Unattempted><RetryWait>0</RetryWait><Finished>0</Finished>\
</ActionStatistics>
</BroadcastStats>
</r:Resource>"""


def test_a_document_is_written_as_on_callfires_page() -> None:
    answer = answers.stats(Figures(0, 0, 0, 1, 0, ()), Standing(2, 0, 0))
    assert answer.body.decode() == ON_CALLFIRES_PAGE


def test_results_stand_between_usage_and_action_statistics() -> None:
    figures = Figures(61, 66, 11_000, 4, 3, (Result("AM", 1, 1), Result("LA", 3, 2)))
    root = ElementTree.fromstring(answers.stats(figures, Standing(0, 0, 3)).body)
    assert root.tag == f"{RESOURCE}Resource"
    (stats,) = root
    assert [child.tag.removeprefix(DATA) for child in stats] == [
        "UsageStats",
        "ResultStat",
        "ResultStat",
        "ActionStatistics",
    ]
    assert [child.text for child in stats[0]] == ["61", "66", "1.1", "4", "3"]
    assert [child.text for child in stats[2]] == ["LA", "3", "2"]


@pytest.mark.parametrize(
    ("ten_thousandths", "written"),
    [
        (0, "0.0"),
        (1, "1.0E-4"),
        (10, "0.001"),
        (54_620_000, "5462.0"),
        (8_714_500, "871.45"),
        (99_999_999_999, "9999999.9999"),
        (100_000_000_000, "1.0E7"),
        (123_456_780_000, "1.2345678E7"),
        (123_456_781_234, "1.23456781234E7"),
        (1_000_000_000_001, "1.000000000001E8"),
    ],
)
def test_an_amount_is_written_as_java_writes_a_float(ten_thousandths: int, written: str) -> None:
    assert answers.java_float(ten_thousandths) == written


@given(st.integers(0, 10**18))
def test_no_digit_of_an_amount_is_lost(ten_thousandths: int) -> None:
    assert Decimal(answers.java_float(ten_thousandths)) == Decimal(ten_thousandths).scaleb(-4)


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda one: one.name)
def test_a_broadcasts_children_stand_in_the_schemas_order(campaign: Campaign) -> None:
    answer = answers.broadcast(history_of(campaign, ANCHOR), NOW)
    (broadcast,) = ElementTree.fromstring(answer.body)
    assert broadcast.attrib == {"id": str(campaign.id)}
    config = f"{campaign.type.capitalize()}BroadcastConfig"
    assert [child.tag.removeprefix(DATA) for child in broadcast] == [
        "Name",
        "Status",
        "LastModified",
        "Type",
        *("Label" for _ in campaign.labels),
        config,
    ]
    assert [child.tag.removeprefix(DATA) for child in broadcast[-1]] == [
        "Created",
        "FromNumber",
        "LocalTimeZoneRestriction",
        "RetryConfig",
    ]
    assert broadcast[0].text == campaign.name
    assert broadcast[-1][-1][0].text == str(campaign.retry.max_attempts)


def test_what_xml_reserves_is_escaped() -> None:
    body = answers.refusal(400, 'a < b & "c"').body
    root = ElementTree.fromstring(body)
    assert root.tag == f"{RESOURCE}ResourceException"
    assert [(child.tag, child.text) for child in root] == [
        (f"{RESOURCE}HttpStatus", "400"),
        (f"{RESOURCE}Message", 'a < b & "c"'),
    ]
    assert b"<r:HttpStatus>400</r:HttpStatus>" in body


def test_head_gets_the_headers_alone() -> None:
    answer = answers.refusal(404, "none")
    head = answer.encoded(close=False, with_body=False)
    assert head.endswith(b"\r\n\r\n")
    assert f"Content-Length: {len(answer.body)}".encode() in head
    assert answer.encoded(close=False).startswith(head.split(b"\r\n")[0])
