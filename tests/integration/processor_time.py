"""What requests cost on a processor, which other work on the machine blurs less than the time they take."""

from pathlib import Path

from pending import BACKENDS


class ProcessorTime:
    """Of a site with one worker: of the worker's loop, without the threads that hash, and of its sessions in PostgreSQL."""

    def __init__(self, site):
        loop, = site.deployment.worker_pids()
        sessions = [pid for pid, in site.register.sql(f"SELECT pid {BACKENDS}")]
        self.files = [Path(f"/proc/{pid}/task/{pid}/schedstat") for pid in (loop, *sessions)]

    def seconds(self):
        """Until now."""
        return sum(int(file.read_text().split()[0]) for file in self.files) / 1e9
