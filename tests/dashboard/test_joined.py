"""Small files as one: in the order in which they need each other, or not at all."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from dashboard import joined
from dashboard.storage import Storage

FILES = {
    "joined/page.js": '// A page.\n\nimport "../js/a.js";\nimport "../js/b.js";\n',
    "js/a.js": 'import { twice } from "./c.js";\n\nconst own = 1;\nconsole.log("a", twice(own));\n',
    "js/b.js": (
        'import {\n  TEN,\n  twice,\n} from "./c.js";\n\n'
        "const own = TEN;\nconsole.log(twice(own));\n"
    ),
    "js/c.js": "export function twice(n) {\n  return 2 * n;\n}\n\nexport const TEN = 10;\n",
}


def test_modules_run_once_each_in_the_order_in_which_they_need_each_other(tmp_path: Path) -> None:
    script = tmp_path / "page.js"
    script.write_text(joined.joined("joined/page.js", FILES.__getitem__))
    ran = subprocess.run(["node", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "a 2\n20\n"
    assert script.read_text().count("function twice") == 1


@pytest.mark.parametrize(
    "line",
    [
        'import * as c from "./c.js";',
        'import { twice as double } from "./c.js";',
        "export default 1;",
        "export { own };",
        'const c = await import("./c.js");',
        "await own;",
        "console.log(import.meta.url);",
    ],
)
def test_what_is_not_understood_is_refused(line: str) -> None:
    files = FILES | {"js/a.js": f"{line}\n"}
    with pytest.raises(joined.NotJoinableError, match=r"js/a\.js"):
        joined.joined("joined/page.js", files.__getitem__)


def test_modules_that_import_each_other_are_refused() -> None:
    files = FILES | {"js/c.js": 'import "./a.js";\n'}
    with pytest.raises(joined.NotJoinableError, match=r"js/a\.js -> js/c\.js -> js/a\.js"):
        joined.joined("joined/page.js", files.__getitem__)


def test_what_is_written_for_people_stays_out() -> None:
    files = {
        "joined/page.js": 'import "../js/a.js";\n',
        "js/a.js": (
            "/**\n * What it does:\n * twice.\n */\nfunction a() {\n"
            '  // Why.\n  return "// no comment" + 2; // beside\n}\n\na();\n'
        ),
        "joined/page.css": '@import "../css/a.css";\n',
        "css/a.css": "/*! licence */\n/* Why */\na {\n  color: red; /* beside */\n}\n",
    }
    script = joined.joined("joined/page.js", files.__getitem__)
    assert 'function a() {\nreturn "// no comment" + 2; // beside\n}\na();\n' in script
    assert "Why" not in script
    assert "twice" not in script
    styles = joined.joined("joined/page.css", files.__getitem__)
    assert styles == "/*! licence */\na {\ncolor: red; \n}\n"


def test_styles_stand_one_after_the_other() -> None:
    files = {
        "joined/site.css": '@import "../vendor/x.css";\n@import "../css/y.css";\n',
        "vendor/x.css": "x {}",
        "css/y.css": "y {}\n",
    }
    assert joined.joined("joined/site.css", files.__getitem__) == "x {}\ny {}\n"
    with pytest.raises(joined.NotJoinableError):
        joined.joined("joined/site.css", (files | {"css/y.css": '@import "z"'}).__getitem__)


def test_all_of_this_sites_are_collected_whole(tmp_path: Path) -> None:
    names = [
        str(each.relative_to(settings.BASE_DIR / "static"))
        for each in sorted((settings.BASE_DIR / "static").rglob("*.*"))
    ]
    storage = Storage(location=tmp_path)
    source = Storage(location=settings.BASE_DIR / "static")
    for name in names:
        with source.open(name) as file:
            storage._save(name, file)
    found = {name: (source, name) for name in names}
    assert not [each for each in storage.post_process(found) if isinstance(each[2], Exception)]

    for name in filter(joined.is_joined, names):
        text = (tmp_path / storage.stored_name(name)).read_text()
        assert "\nimport " not in text
        assert "@import" not in text
        assert (tmp_path / f"{storage.stored_name(name)}.br").is_file()
        assert not (tmp_path / f"{name}.br").exists()  # nobody asks for it by that name
