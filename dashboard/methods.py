"""Which methods an address takes, said on the view so that it is checked before the CSRF token.

Django's own decorators of these names answer inside the view: a POST without a token to a page that
takes only GET would be refused for the token (403), not for the method (405).
`dashboard.middleware.AllowedMethods` reads what is said here.
"""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

SAFE = ("GET", "HEAD")


def require_safe(view: View) -> View:
    """Only GET and HEAD."""
    view.allowed_methods = SAFE  # type: ignore[attr-defined]
    return view


def require_POST(view: View) -> View:  # noqa: N802 - Django's name for it
    """Only POST."""
    view.allowed_methods = ("POST",)  # type: ignore[attr-defined]
    return view


def takes_form(view: View) -> View:
    """GET and HEAD show a form, POST takes it."""
    view.allowed_methods = (*SAFE, "POST")  # type: ignore[attr-defined]
    return view
