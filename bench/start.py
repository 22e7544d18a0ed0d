"""What run and grow have alike before they measure."""

import os
import shutil
import signal
import sys
import time

# Of PostgreSQL.
SETTINGS = {"shared_buffers": "512MB", "max_wal_size": "4GB"}


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def check():
    """Ends with a word where nothing can be measured. From here on SIGTERM ends as an exception does: what was started is stopped."""
    if os.geteuid() == 0:
        sys.exit("Run it as an unprivileged user: PostgreSQL refuses root.")
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing: scripts/packages bench installs it.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))
