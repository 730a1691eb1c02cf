"""The databases that a bench runs on."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests import postgres


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The URL of a PostgreSQL that is started for it; None where there is none on this machine."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgres.running())
        except SystemExit:  # it is not installed, and can't be
            url = None
        yield url
