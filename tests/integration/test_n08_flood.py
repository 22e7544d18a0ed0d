"""Passwords cost those who have none to send nothing: a flood of logins with wrong ones, each of which takes a hash, leaves requests with a
token as quick as they are promised; and a password that a worker remembers costs no more than a token. Measured in turns, so that
what slows the machine slows both."""

import statistics
import subprocess
import sys
import threading
import time

import pytest

from answers import USER
from fastcgi_client import KEEP_CONNECTION
from http_client import basic, bearer
from patience import SLOW, at_most, seconds
from places import INSTRUMENTED
from processor_time import ProcessorTime
from sizes import size

pytestmark = [pytest.mark.long, pytest.mark.skipif(INSTRUMENTED, reason="what is built in takes time of its own")]

TURN_OF_THE_PROCESSOR = 0.002  # seconds; who had to wait for a hash to give way would wait longer
TURNS, ASKED = size((9, 200), (40, 500))
GUESSERS = 16


class Flood:
    """A program of its own that guesses on many connections while it is let, and gives way to everybody else on the processor."""

    def __init__(self, site):
        self.program = subprocess.Popen(["chrt", "--idle", "0", sys.executable, "-B", __file__, str(site.deployment.socket)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, bufsize=1)

    def say(self, word):
        self.program.stdin.write(word + "\n")

    def end(self):
        """How many guesses were compared, and refused unseen."""
        self.say("end")
        return [int(word) for word in self.program.communicate(timeout=seconds(60))[0].split()]


def _guess(path, go, ended, counts):
    from fastcgi_client import FastCgiConnection
    turn = 0
    with FastCgiConnection(path, 60) as connection:
        while not ended.is_set():
            go.wait()
            turn += 1
            login = f"guess-{threading.get_ident()}-{turn}"
            counts.append(connection.request("GET", USER, flags=KEEP_CONNECTION, Authorization=basic(login, "wrong")).status)


def _main(path):
    go, ended, counts = threading.Event(), threading.Event(), []
    threads = [threading.Thread(target=_guess, args=(path, go, ended, counts)) for _ in range(GUESSERS)]
    for thread in threads:
        thread.start()
    for line in sys.stdin:
        if line.strip() == "end":
            break
        (go.set if line.strip() == "go" else go.clear)()
    ended.set()
    go.set()
    for thread in threads:
        thread.join()
    print(counts.count(401), counts.count(503))


def times(connection, authorization, count):
    found = []
    for _ in range(count):
        begin = time.perf_counter()
        answer = connection.request("GET", USER, flags=KEEP_CONNECTION, Authorization=authorization)
        found.append(time.perf_counter() - begin)
        assert answer.status == 200
        time.sleep(0.001)
    return found


def p99(turns):
    """Of the turn in the middle: a turn that the machine disturbed says nothing about prefd."""
    return statistics.median(sorted(turn)[int(len(turn) * 0.99)] for turn in turns)


@pytest.mark.alone
def test_a_flood_of_passwords_leaves_tokens_alone(own_site, figures):
    site = own_site(workers=2)
    token = bearer(site.enrol("Viewer").token.secret)
    flood, quiet, flooded = Flood(site), [], []
    with site.deployment.fastcgi(60) as connection:
        times(connection, token, 100)
        for _ in range(TURNS):
            quiet.append(times(connection, token, ASKED))
            flood.say("go")
            time.sleep(0.1)
            flooded.append(times(connection, token, ASKED))
            flood.say("stop")
            time.sleep(0.3)  # the queue runs empty
    compared, refused = flood.end()
    ratio = p99(flooded) / p99(quiet)
    figures("S1", f"{compared} passwords compared and {refused} refused meanwhile: p99 of GET {p99(flooded) * 1e3:.2f} ms, without {p99(quiet) * 1e3:.2f} ms "
            f"({ratio:.2f} times)")
    assert compared >= TURNS
    at_most(p99(flooded), max(2 * p99(quiet), TURN_OF_THE_PROCESSOR) * min(SLOW, 2), "p99 beside the flood, s")


def test_a_remembered_password_costs_as_a_token(own_site, figures):
    """On the processors of worker and PostgreSQL, in turns."""
    site = own_site(workers=1)
    viewer, processor = site.enrol("Viewer"), ProcessorTime(site)
    ways = {"token": bearer(viewer.token.secret), "password": basic(viewer.account.login, viewer.account.password)}
    found = {way: [] for way in ways}
    with site.deployment.fastcgi(60) as connection:
        for authorization in ways.values():
            times(connection, authorization, 20)
        for _ in range(TURNS * ASKED // 2):
            for way, authorization in ways.items():
                begin = processor.seconds()
                times(connection, authorization, 1)
                found[way].append(processor.seconds() - begin)
    medians = {way: statistics.median(values) for way, values in found.items()}
    ratio = medians["password"] / medians["token"]
    figures("S1", f"a remembered password costs {ratio:.2f} of a token: {medians['password'] * 1e6:.0f} and {medians['token'] * 1e6:.0f} us of a processor")
    at_most(ratio, 1.1, "a password over a token")


if __name__ == "__main__":
    _main(sys.argv[1])
