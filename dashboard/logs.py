"""Log lines: one line of JSON each, or readable and coloured while DEBUG is on.

Whatever is logged, by this site or by a library, goes through the same steps; a line carries the
reference of the request that it belongs to (`dashboard.middleware.RequestLog`).
"""

from typing import Any

import structlog
from structlog.types import Processor

SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configuration(level: str, *, readable: bool) -> dict[str, Any]:
    """Django's LOGGING: everything to standard output, from `level` on."""
    form: list[Processor] = (
        [structlog.dev.ConsoleRenderer()]
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
            # The line of the request says as much, and more, of answers below 500.
            "django.request": {"level": "ERROR"},
        },
    }
