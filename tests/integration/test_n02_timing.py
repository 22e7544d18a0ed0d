"""Whether an account exists, is disabled, has a password, or which password was tried is told neither by the answer nor by its time.
Each kind of refusal is measured in pairs with the plain wrong password, in random order, one right after the other, so that what
slows the machine slows both; over the worker's own socket, where least comes in between. Measured are the time of the answer, and
the work: what the worker's loop and its PostgreSQL sessions ran on a processor, which the hash, equally dear for all, does not
blur, nor what else the machine does. The median of the differences has a bootstrapped interval of 95 %; AUC is how often one
single answer tells the kind (0.5: as often as a coin)."""

import random
import statistics
import time

import pytest

from answers import EMPTY_PASSWORD, USER, WRONG_PASSWORD
from conftest import make_site
from fastcgi_client import KEEP_CONNECTION
from http_client import basic
from patience import at_most
from places import INSTRUMENTED
from processor_time import ProcessorTime
from sizes import LONG, size

pytestmark = [pytest.mark.long, pytest.mark.alone, pytest.mark.skipif(INSTRUMENTED, reason="what is built in takes time of its own")]

PAIRS = size(60, 2000)
RESAMPLES = 1000
LIMIT, AUC_LIMIT = 200e-6, 0.52
ACCOUNTS = 8
RANDOM = random.Random(7)

KINDS = ("unknown", "disabled", "passwordless", "service account", "empty", "over-long")


class Guesses:
    """A worker, and accounts of each kind whose names have one length."""

    def __init__(self, site):
        self.connection = site.deployment.fastcgi(60)
        self.processor = ProcessorTime(site)
        self.turn = 0
        register, org = site.register, site.register.organisation()
        make = {"disabled": lambda: register.person(org=org), "service account": lambda: register.service_account(org=org),
                "passwordless": lambda: register.person(org=org), "wrong": lambda: register.person(org=org)}
        accounts = {kind: [made() for _ in range(ACCOUNTS)] for kind, made in make.items()}
        for account in accounts["disabled"]:
            register.disable(account)
        for account in accounts["passwordless"]:
            register.sql("UPDATE prefd.users SET password_hash = NULL WHERE id = %s", account.id)
        self.logins = {kind: [f"{kind[:8]:x<8}{number}" for number in range(ACCOUNTS)] for kind in ("unknown", *accounts)}
        for kind, made in accounts.items():
            for account, login in zip(made, self.logins[kind]):
                register.sql("UPDATE prefd.users SET login = %s, email = %s WHERE id = %s", login, f"{login}@example.org", account.id)
        for kind in ("empty", "over-long"):
            self.logins[kind] = self.logins["wrong"]

    def measure(self, kind):
        """(time, work) of a guess, whose answer must be the usual one."""
        self.turn += 1
        password = {"empty": "", "over-long": f"{self.turn:06}" * 500}.get(kind, f"guess {self.turn:06}")
        value = basic(RANDOM.choice(self.logins[kind]), password)
        worked, begin = self.processor.seconds(), time.perf_counter()
        answer = self.connection.request("GET", USER, flags=KEEP_CONNECTION, Authorization=value)
        elapsed = time.perf_counter() - begin
        assert (answer.status, answer.json()) == (401, WRONG_PASSWORD if password else EMPTY_PASSWORD)
        time.sleep(0.0005)  # the worker has something to do behind its answer
        return elapsed, self.processor.seconds() - worked

    def pairs(self, kind):
        """((time, work) of the kind, (time, work) of a wrong password), as often as this run does."""
        for _ in range(PAIRS):
            if RANDOM.random() < 0.5:
                first = self.measure(kind)
                yield first, self.measure("wrong")
            else:
                first = self.measure("wrong")
                yield self.measure(kind), first


@pytest.fixture(scope="module")
def guesses(scratch, cluster):
    site = make_site(scratch / "timing", cluster, workers=1)
    made = Guesses(site)
    for kind in ("wrong", *KINDS) * 6:  # PostgreSQL settles on the plans
        made.measure(kind)
    yield made
    made.connection.socket.close()
    site.deployment.stop()
    site.register.connection.close()


class Difference:
    """Of pairs of seconds: the median with its interval, and how well one of them alone tells which it is."""

    def __init__(self, pairs):
        self.pairs = pairs
        differences = [kind - wrong for kind, wrong in pairs]
        medians = sorted(statistics.median(RANDOM.choices(differences, k=len(pairs))) for _ in range(RESAMPLES))
        self.median, self.low, self.high = statistics.median(differences), medians[RESAMPLES // 40], medians[-RESAMPLES // 40 - 1]

    def auc(self):
        """How often a time of the one kind is longer than one of the other, by the ranks of all (Mann and Whitney), or shorter."""
        times = sorted([(kind, True) for kind, _ in self.pairs] + [(wrong, False) for _, wrong in self.pairs])
        ranks, count = sum(rank for rank, (_, is_kind) in enumerate(times, 1) if is_kind), len(self.pairs)
        return 0.5 + abs((ranks - count * (count + 1) / 2) / count ** 2 - 0.5)

    def __str__(self):
        return f"{self.median * 1e6:+.0f} us ({self.low * 1e6:+.0f} to {self.high * 1e6:+.0f})"


@pytest.mark.parametrize("kind", KINDS)
def test_no_time_tells_accounts_apart(guesses, figures, kind):
    """With the few pairs of every change the interval of the time is as wide as the machine is busy: it must not lie beyond the limit;
    at full size, and of the work, all of it is within."""
    pairs = list(guesses.pairs(kind))
    elapsed, work = (Difference([(one[which], other[which]) for one, other in pairs]) for which in (0, 1))
    auc, blur = elapsed.auc(), 1.96 * (6 * len(pairs)) ** -0.5
    figures("S3", f"{kind}: {len(pairs)} pairs, time {elapsed}, work {work}, AUC {auc:.3f}")
    at_most(max(-work.low, work.high), LIMIT, "work")
    at_most(max(elapsed.low, -elapsed.high), LIMIT, "time")
    if LONG:
        at_most(max(-elapsed.low, elapsed.high), LIMIT, "time")
    at_most(auc - blur, AUC_LIMIT, "AUC")
