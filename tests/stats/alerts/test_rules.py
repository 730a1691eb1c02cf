"""What is wanted: of all, and of one in place of that."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import Settings

from stats import named
from stats.alerts.rules import rules_of, set_rules, wanted_of, with_own_rules
from stats.models import AlertRule
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def test_own_rules_stand_in_place_of_those_for_all(clock: Settings) -> None:
    set_rules(None, {"done": (True, None), "credits": (True, Decimal(5)), "stalled": (False, None)})
    set_rules(135, {"done": (False, None), "credits": (True, Decimal(9)), "stalled": (True, None)})
    assert {kind: (rule.limit, rule.is_own) for kind, rule in wanted_of(135).items()} == {
        "credits": (Decimal(9), True),
        "stalled": (None, True),
    }
    assert {kind: rule.is_own for kind, rule in wanted_of(136).items()} == {
        "done": False,
        "credits": False,
    }
    assert with_own_rules() == [135]


def test_a_rule_that_stays_as_it_is_is_as_old_as_it_was(clock: Settings) -> None:
    set_rules(None, {"done": (True, None), "credits": (True, Decimal(5))})
    clock.DEMO_NOW = NOW + timedelta(days=1)
    set_rules(None, {"done": (True, None), "credits": (True, Decimal(6))})
    known = rules_of(None)
    assert (known["done"].since, known["credits"].since) == (NOW, clock.DEMO_NOW)


def test_a_rule_can_be_taken_back(clock: Settings) -> None:
    set_rules(135, {"done": (True, None)})
    set_rules(135, {"done": None, "stalled": None})
    assert rules_of(135) == {}
    assert with_own_rules() == []


def test_rules_are_forgotten_with_their_broadcast(clock: Settings) -> None:
    set_rules(135, {"done": (True, None)})
    named.forget(135)
    assert not AlertRule.objects.exists()


def test_a_kind_of_a_later_version_is_passed_over(clock: Settings) -> None:
    AlertRule.objects.create(kind="of_tomorrow", since=NOW)
    assert rules_of(None) == {}
    assert wanted_of(135) == {}
