"""A message to a receiver: what it says on the wire, and what is an answer."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from stats.webhook import post
from tests.stats.hooks import Hooks, hmac_sha256
from tests.stats.webhook.posting import BODY, FACTS, SECRET, error_of, facts

# Of the tests of the specification's own libraries.
VECTOR_BODY = b'{"test": 2432232314}'
VECTOR_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
VECTOR: dict[str, Any] = {
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "message_id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "at": datetime.fromtimestamp(1614265330, UTC),
}


def test_a_message_comes_whole_with_its_headers_and_one_signature(hooks: Hooks) -> None:
    post("https://hooks.example.com:8443/a%20b/é?c=d#e", BODY, **FACTS)
    (delivery,) = hooks.delivered
    assert (delivery.path, delivery.body) == ("/a%20b/%C3%A9?c=d", BODY)
    assert {name.lower(): text for name, text in delivery.headers.items()} == {
        "host": "hooks.example.com:8443",
        "accept-encoding": "identity",
        "connection": "close",
        "content-length": str(len(BODY)),
        "content-type": "application/json",
        "user-agent": "Broadcast-Stats",
        "webhook-id": "msg_1",
        "webhook-timestamp": "1795471200",
        "webhook-signature": delivery.headers["webhook-signature"],
    }
    assert delivery.is_signed_with(SECRET)
    assert not delivery.is_signed_with("whsec_YW5vdGhlcg==")


def test_the_signature_is_the_one_of_the_specifications_libraries(hooks: Hooks) -> None:
    post(hooks.url, VECTOR_BODY, **VECTOR)
    (delivery,) = hooks.delivered
    assert delivery.headers["webhook-signature"] == VECTOR_SIGNATURE
    assert delivery.is_signed_with(VECTOR["secret"])


def test_the_arithmetic_that_signatures_are_held_to_is_that_of_rfc_4231() -> None:
    case_2 = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert hmac_sha256(b"Jefe", b"what do ya want for nothing?").hex() == case_2
    case_6 = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    long = b"Test Using Larger Than Block-Size Key - Hash Key First"
    assert hmac_sha256(b"\xaa" * 131, long).hex() == case_6


@pytest.mark.parametrize(
    "secret", ["any text, ä", "whsec_", "whsec_%%%", "whsec_AAAA!", "whsec_ä", "x" * 99]
)
def test_a_secret_that_is_no_base64_is_a_key_as_it_stands(hooks: Hooks, secret: str) -> None:
    post(hooks.url, BODY, **FACTS | {"secret": secret})
    assert hooks.delivered[0].is_signed_with_key(secret.encode())


def test_the_timestamp_is_the_instant_in_whatever_zone(hooks: Hooks) -> None:
    there = FACTS["at"].astimezone(timezone(timedelta(hours=-7)))
    post(hooks.url, BODY, **FACTS | {"at": there})
    assert hooks.delivered[0].headers["webhook-timestamp"] == "1795471200"


@pytest.mark.parametrize(
    "wrong",
    [
        {"message_id": "a.b"},
        {"message_id": "a\r\nX: y"},
        {"message_id": "ä"},
        {"message_id": ""},
        {"secret": ""},
        {"at": datetime(2026, 11, 23, 22, 0)},  # noqa: DTZ001 - naive, on purpose
    ],
)
def test_what_cannot_be_signed_safely_is_a_mistake_and_is_not_sent(
    hooks: Hooks, wrong: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="a message has"):
        post(hooks.url, BODY, **FACTS | wrong)
    assert hooks.connections == 0


def test_nothing_of_the_environment_changes_the_way(
    hooks: Hooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login someone password something\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    post(hooks.url, BODY, **FACTS)
    assert "Authorization" not in hooks.delivered[0].headers


@pytest.mark.parametrize("status", [200, 202, 204, 299])
def test_a_2xx_is_success(hooks: Hooks, status: int) -> None:
    hooks.answer(status)
    post(hooks.url, BODY, **FACTS)
    assert len(hooks.delivered) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 404, 410, 429, 500, 503])
def test_any_other_status_is_refused_and_neither_followed_nor_tried_again(
    hooks: Hooks, status: int
) -> None:
    hooks.answer(status, 204)
    assert facts(error_of(hooks.url)) == ("refused", status)
    assert (len(hooks.delivered), hooks.connections) == (1, 1)


def test_a_message_that_was_refused_may_be_posted_again(hooks: Hooks) -> None:
    hooks.answer(500, 204)
    assert facts(error_of(hooks.url)) == ("refused", 500)
    post(hooks.url, BODY, **FACTS)
    assert len({delivery.headers["webhook-id"] for delivery in hooks.delivered}) == 1
