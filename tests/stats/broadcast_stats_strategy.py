"""Strategies for BroadcastStats: whatever the reader of CallFire's documents may hand on."""

from decimal import Decimal

from hypothesis import strategies as st

from stats.broadcast_stats import ActionStatistics, BroadcastStats, ResultStat, UsageStats
from stats.callfire.schema_numbers import LARGEST_COUNT
from stats.results import KNOWN, ordered

# As sent, such codes would be formulas, line breaks, column names or prototypes to a careless hand.
_STRANGE_CODES = st.sampled_from(
    ["WAP", "OTHER", "la", "=1+1", "@x", "a,b", 'a"b', "a\nb", "__proto__", "Ω", "LA_attempts"]
)
_ANY_CODES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


def counts() -> st.SearchStrategy[int]:
    """Counts as documents hold them, mostly small, 0 among them."""
    return st.integers(0, 20) | st.integers(0, 1_000_000) | st.integers(0, LARGEST_COUNT)


def amounts() -> st.SearchStrategy[Decimal]:
    """Amounts of credits, some below 0, with up to 12 decimal places and their closing zeros."""
    return st.builds(
        lambda digits, places: Decimal(f"{digits}E-{places}"),
        st.integers(-(10**6), 10**24),
        st.integers(0, 12),
    )


def codes() -> st.SearchStrategy[str]:
    """Result codes, known and unknown."""
    return st.sampled_from(sorted(KNOWN)) | _STRANGE_CODES | _ANY_CODES


@st.composite
def broadcast_stats(
    draw: st.DrawFn,
    *,
    codes: st.SearchStrategy[str] = codes(),  # noqa: B008 - a strategy holds nothing
    whole: bool = False,
) -> BroadcastStats:
    """One document; where `whole` every section and every figure came, else any may be missing."""
    lost: st.SearchStrategy[None] = st.nothing() if whole else st.none()
    count, amount = lost | counts(), lost | amounts()
    usage = draw(lost | st.builds(UsageStats, count, count, amount, count, count))
    statuses = draw(lost | st.builds(ActionStatistics, count, count, count))
    came = draw(st.dictionaries(codes, st.tuples(count, count), max_size=8))
    return BroadcastStats(
        None if usage == UsageStats() else usage,
        tuple(ResultStat(code, *came[code]) for code in ordered(came)),
        None if statuses == ActionStatistics() else statuses,
    )
