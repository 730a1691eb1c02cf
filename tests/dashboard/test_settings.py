import os
import runpy
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from dashboard import environment
from dashboard.env_file import NAMES, read_file

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / ".env.example"
KEY: dict[str, Any] = {"SECRET_KEY": "k" * 60}


def site(
    monkeypatch: pytest.MonkeyPatch,
    env_file: Path | None = None,
    of: Path = ROOT / "dashboard",
    **values: str,
) -> Any:
    """The settings as a fresh process would read them, from those values and that file alone."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ENV_FILE", str(env_file or os.devnull))
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(of / "settings.py"))


def check(
    *options: str, env_file: str | Path = os.devnull, **values: str
) -> subprocess.CompletedProcess[str]:
    """`manage.py check` as its own process, with those values and that file alone."""
    # The browser tests of the same worker leave the second one behind; deployment forbids it.
    ours = (*NAMES, "DJANGO_ALLOW_ASYNC_UNSAFE")
    clean = {name: text for name, text in os.environ.items() if name not in ours}
    clean.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "manage.py", "check", *options],
        cwd=ROOT,
        env={**clean, "ENV_FILE": str(env_file), **values},
        capture_output=True,
        text=True,
        check=False,
    )


MALFORMED = [
    ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
    ({"DEBUG": "maybe"}, "DEBUG is 'maybe'; write true or false"),
    ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE is 'Mars/Olympus'; write an IANA name"),
    ({"CALLFIRE_CONCURRENCY": "0"}, "CALLFIRE_CONCURRENCY is '0'; write a whole number from 1"),
    ({"CALLFIRE_API_URL": "http://www.callfire.com/"}, "CALLFIRE_API_URL must begin with https"),
    ({"DATABASE_URL": "postgres://me:hunter2@host:port/x"}, "DATABASE_URL can't be read"),
    ({"DEMO": "true", "DEMO_NOW": "0001-01-01T00:00:00+14:00"}, "DEMO_NOW is "),
    ({"CREDIT_PRICE": "$1", "CREDIT_CURRENCY": "USD"}, "CREDIT_PRICE is '$1'; write an amount"),
    ({"CREDIT_PRICE": "0.0245"}, "CREDIT_PRICE is set: CREDIT_CURRENCY must say of what"),
    ({"SECRET_KEY_FILE": "/no/such/file"}, "Set SECRET_KEY or SECRET_KEY_FILE, not both"),
]


@pytest.mark.parametrize(
    ("values", "sentence"), MALFORMED, ids=[sentence for _, sentence in MALFORMED]
)
def test_a_malformed_value_stops_the_start_with_a_sentence(
    values: dict[str, str], sentence: str
) -> None:
    ended = check(**KEY | values)
    said = ended.stdout + ended.stderr
    assert ended.returncode != 0
    assert said.startswith(f"The site can't start: {sentence}")
    assert said.count("\n") == 1
    assert "hunter2" not in said


@pytest.mark.parametrize(
    "values",
    [
        {"ALLOWED_HOSTS": "https://stats.example.com"},
        {"ALLOWED_HOSTS": "a.example.com b.example.com"},
        {"CSRF_TRUSTED_ORIGINS": "stats.example.com"},
        {"CSRF_TRUSTED_ORIGINS": "https://stats.example.com/"},  # no Origin header equals it
        {"CSRF_TRUSTED_ORIGINS": "https://"},
        {"TRUSTED_PROXIES": "10.0.0.0/8"},
        {"HTTPS": "always"},
        {"DATABASE_URL": "db.sqlite3"},
        {"DATABASE_URL": "postgres://me:12#hunter2@host/name"},  # a fragment: host "me", port 12
        {"CALLFIRE_API_LOGIN": "a:b"},
        {"STATS_FRESH_SECONDS": "-1"},
        {"STATS_SETTLE_HOURS": "a day"},
        {"CREDIT_CURRENCY": "USD", "CREDIT_PRICE": "0"},
        {"CREDIT_CURRENCY": "USD", "CREDIT_PRICE": "-0.02"},
        {"CREDIT_CURRENCY": "USD", "CREDIT_PRICE": "0,0245"},
        {"CREDIT_CURRENCY": "USD", "CREDIT_PRICE": "1e3"},
        {"CREDIT_CURRENCY": "USD", "CREDIT_PRICE": "٣"},
        {"CREDIT_PRICE": "0.0245", "CREDIT_CURRENCY": "$"},
        {"CREDIT_PRICE": "0.0245", "CREDIT_CURRENCY": "dollars"},
        {"DEMO": "perhaps"},
        {"DEMO": "true", "DEMO_NOW": "yesterday"},
        {"LOG_LEVEL": "loud"},
    ],
    ids=str,
)
def test_every_malformed_value_is_refused_by_the_name_of_its_setting(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, Any]
) -> None:
    *_, name = values
    with pytest.raises(ImproperlyConfigured, match=name) as refused:
        site(monkeypatch, **KEY, **values)
    assert "hunter2" not in str(refused.value)


def test_a_stopped_clock_is_refused_without_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="it needs DEMO=true"):
        site(monkeypatch, **KEY, DEMO_NOW="2026-11-23T22:32:10Z")


def test_an_unreadable_env_file_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SECRET_KEY=\xff\n")
    ended = check(env_file=tmp_path / ".env")
    assert ended.returncode != 0
    assert ended.stderr.startswith("The site can't start: ")
    assert "Traceback" not in ended.stderr


def test_a_site_without_credentials_or_zone_starts_and_is_told_so() -> None:
    ended = check(**KEY)
    assert ended.returncode == 0
    assert ended.stderr.count("(dashboard.W001)") == 2
    assert ended.stderr.count("(dashboard.W002)") == 1


def test_production_settings_pass_djangos_own_deployment_checks() -> None:
    ended = check(
        *("--deploy", "--fail-level", "WARNING"),
        SECRET_KEY="abcdefghij-KLMNOPQRST-0123456789-uvwxyz-ABCDEFGHIJ-klmno",
        ALLOWED_HOSTS="stats.example.com",
        TIME_ZONE="America/Los_Angeles",
        CALLFIRE_API_LOGIN="login",
        CALLFIRE_API_PASSWORD="password",
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_what_is_not_set_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = site(monkeypatch, **KEY)
    assert found["DEBUG"] is found["DEMO"] is False
    assert found["HTTPS"] is found["SECURE_SSL_REDIRECT"] is found["SESSION_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] > 0
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["TRUSTED_PROXIES"] == found["CSRF_TRUSTED_ORIGINS"] == []
    assert found["CALLFIRE_API_LOGIN"] == found["CALLFIRE_API_PASSWORD"] == ""
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")


def test_the_defaults_are_those_that_the_example_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    found = site(monkeypatch, **KEY)
    text = EXAMPLE.read_text()
    for name, default in (
        ("CALLFIRE_API_URL", "https://www.callfire.com/api/1.1/rest/"),
        ("CALLFIRE_CONCURRENCY", "8"),
        ("STATS_FRESH_SECONDS", "60"),
        ("STATS_SETTLE_HOURS", "24"),
        ("TIME_ZONE", "UTC"),
        ("LOG_LEVEL", "INFO"),
    ):
        assert str(found[name]) == default
        assert f"Default: {default}\n{name}=\n" in text


def test_a_price_is_read_digit_for_digit_and_there_is_none_by_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = site(monkeypatch, **KEY)
    assert (found["CREDIT_PRICE"], found["CREDIT_CURRENCY"]) == (None, "")
    found = site(monkeypatch, **KEY, CREDIT_PRICE=" 0.02450 ", CREDIT_CURRENCY="usd")
    assert (str(found["CREDIT_PRICE"]), found["CREDIT_CURRENCY"]) == ("0.02450", "USD")


def test_debugging_does_without_https_unless_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert site(monkeypatch, **KEY, DEBUG="true")["HTTPS"] is False
    assert site(monkeypatch, **KEY, DEBUG="true", HTTPS="true")["HTTPS"] is True


def test_plain_http_has_cookies_that_browsers_take(monkeypatch: pytest.MonkeyPatch) -> None:
    found = site(monkeypatch, **KEY, HTTPS="false")
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is False
    assert found["SECURE_HSTS_SECONDS"] == 0
    assert not found["SESSION_COOKIE_NAME"].startswith("__Host-")


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("SECRET_KEY=of the file\nSTATS_FRESH_SECONDS=5\nCALLFIRE_API_PASSWORD=a $b#'\n")
    found = site(monkeypatch, file, STATS_FRESH_SECONDS="7")
    assert found["SECRET_KEY"] == "of the file"
    assert found["STATS_FRESH_SECONDS"] == 7
    assert found["CALLFIRE_API_PASSWORD"] == "a $b#'"


def test_login_and_password_may_come_from_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "login").write_text("me\n")
    (tmp_path / "password").write_text("p$#\n")
    found = site(
        monkeypatch,
        **KEY,
        CALLFIRE_API_LOGIN_FILE=str(tmp_path / "login"),
        CALLFIRE_API_PASSWORD_FILE=str(tmp_path / "password"),
    )
    assert (found["CALLFIRE_API_LOGIN"], found["CALLFIRE_API_PASSWORD"]) == ("me", "p$#")


def test_postgresql_is_taken_and_sqlite_waits_for_its_turn_to_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = "postgres://me:p%23%24@db.example.com:5433/stats"
    postgres = site(monkeypatch, **KEY, DATABASE_URL=url)["DATABASES"]["default"]
    assert postgres["ENGINE"] == "django.db.backends.postgresql"
    assert (postgres["PASSWORD"], str(postgres["PORT"])) == ("p#$", "5433")
    sqlite = site(monkeypatch, **KEY)["DATABASES"]["default"]
    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert not sqlite.get("ATOMIC_REQUESTS")


def test_the_database_lies_in_the_project_folder_however_that_is_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "50%25 of #1?" / "dashboard"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "dashboard" / "settings.py", folder)
    found = site(monkeypatch, **KEY, of=folder)
    assert found["DATABASES"]["default"]["NAME"] == str(folder.parent / "db.sqlite3")


def test_the_example_documents_every_setting_and_no_other() -> None:
    # read_file passes over comments; a setting given twice would be hidden by the later one.
    lines = [line for line in EXAMPLE.read_text().splitlines() if not line.startswith("#")]
    documented = [line.partition("=")[0] for line in lines if line]
    assert sorted(documented) == sorted(NAMES)
    assert set(read_file(EXAMPLE).values()) == {""}


def test_every_setting_is_read_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()

    class Noted(dict[str, str]):
        def get(self, name: str, default: Any = None) -> Any:
            asked.add(name)
            return super().get(name, default)

    original = environment.Environment
    monkeypatch.setattr(environment, "Environment", lambda values: original(Noted(values)))
    site(monkeypatch, **KEY)
    assert asked == set(NAMES)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A `.env` as `make run` makes it where there is none."""
    for name in ("Makefile", ".env.example"):
        shutil.copy(ROOT / name, tmp_path)
    command = ["make", "--silent", ".env", f"PYTHON={sys.executable}"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    return tmp_path / ".env"


def test_a_made_env_starts_the_site_for_plain_http_on_loopback(
    monkeypatch: pytest.MonkeyPatch, made: Path
) -> None:
    found = site(monkeypatch, made)
    assert len(found["SECRET_KEY"]) >= 50
    assert found["HTTPS"] is found["DEBUG"] is found["DEMO"] is False
    assert check(env_file=made).returncode == 0


def test_a_made_env_is_the_example_with_a_key_and_for_its_owner_alone(made: Path) -> None:
    given = {name: value for name, value in read_file(made).items() if value}
    assert set(given) == {"SECRET_KEY", "HTTPS"}
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_an_env_that_is_there_is_left_as_it_is(made: Path) -> None:
    before = made.read_bytes()
    command = ["make", "--silent", ".env", f"PYTHON={sys.executable}"]
    subprocess.run(command, cwd=made.parent, check=True, capture_output=True)
    assert made.read_bytes() == before


def test_mail_is_off_until_it_has_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    found = site(monkeypatch, **KEY)
    assert (found["EMAIL_HOST"], found["SITE_URL"], found["WEBHOOK_URL"]) == ("", "", "")


@pytest.mark.parametrize(
    ("given", "port", "tls", "ssl"),
    [
        ({}, 587, True, False),
        ({"EMAIL_USE_SSL": "true"}, 465, False, True),
        ({"EMAIL_USE_TLS": "false", "EMAIL_PORT": "25"}, 25, False, False),
    ],
)
def test_mail_is_handed_in_under_tls_unless_it_is_said_otherwise(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, Any], port: int, tls: bool, ssl: bool
) -> None:
    mail: dict[str, Any] = {
        "EMAIL_HOST": "mail.example.com",
        "DEFAULT_FROM_EMAIL": "Stats <a@example.com>",
    }
    found = site(monkeypatch, **KEY, **mail, **given)
    names = ("EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(found[name] for name in names) == (port, tls, ssl)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"EMAIL_HOST": "mail.example.com"}, "DEFAULT_FROM_EMAIL must say who mails are from"),
        ({"DEFAULT_FROM_EMAIL": "nobody"}, "DEFAULT_FROM_EMAIL must be like stats@example.com"),
        ({"DEFAULT_FROM_EMAIL": "a@example.com, b@example.com"}, "DEFAULT_FROM_EMAIL must be like"),
        ({"EMAIL_HOST": "mail..example.com"}, "EMAIL_HOST must be a host name"),
        ({"EMAIL_HOST": "a b"}, "EMAIL_HOST must be a host name"),
        ({"EMAIL_HOST_PASSWORD": "pässword"}, "EMAIL_HOST_PASSWORD must be ASCII"),
        ({"EMAIL_HOST_USER": "ü"}, "EMAIL_HOST_USER must be ASCII"),
        ({"EMAIL_USE_TLS": "true", "EMAIL_USE_SSL": "true"}, "not both"),
        ({"SITE_URL": "stats.example.com"}, "SITE_URL must be like https://stats.example.com"),
        ({"SITE_URL": "https://example.com/stats"}, "SITE_URL must be like"),
        ({"WEBHOOK_URL": "https://example.com/x"}, "WEBHOOK_SECRET must hold a secret"),
        ({"WEBHOOK_URL": "http://example.com/x", "WEBHOOK_SECRET": "s"}, "begins with https://"),
    ],
)
def test_what_telling_needs_is_checked_at_the_start(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        site(monkeypatch, **KEY, **given)


def test_a_slash_behind_the_address_of_the_site_is_no_part_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (
        site(monkeypatch, **KEY, SITE_URL="https://a.example/")["SITE_URL"] == "https://a.example"
    )
