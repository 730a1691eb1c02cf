"""Log lines: one line of JSON each, or readable and coloured while DEBUG is on.

Whatever is logged, by this site or by a library, goes through the same steps; a line carries the
reference of the request that it belongs to (`dashboard.middleware.request_log`).
"""

from typing import Any, Final

import structlog
from django.http import HttpRequest
from structlog.types import Processor

REFERENCE: Final = "broadcast_stats.reference"  # where a request carries its reference

SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def reference(request: HttpRequest) -> str:
    """The reference of the request, which is on each of its lines and on its error page."""
    return str(request.META.get(REFERENCE, ""))


def configuration(level: str, *, readable: bool) -> dict[str, Any]:
    """Django's LOGGING: everything to standard output, from `level` on."""
    # Its own choice of a traceback prints local variables, and with them the API password.
    plain = structlog.dev.plain_traceback
    form: list[Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=plain)]
        if readable
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *form],
            }
        },
        "filters": {
            "exceptions": {
                "()": "django.utils.log.CallbackFilter",
                "callback": lambda record: record.exc_info is not None,
            }
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "stream": "ext://sys.stdout",
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # The line of the request says as much, and more, but for what came as an exception.
            "django.request": {"level": "ERROR", "filters": ["exceptions"]},
            "axes": {"level": "WARNING"},
        },
    }
