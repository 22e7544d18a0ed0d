"""Fixtures: those of tests/integration, and a fresh site for each client."""

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "integration")]
sys.dont_write_bytecode = True

pytest_plugins = ("integration.conftest",)


@pytest.fixture(scope="module")
def fresh_site(scratch, cluster, request):
    """A site that nobody used before the tests of this file: organisation 1 and the server's admin, nothing else."""
    from integration.conftest import make_site
    site = make_site(scratch / Path(request.path).stem.removeprefix("test_"), cluster)
    yield site
    site.deployment.stop()
    site.register.connection.close()
