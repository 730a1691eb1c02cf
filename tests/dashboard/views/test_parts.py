"""Parts of a broadcast's page for its script: what it asked for, as on the page, kept by nobody."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from simulator.server import Simulator

WEEK = "/broadcasts/11741873003/?begin=2026-11-17&end=2026-11-23&compare=previous"
# What the scripts ask for (`loading.js`, `updating.js`), each in the order of the page.
ASKED = (
    "nothing when sums",
    "heading answer progress",
    "answer resolved compared tiles when results",
)
QUIETLY = {"X-Wait-Fresh": "0"}


@pytest.fixture
def visitor(person: Client, callfire: Simulator, clock: Settings) -> Client:
    person.get(WEEK)
    return person


def bare(text: str) -> str:
    """Without the mark of forms, which is written differently each time, and empty lines."""
    return re.sub(r"\n\s*", "\n", re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", text))


def parts(client: Client, names: str) -> str:
    """What stands in the report where some parts are asked for."""
    response = client.get(WEEK, headers={**QUIETLY, "X-Parts": names})
    assert response.status_code == 200
    text = bare(response.content.decode())
    return text[text.index(">", text.index('id="report"')) + 1 : text.rindex("</div>")].strip()


@pytest.mark.parametrize("names", ASKED)
def test_they_are_as_on_the_page(visitor: Client, names: str) -> None:
    page = bare(visitor.get(WEEK).content.decode())
    each = [parts(visitor, name) for name in names.split()]
    for name, part in zip(names.split(), each, strict=True):
        assert part in page
        assert part == "" or f'data-part="{name}"' in part
    together = "\n".join(part for part in each if part)
    assert parts(visitor, names) == together
    assert len(together) > 2_000


def test_nothing_else_comes_with_them(visitor: Client) -> None:
    text = visitor.get(WEEK, headers={**QUIETLY, "X-Parts": "answer"}).content.decode()
    assert "<title>" in text
    for other in ("<header", "<footer", "<script", "<template", 'data-part="tiles"', "<dialog"):
        assert other not in text
    assert parts(visitor, "no-such-part") == ""


def test_nobody_keeps_them_or_takes_them_for_the_page(visitor: Client) -> None:
    page = visitor.get(WEEK)
    asked = {**QUIETLY, "X-Parts": "answer", "If-None-Match": page["ETag"]}
    response = visitor.get(WEEK, headers=asked)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert visitor.get(WEEK, headers={"If-None-Match": page["ETag"]}).status_code == 304


def test_a_redirect_leads_to_the_parts(visitor: Client) -> None:
    load = WEEK.replace("/?", "/load/?")
    response = visitor.post(load, headers={**QUIETLY, "X-Parts": "when"}, follow=True)
    assert response.redirect_chain
    assert 'data-part="when"' in response.content.decode()
    assert "<header>" not in response.content.decode()
