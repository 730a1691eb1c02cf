"""People at work on several hosts at once, each with a browser behind a load balancer."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import Final, Self

import requests

from tests.hosts.host import NAME, Host, until

PASSWORD: Final = "a password of many hosts"


class Person:
    """A browser: the cookies are of the site's one name, whichever host answers.

    address: where the person is, as the load balancer tells it.
    """

    def __init__(self, address: str = "203.0.113.7") -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update(
            # A connection that is kept may be closed just when it is used again: no host's fault.
            {"Host": NAME, "X-Forwarded-For": address, "Connection": "close"}
        )

    def get(self, host: Host, path: str, **headers: str) -> requests.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._session.get(
            host.address + path, headers=named, timeout=60, allow_redirects=False
        )

    def post(self, host: Host, path: str, **fields: str) -> requests.Response:
        """A form, with the mark against forgery that any host may have given."""
        mark = self._session.cookies["csrftoken"]
        return self._session.post(
            host.address + path,
            data={"csrfmiddlewaretoken": mark, **fields},
            timeout=60,
            allow_redirects=False,
        )

    def sign_in(self, host: Host, name: str = "mk", password: str = PASSWORD) -> requests.Response:
        self.get(host, "/accounts/login/")
        return self.post(host, "/accounts/login/", username=name, password=password)

    def in_another_window(self) -> "Person":
        """The same person, who has the same cookies by now."""
        other = Person()
        other._session.cookies.update(self._session.cookies)
        return other

    def is_signed_in(self, host: Host) -> bool:
        return self.get(host, "/").status_code == 200


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a person does, which statuses are right then, and which answers are true."""

    what: str
    ask: Callable[[Person, Host], requests.Response]
    right: tuple[int, ...] = (200,)
    is_true: Callable[[requests.Response], bool] = lambda _response: True


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a step: a status, or no whole answer. Times are monotonic seconds."""

    host: Host
    what: str
    status: int | None
    is_right: bool
    began: float
    ended: float


class Worker:
    """A person who goes through steps without a pause, from host to host in turn."""

    def __init__(self, hosts: list[Host], steps: Iterator[Step], person: Person) -> None:
        self.seen: list[Seen] = []
        self._hosts, self._steps, self._person = hosts, steps, person
        self._thread = Thread(target=self._work)
        self._is_over = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over = True
        self._thread.join()

    def has_done(self, number: int) -> bool:
        """Whether so many steps are done, or it has no host left to ask."""
        return len(self.seen) >= number or not self._thread.is_alive()

    def does(self, more: int) -> None:
        """Wait for so many more steps."""
        number = len(self.seen) + more
        until(lambda: self.has_done(number), f"{more} more steps")

    def _work(self) -> None:
        for turn, step in enumerate(self._steps):
            host = self._hosts[turn % len(self._hosts)]
            self.seen.append(seen(step, self._person, host))
            if self.seen[-1].status is None:  # the load balancer sends nobody there any more
                self._hosts.remove(host)
            if self._is_over or not self._hosts:
                break


def seen(step: Step, person: Person, host: Host) -> Seen:
    """Do one step."""
    began, status, is_right = time.monotonic(), None, False
    with suppress(requests.RequestException):
        response = step.ask(person, host)
        status = response.status_code
        is_right = status in step.right and step.is_true(response)
    return Seen(host, step.what, status, is_right, began, time.monotonic())
