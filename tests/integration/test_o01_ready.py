"""O3: /ready follows PostgreSQL within a second, however it goes and comes back; /live does not depend on it."""

import signal
import threading
import time
from collections import defaultdict

import pytest

from conformance import document
from deployment import free_port
from http_client import HttpClient
from metrics import scrape
from patience import at_most, pause, seconds, wait_until
from pending import Asking
from sizes import size


def status(site, page):
    return site.client().get(page).status


class Watch(threading.Thread):
    """Asks /live all the time."""

    def __init__(self, site):
        super().__init__(daemon=True)
        self.site, self.ended, self.statuses, self.times, self.slowest = site, threading.Event(), set(), 0, 0.0
        self.start()

    def run(self):
        while not self.ended.wait(0.02):
            answer = self.site.client().get("/live")
            self.statuses.add(answer.status)
            self.times += 1
            self.slowest = max(self.slowest, answer.seconds)

    def stop(self):
        self.ended.set()
        self.join()


def follows(site, wanted, since):
    """How long after `since` the answers began of which all are as wanted, from every worker."""
    def agreed():
        asked = [Asking(lambda: (site.client().get("/ready").status, time.monotonic())) for _ in range(8)]
        answers = [asking.result(5) for asking in asked]
        return all(answer[0] == wanted for answer in answers) and min(answer[1] for answer in answers)
    return wait_until(agreed, 10, f"/ready answering {wanted}") - since


def leave(cluster, how):
    """PostgreSQL goes; the moment at which it was gone: a shutdown takes its time, and to find all processes does, too."""
    begun = time.monotonic()
    getattr(cluster, how)()
    return begun if how == "crash" else time.monotonic()


def come_back(cluster, how):
    cluster.thaw() if how == "freeze" else cluster.launch()
    wait_until(cluster.accepts, 30, "PostgreSQL accepting")
    return time.monotonic()


@pytest.mark.long
@pytest.mark.alone
def test_ready_follows_the_database(own_site, own_cluster, figures):
    site = own_site(cluster=own_cluster, workers=2)
    watch, red, green = Watch(site), defaultdict(list), defaultdict(list)
    for how in ("stop", "crash", "freeze") * size(1, 20):
        wait_until(lambda: scrape(site)("prefd_postgres_connections", state="down") == 0, 10, "every connection there")
        red[how].append(follows(site, 503, leave(own_cluster, how)))
        green[how].append(follows(site, 200, come_back(own_cluster, how)))
    watch.stop()
    for how in red:
        figures(f"O3 {how}", f"{len(red[how])} times red after {max(red[how]):.2f} s, green after {max(green[how]):.2f} s at the latest")
    figures("O3 /live", f"{watch.times} times {watch.statuses}, {watch.slowest * 1000:.0f} ms at the latest")
    assert watch.statuses == {200}
    at_most(max(map(max, (*red.values(), *green.values()))), seconds(1), "red or green after, s")
    at_most(watch.slowest, seconds(0.5), "/live, s")


def test_ready_is_answered_in_time_and_once(own_site, own_cluster):
    """A question that PostgreSQL answers too late is not answered again, and takes no connection with it."""
    site = own_site(cluster=own_cluster, workers=1, settings={"read_connections": 1})
    viewer = site.enrol("Viewer")
    own_cluster.freeze()
    try:
        answers = [site.client().get("/ready") for _ in range(2)]
    finally:
        own_cluster.thaw()
    assert [answer.status for answer in answers] == [503] * 2
    at_most(max(answer.seconds for answer in answers), seconds(1), "took, s")
    wait_until(lambda: status(site, "/ready") == 200, 3, "ready")
    pause(0.2)
    assert viewer.client.get("/api/user/preferences").status == 200
    assert "PostgreSQL connection down" not in site.deployment.worker_log()


def test_without_workers_a_server_of_its_own_answers_502(own_site):
    """As docs/operations.md has it: a server that includes prefd.operator.conf and nothing of the API's."""
    site, port = own_site(workers=1), free_port()
    run = site.deployment.run
    text = (run / "nginx.conf").read_text().rstrip()
    assert text.endswith("}")
    (run / "nginx.conf").write_text(f"{text[:-1]}server {{ listen 127.0.0.1:{port}; include {run}/prefd.operator.conf; }}\n}}\n")
    site.deployment.nginx.signal(signal.SIGHUP)
    wait_until(lambda: _status_at(port, "/live") == 200, 10, "the second server")
    site.deployment.stop_pool()
    assert [_status_at(port, page) for page in ("/live", "/ready", "/metrics")] == [502] * 3


def _status_at(port, page):
    try:
        return HttpClient(port).get(page).status
    except OSError:
        return None


def test_not_among_what_clients_are_told(site):
    assert not {"/live", "/ready", "/metrics"} & set(document()["paths"])
    for page in ("/live", "/ready"):
        assert site.client().head(page).status == 200
        assert site.client().post(page).status == 404
        assert site.client().get(page).json() == {"message": page[1:]}
