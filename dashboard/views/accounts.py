"""A person's own account: the password, and the API tokens."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth import views as django_views
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_variables

from dashboard import audit
from dashboard import tokens as api_tokens
from dashboard.forms import TokenForm
from dashboard.methods import require_POST, takes_form
from dashboard.models import Token


class PasswordChange(django_views.PasswordChangeView):
    """Django's own, recorded."""

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Change it, which signs the person out everywhere else."""
        response = super().form_valid(form)
        audit.record(self.request, audit.Deed.PASSWORD)
        return response


class SignOut(django_views.LogoutView):
    """Django's own; the browser also forgets the pages that it kept (where it knows how)."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out: Back, and the disk of a shared machine, show no figures any more."""
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


@takes_form
@sensitive_variables("secret")
def tokens(request: HttpRequest) -> HttpResponse:
    """A person's tokens; a new one is shown in the answer to its form, and never again."""
    person = _person(request)
    form = TokenForm(person, request.POST or None)
    secret, status = "", 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            name = form.cleaned_data["name"]
            secret, status = api_tokens.made(person, name), 200
            audit.record(request, audit.Deed.TOKEN_MADE, what=name)
            form = TokenForm(person)
    context = {
        "form": form,
        "secret": secret,
        "tokens": Token.objects.filter(user=person),
        "per_minute": settings.API_PER_MINUTE,
    }
    response = render(request, "registration/tokens.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take a token of one's own out of use, at once and for good."""
    token = get_object_or_404(Token, pk=token_id, user=_person(request))
    token.delete()
    audit.record(request, audit.Deed.TOKEN_REVOKED, what=token.name)
    return redirect("tokens")


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)  # nobody else is let in (`dashboard.middleware.access`)
