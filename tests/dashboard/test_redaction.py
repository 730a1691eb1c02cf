from typing import Any, NoReturn

import pytest
from django.test import RequestFactory
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter
from django.views.decorators.debug import sensitive_variables
from pytest_django import Settings

from dashboard.redaction import Filter

STARS = SafeExceptionReporterFilter.cleansed_substitute


@sensitive_variables()
def marked(told: str) -> NoReturn:
    raise ZeroDivisionError(len(told))


def plain(told: str, **others: Any) -> NoReturn:
    password, headers = told, {"Authorization": f"Basic {told}", "Accept": "text/xml"}
    raise ZeroDivisionError(len(password), headers, others)


@pytest.fixture(params=[False, True], ids=["closed", "DEBUG"])
def debug(request: pytest.FixtureRequest, settings: Settings) -> None:
    settings.DEBUG = request.param


def variables_of(error: ZeroDivisionError) -> dict[str, Any]:
    """Those of the function that raised it."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    assert trace
    return dict(Filter().get_traceback_frame_variables(None, trace.tb_frame))


def test_what_is_marked_as_sensitive_is_hidden(debug: None) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        marked("a secret")
    assert variables_of(caught.value) == {"told": STARS}


def test_so_is_what_is_named_like_a_secret_and_the_rest_is_shown(debug: None) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        plain("a secret", typed={"password": "a secret", "next": "/"})
    assert variables_of(caught.value) == {
        "told": "a secret",
        "password": STARS,
        "headers": {"Authorization": STARS, "Accept": "text/xml"},
        "others": {"typed": {"password": STARS, "next": "/"}},
    }


def test_what_the_environment_hands_to_a_request_is_hidden(debug: None) -> None:
    handed = {"DATABASE_URL": "postgres://a:secret@b/c", "CALLFIRE_API_LOGIN": "a", "LANG": "de"}
    handed |= {"WEBHOOK_URL": "https://a/secret", "COLLECT_PING_URL": "https://b/secret"}
    request = RequestFactory().get("/")
    request.META |= handed
    said = Filter().get_safe_request_meta(request)
    assert {name: said[name] for name in handed} == {
        "DATABASE_URL": STARS,
        "CALLFIRE_API_LOGIN": STARS,
        "LANG": "de",
        "WEBHOOK_URL": STARS,
        "COLLECT_PING_URL": STARS,
    }


def test_a_report_can_be_written_of_it(debug: None, settings: Settings) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        plain("told", callback=len)
    request = RequestFactory().post("/", {"password": "a secret"})
    error = caught.value
    reporter = ExceptionReporter(request, type(error), error, error.__traceback__)
    reporter.filter = Filter()
    page = reporter.get_traceback_html()
    assert "ZeroDivisionError" in page
    assert STARS in page
