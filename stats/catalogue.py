"""The catalogue: all broadcasts of the account, as QueryBroadcasts lists them, found by name.

CallFire's order is unknown, and the list may change between two pages: what is new, or moved from
one page to another meanwhile, comes with the next import.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stats import named, service

PAGE: Final = 1000  # the most that CallFire gives at once (page QueryBroadcasts: MaxResults)
MOST: Final = 10_000_000  # broadcasts: a far end that never stops giving is left


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is.

    next: from where to go on (FirstResult), None where it is complete. seen: how many broadcasts
    came so far. total: how many CallFire says there are, None where it does not. new, changed: how
    many rows the latest page wrote.
    """

    next: int | None
    seen: int
    total: int | None
    new: int
    changed: int


def import_pages(first: int = 0) -> Iterator[Progress]:
    """Ask for the account's broadcasts page by page and keep each page before it is told.

    first: from where to go on after an import that ended early. Raises an error of
    `stats.callfire.errors`, and DatabaseError; what came before stays.
    """
    while True:
        page = service.made_questions().ask_page(first, PAGE)
        new, changed = named.keep_all(dict(page.broadcasts), listed_at=service.now())
        first += page.size
        # A page that is not full may still be one of several: only the total, or nothing, ends it.
        is_last = page.size == 0 or first >= (MOST if page.total is None else page.total)
        yield Progress(None if is_last else first, first, page.total, new, changed)
        if is_last:
            return
