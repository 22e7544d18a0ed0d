"""Processes the tests start: each is the leader of its own session, is asked to die with the test run, and is stopped
by its own id and never by a name."""

import os
import signal
import subprocess
import time

from patience import seconds


class Process:
    """A program that runs until stop(). Standard output and error go to log_path; stdin may be an open socket."""

    def __init__(self, argv, log_path, stop_signal=signal.SIGTERM, environment=None):
        self.argv = [str(word) for word in argv]
        self.log_path = log_path
        self.stop_signal = stop_signal
        death = f"--pdeathsig={signal.Signals(stop_signal).name[3:]}"
        with open(log_path, "ab") as log:
            self.popen = subprocess.Popen(
                ["setpriv", death, "--", *self.argv], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **(environment or {})}, start_new_session=True)
        self.pid = self.popen.pid

    def alive(self):
        return self.popen.poll() is None

    def signal(self, number):
        if self.alive():
            os.kill(self.pid, number)

    def stop(self, number=None):
        """Ask, wait, then kill the whole session that this process leads."""
        self.signal(number or self.stop_signal)
        try:
            self.popen.wait(seconds(20))
        except subprocess.TimeoutExpired:
            pass
        self._kill_session()
        self.popen.wait()

    def _kill_session(self):
        end = time.monotonic() + seconds(5)
        while time.monotonic() < end and session_members(self.pid):
            time.sleep(0.02)
        for pid in session_members(self.pid):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def _stat(pid):
    """Fields of /proc/PID/stat after the program's name: state, parent, group, session ...; None when it is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def _pids(wanted):
    numbers = (int(name) for name in os.listdir("/proc") if name.isdigit())
    found = ((pid, _stat(pid)) for pid in numbers)
    return sorted(pid for pid, fields in found if fields and fields[0] != "Z" and wanted(fields))


def session_members(leader):
    """Living processes of the session that the process `leader` opened."""
    return _pids(lambda fields: int(fields[3]) == leader)


def children(parent):
    """Living children of a process."""
    return _pids(lambda fields: int(fields[1]) == parent)


def descendants(parent):
    """Living children of a process, and theirs."""
    below = children(parent)
    return below + [pid for child in below for pid in descendants(child)]


def exists(pid):
    fields = _stat(pid)
    return fields is not None and fields[0] != "Z"


def is_stopped(pid):
    """Whether a SIGSTOP has been carried out: until then a process may end the system call that it is in, and take what is waiting."""
    fields = _stat(pid)
    return fields is not None and fields[0] == "T"
