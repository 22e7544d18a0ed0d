"""How much the tests do. Those that repeat themselves have two sizes: one for every change, of a few seconds, and the full
one, which PREFD_TEST_LONG chooses and scripts/test-long runs. Such a test is marked `long`."""

import os

LONG = bool(os.environ.get("PREFD_TEST_LONG"))


def size(usual, full):
    return full if LONG else usual
