"""The site as Django sees it."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """What a person meets."""

    name = "dashboard"
    verbose_name = "Broadcast Stats"

    def ready(self) -> None:
        """Register the system checks, and what is recorded of signing in."""
        from dashboard import audit, checks  # noqa: F401, PLC0415 - they register on import
