"""The numbers as Django sees them."""

from django.apps import AppConfig


class StatsConfig(AppConfig):
    """Where the numbers come from, what is kept, what follows from them."""

    name = "stats"
    verbose_name = "Kept figures"
