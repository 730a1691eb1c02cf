"""How many requests one process may have under way, and who is next where that is all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Final

# All places taken for longer than this: CallFire is slow or silent, and whoever waited on would
# only keep a thread of the server from serving others.
PLACE_SECONDS: Final = 2.0


class Places:
    """A number of places; may be used by many threads at once.

    Who asks one question waits for a place, and goes before rounds of many questions. Those never
    wait: they share the places evenly and take what there is.
    """

    def __init__(self, number: int) -> None:
        """All of them are free."""
        self._number = self._free = number
        self._waiting = 0
        self._rounds = 0
        self._changed = Condition()

    def wait_for_one(self, seconds: float) -> bool:
        """Take one place; False where none got free within so many seconds, or PLACE_SECONDS."""
        with self._changed:
            self._waiting += 1
            try:
                seconds = min(seconds, PLACE_SECONDS)
                is_free = self._changed.wait_for(lambda: self._free > 0, seconds)
            finally:
                self._waiting -= 1
            self._free -= is_free
            return is_free

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Take part in the sharing among rounds."""
        with self._changed:
            self._rounds += 1
        try:
            yield
        finally:
            with self._changed:
                self._rounds -= 1

    def take(self, held: int) -> int:
        """Take what there is for a round that holds so many already; how many those are."""
        with self._changed:
            share = -(-self._number // max(1, self._rounds)) - held
            taken = max(0, min(share, self._free - self._waiting))
            self._free -= taken
            return taken

    def give_back(self, number: int = 1) -> None:
        """Free so many again."""
        with self._changed:
            self._free += number
            self._changed.notify(number)
