"""Every status and every foreign error beside ours; a new one of theirs fails until it is here."""
# ruff: noqa: TID251 - the names of what http.client raises

import http.client
import socket
import ssl

import pytest
import requests
import urllib3

from stats.callfire import errors
from stats.callfire.client.translation import FOREIGN, error_of_status, translated

STATUSES = {
    **dict.fromkeys([*range(100, 200), *range(201, 400)], errors.BadResponse),
    **dict.fromkeys(range(400, 500), errors.BadResponse),
    **dict.fromkeys(range(500, 600), errors.Unavailable),
    **dict.fromkeys([600, 999, 0], errors.BadResponse),
    401: errors.Credentials,
    403: errors.Forbidden,
    404: errors.NotFound,
    429: errors.RateLimited,
}


def test_every_status_has_its_kind_and_only_passing_ones_are_retried() -> None:
    for status, kind in STATUSES.items():
        error = error_of_status(status)
        assert type(error) is kind, status
        assert error.status == status
        assert error.retryable == (status in (408, 429, *range(500, 600))), status


UNAVAILABLE = errors.Unavailable
TIMEOUT = errors.Timeout
INSECURE = errors.Insecure
BAD = errors.BadResponse

KINDS: dict[type[BaseException], type[errors.CallFireError]] = {
    # requests
    requests.exceptions.RequestException: BAD,
    requests.exceptions.InvalidJSONError: BAD,
    requests.exceptions.JSONDecodeError: BAD,
    requests.exceptions.HTTPError: BAD,
    requests.exceptions.ConnectionError: UNAVAILABLE,
    requests.exceptions.ProxyError: UNAVAILABLE,
    requests.exceptions.SSLError: INSECURE,
    requests.exceptions.Timeout: TIMEOUT,
    requests.exceptions.ConnectTimeout: TIMEOUT,
    requests.exceptions.ReadTimeout: TIMEOUT,
    requests.exceptions.URLRequired: BAD,
    requests.exceptions.TooManyRedirects: BAD,
    requests.exceptions.MissingSchema: BAD,
    requests.exceptions.InvalidSchema: BAD,
    requests.exceptions.InvalidURL: BAD,
    requests.exceptions.InvalidHeader: BAD,
    requests.exceptions.InvalidProxyURL: BAD,
    requests.exceptions.ChunkedEncodingError: UNAVAILABLE,
    requests.exceptions.ContentDecodingError: BAD,
    requests.exceptions.StreamConsumedError: BAD,
    requests.exceptions.RetryError: BAD,
    requests.exceptions.UnrewindableBodyError: BAD,
    # urllib3
    urllib3.exceptions.HTTPError: BAD,
    urllib3.exceptions.PoolError: UNAVAILABLE,
    urllib3.exceptions.RequestError: UNAVAILABLE,
    urllib3.exceptions.SSLError: INSECURE,
    urllib3.exceptions.ProxyError: BAD,
    urllib3.exceptions.DecodeError: BAD,
    urllib3.exceptions.ProtocolError: UNAVAILABLE,
    urllib3.exceptions.MaxRetryError: UNAVAILABLE,
    urllib3.exceptions.HostChangedError: UNAVAILABLE,
    urllib3.exceptions.TimeoutStateError: BAD,
    urllib3.exceptions.TimeoutError: TIMEOUT,
    urllib3.exceptions.ReadTimeoutError: TIMEOUT,
    urllib3.exceptions.ConnectTimeoutError: TIMEOUT,
    urllib3.exceptions.NewConnectionError: UNAVAILABLE,
    urllib3.exceptions.NameResolutionError: UNAVAILABLE,
    urllib3.exceptions.EmptyPoolError: UNAVAILABLE,
    urllib3.exceptions.FullPoolError: UNAVAILABLE,
    urllib3.exceptions.ClosedPoolError: UNAVAILABLE,
    urllib3.exceptions.LocationValueError: BAD,
    urllib3.exceptions.LocationParseError: BAD,
    urllib3.exceptions.URLSchemeUnknown: BAD,
    urllib3.exceptions.ResponseError: BAD,
    urllib3.exceptions.ResponseNotChunked: BAD,
    urllib3.exceptions.BodyNotHttplibCompatible: BAD,
    urllib3.exceptions.IncompleteRead: UNAVAILABLE,
    urllib3.exceptions.InvalidChunkLength: UNAVAILABLE,
    urllib3.exceptions.InvalidHeader: BAD,
    urllib3.exceptions.ProxySchemeUnknown: BAD,
    urllib3.exceptions.ProxySchemeUnsupported: BAD,
    urllib3.exceptions.HeaderParsingError: BAD,
    urllib3.exceptions.UnrewindableBodyError: BAD,
    # http.client
    http.client.HTTPException: BAD,
    http.client.NotConnected: BAD,
    http.client.InvalidURL: BAD,
    http.client.UnknownProtocol: BAD,
    http.client.UnknownTransferEncoding: BAD,
    http.client.UnimplementedFileMode: BAD,
    http.client.IncompleteRead: UNAVAILABLE,
    http.client.ImproperConnectionState: BAD,
    http.client.CannotSendRequest: BAD,
    http.client.CannotSendHeader: BAD,
    http.client.ResponseNotReady: BAD,
    http.client.BadStatusLine: BAD,
    http.client.LineTooLong: BAD,
    http.client.RemoteDisconnected: UNAVAILABLE,
    # ssl
    ssl.SSLError: INSECURE,
    ssl.SSLCertVerificationError: INSECURE,
    ssl.SSLSyscallError: INSECURE,
    ssl.SSLWantReadError: INSECURE,
    ssl.SSLWantWriteError: INSECURE,
    ssl.SSLZeroReturnError: UNAVAILABLE,
    ssl.SSLEOFError: UNAVAILABLE,
    # the socket
    socket.gaierror: UNAVAILABLE,
    ConnectionError: UNAVAILABLE,
    ConnectionRefusedError: UNAVAILABLE,
    ConnectionResetError: UNAVAILABLE,
    BrokenPipeError: UNAVAILABLE,
    TimeoutError: TIMEOUT,
    ValueError: BAD,
    UnicodeError: BAD,
}


def test_every_error_of_the_libraries_is_named_here() -> None:
    theirs = {
        cls
        for module in (requests.exceptions, urllib3.exceptions, http.client, ssl)
        for cls in vars(module).values()
        if isinstance(cls, type)
        and issubclass(cls, Exception)
        and not issubclass(cls, Warning)
        and cls.__module__ in (module.__name__, "ssl")
    }
    assert theirs - set(KINDS) == set()


@pytest.mark.parametrize("foreign", KINDS, ids=lambda cls: f"{cls.__module__}.{cls.__name__}")
def test_a_foreign_error_has_its_kind(foreign: type[BaseException]) -> None:
    error = translated(foreign.__new__(foreign))
    assert type(error) is KINDS[foreign]
    assert error.retryable == (type(error) in (errors.Unavailable, errors.Timeout))
    assert error.status is None
    assert issubclass(foreign, FOREIGN)


def test_what_an_error_wraps_tells_its_kind_however_deep() -> None:
    late = urllib3.exceptions.ProtocolError("gone", TimeoutError())
    assert type(translated(requests.ConnectionError(late))) is errors.Timeout
    cut = urllib3.exceptions.SSLError(ssl.SSLEOFError())
    assert type(translated(requests.exceptions.SSLError(cut))) is errors.Unavailable
    noise = urllib3.exceptions.ProtocolError("noise", http.client.BadStatusLine("x"))
    assert type(translated(requests.ConnectionError(noise))) is errors.BadResponse


def test_an_error_that_wraps_itself_is_still_translated() -> None:
    error = requests.ConnectionError()
    error.args = (error,)
    assert type(translated(error)) is errors.Unavailable
