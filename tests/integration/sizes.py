"""How much the tests do. Those that repeat themselves have two sizes: one for every change, of a few seconds, and the full
one, which PREFD_TEST_LONG chooses and scripts/test-long runs. Such a test is marked `long`. With sanitizers, which look for other
mistakes than a repetition does, many times are a quarter as many."""

import os

from places import SANITIZED

LONG = bool(os.environ.get("PREFD_TEST_LONG"))


def size(usual, full):
    if LONG:
        return full
    return usual // 4 if SANITIZED and isinstance(usual, int) and usual >= 40 else usual
