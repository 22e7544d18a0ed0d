"""Where the tree is, and where the programs under test were built."""

import os
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("PREFD_BUILD", TOP))

# Whether it is the build with sanitizers, which take memory and time of their own.
SANITIZED = b"__asan_init" in (BUILD / "prefd").read_bytes()
