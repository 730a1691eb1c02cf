from base64 import b64encode
from datetime import UTC, datetime
from itertools import chain

import pytest
from defusedxml import ElementTree

from simulator import instants, rest
from simulator.answers import Answer
from simulator.campaigns import CAMPAIGNS
from simulator.rest import Account

ANCHOR = datetime(2026, 11, 23, 17, 32, tzinfo=UTC)
NOW = instants.of(ANCHOR) + 5 * 3600
ACCOUNT = Account("lögin", "pass:wörd $#", ANCHOR, CAMPAIGNS)
BASIC = "Basic " + b64encode("lögin:pass:wörd $#".encode()).decode()
DATA, RESOURCE = "{http://api.callfire.com/data}", "{http://api.callfire.com/resource}"
AUTUMN = 11741873003


def ask(target: str, *, method: str = "GET", authorization: str | None = BASIC) -> Answer:
    where = rest.address(rest.BASE + target)
    return rest.answer(ACCOUNT, method, where, authorization, NOW)


def attempts(answer: Answer) -> int:
    assert answer.status == 200
    found = ElementTree.fromstring(answer.body).find(f".//{DATA}UsageStats/{DATA}Attempts")
    assert found is not None
    return int(found.text or "")


def message(answer: Answer) -> str:
    root = ElementTree.fromstring(answer.body)
    assert root.tag == f"{RESOURCE}ResourceException"
    assert root[0].text == str(answer.status)
    return root[1].text or ""


def listed(query: str) -> list[str]:
    answer = ask(f"broadcast?{query}")
    assert answer.status == 200
    root = ElementTree.fromstring(answer.body)
    assert root.tag == f"{RESOURCE}ResourceList"
    return [child.attrib["id"] for child in root]


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Basic", "Basic bm9ib2R5Om5vYm9keQ==", BASIC.replace("Basic", "Bearer"), "Basic é"],
)
def test_without_the_right_login_nothing_is_told(authorization: str | None) -> None:
    for target in (f"broadcast/{AUTUMN}/stats", "broadcast/1", "nowhere"):
        answer = ask(target, authorization=authorization)
        assert answer.status == 401
        assert ("WWW-Authenticate", 'Basic realm="CallFire API"') in answer.headers
        assert message(answer)


def test_the_scheme_of_the_login_is_read_in_any_case() -> None:
    assert ask("broadcast/6280378003", authorization=BASIC.replace("Basic", "basic")).status == 200


def test_an_interval_may_have_both_ends_one_or_none() -> None:
    stats, edge = f"broadcast/{AUTUMN}/stats", "2026-11-20T00:00:00Z"
    whole = attempts(ask(stats))
    before = attempts(ask(f"{stats}?IntervalEnd={edge}"))
    after = attempts(ask(f"{stats}?IntervalBegin={edge}"))
    both = attempts(ask(f"{stats}?IntervalBegin={edge}&IntervalEnd=2026-11-21T00:00:00Z"))
    assert before + after == whole
    assert 0 < both < after


def test_an_offset_is_the_same_instant_as_z() -> None:
    stats = f"broadcast/{AUTUMN}/stats?IntervalBegin="
    assert attempts(ask(f"{stats}2026-11-20T08:00:00Z")) == attempts(
        ask(f"{stats}2026-11-20T13:30:00%2B05:30")
    )


@pytest.mark.parametrize("name", ["IntervalBegin", "IntervalEnd"])
@pytest.mark.parametrize("value", ["", "2014-15-02T19:28:20Z", "2026-11-20", "x", "1416511700"])
def test_a_malformed_interval_is_refused_by_name(name: str, value: str) -> None:
    answer = ask(f"broadcast/{AUTUMN}/stats?{name}={value}")
    assert answer.status == 400
    assert name in message(answer)


def test_action_statistics_are_the_state_now_whatever_the_interval() -> None:
    stats = f"broadcast/{AUTUMN}/stats"
    whole, past = (
        ElementTree.fromstring(ask(target).body)[0][-1]
        for target in (stats, f"{stats}?IntervalEnd=2020-01-01T00:00:00Z")
    )
    assert [child.text for child in whole] == [child.text for child in past]


@pytest.mark.parametrize("tail", ["", "/stats"])
def test_an_unknown_broadcast_is_404(tail: str) -> None:
    answer = ask(f"broadcast/135{tail}")
    assert answer.status == 404
    assert "135" in message(answer)


@pytest.mark.parametrize("tail", ["", "/stats"])
@pytest.mark.parametrize(
    "number", ["x", "-1", "1.0", "9223372036854775808", "1" * 30, "\uff11\uff13\uff15"]
)
def test_an_id_that_is_no_number_is_400(number: str, tail: str) -> None:
    answer = ask(f"broadcast/{number}{tail}")
    assert answer.status == 400
    assert "Id" in message(answer)


@pytest.mark.parametrize("target", ["", "broadcasts", "broadcast/", "broadcast/1/stats/", "call/1"])
def test_any_other_path_is_404(target: str) -> None:
    assert ask(target).status == 404
    assert ask(target, method="POST").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_get_is_allowed(method: str) -> None:
    answer = ask("broadcast", method=method)
    assert answer.status == 405
    assert ("Allow", "GET, HEAD") in answer.headers
    assert method in message(answer)


def test_broadcasts_come_in_pages_that_join_to_the_whole() -> None:
    whole = listed("")
    assert len(whole) == len(CAMPAIGNS)
    pages = [listed(f"MaxResults=5&FirstResult={first}") for first in (0, 5, 10, 15)]
    assert [len(page) for page in pages] == [5, 5, 2, 0]
    assert list(chain(*pages)) == whole
    root = ElementTree.fromstring(ask("broadcast?MaxResults=5&FirstResult=5").body)
    assert root.attrib == {"totalResults": "12"}


def test_broadcasts_are_chosen_by_type_running_and_label() -> None:
    assert len(listed("Type=TEXT")) == 3
    assert len(listed("Type=TEXT%20IVR")) == 6
    assert len(listed("Running=true")) == 5
    assert len(listed("Running=0")) == 7
    assert set(listed("LabelName=reminders")) == {"11741873003", "9811204003"}
    assert listed("LabelName=none") == []
    assert len(listed("Type=VOICE&Running=true&LabelName=reminders&Unknown=x")) == 2
    assert len(listed("MaxResults=5000")) == 12


@pytest.mark.parametrize(
    "query", ["Type=FAX", "Running=yes", "MaxResults=x", "FirstResult=-1", "MaxResults="]
)
def test_a_malformed_question_for_broadcasts_is_400(query: str) -> None:
    answer = ask(f"broadcast?{query}")
    assert answer.status == 400
    assert query.partition("=")[0] in message(answer)


def test_the_prefixes_of_an_address_come_in_any_order() -> None:
    first, second = (
        rest.address(f"{prefix}/api/1.1/rest/broadcast?a=b&a=c&d=")
        for prefix in (
            "/at/2026-11-23T22:00:00Z/fault/reset",
            "/fault/reset/at/2026-11-23T22:00:00Z",
        )
    )
    assert first == second
    assert first.path == "/api/1.1/rest/broadcast"
    assert first.query == {"a": "b", "d": ""}
    assert first.fault == "reset"
    assert first.at == instants.parse("2026-11-23T22:00:00Z")


def test_a_malformed_clock_is_refused() -> None:
    with pytest.raises(rest.RefusedError) as refused:
        rest.address("/at/noon/api/1.1/rest/broadcast")
    assert refused.value.answer.status == 400
