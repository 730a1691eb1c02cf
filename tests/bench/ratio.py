"""One measured line of docs/benchmarks.md: two things done side by side in one run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """What was measured against what, and what it has to reach.

    value: the ratio itself, or a count where the contract is one; None where it could not be
    measured here. least and most: what it has to reach, one of them or both. command: what takes
    it again. detail: both sides as they were measured, with their units, and the reason where it
    falls short.
    """

    what: str
    against: str
    value: float | None
    command: str
    least: float | None = None
    most: float | None = None
    detail: str = ""

    @property
    def is_reached(self) -> bool:
        """Whether it was measured, and is what it has to be."""
        if self.value is None:
            return False
        is_enough = self.least is None or self.value >= self.least
        return is_enough and (self.most is None or self.value <= self.most)
