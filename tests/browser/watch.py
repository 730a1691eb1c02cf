"""What must not happen on any page of any test: errors, violations, requests to another host."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

# The browser tells the console; a policy's violation may otherwise go by unseen.
REPORT_VIOLATIONS: Final = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI}`));
"""
_FAILED: Final = re.compile(r"Failed to load resource: (?:.*status of (\d+)|net::(ERR_\w+))")


class Watch:
    """Listens to contexts of the browser and keeps what went wrong.

    expected: the statuses (and net errors) that a test brings about on purpose; the browser logs
    each as an error of the console.
    """

    def __init__(self, site: str) -> None:
        self.expected: set[str] = set()
        self.complaints: list[str] = []
        self._host = urlsplit(site).netloc

    def expect(self, *failures: int | str) -> None:
        """Take these statuses or net errors for granted."""
        self.expected.update(map(str, failures))

    def over(self, context: BrowserContext) -> None:
        """Listen to every page of this context from now on."""
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", self._catch)
        context.on("request", self._see)

    def unexpected(self) -> Sequence[str]:
        """What went wrong and was not expected."""
        return [each for each in self.complaints if not self._is_expected(each)]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _catch(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")

    def _see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self._host:
            self.complaints.append(f"request to another host: {request.url}")

    def _is_expected(self, complaint: str) -> bool:
        failed = _FAILED.match(complaint)
        return failed is not None and bool(self.expected.intersection(failed.groups()))
