"""schemathesis reads the served document and sends what it allows and what it forbids, alone and in sequences that follow
from the answers: no 5xx, no status and no body that the document does not have. The caller is a server admin, so that
nothing is refused for want of a right; a second run without a credential sees the other side."""

import re
import subprocess

import pytest

import registries
from patience import seconds

CHECKS = ("not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
          "response_schema_conformance")


@pytest.fixture(scope="module")
def command():
    return registries.schemathesis()


def run(command, site, *options):
    words, environment = command
    # One worker: CPython 3.11 counts the depth of what it parses for all threads at once, and hypothesis parses much.
    url = f"http://127.0.0.1:{site.deployment.port}/api/openapi.json"
    done = subprocess.run([*words, "run", url, "--checks", CHECKS, "--no-color", "--warnings", "off", "--seed", "1",
                           "--generation-database", "none", "--request-timeout", str(seconds(30)), "--workers", "1",
                           "--suppress-health-check", "all", *options],
                          env=environment, cwd=site.deployment.run, capture_output=True, text=True, timeout=seconds(900))
    assert done.returncode == 0, done.stdout[-20000:] + done.stderr[-2000:]
    return int(re.search(r"(\d+) generated", done.stdout)[1])


def boss_of(site):
    """A server admin whose ids nobody meets by chance."""
    for _ in range(5):
        site.register.person(org=site.register.organisation())
    return site.register.token(site.register.person("Admin", server_admin=True))


def test_a_server_admin_sees_only_what_is_documented(command, new_site):
    site = new_site({"login_attempts": 0, "login_attempts_per_address": 0})
    secret = boss_of(site).secret
    assert run(command, site, "--header", f"Authorization: Bearer {secret}", "--max-examples", "12") > 2000
    assert site.client().get("/api/health").status == 200


def test_nobody_sees_only_what_is_documented(command, new_site):
    site = new_site({"login_attempts": 0, "login_attempts_per_address": 0})
    assert run(command, site, "--max-examples", "2", "--phases", "fuzzing") > 100
