import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stats", "0009_version"),
    ]

    operations = [
        migrations.AlterField(
            model_name="snapshot",
            name="broadcast",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="snapshots",
                to="stats.broadcast",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["created_at"], condition=models.Q(sent_at=None), name="notice_not_sent"
            ),
        ),
    ]
