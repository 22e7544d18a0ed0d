"""Fixtures: those of tests/integration, a browser, and sites as it meets them."""

import shutil
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "integration")]
sys.dont_write_bytecode = True

pytest_plugins = ("integration.conftest",)

from front import NEIGHBOUR, PARTNER, Front, Place  # noqa: E402
from http_client import bearer  # noqa: E402
from webdriver import Driver  # noqa: E402


@pytest.fixture(scope="session")
def driver(scratch):
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"there is no {' and no '.join(missing)}: install Debian's package chromium-driver")
    leader = Driver(shutil.which("chromedriver"), scratch / "browser")
    yield leader
    leader.stop()


@pytest.fixture(scope="session")
def usual_browser(driver):
    browser = driver.browser()
    yield browser
    browser.close()


@pytest.fixture
def browser(usual_browser):
    """A browser without a session."""
    usual_browser.forget()
    return usual_browser


@pytest.fixture
def other_browser(driver):
    """One more, of somebody else."""
    browser = driver.browser()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def shared_front(driver, shared_site):
    front = Front()
    front.start(shared_site.deployment.run)
    yield front
    front.stop()


@pytest.fixture(scope="session")
def open_front(driver, scratch, cluster):
    """Before a site that lets pages of the neighbour and of the partner in. Its site is `site`."""
    from integration.conftest import make_site
    front = Front()
    listed = [Place(front, scheme).origin(host) for scheme in front.ports for host in (NEIGHBOUR, PARTNER)]
    front.site = make_site(scratch / "open", cluster, settings={"cors_origins": " ".join(listed)})
    front.start(front.site.deployment.run)
    yield front
    front.stop()
    front.site.register.connection.close()
    front.site.deployment.stop()


# Browsers say where a request comes from (Sec-Fetch-Site) only where nobody on the way can read it: over plain HTTP it is
# Origin that tells.
@pytest.fixture(params=["http", "https"])
def place(site, shared_front, request):
    """The addresses of a site that lists no other origins."""
    shared_front.forget()
    return Place(shared_front, request.param)


@pytest.fixture(params=["http", "https"])
def open_place(open_front, request):
    """The addresses of the site that lists other origins."""
    before = open_front.site.deployment.worker_pids()
    open_front.forget()
    yield Place(open_front, request.param)
    assert open_front.site.deployment.worker_pids() == before, "a worker was lost"


@pytest.fixture
def person(register, org):
    return register.person("Admin", org)


@pytest.fixture
def guest(open_front):
    """A person of the site that lists other origins."""
    register = open_front.site.register
    return register.person("Admin", register.organisation())


@pytest.fixture
def token(open_front, guest):
    """The field by which a request is the guest's."""
    return {"Authorization": bearer(open_front.site.register.token(guest).secret)}
