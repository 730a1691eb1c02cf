"""Answers in gzip: Django's own middleware, at a level that takes a page less time."""

import secrets
from gzip import GzipFile
from io import BytesIO
from typing import Any, Final

from django.http import HttpRequest
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

LEVEL: Final = 5  # a broadcast's page has 1% more bytes than at Django's 6, in 80% of the time
LEAST_BYTES: Final = 1_000  # for less it makes no difference


class Compression(GZipMiddleware):
    """Compresses what is long and in one piece; all else is left to Django's.

    By the same rules, and it hides lengths in the same way (BREACH): by a name of random length.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Compress it where the browser takes that."""
        if response.streaming or len(response.content) < LEAST_BYTES:
            return super().process_response(request, response)
        if response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
            response.content = _compressed(response.content, self.max_random_bytes)
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["Content-Encoding"] = "gzip"
        return response


def _compressed(content: bytes, most_random_bytes: int) -> bytes:
    packed, name = BytesIO(), "a" * secrets.randbelow(most_random_bytes)
    with GzipFile(name, "wb", compresslevel=LEVEL, fileobj=packed, mtime=0) as file:
        file.write(content)
    return packed.getvalue()
