"""D1, D5, A3: workers are killed at any moment under the whole load; nothing that was acknowledged is lost."""

import os
import random
import signal
import time

import pytest

from history import History
from operations import LEFT_OUT, OPERATIONS, changing
from patience import wait_until
from readback import misread
from sizes import size
from verdict import judge, statuses

pytestmark = pytest.mark.long

# A worker of few connections is soon back.
FEW = {"read_connections": 1, "write_connections": 4, "search_connections": 1}
GAPS = 0.02, size(1.5, 1.25)  # seconds between two kills: some strike a pool that is not whole yet, and between others much is written


def test_every_operation_that_changes_something_is_sent():
    assert changing() == set(OPERATIONS) | set(LEFT_OUT)
    assert not set(OPERATIONS) & set(LEFT_OUT)
    assert not [name for name, one in OPERATIONS.items() if not one.shows and one.keyed != "always"], "of which nothing could be told"


def test_killed_workers(crew_of, figures):
    kills, generator = size(50, 1000), random.Random(1)
    crew = crew_of(16, workers=3, settings=FEW)
    history = History(crew.site.register)
    with crew:
        for _ in range(kills):
            time.sleep(generator.uniform(*GAPS))
            os.kill(generator.choice(wait_until(crew.site.deployment.worker_pids, 10, "a worker")), signal.SIGKILL)
        time.sleep(0.5)
    wait_until(lambda: len(crew.site.deployment.worker_pids()) == 3, 10, "the workers again")
    verdict, intents = judge(crew.directory, history)
    read, verdict.found["misread"] = misread(crew, history)
    answered = statuses(intents)
    figures("D1 kill -9 of workers", f"{kills} kills: {verdict}; {read} read back")
    verdict.must_be_clean()
    assert {name for name, status in answered if status is not None and status < 300} == set(OPERATIONS), "an operation has never succeeded"
    unknown = [intent for intent in intents.values() if not intent.is_acknowledged and not intent.is_refused]
    assert not [intent for intent in unknown if intent.keyed], "a request with a key was not brought to an end"
    assert not [intent for intent in unknown if intent.method in ("PUT", "DELETE")], "nginx has not sent it again"
    assert len(unknown) <= kills
