"""D3: the primary is gone from one moment to the next, and a synchronous standby takes its place, under the whole load."""

import time

import pytest

from cluster import Cluster
from history import History
from ledger import read
from patience import at_most, seconds
from readback import misread
from sizes import size
from standby import Standby
from verdict import judge

pytestmark = [pytest.mark.long, pytest.mark.alone]


@pytest.fixture
def pair(scratch):
    """[primary, standby]"""
    first = Cluster(scratch / "pg-first")
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


def test_failover(crew_of, pair, scratch, figures):
    times, took = size(1, 10), []
    places = [scratch / "pg-second", scratch / "pg-third"]
    for place in places:
        (place / "socket").mkdir(mode=0o700, parents=True)
    hosts = ",".join(str(place / "socket") for place in (scratch / "pg-first", *places))
    crew = crew_of(12, workers=2, cluster=pair[0], host=f"{hosts} target_session_attrs=read-write")
    history = History(crew.site.register)
    pair[1] = Standby(places[0], pair[0])
    with crew:
        for number in range(times):
            time.sleep(1)
            took.append(_fail_over(pair))
            time.sleep(2)
            if number + 1 < times:
                pair[1] = Standby(places[(number + 1) % 2], pair[0])
    crew.site.register.connection = pair[0].connect(crew.site.database)
    verdict, _ = judge(crew.directory, history)
    count, verdict.found["misread"] = misread(crew, history)
    writes = _writes(crew.directory)
    gaps = [min((at for at in writes if at > done), default=float("inf")) - done for _, done in took]
    figures("D3 failover", f"{times} promotions of {max(done - began for began, done in took):.2f} s at most: {verdict}; {count} read back; written "
            f"again {max(gaps):.2f} s after it at the latest")
    verdict.must_be_clean()
    at_most(max(gaps), seconds(3), "written again after, s")
