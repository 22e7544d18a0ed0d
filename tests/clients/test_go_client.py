"""Grafana's generated Go client: the tests are in go/, run in one process; each is reported here by its name."""

import os
import re
import subprocess

import pytest

import registries
from integration.conftest import ADMIN_PASSWORD
from patience import seconds

NAMES = sorted(name for source in registries.GO_TESTS.glob("*_test.go")
               for name in re.findall(r"^func (Test\w+)\(t ", source.read_text(encoding="utf-8"), re.M))


class Run:
    """What the Go tests said."""

    def __init__(self, status, output):
        self.status, self.output = status, output

    def section(self, name):
        """The lines between one test's beginning and the next."""
        begin = self.output.find(f"=== RUN   {name}\n")
        end = self.output.find("=== RUN ", begin + 1)
        return self.output[begin:end if end > 0 else None] if begin >= 0 else "it was not run\n" + self.output[-4000:]


def url(site):
    return f"http://127.0.0.1:{site.deployment.port}"


@pytest.fixture(scope="module")
def run(scratch, request):
    program = scratch / "go-client.test"
    registries.go_client(program)
    new_site = request.getfixturevalue("new_site")
    environment = {**os.environ, "PREFD_URL": url(new_site()), "PREFD_QUOTAS_URL": url(new_site({"quotas": "yes"})),
                   "PREFD_ADMIN_PASSWORD": ADMIN_PASSWORD}
    limit = int(seconds(120))
    done = subprocess.run([program, "-test.v", f"-test.timeout={limit}s"], cwd=registries.GO_TESTS, env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=limit + 30)
    return Run(done.returncode, done.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_go(run, name):
    section = run.section(name)
    if f"--- PASS: {name} " not in section:
        pytest.fail(section, pytrace=False)


def test_every_operation_of_the_client_was_called(run):
    if run.status != 0:
        pytest.fail(run.output[-2000:], pytrace=False)
