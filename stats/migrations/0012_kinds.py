from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stats", "0011_number_of_broadcasts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="broadcast",
            index=models.Index(fields=["status", "type"], name="broadcast_kind"),
        ),
    ]
