"""How gunicorn serves the site: `gunicorn dashboard.wsgi` reads this file by itself."""

import os
import sys
from pathlib import Path
from typing import Any

from dashboard.environment import Environment, read_file

_env = Environment({**read_file(Path(os.environ.get("ENV_FILE", ".env"))), **os.environ})

# Threads wait for CallFire up to 15 s each; one thread a process would then serve nobody.
worker_class = "gthread"
workers = 2
threads = 16
timeout = 60
graceful_timeout = 20  # longer than any question to CallFire
# Only these may say by X-Forwarded-Proto that a request came by https; the default trusts loopback.
forwarded_allow_ips = ",".join(_env.addresses("TRUSTED_PROXIES"))
# gunicorn 27 would open a control socket in the home folder.
control_socket_disable = True


def post_fork(_server: Any, _worker: Any) -> None:
    """Let a thread keep the interpreter for 100 ms: many threads otherwise hinder each other."""
    sys.setswitchinterval(0.1)
