"""One service with demonstration data for all SDK runs."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Server  # noqa: E402


@pytest.fixture(scope="session")
def server():
    with Server() as running:
        yield running


@pytest.fixture
def acme(server):
    return server.org("acme")


@pytest.fixture
def globex(server):
    return server.org("globex")
