from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stats", "0007_alerts"),
    ]

    operations = [
        migrations.AddField(
            model_name="broadcast",
            name="in_vain_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="broadcast",
            name="in_vain",
            field=models.JSONField(null=True),
        ),
    ]
