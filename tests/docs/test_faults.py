"""What docs/faults.md says that a person sees is what the site says."""

import re

import pytest

from tests.docs import documents
from tests.docs.documents import HOME

SOURCES = [*(HOME / "dashboard").rglob("*.py"), *(HOME / "templates").rglob("*.html")]
# As one text: strings that go on in the next line joined, all white space alike.
SAID = " ".join(
    re.sub(r'"\n\s*"', "", "\n".join(each.read_text("utf-8") for each in SOURCES)).split()
)
ROWS = [
    line.split(" | ")[0].removeprefix("| ")
    for line in documents.text("docs/faults.md").splitlines()
    if line.startswith("| ") and not line.startswith("| you see")
]
QUOTED = [quoted for row in ROWS for quoted in re.findall(r'"([^"]+)"', row)]
FILLED_IN = r"(?:%\\(\\w+\\)\\w|%\\w|\\{\\{ \\w+ \\}\\}|\\d+)"


@pytest.mark.parametrize("quoted", QUOTED)
def test_what_is_quoted_is_said_somewhere(quoted: str) -> None:
    """An ellipsis stands for what differs; a number or a setting may be filled in."""
    for piece in re.split(r"\s*…\s*|CALLFIRE_API_LOGIN(?= …)", quoted):
        pattern = re.sub(r"\d+", FILLED_IN, re.escape(piece.strip()))
        assert re.search(pattern, SAID), piece


def test_most_rows_quote() -> None:
    assert len(QUOTED) > 25
