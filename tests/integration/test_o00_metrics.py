"""/metrics: in Prometheus' format, summed over the workers that there are and were, closed to the outside."""

import os
import signal
import subprocess

import pytest

from answers import USER
from deployment import program
from metrics import fetch, scrape, table
from patience import pause, wait_until
from places import BUILD, TOP
from process import exists
from sizes import size

REQUESTS = {"route": "user_preferences_get", "status": "200"}


def counted(site):
    return scrape(site)("prefd_requests_total", **REQUESTS)


def ask(site, viewer, times=20):
    for _ in range(times):
        assert viewer.client.get(USER).status == 200


def test_format(site):
    content_type, text = fetch(site)
    assert content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert text.endswith("\n")
    checked = subprocess.run([program("promtool"), "check", "metrics"], input=text, capture_output=True, text=True)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_every_metric_of_the_table_is_there(site):
    shown = scrape(site).text
    assert [line.split()[2] for line in shown.splitlines() if line.startswith("# TYPE")] == list(table())


def test_the_document_has_the_table():
    printed = subprocess.run([BUILD / "prefd", "--metrics"], check=True, capture_output=True, text=True)
    assert printed.stdout in (TOP / "docs/operations.md").read_text(encoding="utf-8")


def test_histograms_add_up(site, viewer):
    ask(site, viewer)
    metrics = scrape(site)
    for lane in ("read", "write", "search", "none"):
        buckets = [value for labels, value in sorted(metrics.series["prefd_request_seconds_bucket"].items(),
                                                     key=lambda item: float(dict(item[0])["le"]))
                   if ("lane", lane) in labels]
        assert buckets == sorted(buckets)
        assert buckets[-1] == metrics("prefd_request_seconds_count", lane=lane)
    requests = metrics("prefd_requests_total")
    assert metrics("prefd_request_seconds_count") == requests
    assert metrics("prefd_request_seconds_sum") >= metrics("prefd_stage_seconds_sum", stage="database") > 0


def test_summed_over_the_workers(own_site):
    """Whichever worker answers, and whatever became of those that counted."""
    site = own_site(workers=4)
    viewer = site.enrol("Viewer")
    asked = 0
    for end in (None, signal.SIGKILL, signal.SIGTERM):
        if end:
            pids = site.deployment.worker_pids()
            for pid in pids[:2]:
                os.kill(pid, end)
            wait_until(lambda: not any(exists(pid) for pid in pids[:2]), 20, "the workers gone")
            wait_until(lambda: scrape(site)("prefd_workers") == 4, 20, "new workers")
        ask(site, viewer)
        asked += 20
        for _ in range(8):
            assert counted(site) == asked
    metrics = scrape(site)
    assert metrics("prefd_worker_starts_total") == 8
    assert metrics("prefd_worker_deaths_total") == 2
    assert metrics("prefd_postgres_connections") == 4 * 12
    assert metrics("prefd_build_info") == 1


@pytest.mark.long
def test_no_counter_goes_back_while_workers_die(own_site):
    site = own_site(workers=3)
    viewer = site.enrol("Viewer")
    before, asked, kills = scrape(site), 0, size(10, 200)
    for turn in range(kills):
        wait_until(lambda: scrape(site)("prefd_workers") == 3, 10, "every worker counting")
        os.kill(site.deployment.worker_pids()[turn % 2], signal.SIGKILL)
        for _ in range(5):
            asked += viewer.client.get(USER).status == 200
        after = scrape(site)
        for name, series in before.series.items():
            if name.endswith(("_total", "_count", "_sum", "_bucket")):
                for labels, value in series.items():
                    assert after.series[name][labels] >= value, (name, labels)
        before = after
    assert before("prefd_requests_total", **REQUESTS) >= asked - kills  # a worker may be killed when it has answered
    wait_until(lambda: scrape(site)("prefd_worker_deaths_total") == kills, 10, "every death counted")


@pytest.mark.parametrize("what", ["directory", "another's file"])
def test_without_a_file_each_worker_counts_for_itself(own_site, tmp_path, what):
    """What cannot be used stops nobody and is left alone."""
    path = tmp_path / "metrics"
    path.mkdir() if what == "directory" else path.write_text("somebody's words")
    site = own_site(workers=1, settings={"metrics_file": path})
    ask(site, site.enrol("Viewer"))
    assert counted(site) == 20
    assert "metrics_file" in site.deployment.worker_log()
    assert path.is_dir() or path.read_text() == "somebody's words"


def test_a_file_of_another_version_is_replaced(own_site):
    site = own_site(workers=1)
    path = site.deployment.run / "metrics"
    ask(site, site.enrol("Viewer"))
    with open(path, "r+b") as file:
        file.seek(8)
        file.write(b"older")
    old = site.deployment.worker_pids()
    assert counted(site) == 20, "who holds it counts on"
    os.kill(old[0], signal.SIGTERM)
    wait_until(lambda: site.deployment.worker_pids() not in ([], old), 20, "a new worker")
    wait_until(lambda: scrape(site)("prefd_workers") == 1, 10, "the new worker answering")
    assert counted(site) == 0


def test_closed_to_the_outside(site):
    """Only the loopback may ask: the tests reach nothing else, so the words of the include must do."""
    include = (site.deployment.run / "prefd.operator.conf").read_text()
    assert "allow 127.0.0.0/8;" in include and "deny all;" in include
    others = (site.deployment.run / "prefd.locations.conf").read_text()
    assert not any(path in others for path in ("/live", "/ready", "/metrics"))


def test_denied_means_denied(own_site):
    """The same include with the loopback taken out."""
    site = own_site(workers=1)
    path = site.deployment.run / "prefd.operator.conf"
    path.write_text(path.read_text().replace("allow 127.0.0.0/8;", ""))
    site.deployment.nginx.signal(signal.SIGHUP)
    for page in ("/live", "/ready", "/metrics"):
        wait_until(lambda page=page: site.client().get(page).status == 403, 5, f"{page} denied")


def test_gauges_settle(own_site):
    site = own_site(workers=2)
    ask(site, site.enrol("Viewer"))
    pause(1.2)
    metrics = scrape(site)
    assert metrics("prefd_queue_depth") == 0
    assert metrics("prefd_postgres_connections", state="idle") == 24
    assert metrics("prefd_memory_peak_bytes") > 2e6
