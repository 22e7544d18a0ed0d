"""M2: system calls of a worker in service fail with each error that their manual pages list. It may end only as it is meant
to; what was acknowledged stays, nobody waits longer than a request may take, and it serves again."""

import contextlib
import os
import random
import re
import signal
from collections import Counter

import pytest

from operations import OPERATIONS
from patience import at_most, seconds, wait_until
from process import Process
from sizes import LONG, size
from trial import QUICK, QUOTAS, SEED_QUESTIONS, SEEDS, Trial, passes

pytestmark = pytest.mark.long

# Section 2 of the manual (man-pages 6.03), and of sockets what tcp(7) and unix(7) add.
ERRORS = {
    "mmap": "EACCES EAGAIN EBADF EEXIST EINVAL ENFILE ENODEV ENOMEM EOVERFLOW EPERM ETXTBSY",
    "munmap": "EINVAL ENOMEM",
    "mprotect": "EACCES EINVAL ENOMEM",
    "brk": "ENOMEM",
    "read": "EAGAIN EBADF EFAULT EINTR EINVAL EIO EISDIR ECONNRESET",
    "write": "EAGAIN EBADF EDESTADDRREQ EDQUOT EFAULT EFBIG EINTR EINVAL EIO ENOSPC EPERM EPIPE",
    "recvfrom": "EAGAIN EBADF ECONNREFUSED ECONNRESET EFAULT EINTR EINVAL ENOMEM ENOTCONN ENOTSOCK",
    "sendto": "EACCES EAGAIN EALREADY EBADF ECONNRESET EDESTADDRREQ EFAULT EINTR EINVAL EISCONN EMSGSIZE ENOBUFS ENOMEM ENOTCONN "
              "ENOTSOCK EOPNOTSUPP EPIPE",
    "connect": "EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF ECONNREFUSED EFAULT EINPROGRESS EINTR EISCONN "
               "ENETUNREACH ENOTSOCK EPERM EPROTOTYPE ETIMEDOUT",
    "socket": "EACCES EAFNOSUPPORT EINVAL EMFILE ENFILE ENOBUFS ENOMEM EPROTONOSUPPORT",
    "getsockopt": "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK",
    "setsockopt": "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK",
    "fcntl": "EACCES EAGAIN EBADF EBUSY EINTR EINVAL EMFILE EPERM",
    "poll": "EFAULT EINTR EINVAL ENOMEM",
    "epoll_wait": "EBADF EFAULT EINTR EINVAL",
    "epoll_pwait": "EBADF EFAULT EINTR EINVAL",
    "epoll_ctl": "EBADF EEXIST EINVAL ELOOP ENOENT ENOMEM ENOSPC EPERM",
    "accept4": "EAGAIN EBADF ECONNABORTED EFAULT EINTR EINVAL EMFILE ENFILE ENOBUFS ENOMEM ENOTSOCK EOPNOTSUPP EPERM EPROTO",
    "openat": "EACCES EBADF EDQUOT EEXIST EFAULT EFBIG EINTR EINVAL EISDIR ELOOP EMFILE ENAMETOOLONG ENFILE ENODEV ENOENT ENOMEM "
              "ENOSPC ENOTDIR ENXIO EOPNOTSUPP EPERM EROFS ETXTBSY EWOULDBLOCK",
    "fsync": "EBADF EDQUOT EINTR EINVAL EIO ENOSPC EROFS",
    "sendmsg": "ECONNRESET EINTR ENOMEM EPIPE",
    "recvmsg": "ECONNRESET EINTR ENOMEM",
    "writev": "EAGAIN EINTR EIO ENOSPC EPIPE",
    "close": "EBADF EDQUOT EINTR EIO ENOSPC",  # the last: a descriptor that is not closed stays open
}
REFUSED_ONCE = "inject=write:error=EAGAIN:when=1"  # of each thread
CALLS = 60  # of a kind, from the first to this one, may fail


class Strace:
    """A context manager: strace beside a living worker; where that is not allowed, the test is skipped."""

    def __init__(self, pid, directory, *options):
        self.pid, self.options = pid, options
        self.said, self.trace = directory / "strace.log", directory / "strace.out"

    def __enter__(self):
        self.said.unlink(missing_ok=True)
        self.trace.unlink(missing_ok=True)
        words = [word for option in self.options for word in ("-e", option)]
        self.process = Process(["strace", "-f", "-p", self.pid, "-o", self.trace, *words], self.said, stop_signal=signal.SIGINT)
        wait_until(lambda: "attached" in self.said.read_text() or not self.process.alive(), 10, "strace")
        if "attach: ptrace" in self.said.read_text():
            self.process.stop()
            pytest.skip("processes may not be traced here")
        return self

    def __exit__(self, *_):
        self.process.stop()
        self.lines = self.trace.read_text(errors="replace").splitlines() if self.trace.exists() else []

    @property
    def deaths(self):
        """How processes ended."""
        return re.findall(r"\+\+\+ (.*) \+\+\+", "\n".join(self.lines))


def work(trial):
    """What makes a worker do all that it does: old and new connections, requests, a reload, and sessions that end."""
    site = trial.site
    for name in ("users_list with a password", *random.sample(SEED_QUESTIONS, 2)):
        trial.ask(name)
    os.kill(wait_until(site.deployment.worker_pids, 10, "a worker")[0], signal.SIGHUP)
    for name, keyed in random.sample(passes(OPERATIONS if LONG else SEEDS), 2):
        trial.ready(name, keyed)
        trial.change(name)
    with contextlib.suppress(ConnectionError), site.deployment.fastcgi() as connection:
        connection.request("GET", "/api/health")
    site.register.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'prefd_worker' AND datname = %s",
                      site.database)
    for name, keyed in random.sample(passes(OPERATIONS if LONG else SEEDS), 2):
        trial.ready(name, keyed)
        trial.change(name)


def worker(site):
    return wait_until(site.deployment.worker_pids, 10, "a worker")[0]


def calls_of_one_round(trial, directory):
    """How often each call is made."""
    trial.learn(SEED_QUESTIONS)
    with Strace(worker(trial.site), directory, f"trace={','.join(ERRORS)}") as strace:
        work(trial)
    return Counter(found for line in strace.lines for found in re.findall(r"^\d+ +(\w+)\(", line))


def faults(counts):
    """(call, error, at which of its calls): some for each error, others each time; of every change one for each of some errors."""
    for call, errors in ERRORS.items():
        every = range(1, min(counts[call], CALLS) + 1)
        for error in errors.split() if LONG else random.sample(errors.split(), min(5, len(errors.split()))):
            yield from ((call, error, place) for place in random.sample(every, min(size(1, 4), len(every))))


def one_round(trial, directory, call, error, place):
    """What became of the worker."""
    pid = worker(trial.site)
    trial.learn(SEED_QUESTIONS)
    with Strace(pid, directory, f"trace={call}", f"inject={call}:error={error}:when={place}") as strace:
        work(trial)
    assert set(strace.deaths) <= {"killed by SIGABRT"}, (call, error, place, strace.deaths)
    if not any("INJECTED" in line for line in strace.lines):
        return "not met"
    return "aborted" if strace.deaths else "went on"


def a_trial(crew_of):
    return Trial(crew_of(1, workers=1, settings=QUICK, under=("/usr/bin/env", QUOTAS)))


def test_failing_calls(crew_of, scratch, figures):
    trial = a_trial(crew_of)
    counts = calls_of_one_round(trial, scratch)
    assert counts["read"]
    ends = Counter()
    for call, error, place in faults(counts):
        ends[one_round(trial, scratch, call, error, place)] += 1
        open_files = len(os.listdir(f"/proc/{worker(trial.site)}/fd"))
        assert call == "close" or open_files < 40, f"{open_files} after {call}: {error}"
    verdict = trial.judge()
    trial.close()
    figures("M2 failed system calls", f"{dict(ends)}, of {', '.join(+counts)}: {verdict}; slowest "
            f"{trial.slowest:.2f} s")


def test_a_wake_up_that_is_lost(crew_of, scratch):
    """A thread has hashed and cannot say so (eventfd(2): EAGAIN), nor can the loop at its first try: this login waits a moment, the
    next one none."""
    trial = a_trial(crew_of)
    name = "users_list with a password"
    trial.learn([name])
    with Strace(worker(trial.site), scratch, "trace=write", REFUSED_ONCE) as strace:
        trial.ask(name)
        trial.ask(name)
    injected = [line for line in strace.lines if "INJECTED" in line]
    assert len(injected) == 2 and all(r"\1\0\0\0\0\0\0\0" in line for line in injected), injected
    at_most(trial.slowest, seconds(1), "slowest, s")
    trial.close()


def test_signals_while_writes_fail(crew_of, scratch):
    """Whatever the process writes at a signal may be refused: it takes the next one, and serves."""
    trial = a_trial(crew_of)
    pid = worker(trial.site)
    trial.learn(SEED_QUESTIONS)
    for place in (1, 2, 3):
        with Strace(pid, scratch, "trace=write", f"inject=write:error=EAGAIN:when={place}") as strace:
            for name in random.sample(SEED_QUESTIONS, 4):
                os.kill(pid, signal.SIGHUP)
                trial.ask(name)
        assert any("INJECTED" in line for line in strace.lines)
    assert worker(trial.site) == pid
    trial.close()


def test_the_first_part_of_a_long_answer(crew_of, scratch):
    """Is refused: nothing at all is sent, so that nginx asks again."""
    trial = a_trial(crew_of)
    trial.learn(["openapi_get"])
    with Strace(worker(trial.site), scratch, "trace=write", REFUSED_ONCE) as strace:
        trial.ask("openapi_get")
    assert "Status: 200 OK" in next(line for line in strace.lines if "INJECTED" in line)
    trial.close()
