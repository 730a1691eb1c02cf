"""What a visit of a page costs: every answer that a browser gets for it, with its bytes."""

from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import BrowserContext, Page

QUIET_MILLISECONDS: Final = (
    1_500  # after the last answer; what a page asks by itself has begun then
)


@dataclass
class Answer:
    """One answer: its address, status, and bytes on the wire, headers included."""

    address: str
    status: int = 0
    size: int = 0

    def __str__(self) -> str:
        """A line of a table."""
        return f"{self.size:8,} {self.status} {self.address}"


class Visit:
    """Listens to a page of Chromium from before its first question on."""

    def __init__(self, page: Page) -> None:
        self.answers: list[Answer] = []
        self._open: dict[str, Answer] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._finished)

    @property
    def size(self) -> int:
        """All bytes that came over the wire."""
        return sum(each.size for each in self.answers)

    def _asked(self, event: dict[str, Any]) -> None:
        address, number = event["request"]["url"], event["requestId"]
        if address.startswith(("data:", "blob:")):
            return
        if led := event.get("redirectResponse"):
            before = self._open[number]
            before.status, before.size = led["status"], int(led["encodedDataLength"])
        self._open[number] = Answer(address)
        self.answers.append(self._open[number])

    def _answered(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._open:
            self._open[event["requestId"]].status = event["response"]["status"]

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._open:
            self._open[event["requestId"]].size = int(event["encodedDataLength"])


def visit(context: BrowserContext, path: str) -> Visit:
    """Open a page in a browser, with what its cache holds; wait until all is there; close it."""
    page = context.new_page()
    visit = Visit(page)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.mouse.wheel(0, 20_000)  # what is drawn only when it is seen is part of the page
    page.wait_for_timeout(QUIET_MILLISECONDS)
    page.wait_for_load_state("networkidle")
    page.close()
    return visit
