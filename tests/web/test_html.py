"""The HTML of every page in every main state: html-validate finds no error in it."""

import json
import subprocess
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator
from tests.web import node, pages


def faults_in(folder: Path) -> list[str]:
    """What html-validate has against the .html files of a folder, a line each."""
    try:
        program = node.program("html-validate")
    except node.NoNodeError as error:
        pytest.fail(str(error), pytrace=False)
    config = node.HERE / "htmlvalidate.cjs"
    found = subprocess.run(
        [program, "--config", config, "--formatter", "json", f"{folder}/*.html"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode in (0, 1), found.stderr
    return [
        f"{Path(file['filePath']).stem}:{each['line']} {each['ruleId']}: {each['message']}"
        for file in json.loads(found.stdout)
        for each in file["messages"]
    ]


def test_no_page_has_a_fault(
    person: Client, callfire: Simulator, clock: Settings, tmp_path: Path
) -> None:
    found = pages.all_pages(person, callfire, clock)
    for name, html in found.items():
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    assert faults_in(tmp_path) == []
    assert len(found) >= 50


def test_a_fault_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "broken.html").write_text('<!doctype html>\n<html lang="en"><p>1 & 2</div>')
    assert "close-order:" in {each.split()[1] for each in faults_in(tmp_path)}
