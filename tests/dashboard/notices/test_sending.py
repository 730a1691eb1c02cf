"""What people are told, received by a real mail server and a real receiver on loopback."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from dashboard.notices import mails
from dashboard.notices.sending import send_due
from simulator.server import Simulator
from stats import named, watching, webhook
from stats.alerts import outbox
from stats.alerts.outbox import WAITS, Due, Tellings
from stats.models import Notice
from tests.conftest import NOW
from tests.dashboard.post_office import PostOffice, open_for
from tests.stats.alerts.looked import ID, look_at, look_every, wants
from tests.stats.forecast.looked_at import BEGIN, FIVE, stats
from tests.stats.hooks import Hooks, routed

pytestmark = pytest.mark.django_db
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TWO = ("a@example.com", "b@example.com")


@pytest.fixture
def office(clock: Settings) -> Iterator[PostOffice]:
    with open_for(clock) as office:
        clock.SITE_URL = "https://stats.example.com"
        outbox.set_tellings(Tellings(TWO))
        yield office


@pytest.fixture
def hooks(clock: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooks]:
    with routed(tmp_path, monkeypatch) as hooks:
        clock.WEBHOOK_URL, clock.WEBHOOK_SECRET = f"{hooks.url}?key=a-secret", SECRET
        clock.SITE_URL = "https://stats.example.com"
        yield hooks


def it_is_done(clock: Settings) -> None:
    clock.DEMO_NOW = BEGIN - timedelta(hours=1)
    wants("done")
    named.rename(ID, "Autumn\nreminder <b>", "")
    done = stats(0, 0, 1_000, 1_350, Decimal("210.5"), LA=400, AM=500, CARRIER_ERROR=100)
    look_every(clock, [stats(900, 0, 100, LA=100), done])


def test_that_it_is_done_comes_by_mail_with_the_answer_the_tiles_and_the_link(
    clock: Settings, office: PostOffice
) -> None:
    it_is_done(clock)
    assert send_due() == 0
    assert [mail["To"] for mail in office.mails] == list(TWO)
    mail = office.mails[0]
    assert mail["Subject"] == "Autumn reminder <b>: it is done"
    assert mail["From"] == "Broadcast Stats <stats@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = office.text()
    assert text.startswith(
        "400 live answers, 40% of those tried. 100% finished. 0.53 credits a live answer."
    )
    assert "Live answers: 400 (40.0% of 1,000 tried)\n" in text
    assert "Attempts: 1,350 (" in text
    assert "Credits billed: 210.5\n" in text
    assert "own reckoning" not in text
    assert "https://stats.example.com/broadcasts/135/\n" in text
    assert "https://stats.example.com/alerts/" in text
    html = office.html()
    assert "<strong>400 live answers</strong>" in html
    assert 'href="https://stats.example.com/broadcasts/135/"' in html
    assert "Autumn\nreminder &lt;b&gt;" in html
    assert office.connections == 1


def test_a_mail_has_money_beside_credits_where_the_site_has_a_price(
    clock: Settings, office: PostOffice
) -> None:
    clock.CREDIT_PRICE, clock.CREDIT_CURRENCY = Decimal("0.0245"), "USD"
    it_is_done(clock)
    assert send_due() == 0
    for said in (office.text(), office.html()):
        assert "≈ 5.16 USD" in said  # 210.5 credits
        assert "≈ 0.0129 USD" in said  # 0.5263 for one of 400
        assert "own reckoning at 0.0245 USD a credit" in said
    assert "Credits billed: 210.5 (≈ 5.16 USD)\n" in office.text()


def test_that_it_is_done_comes_to_the_webhook_signed(clock: Settings, hooks: Hooks) -> None:
    it_is_done(clock)
    assert send_due() == 0
    (delivery,) = hooks.delivered
    assert delivery.is_signed_with(SECRET)
    assert delivery.headers["webhook-id"] == f"notice-{Notice.objects.get().pk}"
    document = json.loads(delivery.body)
    data = document["data"]
    assert document["type"] == "alert.fired"
    assert document["timestamp"] == clock.DEMO_NOW.isoformat()
    assert (data["kind"], data["broadcast"]) == (
        "done",
        {"id": "135", "name": "Autumn\nreminder <b>"},
    )
    assert data["url"] == "https://stats.example.com/broadcasts/135/"
    assert data["answer"].startswith("400 live answers, 40% of those tried.")
    assert data["stats"]["metrics"]["live_answers"] == 400
    assert data["stats"]["usage"]["billed_amount"] == "210.5"


def test_the_end_of_an_alert_is_told_with_what_was_told(
    clock: Settings, office: PostOffice, hooks: Hooks
) -> None:
    clock.DEMO_NOW = BEGIN - timedelta(hours=1)
    wants("live_answer_rate", 20)
    seen = [(10, 90), (40, 100), (45, 100)]
    look_every(clock, [stats(900, 0, 9, LA=live, AM=machine) for live, machine in seen])
    assert send_due() == 0
    assert [mail["Subject"] for mail in office.mails[::2]] == [
        "Broadcast 135: few live answers",
        "Broadcast 135: live answers are back over the limit",
    ]
    assert "By 15:00, 10 of 100 tried attempts were answered live: 10.0%, under" in office.text(0)
    assert office.text(2).startswith(
        "By 15:10, 31.0% of 145 tried attempts were answered live.\n\n"
        "What was told: By 15:00, 10 of"
    )
    documents = [json.loads(delivery.body) for delivery in hooks.delivered]
    assert [each["type"] for each in documents] == ["alert.fired", "alert.recovered"]
    assert documents[1]["data"]["alert"] == documents[0]["data"]["alert"]
    assert documents[1]["data"]["end_facts"] == {"tried": 145, "live_answers": 45}
    assert documents[0]["data"]["limit"] == 20


def test_without_an_address_of_the_site_there_is_no_link(
    clock: Settings, office: PostOffice
) -> None:
    clock.SITE_URL = ""
    it_is_done(clock)
    send_due()
    assert "http" not in office.text()
    assert "href" not in office.html()


def test_the_demo_says_so(clock: Settings, office: PostOffice, hooks: Hooks) -> None:
    clock.DEMO = True
    outbox.queue("test")
    send_due()
    assert "demo: made-up figures" in office.text()
    assert json.loads(hooks.delivered[0].body)["data"]["demo"] is True


def test_a_collector_sends_what_it_found_and_the_summary(
    callfire: Simulator, clock: Settings, office: PostOffice, hooks: Hooks
) -> None:
    clock.DEMO_NOW = NOW - timedelta(hours=1)
    wants("credits", 1)
    outbox.set_tellings(Tellings(TWO[:1], 22))
    clock.DEMO_NOW = NOW
    for broadcast_id in (11741873003, 6117119003, 135):
        watching.watch(broadcast_id)
    call_command("collect")
    subjects = [mail["Subject"] for mail in office.mails]
    assert subjects.count("The watched broadcasts on Mon 23 Nov 2026") == 1
    assert len([subject for subject in subjects if subject.endswith("many credits")]) == 2
    summary = office.text(subjects.index("The watched broadcasts on Mon 23 Nov 2026"))
    assert "Autumn reminder\n" in summary
    assert "live answers" in summary
    assert "texts sent" in summary
    assert "It was not looked at yet.\n" in summary  # CallFire knows no 135
    assert "Alert: " in summary
    assert "\nLive answers: 4,217 (38.8% of 10,863 tried)\n" in summary
    assert "\nReplies: 1,928 (" in summary
    assert "https://stats.example.com/broadcasts/11741873003/\n" in summary
    types = sorted(json.loads(delivery.body)["type"] for delivery in hooks.delivered)
    assert types == ["alert.fired", "alert.fired", "digest"]
    call_command("collect")
    assert len(office.mails) == 3


def test_one_address_that_is_refused_keeps_no_other_from_its_mail(
    clock: Settings, office: PostOffice
) -> None:
    office.refused = {TWO[0]}
    outbox.queue("test")
    assert send_due() == 1
    assert [mail["To"] for mail in office.mails] == [TWO[1]]
    (unsent,) = outbox.unsent(9)
    assert (unsent.address, unsent.problem) == (TWO[0], "recipient_refused")


def test_a_mail_server_that_is_not_there_is_asked_once_a_round_and_again_later(
    clock: Settings, office: PostOffice
) -> None:
    port, clock.EMAIL_PORT = clock.EMAIL_PORT, 9
    it_is_done(clock)
    assert send_due() == 1
    assert [each.problem for each in outbox.unsent(9)] == ["unreachable"]
    clock.EMAIL_PORT = port
    assert send_due() == 0
    assert [mail["To"] for mail in office.mails] == [TWO[1]]
    clock.DEMO_NOW += WAITS[0]
    assert send_due() == 0
    assert [mail["To"] for mail in office.mails] == [TWO[1], TWO[0]]
    assert outbox.unsent(9) == []


def test_a_receiver_that_fails_gets_the_same_message_again(
    clock: Settings, hooks: Hooks, caplog: pytest.LogCaptureFixture
) -> None:
    hooks.answer(503, 204)
    it_is_done(clock)
    with caplog.at_level(logging.DEBUG):
        assert send_due() == 1
    assert outbox.unsent(9)[0].problem == "http_503"
    clock.DEMO_NOW += WAITS[0]
    assert send_due() == 0
    first, second = hooks.delivered
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert "a-secret" not in caplog.text
    assert SECRET not in caplog.text


def test_a_receiver_that_is_silent_costs_one_try_a_round_however_much_is_due(
    clock: Settings, hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_sender", hooks.sender(seconds=0.3))
    hooks.stall()
    clock.DEMO_NOW = BEGIN
    wants("credits", 1)
    for number in range(1, 6):
        look_at(clock, stats(9, 0, 9, amount=Decimal(9)), BEGIN, broadcast_id=number)
    assert send_due() == 1
    assert len(hooks.delivered) == 1
    assert [each.problem for each in outbox.unsent(9)] == ["timeout"]


def test_who_is_told_to_end_sends_no_more(clock: Settings, office: PostOffice) -> None:
    it_is_done(clock)
    assert send_due(is_over=lambda: True) == 0
    assert len(office.mails) == 1


@pytest.mark.parametrize(
    ("channel", "failed", "mailed", "posted"), [("mail", 2, 2, 2), ("webhook", 1, 4, 1)]
)
def test_a_notice_that_cannot_be_written_holds_up_no_other(
    clock: Settings,
    office: PostOffice,
    hooks: Hooks,
    monkeypatch: pytest.MonkeyPatch,
    channel: str,
    failed: int,
    mailed: int,
    posted: int,
) -> None:
    it_is_done(clock)
    outbox.queue("test")
    of_alert = mails.of_alert

    def broken(due: Due) -> dict[str, Any]:
        if due.channel == channel:
            raise ValueError("odd facts")
        return of_alert(due)

    monkeypatch.setattr(mails, "of_alert", broken)
    assert send_due() == failed
    assert {each.problem for each in outbox.unsent(9)} == {"not_written"}
    assert (len(office.mails), len(hooks.delivered)) == (mailed, posted)


def test_an_alert_that_waited_until_after_its_end_says_how_it_ended(
    clock: Settings, office: PostOffice
) -> None:
    clock.DEMO_NOW = BEGIN - timedelta(hours=1)
    wants("live_answer_rate", 20)
    seen = [(10, 90), (40, 100), (45, 100)]
    look_every(clock, [stats(900, 0, 9, LA=live, AM=machine) for live, machine in seen])
    send_due()
    assert office.mails[0]["Subject"] == "Broadcast 135: few live answers"
    assert "By 15:10, 31.0% of 145 tried attempts were answered live." in office.text(0)


def test_an_address_taken_off_the_list_gets_no_more_mails(
    clock: Settings, office: PostOffice
) -> None:
    it_is_done(clock)
    outbox.set_tellings(Tellings(TWO[1:]))
    assert send_due() == 0
    assert [mail["To"] for mail in office.mails] == [TWO[1]]
    assert outbox.unsent(9) == []


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://127.0.0.1/hook", "private"),
        ("https://[::1]/hook", "private"),
        ("https://169.254.169.254/latest", "private"),
    ],
)
def test_a_private_address_is_never_posted_to(clock: Settings, url: str, problem: str) -> None:
    clock.WEBHOOK_URL, clock.WEBHOOK_SECRET = url, SECRET
    outbox.queue("test")
    assert send_due() == 1
    assert outbox.unsent(9)[0].problem == problem


def test_a_webhook_that_is_no_longer_set_is_not_posted_to(clock: Settings, hooks: Hooks) -> None:
    outbox.queue("test")
    clock.WEBHOOK_URL = ""
    assert send_due() == 1
    assert hooks.delivered == []


def test_only_what_was_asked_for_is_sent(clock: Settings, office: PostOffice) -> None:
    outbox.queue("test")
    mine = outbox.queue("test", only="mail")
    assert send_due(mine) == 0
    assert len(office.mails) == 2


def test_an_alert_of_a_broadcast_forgotten_since_is_not_sent(
    clock: Settings, office: PostOffice
) -> None:
    it_is_done(clock)
    named.forget(ID)
    assert send_due() == 0
    assert office.mails == []
    look_at(clock, stats(0, 0, 9), BEGIN + FIVE)
