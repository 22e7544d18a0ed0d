"""Fixtures: a private PostgreSQL, a served site that the plain tests share, and sites of their own for the tests that
break things. Whatever was started is stopped by its own id; logs are shown, and kept, when a test fails."""

import faulthandler
import itertools
import os
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path

import pytest

sys.dont_write_bytecode = True

import conformance  # noqa: E402
from cluster import Cluster  # noqa: E402
from database import Database  # noqa: E402
from deployment import Deployment, tail  # noqa: E402
from places import BUILD  # noqa: E402
from prefctl import Prefctl  # noqa: E402
from register import Register, Site  # noqa: E402
from sizes import LONG  # noqa: E402

ADMIN_PASSWORD = "first boot of this site"
PHASE_LIMIT = 3600 if LONG else 300  # s, for a test, and for what it is built on

_serial = itertools.count(1)


def name_of(request):
    """A short name for what one test builds, never given twice."""
    return f"{request.node.originalname.removeprefix('test_')[:20]}{next(_serial)}"


def pytest_configure(config):
    if threading.current_thread() is threading.main_thread():  # xdist's processes are sometimes in another
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))
    config.last_words = os.fdopen(os.dup(sys.__stderr__.fileno()), "w")  # as it is before a test's output is captured
    if os.geteuid() == 0:
        pytest.exit("run these tests as an unprivileged user: PostgreSQL refuses root", returncode=4)


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def limited(item):
    """What hangs says where, by every thread's stack, and the run is over."""
    faulthandler.dump_traceback_later(PHASE_LIMIT, exit=True, file=item.config.last_words)
    yield
    faulthandler.cancel_dump_traceback_later()


pytest_runtest_setup = pytest_runtest_call = pytest_runtest_teardown = limited


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Add the last lines of every log of every running site to the report of a failure."""
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        for deployment in Deployment.running:
            for log in deployment.logs():
                report.sections.append((f"{log.parent.name}/{log.name}", tail(log, 15)))


@pytest.fixture
def figures(request):
    """A function that adds a promise and what was measured of it to the end of the report."""
    return lambda promise, figure: request.node.user_properties.append(("figure", f"{promise}: {figure}"))


@pytest.fixture(scope="session")
def scratch(request):
    """Directory of everything this run writes; its path is short, for unix sockets. Logs stay when a test failed."""
    parent = tempfile.gettempdir()
    directory = Path(tempfile.mkdtemp(prefix="prefd-", dir=parent if len(parent) <= 40 else "/tmp"))
    yield directory
    if not request.session.testsfailed:
        shutil.rmtree(directory)
        return
    for data in directory.glob("*/data"):
        shutil.rmtree(data)
    request.config.kept_logs = directory


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    conformance.seen.update(getattr(node, "workeroutput", {}).get("seen", ()))


def pytest_sessionfinish(session):
    """No operation of the document may be left that no test of a whole run has hit. xdist's processes tell what they saw."""
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["seen"] = sorted(conformance.seen)
    elif config.args == [str(Path(__file__).parent)] and not config.option.keyword and config.option.markexpr in ("", "not alone"):
        config.unseen = sorted(conformance.operation_ids() - conformance.seen)
        if config.unseen and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for figure in (text for name, text in report.user_properties if name == "figure"):
            terminalreporter.write_line(figure)
    if getattr(config, "unseen", None):
        terminalreporter.write_line(f"no test has hit {', '.join(config.unseen)}", red=True)
    if hasattr(config, "kept_logs"):
        terminalreporter.write_line(f"logs are kept in {config.kept_logs}")


@pytest.fixture(scope="session")
def cluster(scratch):
    server = Cluster(scratch / "pg")
    server.start()
    yield server
    server.crash()  # nobody wants its data; a shutdown would bring all of it to the disk


def make_site(directory, cluster, workers=2, settings=None, host=None, under=()):
    """A migrated database of its own on the cluster, served. host: another socket directory for the workers; under: the words
    of a program that runs them. What is there from a test that is tried again stays."""
    again = (directory.with_name(f"{directory.name}_{number}") for number in itertools.count(2))
    directory = next(place for place in itertools.chain([directory], again) if not place.exists())
    database = cluster.create_database(f"prefd_{directory.name}")
    prefctl = Prefctl(BUILD / "prefctl", cluster.conninfo(database))
    prefctl("migrate", environment={"PREFD_ADMIN_PASSWORD": ADMIN_PASSWORD})
    deployment = Deployment(directory, cluster.conninfo(database, "prefd_worker", host), workers, settings, under=under)
    site = Site(deployment, Register(prefctl, cluster.connect(database)), cluster, database)
    try:
        deployment.start()
    except BaseException:
        deployment.stop()
        raise
    return site


@pytest.fixture(scope="session")
def shared_site(scratch, cluster):
    site = make_site(scratch / "site", cluster)
    yield site
    site.deployment.stop()
    site.register.connection.close()


@pytest.fixture
def site(shared_site):
    """The shared site; whatever a test sends it, no worker may be lost."""
    before = shared_site.deployment.worker_pids()
    yield shared_site
    assert shared_site.deployment.worker_pids() == before, "a worker was lost"


@pytest.fixture
def own_site(scratch, cluster, request):
    """A factory of sites for one test: own_site(workers=..., settings=..., host=..., cluster=...)."""
    sites = []

    def build(cluster=cluster, **options):
        site = make_site(scratch / name_of(request), cluster, **options)
        sites.append(site)
        return site

    yield build
    for site in sites:
        site.register.connection.close()
    failures = [error for site in sites for error in [_stop_quietly(site)] if error]
    if failures:
        raise failures[0]


def _stop_quietly(site):
    try:
        site.deployment.stop()
    except AssertionError as error:
        return error
    return None


@pytest.fixture
def own_cluster(scratch, request):
    """A PostgreSQL that the test may stop, crash or freeze."""
    server = Cluster(scratch / f"pg-{name_of(request)}")
    server.start()
    yield server
    server.thaw()
    server.crash()


@pytest.fixture
def register(site):
    return site.register


@pytest.fixture
def prefctl(register):
    return register.prefctl


@pytest.fixture
def org(register):
    """A new, empty organisation."""
    return register.organisation()


@pytest.fixture
def viewer(site, org):
    return site.enrol("Viewer", org)


@pytest.fixture
def editor(site, org):
    return site.enrol("Editor", org)


@pytest.fixture
def admin(site, org):
    """The Admin of the organisation, not of the server."""
    return site.enrol("Admin", org)


@pytest.fixture
def unchanged(register):
    """Whatever the test does, nothing that is stored may differ after it. Name the fixtures that make people first."""
    before = register.fingerprint()
    yield
    assert register.fingerprint() == before, "something was changed"


@pytest.fixture(scope="session")
def make_database(cluster):
    made = []

    def make():
        made.append(Database(cluster, f"prefctl_{len(made)}"))
        return made[-1]

    yield make
    for database in made:
        database.connection.close()


@pytest.fixture
def empty(make_database):
    return make_database()
