"""The site's own settings and one address more: a page with nothing on it (`tests.bench.urls`).

Every other setting comes from the environment that `tests.bench.served` makes.
"""

from dashboard.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "bench" / "templates")  # noqa: F405
