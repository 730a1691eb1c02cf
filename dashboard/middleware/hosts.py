"""Which host names an address answers to."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware

# What looks after the process asks it by its address, whatever ALLOWED_HOSTS says; these pages say
# nothing that a name could mislead about.
HEALTH_PATHS: Final = ("/livez", "/readyz")


class Hosts(CommonMiddleware):
    """Django's own check of the host name and its redirects, but for the health pages."""

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        """Refuse a host that is not in ALLOWED_HOSTS."""
        return None if request.path in HEALTH_PATHS else super().process_request(request)
