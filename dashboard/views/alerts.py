"""Being told: what is wrong now and was before, what people want to be told of, and who is told."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dashboard import alert_page, audit, etags, last_period, page, zone
from dashboard.alert_forms import RecipientsForm, RulesForm
from dashboard.audit import Deed
from dashboard.forms import LARGEST_ID
from dashboard.lists import number_of
from dashboard.methods import require_POST, require_safe
from dashboard.notices.sending import send_due
from stats import seen, service, watching
from stats.alerts import occurrences, outbox, rules, told
from stats.alerts.kinds import Name
from stats.alerts.rules import Rule
from stats.period import resolve

MOST_WRONG: Final = 100
MOST_PAST: Final = 50
MOST_UNSENT: Final = 10


@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """The page, of all broadcasts or of the one that `broadcast` names."""
    typed = request.GET.get("broadcast", "")
    if _is_none(typed):
        return _unknown(request, typed)
    return _page(request, _broadcast(typed))


@require_POST
def alert_rules(request: HttpRequest) -> HttpResponse:
    """Keep what is wanted as the form says; a broadcast with a rule of its own is watched."""
    typed = request.POST.get("broadcast", "")
    if _is_none(typed):
        return _unknown(request, typed)
    broadcast_id = _broadcast(typed)
    form = RulesForm(request.POST, rules={}, common=_common(broadcast_id))
    if not form.is_valid():
        return _page(request, broadcast_id, rules_form=form)
    rules.set_rules(broadcast_id, form.wanted)
    occurrences.end_unwanted()
    if broadcast_id is not None and any(rule and rule[0] for rule in form.wanted.values()):
        watching.watch(broadcast_id)
    audit.record(request, Deed.ALERTS, broadcast_id=broadcast_id, what=request.get_full_path())
    return redirect(_address(broadcast_id))


@require_POST
def alert_recipients(request: HttpRequest) -> HttpResponse:
    """Keep who is told as the form says."""
    form = RecipientsForm(request.POST)
    if not form.is_valid():
        return _page(request, None, recipients_form=form)
    outbox.set_tellings(form.tellings)
    audit.record(request, Deed.ALERTS, what=request.get_full_path())
    return redirect(_address(None))


@require_POST
def test_alert(request: HttpRequest) -> HttpResponse:
    """Send a test by `channel` (mail or webhook) now, and say on the page how it went."""
    channel: outbox.Channel = "webhook" if request.POST.get("channel") == "webhook" else "mail"
    numbers = outbox.queue("test", only=channel)
    send_due(numbers)
    failed = outbox.give_up(numbers)
    outcome = "failed" if failed else audit.OK
    audit.record(request, Deed.TEST_ALERT, outcome, what=channel)
    return redirect(f"{_address(None)}?tested={channel}&sent={len(numbers) - failed}#told")


def _page(
    request: HttpRequest,
    broadcast_id: int | None,
    rules_form: RulesForm | None = None,
    recipients_form: RecipientsForm | None = None,
) -> HttpResponse:
    """The page; with a form that was refused, as it was typed."""
    here, now = zone.of_request(request), service.now()
    known = rules.rules_of(broadcast_id)
    tellings, common = outbox.tellings(), _common(broadcast_id)
    shown = _shown(broadcast_id)

    def rendered() -> HttpResponse:
        tested = [request.GET.get(name, "") for name in ("tested", "sent")]
        period = resolve(period=last_period.of_request(request), zone=here, now=now)
        context = shown | alert_page.channels()
        context |= {
            "wrong": [alert_page.row(each, period, now) for each in shown["wrong"]],
            "past": [alert_page.row(each, period, now) for each in shown["past"]],
            "unsent": [alert_page.unsent(each, here, now) for each in shown["unsent"]],
            "tested": alert_page.tested(*tested),
            "rules_form": rules_form or RulesForm(rules=known, common=common),
            "recipients_form": recipients_form or RecipientsForm.of(tellings),
            "addresses": tellings.addresses,
        }
        status = 400 if rules_form or recipients_form else 200
        return render(request, "alerts/alerts.html", context, status=status)

    if rules_form or recipients_form:
        return rendered()
    said = (shown, known, common, tellings, alert_page.channels(), page.of_the_clock(here))
    return etags.answered(request, said, rendered)


def _shown(broadcast_id: int | None) -> dict[str, Any]:
    """What is known, of one broadcast or of all."""
    heartbeat = watching.heartbeat()
    facts: dict[str, Any] = {
        "broadcast_id": broadcast_id,
        "wrong": told.open_now(broadcast_id, most=MOST_WRONG),
        "all_wrong": told.count_open(),
        "past": told.past(MOST_PAST, broadcast_id),
        "unsent": outbox.unsent(MOST_UNSENT),
        "heartbeat": heartbeat,
        "is_late": heartbeat.is_late(service.wall_clock()),
    }
    if broadcast_id is None:
        return facts | {"own": [(pk, seen.name_of(pk)) for pk in rules.with_own_rules()]}
    name, is_watched = seen.name_of(broadcast_id), watching.is_watched(broadcast_id)
    return facts | {"name": name, "is_watched": is_watched}


def _common(broadcast_id: int | None) -> dict[Name, Rule] | None:
    """The rules of all, beside those of one."""
    return None if broadcast_id is None else rules.rules_of(None)


def _broadcast(text: str) -> int | None:
    """The broadcast that is meant, if any is."""
    number = number_of(text.strip())
    return number if number and number <= LARGEST_ID else None


def _is_none(text: str) -> bool:
    """Whether something is typed that names no broadcast."""
    return bool(text.strip()) and _broadcast(text) is None


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    said = _("“%s” is not a broadcast ID: a whole number in digits.") % typed[:40]
    return render(request, "alerts/unknown.html", {"said": said}, status=400)


def _address(broadcast_id: int | None) -> str:
    return reverse("alerts") + (f"?broadcast={broadcast_id}" if broadcast_id else "")
