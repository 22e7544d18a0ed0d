"""A private PostgreSQL: its own data directory, a unix socket in a directory of mode 0700, no TCP, trust inside."""

import os
import signal
import subprocess

import psycopg2

from patience import seconds, wait_until
from process import Process, descendants, session_members

SUPERUSER = "postgres"


def tool(name):
    directory = subprocess.run(["pg_config", "--bindir"], check=True, capture_output=True, text=True).stdout.strip()
    return os.path.join(directory, name)


class Cluster:
    def __init__(self, directory, settings=None):
        self.directory = directory
        self.settings = settings or {}
        self.data = directory / "data"
        self.sockets = directory / "socket"
        self.log_path = directory / "postgresql.log"
        self.sockets.mkdir(mode=0o700, parents=True)
        self.server = None
        subprocess.run([tool("initdb"), "--no-sync", "--auth=trust", f"--username={SUPERUSER}", "--encoding=UTF8",
                        "--locale=C.UTF-8", "-D", self.data], check=True, stdout=subprocess.DEVNULL,
                       timeout=seconds(60))

    def start(self, under=()):
        """Start the server and wait until it accepts. under: the words of a program that runs it."""
        self.launch(under)
        wait_until(self.accepts, 30, "PostgreSQL accepting")

    def launch(self, under=()):
        """Start the server and return at once."""
        settings = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        self.server = Process(
            [*under, tool("postgres"), "-D", self.data, "-k", self.sockets, "-c", "listen_addresses=",
             "-c", "max_connections=300", "-c", "log_line_prefix=%m [%p] %a ", "-c", "max_wal_size=128MB",
             *settings], self.log_path, stop_signal=signal.SIGINT)

    def accepts(self):
        try:
            self.connect("template1").close()
            return True
        except psycopg2.OperationalError:
            return False

    def stop(self):
        """Fast shutdown: sessions are told that the administrator ends them."""
        self.server.stop()

    def crash(self):
        """Immediate shutdown: sessions are cut, nothing is made safe."""
        self.server.stop(signal.SIGQUIT)

    def freeze(self):
        """Every process of the server stops answering without closing anything."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self):
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, number):
        for pid in session_members(self.server.pid) + descendants(self.server.pid):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass

    def connect(self, database):
        """A superuser's connection in autocommit; RLS does not bind it."""
        connection = psycopg2.connect(host=str(self.sockets), dbname=database, user=SUPERUSER, connect_timeout=5)
        connection.autocommit = True
        return connection

    def create_database(self, name):
        connection = self.connect("template1")
        try:
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{name}"')
        finally:
            connection.close()
        return name

    def conninfo(self, database, user=SUPERUSER, host=None):
        return f"host={host or self.sockets} dbname={database} user={user}"
