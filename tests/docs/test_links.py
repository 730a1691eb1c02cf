"""Every link of the documents leads somewhere, every file they name is there, every picture too."""

import re

import pytest

from tests.browser.screenshots import SHOTS
from tests.docs import documents
from tests.docs.documents import HOME

HEAVY = 150_000  # bytes
ELSEWHERE = {"https://www.standardwebhooks.com/"}
# What looks like a file of this project and is made by people or by the site.
MADE = {
    *(".env", "november.csv", "results.csv"),
    *("broadcast-stats-collect.service", "broadcast-stats-collect.timer"),
}
EXPORTS = re.compile(r"/?[a-z]+\.(csv|json|xlsx)$")
FILE = re.compile(r"^\.?[\w-]+(/[\w.-]+)*/?$|^\.?[\w./-]+\.(md|py|toml|txt|example|conf|env)$")


@pytest.mark.parametrize("name", documents.NAMES)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(name: str) -> None:
    for link in documents.links(name):
        if "://" in link:
            assert link in ELSEWHERE
            continue
        path, _, anchor = link.partition("#")
        there = (HOME / name).parent / path if path else HOME / name
        assert there.is_file(), link
        assert not anchor or anchor in documents.anchors(str(there.resolve().relative_to(HOME)))


@pytest.mark.parametrize("name", documents.NAMES)
def test_every_file_and_folder_that_is_named_is_there(name: str) -> None:
    for span in documents.spans(name):
        path = span.partition("::")[0]
        is_path = "/" in path.rstrip("/") or path.endswith("/") or path.startswith(".")
        is_file = re.search(r"\.(md|py|toml|txt|example|conf)$", path)
        if path.startswith(("/", "*", ".venv/")) or not FILE.match(path) or path in MADE:
            continue
        if (is_path or is_file) and not EXPORTS.match(path):
            assert (HOME / path).exists(), span


def test_every_document_is_in_the_table_of_contents() -> None:
    contents = set(documents.links("docs/README.md"))
    assert {name.removeprefix("docs/") for name in documents.NAMES if "docs/" in name} <= {
        *contents,
        "README.md",
    }


def test_every_picture_is_made_and_every_picture_that_is_made_is_shown() -> None:
    shown = {
        str(((HOME / name).parent / picture).resolve().relative_to(HOME))
        for name in documents.NAMES
        for picture in documents.pictures(name)
    }
    assert shown == {f"docs/pictures/{shot.name}.png" for shot in SHOTS}


def test_every_picture_is_there_and_none_is_heavy() -> None:
    sizes = {each.name: each.stat().st_size for each in (HOME / "docs/pictures").glob("*.png")}
    assert set(sizes) == {f"{shot.name}.png" for shot in SHOTS}
    assert [name for name, size in sizes.items() if size > HEAVY] == []


def test_every_picture_says_what_it_shows() -> None:
    for name in documents.NAMES:
        assert "![](" not in documents.text(name)
