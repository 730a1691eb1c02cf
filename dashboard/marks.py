"""The buckets of an earlier stretch, each beside the one of a period that it is compared with."""

from dataclasses import dataclass

from stats.buckets import Bucket
from stats.earlier import Pair
from stats.series import Series, Slot


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn over the bars: the earlier series, and what it is called ("the day before")."""

    pair: Pair
    series: Series
    name: str

    @property
    def label(self) -> str:
        """The name as it stands alone."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def last(self) -> Bucket | None:
        """The last bucket, if there is any."""
        return self.series.slots[-1].bucket if self.series.slots else None

    def beside(self, slots: tuple[Slot, ...]) -> list[Slot | None]:
        """The earlier bucket of each, None where there is none of the same stretch.

        So weeks of a month have none beside those of the month before.
        """
        earlier = {(slot.bucket.begin, slot.bucket.end): slot for slot in self.series.slots}
        stretches = [self.pair.moved_stretch(slot.bucket.begin, slot.bucket.end) for slot in slots]
        return [stretch and earlier.get(stretch) for stretch in stretches]
