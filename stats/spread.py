"""A rate and how sure it is, by how far hours differ: attempts of one hour resemble each other.

A plain test of two proportions takes each attempt for a draw of its own. Where hours differ by five
points it calls a third of equal pairs different. Here an hour is what is drawn: the variance of a
ratio over hours (W. G. Cochran, Sampling Techniques, 3rd ed., ch. 6), with Student's t. Hours are
unequal, and a large one draws the rate to itself, so that by the plain formula a few of them hold
the truth in 92% of cases: each is therefore left out once (the jackknife, ibid. 6.17), and hours
count by their effective number (L. Kish, Survey Sampling, 11.7). Of equal hours it is the same.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

LEVEL: Final = 0.95  # how often an interval holds the truth
LEAST_HOURS: Final = 10  # fewer tell nothing of how far hours differ
_LEAST_FREEDOM: Final = 3.0  # as if there were four: below, the quantile's expansion is of no use


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole, summed over hours in which there was any.

    variance: of the rate, by the spread between hours; None under LEAST_HOURS. freedom: its degrees
    of freedom.
    """

    part: int
    whole: int
    hours: int
    variance: float | None
    freedom: float

    @property
    def share(self) -> float | None:
        """The rate, 0 to 1; None where the whole is 0."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The ends of its interval at LEVEL, within 0 and 1; None where there is none."""
        if self.variance is None or self.share is None:
            return None
        reach = _student(self.freedom) * math.sqrt(self.variance)
        return max(0.0, self.share - reach), min(1.0, self.share + reach)


def rate_of(hours: Iterable[tuple[int, int]]) -> Rate:
    """The rate over hours: part and whole of each. Hours whose whole is 0 don't count."""
    counted = [(part, whole) for part, whole in hours if whole]
    part, whole = sum(each for each, _ in counted), sum(each for _, each in counted)
    number = len(counted)
    if number < LEAST_HOURS:
        return Rate(part, whole, number, None, 0.0)
    share = part / whole
    squares = sum(((each - share * of) * whole / (whole - of)) ** 2 for each, of in counted)
    variance = max((number - 1) / number * squares / whole**2, _of_dice(part, whole))
    effective = whole**2 / sum(of**2 for _, of in counted)
    return Rate(part, whole, number, variance, max(_LEAST_FREEDOM, effective - 1))


def _of_dice(part: int, whole: int) -> float:
    """The variance where each attempt is a draw of its own: hours differ by that at least.

    Two more of each kind are counted (A. Agresti, B. A. Coull, 1998): hours without a single error,
    or with nothing else, say nothing of how far they differ.
    """
    share = (part + 2) / (whole + 4)
    return share * (1 - share) / whole


def difference(one: Rate, other: Rate) -> tuple[float, float] | None:
    """The ends of the interval of `one` less `other` at LEVEL; None where one of them has none.

    Degrees of freedom by Welch and Satterthwaite.
    """
    if one.share is None or other.share is None:
        return None
    if one.variance is None or other.variance is None:
        return None
    variance = one.variance + other.variance
    middle = one.share - other.share
    if not variance:
        return middle, middle
    spread = one.variance**2 / one.freedom + other.variance**2 / other.freedom
    reach = _student(variance**2 / spread) * math.sqrt(variance)
    return middle - reach, middle + reach


def _student(freedom: float) -> float:
    """The two-sided quantile of Student's t at LEVEL, within 0.0005 from 9 degrees on, 0.03 from 3.

    By the expansion of R. A. Fisher and E. A. Cornish (Technometrics 2, 1960).
    """
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3
