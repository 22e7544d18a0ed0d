"""Fixtures: those of tests/integration, and a fresh site for each client."""

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "integration")]
sys.dont_write_bytecode = True

pytest_plugins = ("integration.conftest",)


@pytest.fixture(scope="module")
def new_site(scratch, cluster, request):
    """A factory of sites that nobody used before the tests of this file: organisation 1 and the server's admin,
    nothing else. settings: for prefd.conf."""
    from integration.conftest import make_site
    sites = []

    def build(settings=None):
        name = f"{Path(request.path).stem.removeprefix('test_')}{len(sites)}"
        sites.append(make_site(scratch / name, cluster, settings=settings))
        return sites[-1]

    yield build
    for site in sites:
        site.register.connection.close()
    for site in sites:
        site.deployment.stop()


@pytest.fixture(scope="module")
def fresh_site(new_site):
    return new_site()
