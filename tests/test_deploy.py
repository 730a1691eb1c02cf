"""The image, the compose file and the units: that they name what there is, and are closed."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from dashboard.env_file import NAMES

PROJECT = Path(__file__).resolve().parents[1]
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))
UNITS = sorted((PROJECT / "deploy" / "systemd").glob("*.service"))
OURS = ("migrate", "site", "collector")
HARDENED = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "PrivateDevices": "yes",
    "PrivateTmp": "yes",
    "ProtectHome": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectSystem": "strict",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "SystemCallArchitectures": "native",
    "UMask": "0077",
}


def test_the_image_runs_as_nobody_in_particular_and_says_whether_it_lives() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\n.*/livez", last, re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE
    assert last.index("USER ") < last.index("CMD [")


def test_the_image_holds_what_the_site_needs_and_nothing_else() -> None:
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    assert all((PROJECT / name).exists() for name in kept)
    needed = {"manage.py", "gunicorn.conf.py", "requirements.txt"}
    assert kept >= needed | {"dashboard", "stats", "static", "templates"}
    assert not kept & {"tests", "simulator", ".env", "secrets"}


def test_settings_of_the_image_and_the_compose_file_are_settings_of_the_site() -> None:
    of_compose = {name for each in OURS for name in COMPOSE["services"][each]["environment"]}
    of_image = set(re.findall(r"\b([A-Z_]+)=", DOCKERFILE))
    others = {"ENV_FILE", "PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
    others |= {"PIP_DISABLE_PIP_VERSION_CHECK", "PIP_NO_CACHE_DIR"}
    assert of_compose | of_image <= {*NAMES, *others}


@pytest.mark.parametrize("name", OURS)
def test_each_container_of_the_site_is_closed(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in service


def test_no_secret_stands_in_the_compose_file() -> None:
    environment = COMPOSE["services"]["site"]["environment"]
    assert {"SECRET_KEY", "CALLFIRE_API_PASSWORD"}.isdisjoint(environment)
    assert "${POSTGRES_PASSWORD" in environment["DATABASE_URL"]
    ignored = (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/secrets/", "/site.env", ".env"} <= set(ignored)


def test_the_site_believes_the_proxy_that_stands_before_it() -> None:
    proxy = COMPOSE["services"]["caddy"]["networks"]["inside"]["ipv4_address"]
    assert COMPOSE["services"]["site"]["environment"]["TRUSTED_PROXIES"] == proxy
    caddyfile = (PROJECT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert "reverse_proxy site:8000" in caddyfile
    assert '"--bind", "0.0.0.0:8000"' in DOCKERFILE


def test_containers_and_units_start_commands_that_there_are() -> None:
    texts = [shlex.join(COMPOSE["services"][each].get("command", [])) for each in OURS]
    texts += [unit.read_text(encoding="utf-8") for unit in UNITS]
    commands = re.findall(r"manage\.py ([a-z_]+)", "\n".join([*texts, DOCKERFILE]))
    assert {"migrate", "collect", "prune", "clearsessions", "check"} <= set(commands)
    assert set(commands) <= set(get_commands())


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_each_unit_is_closed(unit: Path) -> None:
    service = _read(unit)["Service"]
    assert {name: service.get(name) for name in HARDENED} == HARDENED
    assert service["User"] == "broadcast-stats"
    assert service["StateDirectory"] == "broadcast-stats"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_reads_each_unit(unit: Path, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")
    # What the unit starts is not installed where the tests run.
    text = re.sub(r"^(Exec\w+=)/srv\S+", r"\1/bin/true", unit.read_text(), flags=re.MULTILINE)
    copy = tmp_path / unit.name
    copy.write_text(text)
    told = subprocess.run(
        [analyze, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")


def test_the_timer_starts_a_unit_that_there_is() -> None:
    for timer in (PROJECT / "deploy" / "systemd").glob("*.timer"):
        assert timer.with_suffix(".service") in UNITS
        assert "OnCalendar" in _read(timer)["Timer"]


def _read(unit: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read_string(unit.read_text(encoding="utf-8"))
    return parser
