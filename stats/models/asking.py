"""Who asks CallFire what, and whether it may be asked."""

from django.db import models


class Lease(models.Model):
    """Who is asking CallFire one question now, or what came of it a moment ago (`stats.lease`)."""

    key = models.CharField(primary_key=True, max_length=100)
    owner = models.CharField(max_length=32)
    # From this instant on, by the real clock, somebody else may ask.
    free_at = models.DateTimeField(db_index=True)
    # null while the question is under way; {} is an answer that was kept, else an error's facts.
    outcome = models.JSONField(null=True)

    def __str__(self) -> str:
        return self.key


class Allowance(models.Model):
    """Whether this site may ask CallFire now: one row for all processes (`stats.pause`).

    Lists hold seconds since the epoch, of the last minute alone.
    """

    asked_at = models.JSONField(default=list)
    failed_at = models.JSONField(default=list)
    # After five failures in a minute nothing is asked until then.
    closed_until = models.DateTimeField(null=True)
    # An HMAC of the address, login and password that CallFire refused.
    refused_account = models.CharField(max_length=64, null=True)
    # When a person's refresh last asked in spite of a pause.
    probed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"closed until {self.closed_until}" if self.closed_until else "open"
