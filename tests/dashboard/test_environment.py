from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from dashboard.env_file import merged, read_file
from dashboard.environment import Environment

PASSWORDS = [
    "$ecret",
    "${HOME}",
    "a#b # c",
    "#",
    "'single' and \"double\"",
    '"quoted"',
    "back\\slash\\n",
    "a=b==",
    "%41%",
    "spaces inside",
    "Grüße, 東京",
    "next\u0085line\u2028and\x0bmore",
]


def env(**values: str) -> Environment:
    return Environment(values)


def dotenv(folder: Path, text: str) -> Path:
    path = folder / ".env"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_value_is_read_literally_to_the_end_of_its_line(tmp_path: Path, password: str) -> None:
    path = dotenv(tmp_path, f"A=1\nCALLFIRE_API_PASSWORD={password}\nB=2\n")
    assert read_file(path) == {"A": "1", "CALLFIRE_API_PASSWORD": password, "B": "2"}
    assert Environment(read_file(path)).secret("CALLFIRE_API_PASSWORD") == password


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), min_size=1))
def test_a_secret_is_no_other_text_than_the_one_written(secret: str) -> None:
    assert env(SECRET_KEY=secret).secret("SECRET_KEY") == secret


def test_a_secret_keeps_the_spaces_around_it_and_other_texts_do_not(tmp_path: Path) -> None:
    values = Environment(read_file(dotenv(tmp_path, "SECRET_KEY= s \nTIME_ZONE= UTC \n")))
    assert values.secret("SECRET_KEY") == " s "
    assert values.text("TIME_ZONE") == "UTC"


def test_comments_and_empty_lines_are_no_settings(tmp_path: Path) -> None:
    assert read_file(dotenv(tmp_path, "# A=1\n\n   \n  # B=2\nC=3")) == {"C": "3"}


def test_a_file_from_windows_is_read_alike(tmp_path: Path) -> None:
    assert read_file(dotenv(tmp_path, "\ufeffA=1\r\nB= x \r\n")) == {"A": "1", "B": " x "}


def test_where_there_is_no_file_there_are_no_settings(tmp_path: Path) -> None:
    assert read_file(tmp_path / ".env") == {}


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes("CALLFIRE_API_PASSWORD=Grüße".encode("latin-1"))
    with pytest.raises(ImproperlyConfigured, match=r"\.env can't be read; it must be UTF-8"):
        read_file(path)


def test_an_empty_text_counts_as_unset() -> None:
    assert env(A="  ").text("A", "default") == "default"
    assert not env(A=" ").is_set("A")
    assert env(A="").flag("A", default=True)
    assert env(A="").number("A", 8, least=1, most=64) == 8
    assert env(A=" , ").words("A", ("x",)) == ["x"]


@pytest.mark.parametrize(
    ("content", "secret"),
    [
        ("p$#'\"", "p$#'\""),
        ("line\n", "line"),
        ("line\r\n", "line"),
        (" two \n\n", " two \n"),
        ("", ""),
    ],
)
def test_a_secret_may_come_from_a_file_without_its_last_line_break(
    tmp_path: Path, content: str, secret: str
) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content.encode())
    assert env(SECRET_KEY="", SECRET_KEY_FILE=str(path)).secret("SECRET_KEY") == secret


@pytest.mark.parametrize("path", ["/no/such/file", ".", "a\0b", "x" * 5000])
def test_a_secrets_file_that_cannot_be_read_is_named_by_its_setting(path: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^SECRET_KEY_FILE names a file that can't"):
        env(SECRET_KEY_FILE=path).secret("SECRET_KEY")


def test_a_secrets_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xff\xfe")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE"):
        env(SECRET_KEY_FILE=str(tmp_path / "secret")).secret("SECRET_KEY")


def test_a_secret_and_its_file_contradict_each_other(tmp_path: Path) -> None:
    both = env(SECRET_KEY="hunter2", SECRET_KEY_FILE=str(tmp_path))
    with pytest.raises(ImproperlyConfigured, match=r"^Set SECRET_KEY or SECRET_KEY_FILE, not both"):
        both.secret("SECRET_KEY")


@pytest.mark.parametrize("text", ["1", "true", "True", "YES", "on", " true "])
def test_a_flag_may_be_written_as_people_write_it(text: str) -> None:
    assert env(DEBUG=text).flag("DEBUG", default=False)


@pytest.mark.parametrize("text", ["0", "false", "No", "off"])
def test_a_flag_that_is_off_is_off_whatever_its_default(text: str) -> None:
    assert not env(DEBUG=text).flag("DEBUG", default=True)


@pytest.mark.parametrize("text", ["maybe", "2", "truee", "none"])
def test_any_other_flag_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DEBUG is .*; write true or false"):
        env(DEBUG=text).flag("DEBUG", default=False)


@pytest.mark.parametrize("text", ["0", "65", "-1", "1.5", "1e1", "８", "²", "x", "9" * 5000])  # noqa: RUF001
def test_a_number_out_of_its_range_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^N is .*a whole number from 1 to 64"):
        env(N=text).number("N", 8, least=1, most=64)


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("64", 64), (" 08 ", 8)])
def test_a_number_in_its_range_is_taken(text: str, number: int) -> None:
    assert env(N=text).number("N", 2, least=1, most=64) == number


def test_addresses_are_taken_in_their_usual_writing() -> None:
    proxies = env(TRUSTED_PROXIES="10.0.0.1, 2001:DB8::0001,").addresses("TRUSTED_PROXIES")
    assert proxies == ["10.0.0.1", "2001:db8::1"]


@pytest.mark.parametrize("text", ["proxy", "10.0.0.1 10.0.0.2", "10.0.0.0/8", "10.0.0.256", "*"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^TRUSTED_PROXIES must be IP addresses"):
        env(TRUSTED_PROXIES=text).addresses("TRUSTED_PROXIES")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-23T22:32:10Z", datetime(2026, 11, 23, 22, 32, 10, tzinfo=UTC)),
        ("2026-11-23T14:32:10-08:00", datetime(2026, 11, 23, 22, 32, 10, tzinfo=UTC)),
        ("2026-11-23T22:32+00:00", datetime(2026, 11, 23, 22, 32, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_with_its_offset(text: str, instant: datetime) -> None:
    assert env(DEMO_NOW=text).instant("DEMO_NOW") == instant


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T22:32:10",
        "2026-11-23",
        "20261123T223210Z",
        "2026-W48-1T00:00Z",
        "2026-11-23X22:32:10Z",
        "2026-02-30T00:00:00Z",
        "2026-11-23T24:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-01:00",
        "now",
    ],
)
def test_what_is_no_instant_that_a_clock_can_stand_at_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DEMO_NOW is .*; write an instant such as"):
        env(DEMO_NOW=text).instant("DEMO_NOW")


DEFAULT_URL = "https://www.callfire.com/api/1.1/rest/"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("", DEFAULT_URL),
        ("https://www.callfire.com/api/1.1/rest", DEFAULT_URL),
        ("https://gateway.example.com:8443/cf/", "https://gateway.example.com:8443/cf/"),
        ("http://localhost:8100/api/1.1/rest/", "http://localhost:8100/api/1.1/rest/"),
        ("http://127.0.0.1:8100", "http://127.0.0.1:8100/"),
        ("http://[::1]:8100/", "http://[::1]:8100/"),
    ],
)
def test_an_address_to_ask_is_https_or_loopback(text: str, url: str) -> None:
    assert env(CALLFIRE_API_URL=text).api_url("CALLFIRE_API_URL", DEFAULT_URL) == url


@pytest.mark.parametrize(
    "text",
    [
        "http://www.callfire.com/api/1.1/rest/",
        "http://127.0.0.1.example.com/",
        "http://localhost@example.com/",
        "https://me:hunter2@www.callfire.com/",
        "https://hunter2@www.callfire.com/",
        "https://www.callfire.com/?a=hunter2",
        "https://www.callfire.com/#hunter2",
        "https://www.callfire.com/ hunter2",
        "https://www.callfire.com:hunter2/",
        "https://[::1/hunter2",
        "https:///api",
        "ftp://www.callfire.com/",
        "www.callfire.com",
        "//www.callfire.com/",
    ],
)
def test_any_other_address_is_refused_without_saying_what_may_be_a_secret(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^CALLFIRE_API_URL (must|is)") as refused:
        env(CALLFIRE_API_URL=text).api_url("CALLFIRE_API_URL", DEFAULT_URL)
    assert "hunter2" not in str(refused.value)


def test_the_environment_wins_also_over_a_file_that_the_env_file_names() -> None:
    file = {"CALLFIRE_API_LOGIN_FILE": "/secret", "TIME_ZONE": "UTC"}
    assert merged(file, {"CALLFIRE_API_LOGIN": "mk"}) == {
        "CALLFIRE_API_LOGIN": "mk",
        "TIME_ZONE": "UTC",
    }


def test_bytes_that_are_no_utf_8_are_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="CALLFIRE_API_PASSWORD must be UTF-8 text"):
        merged({}, {"CALLFIRE_API_PASSWORD": "\udcff"})


@pytest.mark.parametrize(
    "url",
    [
        "https://x..y/",
        "https://exa<mple.com/",
        "https://-.x/",
        "https://x.com/../..",
        "https://x.com/a b",
    ],
)
def test_an_address_that_no_host_can_have_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CALLFIRE_API_URL"):
        Environment({"CALLFIRE_API_URL": url}).api_url("CALLFIRE_API_URL", "https://x.example/")
