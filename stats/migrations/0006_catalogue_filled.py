"""Has the broadcasts that are known already listed and found like those that come now."""

import unicodedata

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from stats.models import standing_columns, stats_of
from stats.named import words_in


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The shown name and ID as words, the labels, and the figures of the newest whole life."""
    models = {name: apps.get_model("stats", name) for name in ("Broadcast", "Snapshot")}
    word, label = apps.get_model("stats", "Word"), apps.get_model("stats", "Label")
    for row in models["Broadcast"].objects.iterator():
        row.sort_name = unicodedata.normalize("NFKC", row.name or "").casefold() or None
        whole_lives = models["Snapshot"].objects.filter(broadcast=row, begin=None, end=None)
        newest = whole_lives.order_by("-last_seen_at", "-pk").first()
        if newest is not None:
            row.as_of = newest.last_seen_at
            for name, value in standing_columns(stats_of(newest)).items():
                setattr(row, name, value)
        row.save()
        found = words_in(" ".join([str(row.pk), row.name or "", *(row.labels or ())]))
        word.objects.bulk_create(word(broadcast=row, word=each) for each in found)
        label.objects.bulk_create(label(broadcast=row, name=each) for each in row.labels or ())


class Migration(migrations.Migration):
    dependencies = [
        ("stats", "0005_catalogue"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
