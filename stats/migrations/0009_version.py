from django.db import migrations, models

import stats.models.broadcasts


class Migration(migrations.Migration):
    dependencies = [
        ("stats", "0008_asked_in_vain"),
    ]

    operations = [
        migrations.AddField(
            model_name="broadcast",
            name="version",
            field=models.BigIntegerField(default=stats.models.broadcasts.first_version),
        ),
    ]
