"""D2: PostgreSQL is shut down without a chance to make anything safe, again and again, under the whole load."""

import time

import pytest

from history import History
from patience import at_most, seconds
from readback import misread
from sizes import size
from verdict import judge

pytestmark = [pytest.mark.long, pytest.mark.alone]


def _outage(cluster):
    """Crash it and let it come back: (when it was down, when it accepted again)."""
    cluster.crash()
    down = time.time()
    time.sleep(0.2)
    cluster.start()
    return down, time.time()


def _answers(intents):
    return [line for intent in intents.values() for line in intent.answers if "status" in line]


def _meanwhile(intents, outages):
    """How long it took to be refused while PostgreSQL was down; whatever else was said then is a failure."""
    said = [line for line in _answers(intents) for down, up in outages if down <= line["time"] - line["seconds"] and line["time"] < down + 0.2]
    assert {line["status"] for line in said} <= {503}, {line["text"] for line in said if line["status"] != 503}
    return sorted(line["seconds"] for line in said)


def test_crashed_database(crew_of, own_cluster, figures):
    crashes, outages = size(5, 50), []
    crew = crew_of(16, workers=2, cluster=own_cluster)
    history = History(crew.site.register)
    with crew:
        for _ in range(crashes):
            time.sleep(0.7)
            outages.append(_outage(own_cluster))
        time.sleep(2)
    crew.site.register.connection = own_cluster.connect(crew.site.database)
    verdict, intents = judge(crew.directory, history)
    read, verdict.found["misread"] = misread(crew, history)
    done = [line["time"] for line in _answers(intents) if line["status"] < 300]
    back = [min((at for at in done if at > up), default=float("inf")) - up for _, up in outages]
    refusals = _meanwhile(intents, outages)
    slow = refusals[len(refusals) * 99 // 100] if refusals else 0
    figures("D2 crashes of PostgreSQL", f"{crashes} crashes: {verdict}; {read} read back; served again {max(back):.2f} s after it accepts at "
            f"the latest; {len(refusals)} refused meanwhile, p99 {slow * 1000:.0f} ms")
    verdict.must_be_clean()
    at_most(max(back), seconds(1), "served again after, s")
    at_most(slow, seconds(0.2), "p99 of refusals, s")
