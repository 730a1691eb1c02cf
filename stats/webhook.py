"""Calls to addresses that the person who runs the site has named, such as a dead man's switch.

An address may hold a secret, so none is ever logged.
"""

import logging
from typing import Final

import requests

log = logging.getLogger("stats.webhook")

SECONDS: Final = 10  # to connect, and between two pieces of the answer


def ping(url: str) -> bool:
    """Call an https address; whether it answered with a 2xx. Never raises."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            with session.get(url, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
                if answer.ok and not answer.is_redirect:
                    return True
                log.warning("the ping was answered with %d", answer.status_code)
    except requests.RequestException as error:
        log.warning("the ping failed: %s", type(error).__name__)
    return False
