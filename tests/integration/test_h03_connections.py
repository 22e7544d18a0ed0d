"""PostgreSQL connections that hang, go stale, or are ended by somebody; descriptors that run out."""

import os
import select
import signal
import socket
import struct
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest

from answers import USER, is_updated, preferences
from patience import pause, seconds, wait_until
from pending import BACKENDS, Asking, HeldRow, waiting
from process import is_stopped
from wire_proxy import PORT_FILE, WireProxy


class Hole:
    """A server that takes connections and says nothing."""

    def __init__(self, directory):
        self.taken = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(os.path.join(directory, PORT_FILE))
        self.listener.listen(64)
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self):
        while True:
            try:
                self.taken.append(self.listener.accept()[0])
            except OSError:
                return

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class LateProxy(WireProxy):
    """Passes on nothing while it is closed."""

    def __init__(self, *directories):
        self.opened = threading.Event()
        self.opened.set()
        self.begun = 0
        super().__init__(*directories)

    def _forward(self, client, server, number):
        self.begun += 1
        self.opened.wait()
        super()._forward(client, server, number)


class FatalProxy(WireProxy):
    """Once armed, lets what asks for preferences be carried out, swallows the answers, and then says FATAL as a pooler might."""

    armed = False

    def _forward(self, client, server, number):
        swallowed, asked = b"", False
        while swallowed.count(b"Z\0\0\0\5I") < 2:
            for source in select.select([client, server], [], [], 0.2)[0]:
                data = source.recv(1 << 16)
                if not data:
                    return
                if source is client:
                    asked = asked or (self.armed and b"preferences" in data)
                    server.sendall(data)
                elif asked:
                    swallowed += data
                else:
                    client.sendall(data)
        text = b"SFATAL\0VFATAL\0C08P01\0Mserver connection lost\0\0"
        client.sendall(b"E" + struct.pack("!I", 4 + len(text)) + text)


@pytest.fixture
def between(scratch):
    """Directory of the socket that workers connect to, for whatever a test puts there."""
    return Path(tempfile.mkdtemp(prefix="between", dir=scratch))


def take_away(directory):
    (directory / PORT_FILE).unlink(missing_ok=True)


def test_silent_server_is_given_up(own_site, cluster, between):
    """A server that accepts and says nothing holds the worker only so long."""
    proxy = WireProxy(between, cluster.sockets)
    site = own_site(workers=1, host=between)
    viewer = site.enrol("Viewer")
    take_away(between)
    hole = Hole(between)
    proxy.cut()
    wait_until(lambda: hole.taken, 5, "a connection into the hole")
    answer = viewer.client.get(USER)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    take_away(between)
    WireProxy(between, cluster.sockets)
    wait_until(lambda: viewer.client.get(USER).status == 200, 6, "served again")
    hole.close()


def test_start_before_a_silent_server(own_site, cluster, between):
    WireProxy(between, cluster.sockets)
    site = own_site(workers=1, host=between)
    viewer = site.enrol("Viewer")
    take_away(between)
    hole = Hole(between)
    old = site.deployment.worker_pids()
    os.kill(old[0], signal.SIGTERM)
    wait_until(lambda: site.deployment.worker_pids() not in ([], old), 20, "a new worker")
    answer = viewer.client.get(USER, timeout=seconds(10))
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    hole.close()


def test_schema_changed_under_prepared_statements(own_site, own_cluster):
    """The connections are opened anew, one after the other; no worker restart, no 500."""
    site = own_site(cluster=own_cluster, workers=1)
    viewer = site.enrol("Viewer")
    is_updated(viewer.client.put(USER, {"theme": "dark"}))
    pids = site.deployment.worker_pids()
    site.register.sql("ALTER TABLE prefd.preferences ALTER COLUMN version TYPE bigint")
    statuses = [viewer.client.put(USER, {"theme": "dark"}).status for _ in range(40)]
    assert set(statuses) <= {200, 503}
    wait_until(lambda: viewer.client.put(USER, {"theme": "light"}).status == 200, 5, "served again")
    pause(0.5)
    assert [viewer.client.put(USER, {"theme": "dark"}).status for _ in range(40)] == [200] * 40
    assert site.deployment.worker_pids() == pids


def test_reason_of_a_refused_connection_is_logged(own_site, own_cluster):
    """Also when the connection was down before for another reason."""
    site = own_site(cluster=own_cluster, workers=1)
    viewer = site.enrol("Viewer")
    site.register.sql("ALTER FUNCTION prefd.begin_login(text, text, integer, integer, integer, bytea) RENAME TO begin_moved")
    site.register.sql(f"SELECT pg_terminate_backend(pid) {BACKENDS}")
    wait_until(lambda: "the schema does not fit" in site.deployment.worker_log(), 5, "the reason in the log")
    assert viewer.client.get(USER).status == 503
    site.register.sql("ALTER FUNCTION prefd.begin_moved(text, text, integer, integer, integer, bytea) RENAME TO begin_login")
    wait_until(lambda: viewer.client.get(USER).status == 200, 5, "served again")


def test_write_whose_session_is_ended_was_not_done(own_site):
    """PostgreSQL says that it ends the session before the result: rolled back, and what waits behind was not begun."""
    site = own_site(workers=1, settings={"write_connections": 1})
    first, second = site.enrol("Viewer"), site.enrol("Viewer")
    is_updated(first.client.put(USER, {"theme": "dark"}))
    with HeldRow(site, first):
        asked = [Asking(lambda: first.client.patch(USER, {"theme": "light"}))]
        pid = wait_until(lambda: waiting(site), 5, "a waiting write")[0]
        asked.append(Asking(lambda: second.client.patch(USER, {"theme": "light"})))
        pause(0.5)
        site.register.sql("SELECT pg_terminate_backend(%s)", pid)
        answers = [asking.result(10) for asking in asked]
    assert [(answer.status, answer.headers["Retry-After"]) for answer in answers] == [(503, "1")] * 2
    assert site.register.stored(first.org, first.account.id)[0] == {"theme": "dark"}
    assert not site.register.stored(second.org, second.account.id)


def test_last_words_and_a_reset_at_once(own_site, own_cluster):
    """A backend that is cut off has written its last words, and left unread what was sent behind the write in hand."""
    site = own_site(cluster=own_cluster, workers=1, settings={"write_connections": 1})
    actor = site.enrol("Viewer")
    is_updated(actor.client.put(USER, {"theme": "dark"}))
    held = HeldRow(site, actor)
    asked = [Asking(lambda: actor.client.patch(USER, {"theme": "light"})) for _ in range(4)]
    wait_until(lambda: waiting(site), 5, "a waiting write")
    [worker] = site.deployment.worker_pids()
    os.kill(worker, signal.SIGSTOP)  # so that it finds both at once
    wait_until(lambda: is_stopped(worker), 5, "the worker stopped")
    own_cluster.crash()
    os.kill(worker, signal.SIGCONT)
    assert [asking.result(4).status for asking in asked] == [503] * 4
    held.connection.close()
    own_cluster.start()
    wait_until(lambda: actor.client.get(USER).status == 200, 5, "served again")
    assert preferences(actor.client)["theme"] == "dark"


def test_a_poolers_last_words_are_no_promise(own_site, cluster, between):
    """Both writes are carried out; neither may be told that nothing was changed."""
    proxy = FatalProxy(between, cluster.sockets)
    site = own_site(workers=1, host=between, settings={"write_connections": 1})
    people = [site.enrol("Viewer") for _ in range(2)]
    for actor in people:
        is_updated(actor.client.put(USER, {"theme": "dark"}))
    proxy.armed = True
    asked = [Asking(lambda actor=actor: actor.client.patch(USER, {"theme": "light"})) for actor in people]
    answers = [asking.result(15) for asking in asked]
    proxy.armed = False
    assert [(answer.status, answer.headers.get("Retry-After")) for answer in answers] == [(503, None)] * 2


def test_reloaded_timeout_counts_for_open_connections(own_site):
    """A write that waits too long is ended by PostgreSQL itself, so that it can be said that nothing was done."""
    site = own_site(workers=1, settings={"request_timeout": 60})
    viewer = site.enrol("Viewer")
    is_updated(viewer.client.put(USER, {"theme": "dark"}))
    site.deployment.settings["request_timeout"] = 5
    site.deployment.write_config()
    os.kill(site.deployment.worker_pids()[0], signal.SIGHUP)
    pause(1)
    with HeldRow(site, viewer):
        answer = viewer.client.put(USER, {"theme": "light"}, timeout=seconds(10))
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")


@pytest.mark.parametrize("connections", [{}, {f"{lane}_connections": 1 for lane in ("read", "write", "search")}])
def test_reload_fails_no_request(own_site, connections):
    site = own_site(workers=1, settings={"request_timeout": 10, **connections})
    viewer = site.enrol("Viewer")
    for timeout in (11, 12, 13):
        site.deployment.settings["request_timeout"] = timeout
        site.deployment.write_config()
        os.kill(site.deployment.worker_pids()[0], signal.SIGHUP)
        for _ in range(100):
            assert viewer.client.get(USER).status == 200
            is_updated(viewer.client.put(USER, {"theme": "dark"}))


def test_the_options_of_the_connection_string(own_site):
    """Count, but for those that a worker gives its sessions itself."""
    site = own_site(workers=1)
    viewer = site.enrol("Viewer")
    site.deployment.settings["database"] += " options='-c default_transaction_read_only=on -c statement_timeout=1'"
    site.deployment.write_config()
    site.deployment.roll()
    assert viewer.client.get(USER).status == 200
    assert viewer.client.put(USER, {"theme": "dark"}).status == 503
    wait_until(lambda: '"sqlstate":"25006"' in site.deployment.worker_log(), 5, "the worker's line")


def test_reload_while_connections_are_opened(own_site, cluster, between):
    """They are out of date before they serve, and are opened anew."""
    proxy = LateProxy(between, cluster.sockets)
    site = own_site(workers=1, host=between, settings={"request_timeout": 10})
    viewer = site.enrol("Viewer")
    pids, begun = site.deployment.worker_pids(), proxy.begun
    proxy.opened.clear()
    proxy.cut()
    wait_until(lambda: proxy.begun == begun + 12, 2, "all connections begun")
    site.deployment.settings["request_timeout"] = 11
    site.deployment.write_config()
    os.kill(pids[0], signal.SIGHUP)
    wait_until(lambda: "configuration reloaded" in site.deployment.worker_log(), 2, "the reload")
    proxy.opened.set()
    wait_until(lambda: viewer.client.get(USER).status == 200, 5, "served")
    pause(0.5)
    assert viewer.client.get(USER).status == 200
    assert site.deployment.worker_pids() == pids


def test_no_descriptors_left(own_site):
    """Accepting is tried again after a while, not all the time; what is open is served."""
    site = own_site(workers=1)
    viewer = site.enrol("Viewer")
    assert viewer.client.get(USER).status == 200
    pid = site.deployment.worker_pids()[0]
    limit = len(os.listdir(f"/proc/{pid}/fd")) + 10
    subprocess.run(["prlimit", f"--pid={pid}", f"--nofile={limit}:{limit}"], check=True)
    waiting_outside = []
    for _ in range(30):
        client = socket.socket(socket.AF_UNIX)
        client.setblocking(False)
        client.connect(str(site.deployment.socket))
        waiting_outside.append(client)
    pause(0.5)
    size = site.deployment.log.stat().st_size
    pause(1)
    assert site.deployment.log.stat().st_size - size < 20000
    for client in waiting_outside:
        client.close()
    wait_until(lambda: viewer.client.get(USER).status == 200, 5, "served again")
