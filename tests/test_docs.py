"""What the documents say of the tests is true."""

import re
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_test_that_reliability_names_exists() -> None:
    text = (HOME / "docs" / "reliability.md").read_text("utf-8")
    named = NAMED.findall(text)
    assert len(named) == text.count("::") - 1  # the heading explains `file::name`
    for file, name in named:
        assert re.search(rf"^def {name}\(", (HOME / file).read_text("utf-8"), re.MULTILINE), name


def test_every_row_of_reliability_names_a_proof() -> None:
    lines = (HOME / "docs" / "reliability.md").read_text("utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ") and not line.startswith("| fault")]
    assert len(rows) > 20
    assert [row for row in rows if not NAMED.search(row)] == []


def test_reliability_and_the_targets_are_in_the_readme() -> None:
    readme = (HOME / "README.md").read_text("utf-8")
    for what in ("docs/reliability.md", "make test-postgres", "make fuzz"):
        assert what in readme
