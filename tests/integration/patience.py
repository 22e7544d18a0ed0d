"""How long the tests wait: every limit is written for an ordinary machine and passes through here.

PREFD_TEST_SLOW multiplies them all, for sanitizers, valgrind or a machine under load.
"""

import os
import time

SLOW = float(os.environ.get("PREFD_TEST_SLOW", "1"))


def seconds(limit):
    """The limit for this run, in seconds."""
    return limit * SLOW


def pause(length):
    """Let things go on for a while, which grows with the run, but not without bound."""
    time.sleep(length * min(SLOW, 3))


def wait_until(condition, limit, what):
    """Return the first true value of condition(); fail, saying what was awaited, after limit seconds of the run."""
    end = time.monotonic() + seconds(limit)
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds(limit):g} s in vain: {what}")
        time.sleep(0.01)
