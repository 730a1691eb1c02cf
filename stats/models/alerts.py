"""What people want to be told of broadcasts, what there was to tell, and to whom it still goes."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from stats.models.broadcasts import Broadcast


class AlertRule(models.Model):
    """One kind of alert, wanted or not: for one broadcast, or (null) for all that are watched.

    A broadcast's own rule stands in place of the one for all. limit: per cent or credits, by kind.
    since: when it was last switched on or changed, by the site's clock.
    """

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, null=True, related_name="alert_rules")
    kind = models.TextField()
    is_on = models.BooleanField(default=True)
    limit = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    since = models.DateTimeField()

    class Meta:
        """One of a kind for each."""

        constraints = [
            models.UniqueConstraint(fields=["broadcast", "kind"], name="alert_rule_of_one"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(broadcast=None), name="alert_rule_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.broadcast_id or 'all'}"


class AlertQuerySet(models.QuerySet["Alert"]):
    """Questions that read as English."""

    def open(self) -> Self:
        """Those that are not over, told of or not yet."""
        return self.filter(ended_at=None)

    def fired(self) -> Self:
        """Those that people were told of, the latest first."""
        return self.filter(fired_at__isnull=False).order_by("-fired_at", "-pk")


class Alert(models.Model):
    """One occurrence of a kind at a broadcast, from the look that first saw it to its end.

    Instants are those of looks (the site's clock). code: the result that an error burst is of.
    facts and end_facts: figures as JSON, by kind (`stats.alerts.conditions`).
    """

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="alerts")
    kind = models.TextField()
    code = models.TextField(default="")
    limit = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    began_at = models.DateTimeField()
    # null: seen at one look, while the kind has to be seen at two.
    fired_at = models.DateTimeField(null=True, db_index=True)
    # The latest look at which it was so, and the first one after it at which it was not.
    last_so_at = models.DateTimeField()
    not_so_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # False where it was no longer looked for, so that nobody can say it is well again.
    is_recovered = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)
    end_facts = models.JSONField(default=dict)

    objects = AlertQuerySet.as_manager()

    class Meta:
        """One that is open, of each kind and code."""

        constraints = [
            models.UniqueConstraint(
                fields=["broadcast", "kind", "code"],
                condition=Q(ended_at=None),
                name="alert_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} of {self.broadcast_id} from {self.began_at}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions that read as English."""

    def due(self, at: datetime) -> Self:
        """Those to be sent by then that nobody is sending, the longest due first."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.filter(free, next_try_at__lte=at).order_by("next_try_at", "pk")


class Notice(models.Model):
    """Something to be sent to one address, until it is sent or given up. By the real clock.

    address: of a mail; "" for the webhook, whose address is a setting. problem: why the last try
    failed, as a code.
    """

    alert = models.ForeignKey(Alert, models.CASCADE, null=True, related_name="notices")
    event = models.TextField()
    channel = models.TextField()
    address = models.TextField(default="")
    created_at = models.DateTimeField()
    # null: nothing more to do.
    next_try_at = models.DateTimeField(null=True, db_index=True)
    claimed_until = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(default="")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        """How those that could not be sent are found among all that were."""

        indexes = [
            models.Index(fields=["created_at"], condition=Q(sent_at=None), name="notice_not_sent")
        ]

    def __str__(self) -> str:
        return f"{self.event} by {self.channel}"


class Recipients(models.Model):
    """Who is told by mail, and when the evening's summary goes out: one row.

    digest_hour: 0 to 23 by the site's clock, null for none. digested_on: the last one's date.
    """

    addresses = models.JSONField(default=list)
    digest_hour = models.IntegerField(null=True)
    digested_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{len(self.addresses)} addresses"
