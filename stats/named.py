"""What broadcasts are called and how that is kept: details, words to find them by, labels.

Whoever changes a name, an own name or the labels of a broadcast does it here, so that it is found
by what it is called now.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from stats.broadcast_details import BroadcastDetails
from stats.models import Broadcast, Label, Word, details_columns

LONGEST_WORD: Final = 64  # characters: what is longer is found by its beginning
_AT_A_TIME: Final = 500  # rows in one statement


def words_in(text: str) -> list[str]:
    """The words of a text, each once, in lower case and in the form in which they are kept."""
    words = re.findall(r"\w+", _folded(text))
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in words))


def row_of(broadcast_id: int) -> Broadcast:
    """The broadcast's row, made where there is none yet; found by its ID from then on."""
    row, is_new = Broadcast.objects.get_or_create(broadcast_id=broadcast_id)
    if is_new:
        _add_words([row])
    return row


def keep_details(broadcast_id: int, details: BroadcastDetails) -> None:
    """Keep what GetBroadcast says of one broadcast."""
    _keep({broadcast_id: details}, {}, is_partial=False)


def keep_all(found: Mapping[int, BroadcastDetails], **columns: Any) -> tuple[int, int]:
    """Keep what a list says of many broadcasts; how many are new, and how many changed.

    columns: those of each that is new or changed. What is of a broadcast's config and was left out
    does not replace what is known of it. What did not change is not written.
    """
    return _keep(found, columns, is_partial=True)


@transaction.atomic
def _keep(
    found: Mapping[int, BroadcastDetails], columns: Mapping[str, Any], *, is_partial: bool
) -> tuple[int, int]:
    # Locked where rows can be: an import, another one and a new name come one after the other.
    rows = Broadcast.objects.select_for_update().order_by("pk")
    known = {row.pk: row for row in rows.filter(pk__in=found)}
    new, changed = [], []
    for broadcast_id, details in found.items():
        row = known.get(broadcast_id) or Broadcast(broadcast_id=broadcast_id)
        wanted = _wanted(details, is_partial=is_partial)
        if broadcast_id not in known:
            new.append(row)
        elif any(getattr(row, name) != value for name, value in wanted.items()):
            changed.append(row)
        for name, value in {**wanted, **columns}.items():
            setattr(row, name, value)
        row.sort_name = sort_name_of(row)
    for row in changed:
        row.version = F("version") + 1
    # Somebody else may have come first with one: what that one says is as new.
    Broadcast.objects.bulk_create(new, batch_size=_AT_A_TIME, ignore_conflicts=True)
    if changed:
        names = [*details_columns(BroadcastDetails()), *columns, "sort_name", "version"]
        Broadcast.objects.bulk_update(changed, names, batch_size=_AT_A_TIME)
    _add_words(new)
    index(changed)
    return len(new), len(changed)


@transaction.atomic
def rename(broadcast_id: int, own_name: str, note: str) -> None:
    """Keep what people here call a broadcast, "" for nothing of their own, and what they note."""
    row_of(broadcast_id)
    row = Broadcast.objects.select_for_update().get(pk=broadcast_id)
    row.own_name, row.note = own_name, note
    row.sort_name = sort_name_of(row)
    row.version = F("version") + 1
    row.save(update_fields=["own_name", "note", "sort_name", "version"])
    index([row])


def own_of(broadcast_id: int) -> tuple[str, str]:
    """What people here call it and note of it; "" for nothing."""
    found = Broadcast.objects.filter(pk=broadcast_id).values_list("own_name", "note").first()
    return found or ("", "")


def forget(broadcast_id: int) -> int:
    """Delete the broadcast with all its figures; how many snapshots there were.

    Who asks for it again finds it as if nobody ever had.
    """
    _, deleted = Broadcast.objects.filter(pk=broadcast_id).delete()
    return deleted.get("stats.Snapshot", 0)


def sort_name_of(row: Broadcast) -> str | None:
    """The shown name as the list sorts it; None without a name."""
    return _folded(row.shown_name or "") or None


def _folded(text: str) -> str:
    """The form in which names are compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(row: Broadcast) -> list[str]:
    """The words by which a broadcast is found: of its ID, its names and its labels."""
    return words_in(" ".join([str(row.pk), row.name or "", row.own_name, *(row.labels or ())]))


def index(rows: Collection[Broadcast]) -> None:
    """Have the broadcasts found by their ID, names and labels, and by nothing they had before."""
    pks = [row.pk for row in rows]
    for model in (Word, Label):
        for start in range(0, len(pks), _AT_A_TIME):
            model.objects.filter(broadcast__in=pks[start : start + _AT_A_TIME]).delete()
    _add_words(rows)


def _add_words(rows: Collection[Broadcast]) -> None:
    """The same for broadcasts that have none yet."""
    words = [Word(broadcast_id=row.pk, word=word) for row in rows for word in words_of(row)]
    Word.objects.bulk_create(words, batch_size=_AT_A_TIME, ignore_conflicts=True)
    labels = [Label(broadcast_id=row.pk, name=name) for row in rows for name in row.labels or ()]
    Label.objects.bulk_create(labels, batch_size=_AT_A_TIME, ignore_conflicts=True)


def _wanted(details: BroadcastDetails, *, is_partial: bool) -> dict[str, Any]:
    columns = details_columns(details)
    if not is_partial:
        return columns
    if details.created is None:
        del columns["created"]
    if details.calling_hours is None:
        del columns["hours_begin"], columns["hours_end"]
    if details.retry_plan is None:
        del columns["retry_max_attempts"], columns["retry_minutes_between"]
        del columns["retry_results"]
    return columns
