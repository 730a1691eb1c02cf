"""Known vulnerabilities of what is installed: `python -m tests.audit`, which is `make audit`.

pip-audit finds nothing wrong where its service can't be reached, so the service is asked first for
a release that has known vulnerabilities. Where it does not name them, nothing is audited, and that
is said.
"""

import sys
from subprocess import run
from typing import Final

import requests

SERVICE: Final = "https://pypi.org"
KNOWN_BAD: Final = f"{SERVICE}/pypi/django/3.2.0/json"
FILES: Final = ("requirements.txt", "requirements-dev.txt")
OPTIONS: Final = ("--strict", "--disable-pip", "--require-hashes", "--progress-spinner=off")


def main() -> int:
    """The exit code of pip-audit; 0 with a sentence where its service can't be reached."""
    if not knows_vulnerabilities(KNOWN_BAD):
        sys.stdout.write(f"pip-audit: skipped, since {SERVICE} does not answer it here.\n")
        return 0
    files = [option for name in FILES for option in ("--requirement", name)]
    return run([sys.executable, "-m", "pip_audit", *OPTIONS, *files], check=False).returncode


def knows_vulnerabilities(address: str) -> bool:
    """Whether that address of the service names vulnerabilities of the release it is about."""
    try:
        answer = requests.get(address, timeout=10)
        return answer.status_code == 200 and bool(answer.json().get("vulnerabilities"))
    except (requests.RequestException, ValueError, AttributeError):
        return False


if __name__ == "__main__":
    sys.exit(main())
