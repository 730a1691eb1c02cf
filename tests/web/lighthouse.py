"""`make lighthouse`: Lighthouse's scores and the bytes of the pages, from the demo.

Three runs of each page with Lighthouse's own phone on its slow network; exit code 1 where a score
is too low. `make lighthouse-ci` leaves out the performance, which depends on the machine and on
what else it does: one run, and the bytes.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, sync_playwright

from dashboard.demo import PASSWORD, USER, folder_of
from tests.browser import chromium
from tests.browser.screenshots import NOW, demo
from tests.web import node
from tests.web.visits import Visit, visit

BROADCAST: Final = "/broadcasts/11741873003/"
PAGES: Final = {"home": "/", "list": "/broadcasts/", "broadcast": BROADCAST}
LEAST: Final = {"accessibility": 100, "best-practices": 100, "performance": 98}
MOST_BYTES: Final = {"first": 120_000, "second": 15_000}
RUNS: Final = 3
TRIES: Final = 3  # of one run: Chromium now and then loses the start of a trace (NO_NAVSTART)
Scores = dict[str, list[int]]  # of each category, out of 100, one a run


def scores(site: str, cookie: str, browser: Path, categories: list[str], runs: int) -> Scores:
    """Run Lighthouse on one page."""
    found: Scores = {category: [] for category in categories}
    for _ in range(runs):
        report = _report(site, cookie, browser, categories)
        for category in categories:
            found[category].append(round(100 * report["categories"][category]["score"]))
            _explain(report, category)
    return found


def _report(address: str, cookie: str, browser: Path, categories: list[str]) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        headers, report = Path(folder, "headers.json"), Path(folder, "report.json")
        headers.touch(mode=0o600)
        headers.write_text(json.dumps({"Cookie": cookie}), encoding="utf-8")
        command: list[str | Path] = [
            *(node.program("lighthouse"), address, "--quiet", "--no-enable-error-reporting"),
            *(f"--only-categories={','.join(categories)}", f"--extra-headers={headers}"),
            *("--output=json", f"--output-path={report}"),
            f"--chrome-flags={' '.join(['--headless=new', *chromium.flags()])}",
        ]
        for left in reversed(range(TRIES)):
            environ = os.environ | {"CHROME_PATH": str(browser)}
            if subprocess.run(command, env=environ, check=not left).returncode == 0:
                break
            print("    Lighthouse could not read its trace: once more")
        return json.loads(report.read_text(encoding="utf-8"))


def _explain(report: Any, category: str) -> None:
    """Name what costs points."""
    for part in report["categories"][category]["auditRefs"]:
        audit = report["audits"][part["id"]]
        if part["weight"] and audit["score"] is not None and audit["score"] < 1:
            value = audit.get("displayValue", "")
            print(f"    {category}: {audit['id']} {audit['score']:.2f} {value}")


@contextmanager
def _signed_in(site: str) -> Iterator[tuple[BrowserContext, Path]]:
    """A browser in which the demo's person is signed in, and the path of the browser."""
    with sync_playwright() as playwright:
        path = chromium.whole(Path(playwright.chromium.executable_path))
        with playwright.chromium.launch(executable_path=path, args=chromium.flags()) as browser:
            context = browser.new_context(base_url=site)
            page = context.new_page()
            page.goto("/accounts/login/")
            page.fill("[name=username]", USER)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(f"{site}/")
            page.close()
            yield context, path


def _cookie(context: BrowserContext) -> str:
    return "; ".join(f"{each['name']}={each['value']}" for each in context.cookies())


def _fresh(context: BrowserContext, site: str) -> BrowserContext:
    """The same person in a browser that has seen nothing yet."""
    browser = context.browser
    if browser is None:
        raise RuntimeError("a context that was launched has a browser")
    return browser.new_context(base_url=site, storage_state=context.storage_state())


def visits(context: BrowserContext, site: str) -> list[str]:
    """Two people come twice each to the broadcast's page: say what it cost, and what is too much.

    Nobody was there before: who comes first has the timeline filled in beside the page, and finds
    the page changed the second time. Who comes after has it in the page.
    """
    wrong = []
    for who in ("the first person", "another one"):
        visitor = _fresh(context, site)
        for name, most in MOST_BYTES.items():
            seen, said = visit(visitor, BROADCAST), f"{name} visit of {who}"
            print(f"{said}: {seen.size:,} of {most:,} bytes")
            print("\n".join(f"  {each}" for each in seen.answers))
            if seen.size > most:
                wrong.append(f"{said}: {seen.size:,} bytes, more than {most:,}")
            wrong += elsewhere(seen, site)
    return wrong


def elsewhere(seen: Visit, site: str) -> list[str]:
    """What was asked of another host."""
    here = urlsplit(site).netloc
    return [
        f"asked another host: {each.address}"
        for each in seen.answers
        if urlsplit(each.address).netloc != here
    ]


def measured(*, of_performance: bool) -> list[str]:
    """Measure all pages; what is wrong."""
    categories = [name for name in LEAST if of_performance or name != "performance"]
    shutil.rmtree(folder_of(datetime.fromisoformat(NOW)), ignore_errors=True)  # nobody was there
    with demo() as site, _signed_in(site) as (context, browser):
        wrong = visits(context, site)
        for name, path in PAGES.items():
            runs = RUNS if of_performance else 1
            found = scores(site + path, _cookie(context), browser, categories, runs)
            middle = {category: round(median(values)) for category, values in found.items()}
            print(f"{name:10}", "  ".join(f"{each} {found[each]}" for each in categories))
            wrong += [
                f"{name}: {category} {middle[category]}, less than {LEAST[category]}"
                for category in categories
                if middle[category] < LEAST[category]
            ]
    return wrong


def main() -> None:
    """Measure, print, and fail where something is wrong."""
    try:
        wrong = measured(of_performance="--ci" not in sys.argv[1:])
    except (chromium.NoChromiumError, node.NoNodeError) as error:
        sys.exit(str(error))
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
