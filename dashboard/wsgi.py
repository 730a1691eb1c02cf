"""The door for a process server: `gunicorn dashboard.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.template import engines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
application = get_wsgi_application()

engines["jinja2"].read_all()  # before the first visitor comes, not while they wait
