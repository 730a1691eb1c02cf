"""How gunicorn serves the site: `gunicorn dashboard.wsgi` reads this file by itself."""

import os
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from dashboard.env_file import merged, read_file
from dashboard.environment import Environment

_env = Environment(merged(read_file(Path(os.environ.get("ENV_FILE", ".env"))), os.environ))

# Threads wait for CallFire up to 15 s each; one thread a process would then serve nobody.
worker_class = "gthread"
workers = 2
# As many again as may wait for CallFire, so that other pages stay quick.
threads = max(16, 2 * _env.number("CALLFIRE_CONCURRENCY", 8, least=1, most=64))
timeout = 60
graceful_timeout = 20  # longer than any question to CallFire
# The site itself reads what trusted proxies say (`dashboard.middleware`); the default would believe
# any process on this machine, and further headers too.
forwarded_allow_ips = ""
# Where workers leave their counts, for whichever of them is asked at /metrics.
_counts = ""
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _counts = tempfile.mkdtemp(prefix="broadcast-stats-")
# gunicorn 27 would open a control socket in the home folder.
control_socket_disable = True


def when_ready(_server: Any) -> None:
    """Have a demo's site end with the demo, however that ends: its end closes standard input."""
    if _env.flag("DEMO", default=False) and not sys.stdin.isatty():
        threading.Thread(target=_end_with_stdin, name="stdin", daemon=True).start()


def _end_with_stdin() -> None:
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def post_fork(_server: Any, _worker: Any) -> None:
    """Let a thread keep the interpreter for 100 ms: many threads otherwise hinder each other."""
    sys.setswitchinterval(0.1)


def on_exit(_server: Any) -> None:
    """Take the counts away that nobody reads any more."""
    if _counts:
        shutil.rmtree(_counts, ignore_errors=True)
