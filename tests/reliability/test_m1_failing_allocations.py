"""M1: each allocation that a request makes in a worker, the libraries' own among them, fails in turn. The worker ends with a
word in the log, nothing is stored by halves, and its successor serves."""

import itertools
import json
import random
from collections import Counter

import pytest

from failing_allocations import FailingAllocations
from operations import OPERATIONS
from patience import wait_until
from sizes import LONG, size
from trial import QUICK, QUOTAS, SEED_QUESTIONS, SEEDS, Trial, passes

pytestmark = pytest.mark.long


@pytest.fixture
def allocations(scratch):
    return FailingAllocations(scratch / "allocations")


@pytest.fixture
def trial(crew_of, allocations):
    return Trial(crew_of(1, workers=1, settings=QUICK, under=(*allocations.words, QUOTAS)))


def victims(trial, allocations, send, ready=lambda: None):
    """The processes whose allocations failed, of one route: the first, the second, until none is left; of every change one in
    four."""
    step = size(4, 1)
    for place in itertools.count(random.randint(1, step), step):
        ready()
        trial.await_worker()
        allocations.choose(place)
        send()
        victim = allocations.victim
        allocations.choose(0)
        if victim is None:
            return
        yield victim


def ends(site):
    """The processes that have ended, and those that had a last word; a number may come again."""
    lines = [json.loads(line) for line in site.deployment.worker_log().splitlines()]
    said = {message: Counter(line["pid"] for line in lines if line.get("message") == message)
            for message in ("accepting", "out of memory")}
    return said["accepting"] - Counter(wait_until(site.deployment.worker_pids, 10, "a worker")), said["out of memory"]


def test_failing_allocations(trial, allocations, figures):
    failed = []
    for name, keyed in passes(OPERATIONS if LONG else SEEDS):
        failed += victims(trial, allocations, lambda: trial.change(name), lambda: trial.ready(name, keyed))
    changes = len(failed)
    verdict = trial.judge()
    trial.learn(trial.shots if LONG else [*SEED_QUESTIONS, "user_password_change"])
    for name in trial.right:
        failed += victims(trial, allocations, lambda: trial.ask(name))
    trial.close()
    figures("M1 failed allocations", f"{changes} of changes, {len(failed) - changes} of questions: {verdict}; "
            f"slowest {trial.slowest:.2f} s")
    ended, last_words = ends(trial.site)
    assert Counter(failed) == ended == last_words, "a worker has ended otherwise"
