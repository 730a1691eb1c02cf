"""The door for a process server: `gunicorn dashboard.wsgi`."""

import os
from typing import TYPE_CHECKING, cast

from django.core.wsgi import get_wsgi_application
from django.template import engines

if TYPE_CHECKING:
    from dashboard.templating import Templates

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
application = get_wsgi_application()

# Before the first visitor comes, not while they wait.
cast("Templates", engines["jinja2"]).read_all()
