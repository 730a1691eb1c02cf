from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from dashboard import words
from stats.callfire import errors
from stats.callfire.client import Limits
from stats.callfire.errors import CallFireError
from stats.metrics import Reason
from stats.period import KINDS, PRESETS, Field, Kind, Period, PeriodError
from stats.results import KNOWN, Group
from tests.stats.examples import ALL

NOW = datetime(2026, 11, 23, 22, 32, 10, tzinfo=UTC)

# What each code is called, from CallFire's pages on results.
LABELS = {
    "LA": "Live answer",
    "XFER": "Transferred",
    "RECEIVED": "Reply received",
    "AM": "Answering machine",
    "SD": "Smart drop",
    "SENT": "Text sent",
    "NO_ANS": "No answer",
    "BUSY": "Busy",
    "ABANDONED": "Abandoned",
    "SKIPPED": "Skipped",
    "DNC": "Do not call",
    "DNT": "Do not text",
    "TOO_BIG": "Message too big",
    "INVALID_NUMBER": "Invalid number",
    "CARRIER_ERROR": "Carrier error",
    "CARRIER_TEMP_ERROR": "Temporary carrier error",
    "INTERNAL_ERROR": "Internal error",
    "UNDIALED": "Not dialed",
    "POSTPONED": "Postponed",
    "XFER_LEG": "Transfer leg",
}
SENTENCES = {
    "not_found": "CallFire has no broadcast 135 in this account.",
    "credentials": "CallFire refused the API login. Check CALLFIRE_API_LOGIN and "
    "CALLFIRE_API_PASSWORD (API credentials, not those of the website).",
    "forbidden": "This account may not read broadcast 135.",
}
ERRORS = CallFireError.__subclasses__()


def said(error: CallFireError, period: Period = ALL) -> str:
    return words.problem(error, 135, period, NOW)


def is_a_sentence(text: str) -> bool:
    return text[0] in "“ABCDEFGHIJKLMNOPQRSTUVWXYZ" and text[-1] in ".?" and "%" not in text


def test_every_code_has_the_label_of_callfires_table() -> None:
    assert {code: words.result_label(code) for code in KNOWN} == LABELS


@pytest.mark.parametrize("code", KNOWN)
def test_every_code_has_a_meaning_of_its_own(code: str) -> None:
    assert is_a_sentence(words.result_meaning(code))
    assert words.result_meaning(code) != words.result_meaning("a code that is not known")


def test_an_unknown_code_is_shown_as_sent() -> None:
    assert words.result_label("=WAP") == "=WAP"
    assert is_a_sentence(words.result_meaning("=WAP"))


def test_every_group_has_a_label_that_no_other_has() -> None:
    labels = [words.group_label(group) for group in get_args(Group)]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_every_reason_follows_na_in_small_letters() -> None:
    reasons = [words.reason(key) for key in get_args(Reason)]
    assert all(text[0].islower() and text[-1] != "." for text in reasons)


def test_every_preset_has_a_label_and_those_with_today_say_so() -> None:
    labels = {name: str(label) for name, label in words.preset_choices()}
    assert list(labels) == list(PRESETS)
    assert labels["7d"] == "7 days, incl. today"
    assert labels["28d"] == "28 days, incl. today"


def test_every_kind_of_error_has_a_class_and_a_sentence() -> None:
    assert {each.kind for each in ERRORS} == set(get_args(errors.Kind)) == set(words.PROBLEMS)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: str(error.kind))
def test_every_error_is_said_in_a_sentence(error: type[CallFireError]) -> None:
    for facts in ({}, {"status": 503}, {"retry_at": NOW + timedelta(minutes=1)}):
        assert is_a_sentence(said(error(**facts)))
    assert said(error()) == SENTENCES.get(error.kind, said(error()))


def test_the_deadline_in_words_is_the_one_that_is_kept() -> None:
    assert f"within {Limits().total_seconds:g} s" in said(errors.Timeout())


def test_the_time_of_the_next_try_is_said_in_the_zone_of_the_page() -> None:
    tokyo = Period("all", None, None, ZoneInfo("Asia/Tokyo"))
    error = errors.RateLimited(status=429, retry_at=NOW + timedelta(minutes=5))
    assert said(error, tokyo) == "CallFire is busy. Next try at 07:37."
    tomorrow = errors.Unavailable(status=503, retry_at=NOW + timedelta(hours=20))
    assert said(tomorrow).endswith("Next try at 24 Nov 2026 18:32.")


def test_missing_settings_are_said_by_name_and_not_as_a_refusal() -> None:
    login, password = "CALLFIRE_API_LOGIN", "CALLFIRE_API_PASSWORD"
    one = said(errors.Credentials(missing_settings=(password,)))
    both = said(errors.Credentials(missing_settings=(login, password)))
    assert one.startswith("CallFire can't be asked: CALLFIRE_API_PASSWORD is missing.")
    assert f"{login} and {password} are missing." in both
    assert "refused" not in one + both


@pytest.mark.parametrize(("field", "kind"), KINDS)
def test_every_refused_period_has_a_sentence_with_what_was_typed(field: Field, kind: Kind) -> None:
    # A percent sign and a long text: neither may break the sentence.
    typed = "100%s " + "x" * 500
    sentence = words.period_problem(PeriodError(field, kind, typed))
    assert len(sentence) < 200
    assert is_a_sentence(sentence.replace(typed[:40], "").replace("%2B", ""))


def test_an_unknown_period_is_answered_with_those_there_are() -> None:
    sentence = words.period_problem(PeriodError("period", "unknown_period", "9d"))
    assert "“9d”" in sentence
    assert all(name in sentence for name in PRESETS)


def test_the_lost_plus_sign_is_explained() -> None:
    typed = "2026-11-17T08:30 01:00"
    sentence = words.period_problem(PeriodError("begin", "plus_sign_unescaped", typed))
    assert sentence.startswith(f"“{typed}”")
    assert "%2B" in sentence
