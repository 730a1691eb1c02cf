"""What the site keeps of people: what they did, and the API tokens of their programs."""

from typing import Any, Never

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(TypeError):
    """A line of the record can't be changed or taken out."""


class RecordQuerySet(models.QuerySet["Record"]):
    """Lines to be read; taking them all out at once is as impossible as one by one."""

    def update(self, **_columns: Any) -> Never:
        """Refuse. Raises AppendOnlyError."""
        raise AppendOnlyError

    def delete(self) -> Never:
        """Refuse. Raises AppendOnlyError."""
        raise AppendOnlyError


class Record(models.Model):
    """One deed of a person or their program: who, what, when, and what came of it. Append-only."""

    class Deed(models.TextChoices):
        """What can be done here."""

        SIGN_IN = "sign_in", _("signed in")
        SIGN_OUT = "sign_out", _("signed out")
        PASSWORD = "password", _("changed the password")
        TOKEN_MADE = "token_made", _("made an API token")
        TOKEN_REVOKED = "token_revoked", _("revoked an API token")
        REFRESH = "refresh", _("refreshed")
        EXPORT = "export", _("exported")
        WATCH = "watch", _("had it watched")
        UNWATCH = "unwatch", _("had it no longer watched")
        IMPORT = "import", _("had the list fetched")
        NAME = "name", _("named it or noted something")
        FORGET = "forget", _("had it forgotten")
        ALERTS = "alerts", _("changed what is told to whom")
        TEST_ALERT = "test_alert", _("sent a test")

    at = models.DateTimeField(default=timezone.now, db_index=True)
    # The name as it was then: people come and go, the record stays.
    who = models.CharField(max_length=150)
    token = models.CharField(max_length=50, blank=True)  # the name of the API token, if by one
    client = models.GenericIPAddressField(_("address of the client"), null=True)
    deed = models.CharField(max_length=20, choices=Deed)
    broadcast_id = models.BigIntegerField(null=True)
    what = models.TextField(blank=True)  # path and query, or the name of a token
    outcome = models.CharField(max_length=40)  # "ok", or the kind of the problem
    reference = models.CharField(max_length=8)

    objects = RecordQuerySet.as_manager()

    class Meta:
        """How it is read."""

        ordering = ["-at", "-pk"]
        verbose_name = _("line of the record")
        verbose_name_plural = _("record")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.who} {self.deed}: {self.outcome}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line. Raises AppendOnlyError where it is there already."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refuse. Raises AppendOnlyError."""
        raise AppendOnlyError


class Token(models.Model):
    """An API token of a person, kept as a digest: whoever reads the database can't use it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=50)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token, in hex
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    # The minute in which its uses are counted now, and how many there were.
    minute_began_at = models.DateTimeField(default=timezone.now)
    minute_uses = models.IntegerField(default=0)

    class Meta:
        """How they are listed."""

        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name
