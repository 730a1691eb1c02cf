"""What an error report leaves out: the page of an error while DEBUG is on, and error mail."""

import re
from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class Filter(SafeExceptionReporterFilter):
    """Hides what is secret by its name or marked as sensitive, also while DEBUG is on.

    Django's own stops hiding variables then. But the page of an error is copied into chats and
    tickets, and CallFire's password is real on a developer's machine too.
    """

    # Django's development server hands the whole environment to each request, and with it the
    # database's password, under a name that Django's own list does not have.
    hidden_settings = re.compile(
        f"{SafeExceptionReporterFilter.hidden_settings.pattern}|DATABASE_URL|PING_URL|WEBHOOK_URL",
        flags=re.IGNORECASE,
    )

    def is_active(self, request: HttpRequest | None) -> bool:  # noqa: ARG002 - Django's signature
        """Always."""
        return True

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> ItemsView[str, Any]:
        """Names and values, those hidden that settings of that name would be, in dicts too.

        Django's backends check a person's password in functions that are not marked as sensitive.
        """
        variables = super().get_traceback_frame_variables(request, tb_frame)
        return {name: self.cleanse_setting(name, value) for name, value in variables}.items()
