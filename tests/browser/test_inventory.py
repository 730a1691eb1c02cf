"""The table of states and the tests agree: each state is photographed, by one test alone."""

import re
from pathlib import Path

from tests.browser.states import STATES

TESTS = Path(__file__).resolve().parent


def test_every_state_is_named_by_one_test_alone() -> None:
    sources = [path.read_text("utf-8") for path in TESTS.rglob("test_*.py")]
    text = "\n".join(source for source in sources if "photograph(" in source)
    times = {name: len(re.findall(rf'(?<!\.)"{re.escape(name)}"[,)\]]', text)) for name in STATES}
    assert {name for name, count in times.items() if count == 0} == set()
