"""CallFire's documents: bytes in, our own values out, or BadResponse; XML is read in here alone."""

from stats.callfire.documents.broadcasts import broadcast, broadcast_page
from stats.callfire.documents.stats import broadcast_stats

__all__ = ["broadcast", "broadcast_page", "broadcast_stats"]
