from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stats", "0002_asking"),
    ]

    operations = [
        migrations.AddField("broadcast", "type", models.TextField(null=True)),
        migrations.AddField("broadcast", "status", models.TextField(null=True)),
        migrations.AddField("broadcast", "labels", models.JSONField(null=True)),
        migrations.AddField("broadcast", "created", models.DateTimeField(null=True)),
        migrations.AddField("broadcast", "last_modified", models.DateTimeField(null=True)),
        migrations.AddField("broadcast", "hours_begin", models.TimeField(null=True)),
        migrations.AddField("broadcast", "hours_end", models.TimeField(null=True)),
        migrations.AddField("broadcast", "retry_max_attempts", models.IntegerField(null=True)),
        migrations.AddField("broadcast", "retry_minutes_between", models.IntegerField(null=True)),
        migrations.AddField("broadcast", "retry_results", models.JSONField(null=True)),
        migrations.AddField("broadcast", "details_seen_at", models.DateTimeField(null=True)),
        migrations.AddField("broadcast", "details_failed_at", models.DateTimeField(null=True)),
    ]
