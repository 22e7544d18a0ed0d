"""How long the tests wait: every limit is written for an ordinary machine and passes through here.

PREFD_TEST_SLOW multiplies them all, for sanitizers, valgrind or a machine under load.
"""

import os
import time

SLOW = float(os.environ.get("PREFD_TEST_SLOW", "1"))


def seconds(limit):
    """The limit for this run, in seconds."""
    return limit * SLOW


class TooSlow(AssertionError):
    """A promised time or rate was missed. pytest.ini has such a test tried again, twice: the machine may have been slow for a moment,
    but what prefd does too slowly it does each time."""


def at_most(found, limit, what):
    """What was measured must not be more than its limit."""
    if not found <= limit:
        raise TooSlow(f"{what}: {found:.4g}, and {limit:.4g} at most was promised")


def at_least(found, limit, what):
    if not found >= limit:
        raise TooSlow(f"{what}: {found:.4g}, and {limit:.4g} at least was promised")


def stretched(length):
    """How long something is to go on in this run: longer than usual, but not without bound."""
    return length * min(SLOW, 3)


def pause(length):
    """Let things go on for a while."""
    time.sleep(stretched(length))


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
