"""Where the tree is, and where the programs under test were built."""

import os
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("PREFD_BUILD", TOP))
