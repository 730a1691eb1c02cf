"""Every command that the documents name can be typed as it stands there."""

import re
import shlex
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, get_commands, load_command_class
from django.urls import Resolver404, resolve

from dashboard import env_file
from simulator.__main__ import _parser as simulators_parser
from tests.docs import documents

MAKEFILE = documents.text("Makefile")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
VARIABLES = set(re.findall(r"^([A-Z_]+) \?=", MAKEFILE, re.MULTILINE)) | {"FUZZ_MUTATIONS"}
CURL = {"--fail", "--header", "--output"}
COMMAND = re.compile(
    r"^(?:make\b|manage\.py |python -m |curl |\.venv/bin/|[A-Z][A-Z_]+=\S* (?:make\b|\.venv/bin/)"
    r"|[*\d/]+ [*\d/]+ \* \* \* |ExecStart=|runuser "
    r"|docker compose exec (?:-T )?site )"
)
# Programs of the machine, which the documents call and this project does not bring.
FOREIGN = re.compile(
    r"^(?:useradd|install|echo|cp|rm|systemctl|mkdir|python3 -c|nano|chown|docker|git pull|sqlite3"
    r"|pg_dump|pg_restore) "
)
OF_COMPOSE = ("SITE_HOST", "POSTGRES_PASSWORD")
# What a plain block may hold besides commands: settings, and the rest of systemd's units.
SETTING = re.compile(r"^([A-Z][A-Z_]+)=")
UNIT = {
    *("[Service]", "[Timer]", "[Install]", "Type=oneshot", "OnCalendar=*:0/5"),
    *("WorkingDirectory=/srv/broadcast-stats", "User=broadcast-stats", "WantedBy=timers.target"),
}


def commands() -> Iterator[tuple[str, str]]:
    for name, text in documents.everywhere():
        if COMMAND.match(text):
            yield name, text


def bare(line: str) -> list[str]:
    """The words of the command alone: without the time of cron, the folder and the output."""
    line = re.sub(r"^[*\d/]+ [*\d/]+ \* \* \* cd \S+ && ", "", line)
    line = re.sub(r"^ExecStart=/srv/broadcast-stats/", "", line)
    line = re.sub(r"^runuser --user broadcast-stats -- env ", "", line)
    line = re.sub(r"^docker compose exec (?:-T )?site ", ".venv/bin/", line)
    return shlex.split(re.sub(r" > \S+$", "", line))


@pytest.mark.parametrize(("name", "line"), sorted(set(commands())))
def test_every_command_can_be_typed_as_it_stands(name: str, line: str) -> None:
    check(line)


@pytest.mark.parametrize(
    "line",
    [
        "make tests",
        "make demo DOOR=1",
        "DEMO_THEN=1 make demo",
        "manage.py collects",
        "manage.py prune --dryrun",
        ".venv/bin/python manage.py timeline --period 7d",
        "*/5 * * * * cd /srv && .venv/bin/python manage.py collect --each 300",
        "python -m simulators",
        "python -m simulator --prot 8100",
        ".venv/bin/unicorn dashboard.wsgi",
        ".venv/bin/gunicorn dashboard.asgi",
        "runuser --user broadcast-stats -- env ENV_FIL=/x .venv/bin/python manage.py migrate",
        "docker compose exec -T site python manage.py prunes",
        "ENV_FILE=/x .venv/bin/python manage.py collectstatics",
        "curl --fale https://stats.example.com/livez",
        "curl --fail https://stats.example.com/alive",
    ],
)
def test_a_mistake_in_a_command_is_found(line: str) -> None:
    assert COMMAND.match(line)
    with pytest.raises((AssertionError, CommandError, KeyError, Resolver404, SystemExit)):
        check(line)


def check(line: str) -> None:
    words = bare(line)
    while SETTING.match(words[0]):
        assert words.pop(0).partition("=")[0] in {*env_file.NAMES, "ENV_FILE"}
    if words[0] == "make":
        _can_be_made(words[1:])
    elif words[0] == "curl":
        _can_be_fetched(words[1:])
    elif words[:2] in (["python", "-m"], [".venv/bin/python", "-m"]):
        _is_a_module(words[2:])
    elif words[0] == "manage.py" or words[:2] == [".venv/bin/python", "manage.py"]:
        _is_managed(words[words.index("manage.py") + 1 :], is_whole=words[0] != "manage.py")
    else:
        _is_installed(words)


@pytest.mark.parametrize("name", documents.NAMES)
def test_plain_blocks_hold_commands_and_settings_alone(name: str) -> None:
    plain = [block for block in documents.blocks(name) if not block.language]
    for line in (line for block in plain for line in block.lines):
        setting = SETTING.match(line)
        is_known = bool(setting and setting[1] in {*env_file.NAMES, *OF_COMPOSE})
        is_command = COMMAND.match(line) or FOREIGN.match(f"{line} ")
        assert is_command or is_known or line in UNIT, line


def test_every_target_is_in_the_readme() -> None:
    named = {
        word for _, line in commands() if line.startswith("make ") for word in line.split()[1:]
    }
    assert TARGETS - {"help"} <= named


def test_every_command_of_this_site_is_in_the_documents() -> None:
    named = {
        found[1]
        for _, line in commands()
        if (found := re.search(r"manage\.py ([a-z_]+)", line)) is not None
    }
    own = {name for name, app in get_commands().items() if app == "dashboard"}
    by_make = {"demo", "welcome", "makemessages"}  # which nobody types
    assert own - by_make <= named


def _can_be_made(words: list[str]) -> None:
    for word in words:
        variable = re.match(r"([A-Z_]+)=", word)
        assert variable[1] in VARIABLES if variable else word in TARGETS, word


def _can_be_fetched(words: list[str]) -> None:
    assert {word for word in words if word.startswith("-")} <= CURL
    [url] = [word for word in words if word.startswith("https://stats.example.com/")]
    resolve(urlsplit(url).path)


def _is_a_module(words: list[str]) -> None:
    assert find_spec(words[0]) is not None
    if words[0] == "simulator" and words[1:] != ["--help"]:
        simulators_parser().parse_args(words[1:])


def _is_managed(words: list[str], *, is_whole: bool) -> None:
    """A name alone may stand for the command with what it needs."""
    app = get_commands()[words[0]]
    command = load_command_class(app, words[0]) if isinstance(app, str) else app
    if is_whole or words[1:]:
        command.create_parser("manage.py", words[0]).parse_args(words[1:])


def _is_installed(words: list[str]) -> None:
    script = words[0].removeprefix(".venv/bin/")
    assert entry_points(group="console_scripts", name=script), script
    assert all(find_spec(word) for word in words[1:])
