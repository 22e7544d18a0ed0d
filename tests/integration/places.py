"""Where the tree is, and where the programs under test were built."""

import os
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("PREFD_BUILD", TOP))

# Whether it is the build with sanitizers, which take memory and time of their own; or one that counts coverage, which takes
# time.
_WORKER = (BUILD / "prefd").read_bytes()
SANITIZED = b"__asan_init" in _WORKER
INSTRUMENTED = SANITIZED or b"__gcov_" in _WORKER
