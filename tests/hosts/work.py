"""What people do all day, as steps without an end."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Final

import requests

from tests.hosts.host import Host
from tests.hosts.people import Person, Step

TODAY: Final = date(2025, 11, 20)  # the last day of the campaigns
EXPORTS: Final = ("summary.csv", "results.csv", "report.xlsx", "history.csv", "stats.json")
SIGN_IN_EVERY: Final = 6  # steps: the hash of a password takes long on purpose


def looking(attempts: Mapping[int, int], refreshed: int) -> Iterator[Step]:
    """Pages that nobody saw before, whoever takes these steps, and all that people do with them.

    attempts: the broadcasts, with what CallFire says of their whole life. refreshed: one more, for
    which CallFire is asked again and again.
    """
    for number in count():
        broadcast_id = list(attempts)[number % len(attempts)]
        day = TODAY - timedelta(days=number // len(attempts))
        here, dates = f"/broadcasts/{broadcast_id}/", f"?begin={day}&end={day}"
        yield _got("a page that was not seen before", here + dates)
        yield Step("the same again", partial(_again, path=here + dates), (200, 304), _is_not_again)
        yield Step(
            "figures for a program",
            partial(_get, path=f"{here}stats.json"),
            is_true=partial(_tells, attempts=attempts[broadcast_id]),
        )
        export = EXPORTS[number % len(EXPORTS)]
        yield _got(export, f"{here}{export}{dates}")
        yield _done("a refresh", f"/broadcasts/{refreshed}/refresh/")
        if number % 4 == 0:
            yield _done("more of a timeline", f"{here}load/{dates}&bucket=hour")
            yield _got("timeline.csv", f"{here}timeline.csv{dates}&bucket=hour")
        if number % 4 == 1:
            yield _got("the list", "/broadcasts/")
            yield _got("side by side", f"/compare/?id={broadcast_id}&id={refreshed}")
            yield _done("a name", f"{here}name/", own_name=f"Nr. {broadcast_id}", note="")


def coming_and_going() -> Iterator[Step]:
    """Signing in, a look at something, and signing out."""
    while True:
        yield Step("signing in", lambda person, host: person.sign_in(host), (302,))
        for _ in range(SIGN_IN_EVERY):
            yield _got("the first page", "/")
        yield _done("signing out", "/accounts/logout/")
        yield Step("the first page of a stranger", partial(_get, path="/"), (302,))


def _got(what: str, path: str) -> Step:
    return Step(what, partial(_get, path=path))


def _done(what: str, path: str, **fields: str) -> Step:
    return Step(what, lambda person, host: person.post(host, path, **fields), (302,))


def _get(person: Person, host: Host, path: str) -> requests.Response:
    return person.get(host, path)


def _again(person: Person, host: Host, path: str) -> requests.Response:
    """Ask for it as a browser that has it."""
    etag = person.get(host, path).headers["ETag"]
    return person.get(host, path, If_None_Match=etag)


def _is_not_again(response: requests.Response) -> bool:
    """Whether it is not what was sent already; somebody else may have changed it meanwhile."""
    had = response.request.headers["If-None-Match"]
    return (response.status_code == 304) == (response.headers["ETag"] == had)


def _tells(response: requests.Response, attempts: int) -> bool:
    document = response.json()
    return not document["stale"] and document["usage"]["attempts"] == attempts
