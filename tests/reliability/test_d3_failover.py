"""D3: the primary is gone from one moment to the next, and a synchronous standby takes its place, under the whole load."""

import time

import pytest

from answers import USER
from cluster import Cluster
from deployment import Deployment
from history import History
from http_client import basic, bearer
from integration.conftest import name_of
from ledger import read
from patience import at_most, seconds
from readback import misread
from sizes import size
from standby import Standby
from verdict import judge

pytestmark = [pytest.mark.long, pytest.mark.alone]


@pytest.fixture
def place(scratch, request):
    return scratch / name_of(request)


@pytest.fixture
def pair(place):
    """[primary, standby]"""
    first = Cluster(place / "pg-first")
    first.start()
    servers = [first, None]
    yield servers
    for server in filter(None, servers):
        server.crash()


def _fail_over(servers):
    """The second takes the place of the first: (when the first was gone, when the second took writes)."""
    began = time.time()
    servers[0].crash()
    servers[1].promote()
    done = time.time()
    servers[:] = [servers[1], None]
    return began, done


def _writes(directory):
    return sorted(line["time"] for intent in read(directory).values() for line in intent.answers if 200 <= line.get("status", 0) < 300)


def test_failover(crew_of, pair, place, figures):
    times, took = size(1, 10), []
    others = [place / "pg-second", place / "pg-third"]
    for other in others:
        (other / "socket").mkdir(mode=0o700, parents=True)
    hosts = ",".join(str(each / "socket") for each in (place / "pg-first", *others))
    crew = crew_of(12, workers=2, cluster=pair[0], host=f"{hosts} target_session_attrs=read-write")
    history = History(crew.site.register)
    pair[1] = Standby(others[0], pair[0])
    with crew:
        for number in range(times):
            time.sleep(1)
            took.append(_fail_over(pair))
            time.sleep(2)
            if number + 1 < times:
                pair[1] = Standby(others[(number + 1) % 2], pair[0])
    crew.site.register.connection = pair[0].connect(crew.site.database)
    verdict, _ = judge(crew.directory, history)
    count, verdict.found["misread"] = misread(crew, history)
    writes = _writes(crew.directory)
    gaps = [min((at for at in writes if at > done), default=float("inf")) - done for _, done in took]
    figures("D3 failover", f"{times} promotions of {max(done - began for began, done in took):.2f} s at most: {verdict}; {count} read back; written "
            f"again {max(gaps):.2f} s after it at the latest")
    verdict.must_be_clean()
    at_most(max(gaps), seconds(3), "written again after, s")


def test_a_standby_is_read(own_site, pair, place):
    """Workers before one that stays a standby serve what reads, uncounted. A password is refused, since a guess could not be
    counted either; none of it looks like a schema that has changed."""
    site = own_site(cluster=pair[0], workers=1)
    viewer = site.enrol("Viewer")
    pair[1] = Standby(place / "pg-second", pair[0])
    reading = Deployment(place / "reading", pair[1].conninfo(site.database, "prefd_worker"), 1, {"login_attempts": 5})
    reading.start()
    try:
        client = reading.client(Authorization=bearer(viewer.token.secret))
        assert client.get(USER).status == client.get(f"/api/v1/users/{viewer.account.id}/preferences").status == 200
        assert client.put(USER, {}).status == 503
        by_password = reading.client(Authorization=basic(viewer.account.login, viewer.account.password))
        assert by_password.get(USER).status == 503
        assert "0A000" not in (reading.run / "prefd.log").read_text()
    finally:
        reading.stop()
