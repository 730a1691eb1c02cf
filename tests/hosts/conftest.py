"""What hosts are made from, and somebody who may sign in at them."""

from pathlib import Path

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User

from tests.hosts.host import release
from tests.hosts.people import PASSWORD


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of this release, as each host has them."""
    return release(tmp_path_factory.mktemp("release"))


@pytest.fixture
def mk(transactional_db: None) -> User:
    """Somebody whose password is kept as in production."""
    user = User(username="mk", is_staff=True)
    user.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt of a test")
    user.save()
    return user
