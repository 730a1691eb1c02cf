import pytest

from stats.broadcast_stats import ActionStatistics, ResultStat, UsageStats
from tests.stats.examples import VOICE


def test_one_answer_given_to_many_askers_can_be_changed_by_none() -> None:
    for value, name in (
        (VOICE, "results"),
        (VOICE.usage, "attempts"),
        (VOICE.results[0], "result"),
    ):
        with pytest.raises(AttributeError):
            setattr(value, name, None)


def test_what_is_not_given_is_not_reported_and_never_zero() -> None:
    assert UsageStats() != UsageStats(attempts=0)
    assert ActionStatistics() != ActionStatistics(finished=0)
    assert ResultStat("LA").attempts is None
