"""What broadcasts are called, and that they are found by it."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats import named
from stats.broadcast_details import BroadcastDetails, CallingHours, RetryPlan
from stats.models import Broadcast, Label, Snapshot, Word
from stats.named import LONGEST_WORD, words_in

AT = datetime(2026, 11, 23, 22, tzinfo=UTC)
SPRING = BroadcastDetails(name="Spring Reminder", type="VOICE", labels=("members",))


def words(broadcast_id: int = 135) -> set[str]:
    return set(Word.objects.filter(broadcast=broadcast_id).values_list("word", flat=True))


def test_words_are_in_lower_case_and_each_comes_once() -> None:
    assert words_in("Zürich / ZÜRICH, Straße (2nd try)") == ["zürich", "strasse", "2nd", "try"]
    assert words_in("\ufb01nal \uff21\uff22") == ["final", "ab"]  # as they are typed, not drawn
    assert words_in("— …") == []


@given(st.text())
def test_the_words_of_words_are_the_same(text: str) -> None:
    found = words_in(text)
    assert all(len(word) <= LONGEST_WORD for word in found)
    assert len(set(found)) == len(found)


@pytest.mark.django_db
def test_a_broadcast_is_found_by_id_name_own_name_and_label() -> None:
    named.keep_details(135, SPRING)
    assert words() == {"135", "spring", "reminder", "members"}
    named.rename(135, "Aunt's list", "for the council")
    assert words() == {"135", "spring", "reminder", "members", "aunt", "s", "list"}
    row = Broadcast.objects.get()
    assert (row.shown_name, row.sort_name, row.note) == (
        "Aunt's list",
        "aunt's list",
        "for the council",
    )
    named.rename(135, "", "")
    row.refresh_from_db()
    assert (row.shown_name, row.sort_name) == ("Spring Reminder", "spring reminder")


@pytest.mark.django_db
def test_another_name_and_other_labels_replace_those_before() -> None:
    named.keep_details(135, SPRING)
    named.keep_details(135, BroadcastDetails(name="Autumn", labels=("a", "b")))
    assert words() == {"135", "autumn", "a", "b"}
    assert set(Label.objects.values_list("name", flat=True)) == {"a", "b"}


@pytest.mark.django_db
def test_only_what_is_new_or_changed_is_written() -> None:
    other = BroadcastDetails(name="Other")
    assert named.keep_all({135: SPRING, 136: other}, details_seen_at=AT) == (2, 0)
    assert named.keep_all({135: SPRING, 136: BroadcastDetails(name="Another")}) == (0, 1)
    assert named.keep_all({135: SPRING}, details_seen_at=None) == (0, 0)
    assert Broadcast.objects.get(pk=135).details_seen_at == AT


@pytest.mark.django_db
def test_hours_and_a_plan_that_a_list_leaves_out_stay_known() -> None:
    hours, plan = CallingHours(time(9), time(20)), RetryPlan(3, 45, ("BUSY",))
    named.keep_details(135, BroadcastDetails(name="A", calling_hours=hours, retry_plan=plan))
    Broadcast.objects.update(created=AT, details_seen_at=AT)
    named.keep_all({135: BroadcastDetails(name="B")})
    details = Broadcast.objects.get().details
    assert details == BroadcastDetails("B", created=AT, calling_hours=hours, retry_plan=plan)
    named.keep_details(135, BroadcastDetails(name="C"))  # GetBroadcast tells all
    assert Broadcast.objects.get().details == BroadcastDetails("C")


@pytest.mark.django_db
def test_one_without_a_name_is_found_by_its_id_alone() -> None:
    assert named.row_of(9).sort_name is None
    assert words(9) == {"9"}


@pytest.mark.django_db
def test_a_forgotten_one_is_gone_with_all_its_figures() -> None:
    named.keep_details(135, SPRING)
    named.keep_details(136, SPRING)
    for broadcast_id in (135, 135, 136):
        Snapshot.objects.create(broadcast_id=broadcast_id, first_seen_at=AT, last_seen_at=AT)
    assert named.forget(135) == 2
    assert named.forget(135) == 0
    assert list(Broadcast.objects.values_list("pk", flat=True)) == [136]
    assert words() == set()
    assert Snapshot.objects.count() == 1
