"""A login and a password that stand out wherever they turn up, and the search for them.

Each has a core of ASCII letters and digits that no way of writing text changes, be it for URLs,
HTML, JSON or Python, among characters that all of them change. Only Base64 hides the core: there it
looks otherwise at each of three alignments, whatever stands before and behind it.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.contrib.sessions.models import Session
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.http.response import HttpResponseBase

_CORES: Final = ("Sentinel7LoginQx", "Sentinel9PasswordZv")

LOGIN: Final = f"ü\"&{_CORES[0]}%'ß"
PASSWORD: Final = f"'ö%41{_CORES[1]}\\\"&<é"


def places_that_tell(said: Mapping[str, str]) -> set[str]:
    """The places whose text tells the login or the password, or enough of it."""
    return {place for place, text in said.items() if any(each in text for each in _traces())}


def answer(response: HttpResponseBase) -> str:
    """Status, headers, cookies and body of an answer and of what led to it."""
    led = getattr(response, "redirect_chain", [])
    headers, cookies = "\n".join(map(str, response.items())), response.cookies.output()
    return f"{led}\n{response.status_code}\n{headers}\n{cookies}\n{response.getvalue().decode()}"


def mails(outbox: Iterable[EmailMultiAlternatives]) -> str:
    """Subject, text and HTML of each mail."""
    return "\n".join(
        f"{mail.subject}\n{mail.body}\n{[str(part[0]) for part in mail.alternatives]}"
        for mail in outbox
    )


def database() -> str:
    """Every row of every table, sessions unpacked."""
    return "\n".join([*_rows(), *(str(each.get_decoded()) for each in Session.objects.all())])


def _rows() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608 - a name of the database's own
            yield from (f"{table}: {row}" for row in cursor.fetchall())


def _traces() -> Iterator[str]:
    for core in _CORES:
        yield core
        for before in range(3):
            encoded = b64encode(b"\0" * before + core.encode()).decode()
            # Six bits a character: the first and the last ones hold bits of the neighbours too.
            yield encoded[-(-before * 8 // 6) : (before + len(core)) * 8 // 6]
