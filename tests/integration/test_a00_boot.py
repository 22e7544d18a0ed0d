"""Nothing works before this does: the programs start, explain themselves, migrate an empty database, answer health."""

import json
import socket
import subprocess

import pytest

from conftest import ADMIN_PASSWORD
from places import BUILD
from http_client import basic
from patience import seconds
from prefctl import Prefctl

ROUTES = [("GET", "/api/user/preferences"), ("PUT", "/api/user/preferences"), ("PATCH", "/api/user/preferences"),
          ("GET", "/api/org/preferences"), ("PUT", "/api/org/preferences"), ("PATCH", "/api/org/preferences"),
          ("GET", "/api/user"), ("GET", "/api/health"), ("POST", "/api/dashboards/db"),
          ("GET", "/api/dashboards/uid/:uid"), ("DELETE", "/api/dashboards/uid/:uid"), ("GET", "/api/dashboards/home")]


def run(*words, environment=None):
    return subprocess.run([BUILD / words[0], *words[1:]], capture_output=True, text=True, timeout=seconds(10),
                          stdin=subprocess.DEVNULL, env=environment)


@pytest.mark.parametrize("program", ["prefd", "prefctl"])
@pytest.mark.parametrize("option", ["--version", "--help"])
def test_explains_itself(program, option):
    done = run(program, option)
    assert done.returncode == 0, done.stderr
    assert program in done.stdout


def test_routes_are_json():
    table = json.loads(run("prefd", "--routes").stdout)
    rows = table if isinstance(table, list) else table["routes"]
    assert {(row["method"], row["path"]) for row in rows} >= set(ROUTES)


def test_check_config_accepts(tmp_path):
    config = tmp_path / "prefd.conf"
    config.write_text("[prefd]\ndatabase = dbname=nowhere\nwrite_connections = 4\nlog_level = debug\n")
    done = run("prefd", "--config", config, "--check-config")
    assert done.returncode == 0, done.stderr


def test_the_sample_is_accepted(tmp_path):
    """Also its comments, of which none may be too long for a line."""
    config = tmp_path / "prefd.conf"
    config.write_text(run("prefd", "--sample").stdout)
    done = run("prefd", "--config", config, "--check-config")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("line", ["read_connections = none", "read_connections = -1", "log_level = loud",
                                  "no_such_key = 1", "home_dashboard_check = perhaps"])
def test_check_config_names_the_bad_key(tmp_path, line):
    config = tmp_path / "prefd.conf"
    config.write_text(f"[prefd]\n{line}\n")
    done = run("prefd", "--config", config, "--check-config")
    assert done.returncode != 0
    assert line.split()[0] in done.stderr


def test_environment_overrides_the_file(tmp_path):
    config = tmp_path / "prefd.conf"
    config.write_text("[prefd]\nlog_level = info\n")
    done = run("prefd", "--config", config, "--check-config", environment={"PREFD_LOG_LEVEL": "loud"})
    assert done.returncode != 0 and "log_level" in done.stderr.lower()


def test_unknown_option_is_a_usage_error():
    done = run("prefd", "--no-such-option")
    assert done.returncode != 0 and done.stderr and not done.stdout


@pytest.mark.parametrize("words, environment, status, said", [
    (("more",), {}, 64, "Usage"),
    ((), {}, 3, "descriptor 0 is not a listening socket"),
    ((), {"PREFD_LOG_FILE": "/nonexistent/log"}, 2, "cannot open the log file"),
])
def test_what_a_worker_does_not_start_with(words, environment, status, said):
    done = run("prefd", *words, environment=environment)
    assert done.returncode == status and said in done.stderr


def test_a_database_without_the_schema_is_refused(cluster, tmp_path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        listener.listen()
        done = subprocess.run([BUILD / "prefd"], stdin=listener, capture_output=True, text=True, timeout=seconds(20), env={
            "PREFD_DATABASE": cluster.conninfo(cluster.create_database("empty_schema"))})
    assert done.returncode == 4 and "the schema does not fit this version" in done.stderr


def test_migrating_twice_changes_nothing(prefctl, register):
    before = register.fingerprint()
    assert prefctl.json("migrate")["applied"] == []
    assert register.fingerprint() == before


def test_first_boot_prints_a_random_password_once(cluster):
    database = cluster.create_database("prefd_first_boot")
    first = Prefctl(BUILD / "prefctl", cluster.conninfo(database))
    told = first.json("migrate")
    assert told["admin"]["login"] == "admin" and len(told["admin"]["password"]) >= 16
    assert "password" not in json.dumps(first.json("migrate"))


def test_first_boot_makes_the_organisation_and_the_admin(site):
    admin = site.deployment.client(Authorization=basic("admin", ADMIN_PASSWORD)).get("/api/user")
    assert admin.status == 200, admin.body
    body = admin.json()
    assert (body["id"], body["login"], body["email"], body["orgId"]) == (1, "admin", "admin@localhost", 1)
    assert body["isGrafanaAdmin"] is True
    assert site.register.sql("SELECT id, name FROM prefd.orgs WHERE id = 1") == [(1, "Main Org.")]


def test_health(site):
    answer = site.client().get("/api/health")
    assert answer.status == 200
    assert answer.headers["Content-Type"].lower() == "application/json; charset=utf-8"
    assert answer.text.startswith('{\n  "')
    assert answer.json()["database"] == "ok"
    assert set(answer.json()) == {"database", "version", "commit"}


def test_healthz(site):
    """Grafana's answer to who only asks whether it runs (facts: grafana 14)."""
    for path in ("/healthz", "/healthz?x=1"):
        answer = site.client().get(path)
        assert (answer.status, answer.body, answer.media_type) == (200, b"Ok", "text/plain")
    assert site.client().head("/healthz").status == 200


def test_health_by_head(site):
    whole, head = site.client().get("/api/health"), site.client().head("/api/health")
    assert head.status == 200 and head.body == b""
    assert head.headers["Content-Length"] == str(len(whole.body))
