"""The site as Django sees it."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """What a person meets."""

    name = "dashboard"
    verbose_name = "Broadcast Stats"

    def ready(self) -> None:
        """Register the system checks."""
        from dashboard import checks  # noqa: F401, PLC0415 - checks register on import
