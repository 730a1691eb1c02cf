"""The lines of docs/benchmarks.md: what they are made of, and that their commands are there."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.bench import bench_documents, document, rows
from tests.bench.__main__ import BENCHES, names
from tests.bench.document import Run
from tests.bench.ratio import Ratio
from tests.bench.tables import END

SHORT = Ratio("a page", "another", 0.25, "python -m tests.bench.bench_pages", least=0.3)
ENOUGH = Ratio("a document", "its parse", 2.25, "python -m tests.bench.bench_cold", most=2.5)
ONCE = Ratio("questions", "one", 1, "python -m tests.bench.bench_at_once", least=1, most=1)
UNKNOWN = Ratio("rows", "none", None, "python -m tests.bench.bench_list", most=1.5, detail="why")


def test_a_quick_run_reads_the_document_whole_and_bare() -> None:
    [ratio] = bench_documents.measured(quick=True)
    assert ratio.value is not None
    assert ratio.value > 1
    assert ratio.most == 2.5


@pytest.mark.parametrize("name", names())
def test_every_bench_names_the_command_that_takes_it(name: str) -> None:
    source = Path(__file__).with_name(f"{name}.py").read_text("utf-8")
    assert f"python -m tests.bench.{name}" in source
    assert "def measured(quick: bool = False) -> list[Ratio]:" in source


def test_every_bench_is_run_by_make() -> None:
    there = {path.stem for path in Path(__file__).parent.glob("bench_*.py")}
    assert there == set(names()) <= set(BENCHES)


def test_the_commands_of_the_document_exist() -> None:
    named = re.findall(r"`python -m ([\w.]+)", document.DOCUMENT.read_text("utf-8"))
    assert named
    assert [module for module in named if find_spec(module) is None] == []


def test_the_document_says_what_is_kept_beside_it() -> None:
    text = document.DOCUMENT.read_text("utf-8")
    for run in document.kept().values():
        assert all(rows.value(ratio) in text and ratio.command in text for ratio in run.ratios)


@pytest.mark.parametrize(
    ("ratio", "value", "to_reach", "is_reached"),
    [
        (SHORT, "0.25", "at least 0.3", False),
        (ENOUGH, "2.25", "at most 2.5", True),
        (ONCE, "1", "exactly 1", True),
        (UNKNOWN, "not measured", "at most 1.5", False),
    ],
)
def test_a_line_says_what_was_to_be_reached(
    ratio: Ratio, value: str, to_reach: str, is_reached: bool
) -> None:
    assert (rows.value(ratio), rows.to_reach(ratio)) == (value, to_reach)
    assert ("NOT REACHED" not in rows.line(ratio)) == is_reached == ratio.is_reached


def test_a_run_of_one_bench_replaces_its_lines_alone(tmp_path: Path) -> None:
    place, text = tmp_path / "benchmarks.json", tmp_path / "benchmarks.md"
    text.write_text(f"# Own words\n\n{document.BEGIN}\n{END}\n", "utf-8")
    runs = {"bench_pages": Run("Monday", (SHORT,)), "bench_cold": Run("Monday", (ENOUGH,))}
    document.keep(runs, place, text)
    assert "Measured on Monday.\n" in text.read_text("utf-8")
    kept = document.kept(place)
    assert kept == runs
    document.keep(kept | {"bench_cold": Run("Tuesday", (UNKNOWN,))}, place, text)
    written = text.read_text("utf-8")
    assert written.startswith("# Own words\n")
    assert "| a page | another | 0.25 | at least 0.3 | **no** |" in written
    assert "- Measured on Monday: `bench_pages`." in written
    assert "- Measured on Tuesday: `bench_cold`." in written
    assert "why **Falls short.**" not in written
    assert "2.25" not in written


def test_the_benches_of_the_site_turn_to_its_settings() -> None:
    urls = import_module("tests.bench.urls")
    assert urls.urlpatterns[0].name == "empty"
    assert len(urls.urlpatterns) == len(urls.urls.urlpatterns) + 1
