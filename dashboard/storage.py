"""How static files are stored, and the messages for a person's next page."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # it has no types
    """Files with their hash in the name, so that a new release never meets an old script."""

    support_js_module_import_aggregation = True


class Messages(CookieStorage):
    """Messages in a signed cookie, so that a database that can't be written does not lose them."""

    cookie_name = "__Host-messages" if settings.HTTPS else "messages"
