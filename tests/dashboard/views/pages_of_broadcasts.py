"""Addresses about broadcasts of the stand-in CallFire, and what a person reads in the answers."""

import csv
import io
import re
from typing import Any

AUTUMN = 11741873003
TEXTS = 6117119003
NOT_STARTED = 6280378003
PAGE = f"/broadcasts/{AUTUMN}/"
FACES = {
    "page": PAGE,
    "csv": f"{PAGE}results.csv",
    "json": f"{PAGE}stats.json",
    "xlsx": f"{PAGE}report.xlsx",
}
ASKING = [PAGE, f"{PAGE}summary.csv", f"{PAGE}results.csv", f"{PAGE}stats.json"]


def text_of(response: Any) -> str:
    """What a person reads of a page: no tags, single spaces."""
    without_scripts = re.sub(
        r"<script.*?</script>", " ", response.content.decode(), flags=re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]+>", " ", without_scripts).split())


def rows_of(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def message_of(face: str, response: Any) -> str:
    if face == "json":
        return str(response.json()["problem"]["message"])
    return text_of(response)
