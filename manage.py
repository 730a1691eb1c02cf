#!/usr/bin/env python
"""The terminal's way into the site: `python manage.py help`."""

import os
import sys


def main() -> None:
    """Run one command; a malformed setting ends it with its sentence, not with a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from dashboard.demo import enter

    try:
        if sys.argv[1:2] == ["demo"]:
            enter(os.environ)
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"The site can't start: {error}")


if __name__ == "__main__":
    main()
