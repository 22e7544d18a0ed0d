"""O1: each class of faults raises its alert within 30 seconds. By promtool, from series that a fault would make, scraped every ten
seconds; and by a Prometheus that scrapes a site to which the fault is done. At the end no metric of the table may be left that
none of it has moved."""

import http.client
import json
import os
import re
import resource
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from dataclasses import dataclass, field

import pytest

from answers import USER
from deployment import free_port, program
from http_client import basic
from metrics import Metrics, fetch, scrape, table
from patience import at_most, pause, seconds, wait_until
from pending import Asking, HeldRow
from places import TOP
from process import Process
from volley import Shot, Volley

RULES = TOP / "contrib/prometheus/prefd.rules.yml"
AT = {"job": "prefd", "instance": "prefd"}
BUCKETS = ["0.5", "1", "2.5", "+Inf"]


@dataclass
class Fault:
    """What may happen, by its numbers in docs/reliability.md; the alert and its labels; the series that it makes."""

    classes: str
    alert: str
    labels: dict = field(default_factory=dict)
    series: dict = field(default_factory=dict)


def fails(classes, error):
    return Fault(classes, "PrefdRequestsFail", {"error": error},
                 {f'prefd_failures_total{{error="{error}"}}': "0+0x12 1+0x30"})


FAULTS = [
    Fault("A4", "PrefdDown", {}, {"up": "1+0x12 0+0x30"}),
    Fault("D2, A6", "PrefdDatabaseGone", {},
          {'prefd_postgres_connections{lane="read",state="idle"}': "4+0x12 0+0x30",
           'prefd_postgres_connections{lane="read",state="busy"}': "0+0x42",
           'prefd_postgres_connections{lane="read",state="down"}': "0+0x12 4+0x30"}),
    Fault("A7", "PrefdDatabaseConnectionsMissing", {"lane": "write"},
          {'prefd_postgres_connections{lane="write",state="down"}': "0+0x12 3+0x30"}),
    Fault("D2, D3, A6", "PrefdDatabaseConnectionsLost", {},
          {"prefd_postgres_connection_failures_total": "0+0x12 24+0x30"}),
    fails("D2", "unavailable"),
    fails("D2", "shut_down"),
    fails("D3", "read_only"),
    fails("D4", "outcome_unknown"),
    fails("D6", "resources"),
    fails("C7", "conflict"),
    fails("A6", "timed_out"),
    fails("A7", "overloaded"),
    fails("any", "internal"),
    fails("an upgrade", "schema_changed"),
    Fault("C7", "PrefdConflicts", {"reason": "conflict"},
          {'prefd_retries_total{reason="conflict"}': "0+0x12 20+0x30"}),
    Fault("A6", "PrefdSlow", {"lane": "write"},
          {f'prefd_request_seconds_bucket{{lane="write",le="{le}"}}': f"0+100x12 1300+{100 if at < 2 else 120}x30"
           for at, le in enumerate(BUCKETS)}),
    Fault("S1", "PrefdPasswordsWait", {}, {"prefd_hash_refused_total": "0+0x12 5+0x30"}),
    Fault("D1, A3", "PrefdWorkerDied", {}, {"prefd_worker_deaths_total": "0+0x12 1+0x30"}),
    Fault("A4", "PrefdWorkersRestart", {},
          {"prefd_worker_starts_total": "2+0x12 20+0x30", "prefd_workers": "2+0x42"}),
    Fault("A10", "PrefdAcceptFails", {}, {"prefd_accept_failures_total": "0+0x12 1+0x30"}),
    Fault("A10", "PrefdLogLost", {}, {"prefd_log_losses_total": "0+0x12 1+0x30"}),
    Fault("A8", "PrefdMemoryHigh", {}, {"prefd_memory_peak_bytes": "5e7+0x12 2e9+0x30", "prefd_workers": "2+0x42"}),
]
UNDONE = {"PrefdMemoryHigh"}  # would take the memory


def labelled(series):
    """The series as Prometheus has it, with where it comes from."""
    name, _, labels = series.rstrip("}").partition("{")
    where = ",".join(f'{key}="{value}"' for key, value in AT.items())
    return f"{name}{{{labels}{',' if labels else ''}{where}}}"


def severity_of(alert):
    return re.search(rf"alert: {alert}\n.*?severity: (\w+)", RULES.read_text(), re.S).group(1)


def summary_of(alert, labels, value):
    text = re.search(rf'alert: {alert}\n.*?summary: "([^"]*)"}}', RULES.read_text(), re.S).group(1)
    for name, label in {**AT, **labels}.items():
        text = text.replace(f"{{{{ $labels.{name} }}}}", label)
    return text.replace("{{ $value }}", value)


def unit_test(fault, value):
    """Silent for two minutes, and thirty seconds after the fault it fires."""
    expected = {"exp_labels": {"severity": severity_of(fault.alert), **AT, **fault.labels},
                "exp_annotations": {"summary": summary_of(fault.alert, fault.labels, value)}}
    return {"interval": "10s", "name": f"{fault.alert} {fault.labels}",
            "input_series": [{"series": labelled(series), "values": values} for series, values in fault.series.items()],
            "alert_rule_test": [{"eval_time": "2m", "alertname": fault.alert, "exp_alerts": []},
                                {"eval_time": "2m30s", "alertname": fault.alert, "exp_alerts": [expected]}]}


VALUES = {"PrefdDatabaseConnectionsMissing": "3", "PrefdConflicts": "20", "PrefdMemoryHigh": "2e+09"}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join([fault.alert, *fault.labels.values()]))
def test_rule_by_promtool(tmp_path, fault):
    text = {"rule_files": [str(RULES)], "evaluation_interval": "10s",
            "tests": [unit_test(fault, VALUES.get(fault.alert, ""))]}
    path = tmp_path / "test.yml"
    path.write_text(json.dumps(text))  # JSON is YAML
    done = subprocess.run([program("promtool"), "test", "rules", path], capture_output=True, text=True, timeout=seconds(20))
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_and_faults_belong_together():
    """No rule without a fault, no metric in a rule that is not in the table, and evaluated as often as the tests have it."""
    text = RULES.read_text()
    checked = subprocess.run([program("promtool"), "check", "rules", RULES], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert re.findall(r"^ +interval: (\w+)", text, re.M) == ["10s"]
    assert set(re.findall(r"alert: (\w+)", text)) == {fault.alert for fault in FAULTS}
    assert {name.removesuffix("_bucket") for name in re.findall(r"\bprefd_\w+", text)} <= set(table())


# ---- done to a site ----

class Prometheus:
    """A Prometheus that scrapes a site every second, and evaluates the rules as often."""

    def __init__(self, directory, site):
        directory.mkdir()
        self.port = free_port()
        (directory / "rules.yml").write_text(re.sub(r"\binterval: 10s\b", "interval: 1s", RULES.read_text(), count=1))
        config = {"global": {"scrape_interval": "1s"}, "rule_files": ["rules.yml"],
                  "scrape_configs": [{"job_name": "prefd", "static_configs": [{"targets": [f"127.0.0.1:{site.deployment.port}"]}]}]}
        (directory / "prometheus.yml").write_text(json.dumps(config))
        self.process = Process([program("prometheus"), f"--config.file={directory}/prometheus.yml",
                                f"--storage.tsdb.path={directory}/data", f"--web.listen-address=127.0.0.1:{self.port}",
                                "--log.level=warn"], directory / "prometheus.log")
        wait_until(self._is_there, 20, "Prometheus")

    def _ask(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=seconds(5)) as answer:
            return answer.read()

    def _is_there(self):
        try:
            return self._ask("/-/ready") and any(target["health"] == "up" for target in
                                                 json.loads(self._ask("/api/v1/targets"))["data"]["activeTargets"])
        except OSError:
            return False

    def firing(self):
        """[labels of each alert that fires]"""
        return [alert["labels"] for alert in json.loads(self._ask("/api/v1/alerts"))["data"]["alerts"] if alert["state"] == "firing"]

    def fires(self, fault):
        wanted = {"alertname": fault.alert, **fault.labels}
        return any(wanted.items() <= labels.items() for labels in self.firing())


class Mover(threading.Thread):
    """Looks at /metrics all the time; moved: the metrics of which a series was not always the same."""

    def __init__(self, site):
        super().__init__(daemon=True)
        self.site, self.ended, self.moved, self.before = site, threading.Event(), set(), None
        self.start()

    def run(self):
        while not self.ended.wait(0.02):
            try:
                self.look(Metrics(fetch(self.site)[1]))
            except (OSError, http.client.HTTPException):
                pass  # no worker, one that ended in the middle, or none with a descriptor left

    def look(self, now):
        before = (self.before or now).series
        for name, series in now.series.items():
            if any(before[name].get(labels, 0) != value for labels, value in series.items()):
                self.moved.add(re.sub("_(bucket|sum|count)$", "", name) if name not in table() else name)
        self.before = now

    def stop(self):
        self.ended.set()
        self.join()
        return self.moved


_FAILING = """
CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.document->>'language' LIKE 'x-%' THEN
    RAISE EXCEPTION 'forced' USING ERRCODE = upper(substr(NEW.document->>'language', 3));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER zz_fail BEFORE UPDATE ON prefd.preferences FOR EACH ROW EXECUTE FUNCTION public.fail();
"""
# PostgreSQL's own words for what happens.
STATES = {"internal": "XX000", "resources": "53100", "read_only": "25006", "shut_down": "57P03", "schema_changed": "0A000",
          "conflict": "40P01"}


class Harm:
    """Faults that are done to a site, each a method by its name."""

    def __init__(self, site, cluster):
        self.site, self.cluster, self.actor = site, cluster, site.enrol("Viewer")
        self.put("utc")
        site.register.sql(_FAILING)

    def put(self, language):
        return self.actor.client.put(USER, {"language": language} if language.startswith("x-") else {"timezone": language})

    def errors(self):
        for error, state in STATES.items():
            for _ in range(6 if error == "conflict" else 1):
                assert self.put(f"x-{state.lower()}").status >= 500, error

    def waiting(self):
        """A lock is held: one lane gets full, and what waits takes too long."""
        volley = Volley(self.site.deployment.port)
        with HeldRow(self.site, self.actor):
            volley.send([Shot("PUT", USER, {"theme": "dark"}, self.actor.client.headers)] * 40)
        volley.close()

    def logins(self):
        volley = Volley(self.site.deployment.port)
        for turn in range(10):
            volley.send([Shot("GET", USER, None, {"Authorization": basic(f"nobody{turn}", f"wrong {place}")}) for place in range(8)])
        volley.close()

    def frozen(self):
        asking = Asking(lambda: self.put("browser"))
        self.cluster.freeze()
        asked = [Asking(lambda: self.put("utc")) for _ in range(4)]
        for one in [asking, *asked]:
            one.result(10)
        self.cluster.thaw()

    def gone(self):
        self.cluster.crash()
        for _ in range(4):
            assert self.put("utc").status == 503
        pause(2)

    def back(self):
        self.cluster.start()
        wait_until(lambda: self.site.client().get("/ready").status == 200, 10, "ready")

    def few_connections(self):
        self.site.register.connection.close()
        self.site.register.connection = self.cluster.connect(self.site.database)
        self.site.register.sql("ALTER ROLE prefd_worker CONNECTION LIMIT 8")
        self.site.register.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'prefd_worker'")

    def enough_connections(self):
        self.site.register.sql("ALTER ROLE prefd_worker CONNECTION LIMIT -1")

    def killed(self):
        """One after the other; at first the supervisor is kept from what it does, so that the one that is left tells of it."""
        self.site.deployment.pool.signal(signal.SIGSTOP)
        os.kill(self.site.deployment.worker_pids()[0], signal.SIGKILL)
        wait_until(lambda: scrape(self.site)("prefd_workers") == 1, 10, "one worker")
        pause(0.1)
        self.site.deployment.pool.signal(signal.SIGCONT)
        wait_until(lambda: scrape(self.site)("prefd_workers") == 2, 10, "two workers")
        for turn in range(7):
            pids = self.site.deployment.worker_pids()
            os.kill(pids[turn % 2], signal.SIGKILL)
            wait_until(lambda pids=pids: set(self.site.deployment.worker_pids()) - set(pids), 5, "a new worker")
            pause(0.15)

    def no_descriptors(self):
        for pid in self.site.deployment.worker_pids():
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, 1024))
        streams = [socket.socket(socket.AF_UNIX) for _ in range(4)]
        for stream in streams:
            stream.connect(str(self.site.deployment.socket))
        pause(0.3)
        for pid in self.site.deployment.worker_pids():
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (1024, 1024))
        for stream in streams:
            stream.close()

    def no_log(self):
        self.site.deployment.settings["log_file"] = "/dev/full"
        self.site.deployment.write_config()
        for pid in self.site.deployment.worker_pids():
            os.kill(pid, signal.SIGHUP)
        self.put("utc")


@pytest.fixture
def harm(own_site, own_cluster):
    settings = {"request_timeout": 2, "queue_limit": 16, "password_hash_queue": 2}
    return Harm(own_site(cluster=own_cluster, workers=2, settings=settings), own_cluster)


def test_alerts_of_a_real_site(harm, scratch, figures):
    prometheus, mover = Prometheus(scratch / "prometheus", harm.site), Mover(harm.site)
    pause(2)
    assert prometheus.firing() == []
    after, expected = {}, {(fault.alert, *fault.labels.values()): fault for fault in FAULTS if fault.alert not in UNDONE}

    def look(since):
        for name, fault in expected.items():
            if name not in after and prometheus.fires(fault):
                after[name] = time.monotonic() - since

    def do(*harms, wanted):
        begun = time.monotonic()
        for name in harms:
            getattr(harm, name)()
        for name in wanted:
            wait_until(lambda name=name: look(begun) or any(known[:len(name)] == name for known in after), 30,
                       f"{name} after {harms}")

    do("errors", "waiting", "logins", wanted=[("PrefdSlow",), ("PrefdPasswordsWait",), ("PrefdConflicts",)])
    do("no_descriptors", wanted=[("PrefdAcceptFails",)])
    do("frozen", wanted=[("PrefdRequestsFail", "outcome_unknown")])
    do("gone", wanted=[("PrefdDatabaseGone",), ("PrefdDatabaseConnectionsLost",)])
    harm.back()
    do("few_connections", wanted=[("PrefdDatabaseConnectionsMissing",)])
    harm.enough_connections()
    do("killed", wanted=[("PrefdWorkerDied",), ("PrefdWorkersRestart",)])
    do("no_log", wanted=[("PrefdLogLost",)])
    moved = mover.stop()
    harm.site.deployment.stop_pool()
    do(wanted=[("PrefdDown",)])
    prometheus.process.stop()
    figures("O1 alerts", f"{len(after)} of {len(expected)} seen firing, the last after {max(after.values()):.1f} s")
    assert set(after) == set(expected)
    at_most(max(after.values()), seconds(30), "took, s")
    assert moved == {name for name, kind in table().items() if kind.strip() != "always 1"}
