"""Every address, query and setting that the documents name is one of this site's."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import Resolver404, resolve

from dashboard import definitions, env_file, lists
from dashboard.alert_forms import RecipientsForm
from dashboard.forms import PeriodForm
from dashboard.picks import PicksForm
from stats.buckets import SIZES
from stats.period import PRESETS
from stats.results import KNOWN
from tests.docs import documents

# Of other machines and of the simulator.
NOT_OURS = re.compile(r"^/(etc|srv|var|api/1\.1|at/<instant>|fault/<name>)/")
KEYS = {
    *PeriodForm.base_fields,
    *PicksForm.base_fields,
    *RecipientsForm.base_fields,
    *lists._NAMES,
    *("broadcast", "id", "q", "tz", "watch", "next", "own_name", "note", "theme", "language"),
}
QUERY = re.compile(r"^[a-z_]+=[\w.:%/+-]*(&[a-z_]+=[\w.:%/+-]*)*$")
CAPITALS = re.compile(r"^([A-Z][A-Z_]{2,})(=\S*)?$")
# Capitals that are no setting: `make`'s own, and what CallFire's statuses and headers are called.
NOT_SETTINGS = {
    *(*KNOWN, "PORT", "FUZZ_MUTATIONS", "POST", "SIGTERM"),
    *("ENV_FILE", "PROMETHEUS_MULTIPROC_DIR", "LANGUAGES", "SIGNS"),
}
EXPORT = re.compile(r"^[a-z]+\.(csv|json)$")


@pytest.mark.parametrize(
    ("name", "address"),
    sorted({each for each in documents.everywhere() if re.match(r"^/[^ ]*$", each[1])}),
)
def test_every_address_is_one_of_this_site_with_what_it_takes(name: str, address: str) -> None:
    check(address)


@pytest.mark.parametrize(
    "address",
    [
        "/broadcast/135/",
        "/broadcasts/0135.csv",
        "/broadcasts/135/?perid=7d",
        "/portfolio/?period=8d",
        "/definitions/#live_answers_rate",
    ],
)
def test_a_mistake_in_an_address_is_found(address: str) -> None:
    with pytest.raises((AssertionError, Resolver404)):
        check(address)


def check(address: str) -> None:
    if NOT_OURS.match(address):
        return
    parts = urlsplit(address)
    resolve(parts.path)
    _takes(parts.query)
    assert not parts.fragment or parts.fragment in definitions.anchors()


@pytest.mark.parametrize(
    ("name", "query"), sorted({each for each in documents.everywhere() if QUERY.match(each[1])})
)
def test_every_query_is_understood(name: str, query: str) -> None:
    _takes(query)


@pytest.mark.parametrize("name", documents.NAMES)
def test_every_download_that_is_named_has_an_address(name: str) -> None:
    for span in documents.spans(name):
        if EXPORT.match(span):
            places = (f"/{span}", f"/broadcasts/135/{span}")
            assert any(_resolves(place) for place in places), span


@pytest.mark.parametrize("name", documents.NAMES)
def test_every_setting_that_is_named_is_known(name: str) -> None:
    for span in documents.spans(name):
        found = CAPITALS.match(span)
        assert not found or found[1] in {*env_file.NAMES, *NOT_SETTINGS}, span


def test_every_setting_is_in_the_table_of_running() -> None:
    table = documents.text("docs/running.md")
    for setting in env_file.NAMES:
        stem = setting.removesuffix("_FILE")
        is_there = f"`{setting}`" in table
        assert is_there or (setting != stem and f"`{stem}`" in table and "`…_FILE`" in table), (
            setting
        )


def _takes(query: str) -> None:
    for key, values in parse_qs(query, keep_blank_values=True).items():
        assert key in KEYS, key
        known = {"period": PRESETS, "bucket": SIZES, "compare": ("previous", "none")}.get(key)
        assert known is None or set(values) <= set(known), values


def _resolves(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
