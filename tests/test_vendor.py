import base64
import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "static" / "vendor"
PACKAGES: list[dict[str, Any]] = tomllib.loads((FOLDER / "vendor.toml").read_text("utf-8"))[
    "package"
]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_vendored_file_is_the_one_its_entry_names(package: dict[str, Any]) -> None:
    digest = hashlib.sha384((FOLDER / package["file"]).read_bytes()).digest()
    assert package["sha384"] == "sha384-" + base64.b64encode(digest).decode()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_an_entry_says_what_it_is_and_under_which_licence(package: dict[str, Any]) -> None:
    assert all(package[key] for key in ("name", "version", "licence", "source"))
    assert package["licence"] in (FOLDER / package["licence_file"]).read_text("utf-8")


def test_every_vendored_file_is_listed() -> None:
    listed = {package[key] for package in PACKAGES for key in ("file", "licence_file")}
    assert {path.name for path in FOLDER.iterdir()} == listed | {"vendor.toml"}


def test_no_vendored_file_points_to_one_that_is_not_served() -> None:
    texts = [(FOLDER / package["file"]).read_text("utf-8") for package in PACKAGES]
    assert not any("sourceMappingURL" in text for text in texts)
