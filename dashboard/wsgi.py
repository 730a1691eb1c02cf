"""The door for a process server: `gunicorn dashboard.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
application = get_wsgi_application()

from dashboard import templating  # noqa: E402 - needs the settings

templating.read_all()  # a second before the first visitor comes, and not while they wait
