"""How static files are stored, and the messages for a person's next page."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.storage import CompressedManifestStaticFilesStorage

from dashboard.joined import is_joined, joined


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # it has no types
    """Files with their hash in the name, so that a new release never meets an old script."""

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Join what is to be one file before names are made of contents."""
        whole = InMemoryStorage()
        for name in filter(is_joined, paths):
            whole.save(name, ContentFile(joined(name, lambda each: _read(paths, each)).encode()))
        ready = {name: (whole, name) if is_joined(name) else found for name, found in paths.items()}
        yield from super().post_process(ready, dry_run, **options)

    def compress_files(self, paths: set[str]) -> Iterator[tuple[str, str]]:
        """Compress what pages ask for: there a file has its hash in its name, a copy has not."""
        yield from super().compress_files(paths & set(self.hashed_files.values()))


def _read(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())


MESSAGES: Final = "__Host-messages-" if settings.HTTPS else "messages-"


class Messages(BaseStorage):
    """Messages in signed cookies, so that a database that can't be written does not lose them.

    Each kind of them, by its tags, has a cookie of its own: a page's script sends several requests
    at once, and what one of their answers tells must not overwrite what another one does.
    """

    def _get(self, *_args: Any, **_more: Any) -> tuple[list[Message], bool]:
        return [message for name in self._names() for message in self._kept(name)], True

    def _store(
        self, messages: Iterable[Message], response: HttpResponseBase, *_args: Any, **_more: Any
    ) -> list[Message]:
        by_name: dict[str, list[Message]] = {name: [] for name in self._names()}
        for message in messages:
            by_name.setdefault(f"{MESSAGES}{message.extra_tags or ''}", []).append(message)
        return [
            unstored
            for name, found in by_name.items()
            if found != self._kept(name)
            for unstored in _OneKind(self.request, name)._store(found, response)  # type: ignore[attr-defined]
        ]

    def _names(self) -> list[str]:
        return [name for name in self.request.COOKIES if name.startswith(MESSAGES)]

    def _kept(self, name: str) -> list[Message]:
        messages: list[Message] | None = _OneKind(self.request, name)._get()[0]  # type: ignore[attr-defined]
        return messages or []


class _OneKind(CookieStorage):
    """Django's, with a name of its own."""

    def __init__(self, request: HttpRequest, cookie_name: str) -> None:
        super().__init__(request)
        self.cookie_name = cookie_name
