"""The client of CallFire's REST API 1.1; requests and urllib3 are used in here alone."""

from stats.callfire.client.asking import Client
from stats.callfire.client.deadline import Limits

__all__ = ["Client", "Limits"]
