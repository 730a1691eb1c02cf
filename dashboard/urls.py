"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth import views as accounts
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path, re_path, register_converter

from dashboard.forms import LARGEST_ID
from dashboard.methods import require_POST, require_safe, takes_form
from dashboard.views import (
    alerts,
    broadcasts,
    catalogue,
    faults,
    files,
    health,
    naming,
    portfolio,
    timeline,
)
from dashboard.views.accounts import PasswordChange, SignOut, revoke_token, tokens
from dashboard.views.compare import compare
from dashboard.views.definitions import definitions
from dashboard.views.details import details
from dashboard.views.history import history_csv
from dashboard.views.language import language
from dashboard.views.leading_zeros import leading_zeros
from dashboard.views.metrics import metrics
from dashboard.views.side_by_side import compare as compare_page
from dashboard.views.side_by_side import compare_csv, compare_json, load_compare
from dashboard.views.theme import theme
from dashboard.views.watching import watch
from dashboard.views.workbook import report_xlsx
from dashboard.views.zone import zone, zone_names


class BroadcastId:
    """An xs:long from 1 on, in ASCII digits without leading zeros."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, text: str) -> int:
        """The number. Raises ValueError (404) above 2^63-1."""
        if int(text) > LARGEST_ID:
            raise ValueError(text)
        return int(text)

    def to_url(self, number: int) -> str:
        """The digits."""
        return str(number)


register_converter(BroadcastId, "broadcast")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", broadcasts.ask, name="ask"),
    path("broadcasts/", catalogue.broadcasts, name="broadcasts"),
    path("broadcasts.csv", catalogue.broadcasts_csv, name="broadcasts_csv"),
    path("broadcasts/import/", catalogue.import_broadcasts, name="import_broadcasts"),
    path("broadcasts/<broadcast:broadcast_id>/", broadcasts.show, name="show"),
    path("broadcasts/<broadcast:broadcast_id>/refresh/", broadcasts.refresh, name="refresh"),
    path(
        "broadcasts/<broadcast:broadcast_id>/summary.csv",
        broadcasts.summary_csv,
        name="summary_csv",
    ),
    path(
        "broadcasts/<broadcast:broadcast_id>/results.csv",
        broadcasts.results_csv,
        name="results_csv",
    ),
    path(
        "broadcasts/<broadcast:broadcast_id>/stats.json", broadcasts.stats_json, name="stats_json"
    ),
    path("broadcasts/<broadcast:broadcast_id>/report.xlsx", report_xlsx, name="report_xlsx"),
    path("broadcasts/<broadcast:broadcast_id>/watch/", watch, name="watch"),
    path("broadcasts/<broadcast:broadcast_id>/name/", naming.name, name="name"),
    path("broadcasts/<broadcast:broadcast_id>/forget/", naming.forget, name="forget"),
    path("broadcasts/<broadcast:broadcast_id>/compare/", compare, name="compare"),
    path("broadcasts/<broadcast:broadcast_id>/details/", details, name="details"),
    path("broadcasts/<broadcast:broadcast_id>/load/", timeline.load, name="load"),
    path(
        "broadcasts/<broadcast:broadcast_id>/timeline.csv",
        timeline.timeline_csv,
        name="timeline_csv",
    ),
    path(
        "broadcasts/<broadcast:broadcast_id>/timeline.json",
        timeline.timeline_json,
        name="timeline_json",
    ),
    path("broadcasts/<broadcast:broadcast_id>/history.csv", history_csv, name="history_csv"),
    re_path(r"^broadcasts/0+(?P<rest>[1-9][0-9]*/[a-z_./]*)$", leading_zeros),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio/load/", portfolio.load, name="portfolio_load"),
    path("portfolio.csv", portfolio.portfolio_csv, name="portfolio_csv"),
    path("portfolio.json", portfolio.portfolio_json, name="portfolio_json"),
    # A name of two addresses: with a broadcast, its comparison with an earlier period is meant.
    path("compare/", compare_page, name="compare"),
    path("compare/load/", load_compare, name="load_compare"),
    path("compare.csv", compare_csv, name="compare_csv"),
    path("compare.json", compare_json, name="compare_json"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/rules/", alerts.alert_rules, name="alert_rules"),
    path("alerts/recipients/", alerts.alert_recipients, name="alert_recipients"),
    path("alerts/test/", alerts.test_alert, name="test_alert"),
    path("definitions/", definitions, name="definitions"),
    path("zone/", zone, name="zone"),
    path("zone/names.json", zone_names, name="zone_names"),
    path("language/", language, name="language"),
    path("theme/", theme, name="theme"),
    path("accounts/login/", takes_form(accounts.LoginView.as_view()), name="login"),
    path(
        "accounts/logout/",
        require_POST(login_not_required(SignOut.as_view())),
        name="logout",
    ),
    path(
        "accounts/password_change/",
        takes_form(PasswordChange.as_view()),
        name="password_change",
    ),
    path(
        "accounts/password_change/done/",
        require_safe(accounts.PasswordChangeDoneView.as_view()),
        name="password_change_done",
    ),
    path("accounts/tokens/", tokens, name="tokens"),
    path("accounts/tokens/<int:token_id>/revoke/", revoke_token, name="revoke_token"),
    path("admin/", admin.site.urls),
    path("metrics", metrics, name="metrics"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", files.robots, name="robots"),
    path("favicon.ico", files.favicon, name="favicon"),
]

handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.server_error
