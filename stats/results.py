"""The Result codes of CallFire and the groups they are shown in; an unknown code is data.

Source: the older GetBroadcastStats page lists 17 codes, a later one adds ABANDONED, SKIPPED and
INVALID_NUMBER. CallFire may add more at any time, so a code that is not listed here belongs to the
group "other" and is kept and shown as sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Group = Literal["reached", "delivered", "missed", "blocked", "failed", "pending", "leg", "other"]
Of = Literal["calls", "texts", "both"]


@dataclass(frozen=True, slots=True)
class Code:
    """One Result code: the group it is shown in and whether calls, texts or both end in it."""

    name: str
    group: Group
    of: Of


# The order of tables, CSV columns and JSON; labels and meanings for people are in dashboard.words.
KNOWN: Final[dict[str, Code]] = {
    code.name: code
    for code in (
        Code("LA", "reached", "calls"),
        Code("XFER", "reached", "calls"),
        Code("RECEIVED", "reached", "texts"),
        Code("AM", "delivered", "calls"),
        Code("SD", "delivered", "calls"),
        Code("SENT", "delivered", "texts"),
        Code("NO_ANS", "missed", "calls"),
        Code("BUSY", "missed", "calls"),
        Code("ABANDONED", "missed", "calls"),
        Code("SKIPPED", "missed", "calls"),
        Code("DNC", "blocked", "calls"),
        Code("DNT", "blocked", "texts"),
        Code("TOO_BIG", "failed", "texts"),
        Code("INVALID_NUMBER", "failed", "both"),
        Code("CARRIER_ERROR", "failed", "both"),
        Code("CARRIER_TEMP_ERROR", "failed", "both"),
        Code("INTERNAL_ERROR", "failed", "both"),
        Code("UNDIALED", "pending", "both"),
        Code("POSTPONED", "pending", "both"),
        Code("XFER_LEG", "leg", "calls"),
    )
}

_RANK: Final = {name: rank for rank, name in enumerate(KNOWN)}


def code(name: str) -> Code:
    """The code of that name; one that CallFire has not documented is of group "other"."""
    return KNOWN.get(name) or Code(name, "other", "both")


def ordered(names: Iterable[str]) -> list[str]:
    """The names in the table's order, unknown codes after it by name."""
    return list(_ordered(tuple(names)))


@lru_cache(maxsize=1024)  # a broadcast's answers name the same codes again and again
def _ordered(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (_RANK.get(name, len(_RANK)), name)))


@lru_cache(maxsize=1024)
def is_tried(name: str) -> bool:
    """Whether attempts that ended so count as tried: the divisor of every rate and share.

    Not tried are replies (not our doing), the group pending (never dialed) and the other leg of a
    transfer (not a try of its own).
    """
    return name != "RECEIVED" and code(name).group not in ("pending", "leg")
