"""System checks: what a person who runs the site should know, with ids and hints."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as Advice


@register()
def credentials(**_: Any) -> list[CheckMessage]:
    """W001: the API login or password is missing, so nothing can be asked of CallFire."""
    return [
        Advice(
            f"{name} is not set: CallFire can't be asked.",
            hint=f"Put {name} into .env or the environment. It is the account's API login, "
            "not the website's.",
            id="dashboard.W001",
        )
        for name in ("CALLFIRE_API_LOGIN", "CALLFIRE_API_PASSWORD")
        if not getattr(settings, name)
    ]


@register()
def time_zone(**_: Any) -> list[CheckMessage]:
    """W002: no TIME_ZONE was chosen, so days are UTC days."""
    if settings.TIME_ZONE_SET:
        return []
    return [
        Advice(
            "TIME_ZONE is not set: days here are UTC days.",
            hint="Put an IANA name such as America/Los_Angeles into TIME_ZONE; UTC is one too.",
            id="dashboard.W002",
        )
    ]
