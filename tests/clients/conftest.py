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


# Waiting for routes that are not served yet; each leaves this list when they are.
PENDING = """
test_every_operation_of_the_client_was_called test_go[TestUserLists] test_go[TestUsers] test_users_page_by_page
test_data_source_of_an_organization test_data_sources_of_users test_organization[0] test_organization[1]
test_organization[2] test_organization[3] test_organization_is_imported test_organization_names
""".split()


def pytest_collection_modifyitems(items):
    for item in items:
        if item.name in PENDING:
            item.add_marker(pytest.mark.xfail(reason="its routes are not served yet"))
