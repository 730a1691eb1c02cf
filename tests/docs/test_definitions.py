"""docs/definitions.md says what the site says."""

from dashboard import definitions, words
from stats.results import KNOWN
from tests.docs import documents

ROWS = [
    line for line in documents.text("docs/definitions.md").splitlines() if line.startswith("| ")
]


def test_every_figure_is_defined_there_as_on_the_site_and_in_its_order() -> None:
    expected = []
    for section in definitions.SECTIONS.values():
        expected.append("| figure | key | how it is worked out | unit |")
        for key, each in section.figures.items():
            said = f"{each.meaning} {each.example}".strip()
            expected.append(f"| {each.label} | `{key}` | {said} | {each.unit} |")
    assert ROWS[: len(expected)] == expected


def test_every_code_is_explained_there_as_on_the_site() -> None:
    expected = [
        f"| `{code.name}` | {words.result_label(code.name)} | {words.group_label(code.group)} "
        f"| {words.result_meaning(code.name)} |"
        for code in KNOWN.values()
    ]
    assert ROWS[-len(expected) :] == expected


def test_every_section_has_its_heading() -> None:
    headings = [
        line.removeprefix("## ")
        for line in documents.text("docs/definitions.md").splitlines()
        if line.startswith("## ")
    ]
    titles = [str(section.title) for section in definitions.SECTIONS.values()]
    assert headings == [*titles, "Result codes"]
