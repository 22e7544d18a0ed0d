"""valgrind's callgrind around a program: the instructions that its processes execute, which are the same on a busy
machine as on a quiet one."""

import re
import subprocess

from deployment import program
from patience import seconds


class Callgrind:
    """Counts programs that are started with words() before their own; its files go to `directory`."""

    def __init__(self, directory):
        self.directory = directory
        directory.mkdir()

    def words(self):
        return [program("valgrind"), "--tool=callgrind", "--quiet", "--trace-children=yes", "--instr-atstart=no",
                f"--callgrind-out-file={self.directory}/%p"]

    def count(self, groups, action):
        """For each group of processes the instructions that it executes while action() runs."""
        pids = [pid for group in groups for pid in group]
        _control("--instr=on", pids)
        action()
        _control("--instr=off", pids)
        for old in self.directory.glob("*.*"):
            old.unlink()
        _control("--dump", pids)
        return [sum(map(self._total, group)) for group in groups]

    def _total(self, pid):
        text = "".join(path.read_text() for path in self.directory.glob(f"{pid}.*"))
        return sum(int(total) for total in re.findall(r"^totals: (\d+)", text, re.M))


def _control(order, pids):
    done = subprocess.run(["callgrind_control", order, *map(str, pids)], capture_output=True, text=True,
                          timeout=seconds(60))
    assert done.stdout.count("OK.") == len(pids), done.stdout + done.stderr
