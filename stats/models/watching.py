"""What is watched, and whether collectors come round."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from stats.models.broadcasts import Broadcast


class WatchQuerySet(models.QuerySet["Watch"]):
    """Questions that read as English."""

    def due(self, at: datetime) -> Self:
        """Those to be looked at by then, the longest due first."""
        return self.filter(next_look_at__lte=at).order_by("next_look_at", "pk")

    def free(self, at: datetime) -> Self:
        """Those that no collector has claimed."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=at))


class Watch(models.Model):
    """A broadcast that collectors look at again and again (`stats.collect`).

    Instants are of the real clock. A claim is one collector's, and lapses by itself.
    """

    broadcast = models.OneToOneField(Broadcast, models.CASCADE, primary_key=True)
    since = models.DateTimeField()
    next_look_at = models.DateTimeField(db_index=True)
    claimed_until = models.DateTimeField(null=True)
    # Up to where the hours of its timeline are kept.
    hours_until = models.DateTimeField(null=True)

    objects = WatchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk} since {self.since}"


class Collector(models.Model):
    """When collectors last ended a whole round: one row for all of them."""

    ended_at = models.DateTimeField(null=True)
    # How far rounds are apart.
    every_seconds = models.IntegerField(null=True)

    def __str__(self) -> str:
        return f"last ran {self.ended_at}"
