from datetime import UTC, datetime
from decimal import Decimal

from dashboard.templatetags.progress import Segment, part_of, segments
from stats.broadcast_stats import ActionStatistics
from stats.report import Progress

AT = datetime(2026, 11, 23, 22, 32, tzinfo=UTC)


def progress(unattempted: int | None, retry_wait: int | None, finished: int | None) -> Progress:
    return Progress(ActionStatistics(unattempted, retry_wait, finished), AT, of_whole_life=True)


def test_the_stretches_of_a_bar_stand_one_after_another() -> None:
    assert segments(progress(1158, 740, 8102)) == [
        Segment("finished", "0.00", "81.02"),
        Segment("retry_wait", "81.02", "7.40"),
        Segment("unattempted", "88.42", "11.58"),
    ]


def test_a_step_that_nothing_is_in_has_no_stretch() -> None:
    assert segments(progress(0, 0, 5)) == [Segment("finished", "0.00", "100.00")]


def test_nothing_is_drawn_of_what_is_not_reported() -> None:
    assert segments(None) == []
    assert segments(progress(None, 1, 1)) == []
    assert segments(progress(0, 0, 0)) == []


def test_a_part_of_nothing_or_of_what_is_unknown_is_not_said() -> None:
    assert part_of(1, 4) == Decimal("0.25")
    assert part_of(None, 4) is None
    assert part_of(1, 0) is None
    assert part_of(1, None) is None
