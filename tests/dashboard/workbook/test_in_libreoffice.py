"""The workbook opened by LibreOffice, where it is at hand."""

import csv
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from dashboard.workbook.book import report_xlsx
from tests.dashboard.workbook.test_book import WITH_A_GAP

OFFICE: Final = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
# Every sheet as a CSV file in UTF-8, numbers with all their digits.
EVERY_SHEET: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def converted(folder: Path, to: str) -> None:
    (folder / "report.xlsx").write_bytes(report_xlsx(WITH_A_GAP))
    command = [
        *(str(OFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
        *("--convert-to", to, "--outdir", str(folder), str(folder / "report.xlsx")),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def test_it_reads_every_sheet_as_it_was_written(tmp_path: Path) -> None:
    converted(tmp_path, EVERY_SHEET)

    def rows(name: str) -> list[list[str]]:
        with (tmp_path / f"report-{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    summary = {row[0]: row[1] for row in rows("Summary")}
    assert summary["Attempts"] == "3123"
    assert summary["Call time"] == "82:14:00"
    assert summary["Credits billed"] == "5462.185"
    assert summary["Live-answer rate"] == "42.5156%"
    assert summary["Begin"] == "2026-11-17 00:00:00"
    assert rows("Results")[5][:6] == [
        *("LA", "Live answer", "Reached", "1207", "1201", "39.5349%"),
    ]
    assert [row[4] for row in rows("Timeline")[5:8]] == ["60", "", "60"]
    assert len(rows("Definitions")) > 50


def test_it_prints_it(tmp_path: Path) -> None:
    converted(tmp_path, "pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
