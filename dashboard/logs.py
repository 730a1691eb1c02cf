"""Log lines: one line each, whatever is in them."""

import logging


class OneLine(logging.Formatter):
    """Writes a record, its traceback included, on one line with control characters escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its line break."""
        text = super().format(record)
        return "".join(
            char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
        )
