"""Fixtures: those of tests/integration, pages in a browser, and sites as it meets them."""

import os
import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent
sys.path[:0] = [str(TESTS), str(TESTS / "integration")]
sys.dont_write_bytecode = True

pytest_plugins = ("integration.conftest",)

from clients.registries import import_packages  # noqa: E402
from front import NEIGHBOUR, PARTNER, Front, Place  # noqa: E402
from http_client import bearer  # noqa: E402
from patience import seconds  # noqa: E402

# No GPU in a container. Nothing asks beyond this machine: every name of .test, which nobody owns, is this machine, no other
# name is known. playwright adds what keeps a browser quiet, and no sandbox.
ARGUMENTS = ["--disable-gpu", "--disable-quic",
             "--host-resolver-rules=MAP *.test 127.0.0.1, EXCLUDE localhost, EXCLUDE 127.0.0.1, MAP * ~NOTFOUND"]


@pytest.fixture(scope="session")
def chromium(scratch):
    """Debian's, led by playwright, which gives it a fresh profile."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium: install Debian's package chromium")
    import_packages(HERE / "requirements.txt")
    from playwright.sync_api import sync_playwright
    environment = {"HOME": str(scratch), "PATH": os.environ["PATH"]}
    with sync_playwright() as playwright, playwright.chromium.launch(
            executable_path=program, args=ARGUMENTS, env=environment, timeout=seconds(30) * 1000) as browser:
        yield browser


@pytest.fixture(scope="session")
def new_page(chromium):
    """A function that opens a page in a browser of its own, which knows nothing and takes anybody's certificates."""
    def opened():
        page = chromium.new_page(ignore_https_errors=True)
        page.set_default_timeout(seconds(30) * 1000)
        return page

    return opened


@pytest.fixture(scope="session")
def usual_page(new_page):
    return new_page()


@pytest.fixture
def page(usual_page):
    """A page in a browser without a session."""
    usual_page.context.clear_cookies()
    return usual_page


@pytest.fixture
def other_page(new_page):
    """One more, in the browser of somebody else."""
    with new_page() as page:
        yield page


@pytest.fixture(scope="session")
def shared_front(chromium, shared_site):
    front = Front()
    front.start(shared_site.deployment.run)
    yield front
    front.stop()


@pytest.fixture(scope="session")
def open_front(chromium, scratch, cluster):
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
