"""nginx, filled from the project's own templates, before a pool of workers as an operator starts it: spawn-fcgi opens
the socket, multiwatch keeps the workers, everything below one run directory."""

import os
import re
import shutil
import signal
import socket

from fastcgi_client import FastCgiConnection
from http_client import HttpClient
from patience import wait_until
from places import BUILD, TOP
from process import Process, children, exists

_SANITIZER = re.compile(r"^.*(?:ERROR: (?:Address|Leak|UndefinedBehavior)Sanitizer|: runtime error: ).*$", re.M)


def program(name):
    """Full path of an installed program: an unprivileged PATH lacks /usr/sbin, and spawn-fcgi searches none."""
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


_reserved = []  # sockets


def free_port():
    """A port of this machine's own address that nobody is given again: it stays bound, which servers that set SO_REUSEADDR, as nginx
    does, take no notice of."""
    probe = socket.socket()
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    probe.bind(("127.0.0.1", 0))
    _reserved.append(probe)
    return probe.getsockname()[1]


class Deployment:
    """Everything between a client and PostgreSQL. running: the ones alive now, for showing their logs on a failure."""

    running = []

    def __init__(self, directory, conninfo, workers=2, settings=None, worker="prefd", under=()):
        self.run = directory
        self.socket = directory / "prefd.sock"
        self.log = directory / "prefd.log"
        self.pool_log = directory / "pool.log"
        self.config = directory / "prefd.conf"
        self.workers = workers
        self.program = BUILD / worker
        self.under = under  # the words of a program that runs the workers
        self.port = free_port()
        # Tests make more wrong guesses than anybody may; those about guesses set limits of their own.
        guesses = {"login_attempts": 1000000, "login_attempts_per_address": 1000000}
        self.settings = {"database": conninfo, "log_file": self.log, "log_level": "info", "metrics_file": self.run / "metrics", **guesses, **(settings or {})}
        self.pool = self.nginx = None
        self.run.mkdir(parents=True)
        self.write_config()
        self._fill_templates()

    def write_config(self):
        lines = [f"{key} = {_folded(str(value))}\n" for key, value in self.settings.items()]
        self.config.write_text("".join(["[prefd]\n", *lines]), encoding="utf-8")

    def _fill_templates(self):
        values = {"@SOCKET@": self.socket, "@RUN@": self.run, "@CONF@": self.run, "@PORT@": self.port}
        for template in (TOP / "nginx").glob("*.in"):
            text = template.read_text(encoding="utf-8")
            for placeholder, value in values.items():
                text = text.replace(placeholder, str(value))
            (self.run / template.stem).write_text(text, encoding="utf-8")

    def start(self):
        Deployment.running.append(self)
        self.start_pool()
        self.start_nginx()

    def start_nginx(self):
        self.nginx = Process([program("nginx"), "-e", self.run / "nginx-error.log", "-c", self.run / "nginx.conf",
                              "-g", "daemon off;"], self.run / "nginx.log", stop_signal=signal.SIGTERM)
        wait_until(self._nginx_listens, 10, "nginx listening")

    def start_pool(self):
        supervisor = [program("multiwatch"), "-f", self.workers, "-r", "1000000", "-t", "1"]
        worker = [*self.under, self.program, "--config", self.config]
        self.pool = Process(["spawn-fcgi", "-n", "-s", self.socket, "-M", "0600", "-b", "4096", "--", *supervisor, "--", *worker],
                            self.pool_log)
        wait_until(self.worker_answers, 15, f"a worker answering; {self.pool_log}:\n{tail(self.pool_log)}")
        wait_until(lambda: len(self.worker_pids()) == self.workers, 10, f"{self.workers} workers")

    def stop_pool(self):
        self.pool.stop()

    def stop(self):
        """Stop both and say so when a sanitizer had something to say."""
        for process in (self.nginx, self.pool):
            if process:
                process.stop()
        Deployment.running.remove(self)
        reports = [line for log in (self.pool_log, self.log) if log.exists()
                   for line in _SANITIZER.findall(log.read_text(errors="replace"))]
        assert not reports, "\n".join(reports[:10])

    def worker_answers(self):
        if not self.pool.alive():
            raise AssertionError(f"the pool has ended:\n{tail(self.pool_log)}")
        try:
            with FastCgiConnection(self.socket, 5) as connection:
                answer = connection.request("GET", "/api/health")
                return answer is not None and answer.status == 200
        except OSError:
            return False

    def _nginx_listens(self):
        if not self.nginx.alive():
            raise AssertionError(f"nginx has ended:\n{tail(self.run / 'nginx-error.log')}")
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def worker_pids(self):
        return children(self.pool.pid)

    def roll(self):
        """Restart the workers one after the other: SIGTERM, and the supervisor starts a new one."""
        for old in self.worker_pids():
            os.kill(old, signal.SIGTERM)
            wait_until(lambda: not exists(old), 25, f"worker {old} drained")
            wait_until(lambda: len(self.worker_pids()) == self.workers, 10, "a new worker in its place")

    def client(self, **headers):
        return HttpClient(self.port, **headers)

    def fastcgi(self, timeout=10):
        return FastCgiConnection(self.socket, timeout)

    def worker_log(self):
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def logs(self):
        return [path for path in sorted(self.run.glob("*.log")) if path.stat().st_size]


def _folded(value):
    """As many lines as prefd.conf wants of a long value."""
    return re.sub(r"(?<=,)(?=\S)| ", "\n  ", value) if len(value) > 150 else value


def tail(path, lines=40):
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) + "\n"
    except FileNotFoundError:
        return ""
