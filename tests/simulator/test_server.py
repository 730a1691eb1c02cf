import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import requests
from defusedxml import ElementTree
from requests.auth import HTTPBasicAuth

from simulator import instants
from simulator.server import Asked, Simulator, running

ANCHOR = datetime(2026, 11, 23, 17, 32, tzinfo=UTC)
NOW = ANCHOR + timedelta(hours=5)
LOGIN = HTTPBasicAuth(b"login", "pass:wörd $#".encode())
AUTUMN, SURVEY = 11741873003, 7740021003
ATTEMPTS = ".//{http://api.callfire.com/data}UsageStats/{http://api.callfire.com/data}Attempts"


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with running(login="login", password="pass:wörd $#", anchor=ANCHOR, now=NOW) as simulator:
        yield simulator


def ask(base: str, path: str, **query: str) -> requests.Response:
    return requests.get(base + path, params=query, auth=LOGIN, timeout=20)


def attempts(base: str, broadcast_id: int = AUTUMN, **query: str) -> int:
    answer = ask(base, f"broadcast/{broadcast_id}/stats", **query)
    assert answer.status_code == 200
    return int(ElementTree.fromstring(answer.content).findtext(ATTEMPTS) or "")


def test_figures_over_http_are_the_truth_behind_them(simulator: Simulator) -> None:
    truth = simulator.history(AUTUMN).figures(
        instants.parse("2026-11-20T00:00:00Z"), instants.parse("2026-11-22T00:00:00Z"), 2**40
    )
    asked = attempts(
        simulator.url,
        IntervalBegin="2026-11-20T00:00:00Z",
        IntervalEnd="2026-11-22T00:00:00Z",
    )
    assert asked == truth.attempts > 0


def test_answers_are_xml_and_a_login_is_asked_for(simulator: Simulator) -> None:
    answer = ask(simulator.url, f"broadcast/{AUTUMN}")
    assert answer.headers["Content-Type"] == "application/xml;charset=UTF-8"
    refused = requests.get(simulator.url + "broadcast", auth=("login", "wrong"), timeout=20)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Basic ")


def test_a_running_broadcast_moves_as_the_clock_does(simulator: Simulator) -> None:
    before = attempts(simulator.url)
    assert attempts(simulator.url) == before
    simulator.now = NOW + timedelta(hours=1)
    assert attempts(simulator.url) > before


def test_a_path_sets_the_clock_of_its_own_request(simulator: Simulator) -> None:
    earlier = attempts(simulator.url_for(at=NOW - timedelta(days=1)))
    now = attempts(simulator.url)
    later = attempts(simulator.url_for(at=NOW + timedelta(days=1)))
    assert earlier < now < later
    assert attempts(simulator.url_for(at=NOW)) == now


def test_two_simulators_on_one_anchor_say_the_same(simulator: Simulator) -> None:
    with running(login="login", password="pass:wörd $#", anchor=ANCHOR, now=NOW) as other:
        one, two = (ask(each.url, "broadcast").content for each in (simulator, other))
    assert one == two


def test_the_anchor_lies_five_hours_before_the_clock_by_default() -> None:
    with running(now=NOW) as simulator:
        assert simulator.anchor == ANCHOR


def test_what_was_asked_is_kept_without_its_login(simulator: Simulator) -> None:
    ask(simulator.url_for(at=ANCHOR, fault="http-500"), "broadcast", Type="TEXT")
    assert simulator.requests == [
        Asked("GET", "/api/1.1/rest/broadcast", {"Type": "TEXT"}, instants.of(ANCHOR), "http-500")
    ]


def test_a_fault_holds_until_it_is_lifted(simulator: Simulator) -> None:
    simulator.fault = "http-503"
    assert [ask(simulator.url, "broadcast").status_code for _ in range(2)] == [503, 503]
    simulator.fault = None
    assert ask(simulator.url, "broadcast").status_code == 200


def test_the_next_faults_are_met_once_each(simulator: Simulator) -> None:
    simulator.next_faults.extend(["http-500", None, "http-429"])
    statuses = [ask(simulator.url, "broadcast").status_code for _ in range(4)]
    assert statuses == [500, 200, 429, 200]


def test_an_unknown_fault_is_refused_by_name(simulator: Simulator) -> None:
    with pytest.raises(ValueError, match=r"no fault 'flood'; there are .*http-500"):
        simulator.fault = "flood"
    answer = ask(simulator.url_for(fault="flood"), "broadcast")
    assert answer.status_code == 400
    assert "flood" in answer.text


def test_latency_holds_an_answer_back_until_the_simulator_closes(simulator: Simulator) -> None:
    simulator.latency = 3600
    with pytest.raises(requests.ReadTimeout):
        requests.get(simulator.url + "broadcast", auth=LOGIN, timeout=0.2)
    assert len(simulator.requests) == 1


def test_a_connection_serves_many_requests(simulator: Simulator) -> None:
    with socket.create_connection(("127.0.0.1", simulator.port), timeout=20) as connection:
        received = connection.makefile("rb")
        for _ in range(3):
            connection.sendall(b"GET /api/1.1/rest/broadcast HTTP/1.1\r\nHost: x\r\n\r\n")
            head = b"".join(iter(received.readline, b"\r\n"))
            assert b"Connection: close" not in head
            received.read(int(head.partition(b"Content-Length: ")[2].split()[0]))
        received.close()


def test_a_method_with_a_body_ends_the_connection(simulator: Simulator) -> None:
    answer = requests.post(simulator.url + "broadcast", data=b"x" * 9, auth=LOGIN, timeout=20)
    assert answer.status_code == 405
    assert answer.headers["Connection"] == "close"
    assert requests.head(simulator.url + "broadcast", auth=LOGIN, timeout=20).text == ""


def test_many_ask_at_once(simulator: Simulator) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: attempts(simulator.url, SURVEY), range(48)))
    assert len(set(answers)) == 1
    assert len(simulator.requests) == 48


def test_a_nonsense_request_leaves_no_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    with running() as simulator:
        for nonsense in (b"\r\n", b"GET\r\n\r\n", b"GET //[ HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x00"):
            with socket.create_connection(("127.0.0.1", simulator.port), timeout=20) as connection:
                connection.sendall(nonsense)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(4096):
                    pass
    assert capfd.readouterr().err == ""


def test_an_unknown_broadcast_has_no_history(simulator: Simulator) -> None:
    with pytest.raises(KeyError):
        simulator.history(135)


def test_a_closed_simulator_frees_its_port(simulator: Simulator) -> None:
    ask(simulator.url, "broadcast")
    simulator.close()
    with running(port=simulator.port) as next_one:
        assert next_one.port == simulator.port
