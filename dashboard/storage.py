"""How static files are stored, and the messages for a person's next page."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
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
        """Compress what pages ask for: files with their hash in their name, not the copies."""
        yield from super().compress_files(paths & set(self.hashed_files.values()))


def _read(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())


class Messages(CookieStorage):
    """Messages in a signed cookie, so that a database that can't be written does not lose them."""

    cookie_name = "__Host-messages" if settings.HTTPS else "messages"
