"""The catalogues of sentences in `locale/`: written anew from the code, or looked at.

`python -m tests.messages --write` takes every sentence of code and templates into each catalogue
and compiles them (`make messages`). Without it, it says what is not right and ends with 1 (`make
lint`): sentences that a catalogue lacks, has no more use for, or does not translate, a compiled
catalogue that is not what its text says, words of a template that are outside of all translation.
Needs GNU gettext, and installs Debian's where there is none and the user is root.
"""

import argparse
import gettext
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from jinja2 import Environment

from tests import debian
from tests.untranslated import Outside, outside_of_translation

HOME: Final = Path(__file__).resolve().parent.parent
LOCALE: Final = HOME / "locale"
SOURCE: Final = "en"  # the language that the code is written in, which needs no catalogue
# When makemessages wrote it and the like: noise in every diff.
NOISE: Final = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To): .*\n', re.MULTILINE
)
PARTS: Final = ("dashboard", "stats", "templates", "locale")
# Those of `templates/` are Jinja's, which makemessages can't read (`_of_templates`).
IGNORED: Final = (
    ".venv",
    "staticfiles",
    "tests",
    "simulator",
    "templates/*.html",
    "templates/*.txt",
)
# How xgettext finds a sentence of a template in Python, by the function that Jinja calls for it.
CALLS: Final = {
    **dict.fromkeys(("_", "gettext"), "gettext({0})"),
    "ngettext": "ngettext({0}, {1}, n)",
    "pgettext": "pgettext({0}, {1})",
}


def languages() -> list[str]:
    """Those that need a catalogue."""
    return [code for code, _name in settings.LANGUAGES if code != SOURCE]


def main() -> int:
    """Write the catalogues, or look at them; 1 where something is not right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the catalogues anew")
    write = parser.parse_args().write
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    debian.need("msgfmt", "gettext")
    if write:
        extract(HOME)
        for language in languages():
            compile_catalogue(catalogue(language), catalogue(language).with_suffix(".mo"))
        return 0
    found = [*map(str, outside()), *(said for each in languages() for said in wrong(each))]
    for said in found:
        sys.stdout.write(f"{said}\n")
    if found:
        sys.stdout.write("`make messages` writes the catalogues anew; the rest is for people.\n")
    return min(1, len(found))


def catalogue(language: str, home: Path = HOME) -> Path:
    """The text of a catalogue."""
    return home / "locale" / language / "LC_MESSAGES" / "django.po"


def outside() -> Iterator[Outside]:
    """Words of templates that no catalogue can translate."""
    for path in (*templates(HOME), *sorted((HOME / "dashboard" / "templates").rglob("*.html"))):
        yield from outside_of_translation(path.relative_to(HOME), path.read_text("utf-8"))


def templates(home: Path) -> list[Path]:
    """Those that Jinja reads: all but those of the administration."""
    found = sorted((home / "templates").rglob("*"))
    return [path for path in found if path.suffix in (".html", ".txt")]


def extract(home: Path) -> None:
    """Take every sentence of the code in `home` into its catalogues, sorted."""
    for language in languages():
        path = catalogue(language, home)
        path.parent.mkdir(parents=True, exist_ok=True)
        command = ("makemessages", "--locale", language, "--no-location", "--no-wrap")
        ignored = (f"--ignore={name}" for name in IGNORED)
        with _of_templates(home):
            _run(sys.executable, "-m", "django", *command, *ignored, folder=home)
        # Obsolete sentences go: nothing in the code says them.
        sort = ("--no-obsolete", "--sort-output", "--no-wrap")
        _run("msgattrib", *sort, f"--output-file={path}", str(path))
        path.write_text(NOISE.sub("", path.read_text("utf-8")), "utf-8")


@contextmanager
def _of_templates(home: Path) -> Iterator[None]:
    """Say the sentences of Jinja's templates in Python, where makemessages looks for them."""
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    said = [
        CALLS[function].format(*(map(repr, [text] if isinstance(text, str) else text)))
        for path in templates(home)
        for _line, function, text in environment.extract_translations(  # type: ignore[attr-defined]
            path.read_text("utf-8")
        )
    ]
    file = home / "sentences_of_templates.py"
    file.write_text("\n".join(sorted(said)), "utf-8")
    try:
        yield
    finally:
        file.unlink()


def compile_catalogue(text: Path, compiled: Path) -> None:
    """Write what gettext reads at run time. Raises CalledProcessError for a broken catalogue."""
    _run("msgfmt", "--check-format", f"--output-file={compiled}", str(text))


def wrong(language: str) -> Iterator[str]:
    """What is not right with a catalogue, each as a line."""
    text = catalogue(language)
    name, kept = text.relative_to(HOME), text.with_suffix(".mo")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for part in PARTS:
            shutil.copytree(HOME / part, home / part)
        extract(home)
        if _sentences(catalogue(language, home)) != _sentences(text):
            yield f"{name} is not what `make messages` writes: sentences came, went or changed."
        compile_catalogue(text, home / "compiled.mo")
        if not kept.is_file() or _compiled(kept) != _compiled(home / "compiled.mo"):
            yield f"{kept.relative_to(HOME)} is not what {name} says."
    for what in ("--untranslated", "--only-fuzzy"):
        left = _run("msgattrib", what, "--no-obsolete", "--no-wrap", str(text))
        for said in re.findall(r'^msgid (".+")$', left, re.MULTILINE):
            if said != '""':
                yield f"{name}: {what.rpartition('-')[2]}: {said}"


def _sentences(text: Path) -> list[str]:
    """Without the comments, in which releases of gettext differ."""
    lines = text.read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _compiled(path: Path) -> dict[object, str]:
    """What a compiled catalogue says: bytes differ by the release of gettext that wrote them."""
    with path.open("rb") as file:
        said: dict[object, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return said


def _run(*command: str, folder: Path = HOME) -> str:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(HOME),
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        done.check_returncode()
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
