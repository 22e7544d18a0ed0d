"""SelfCommunity's client for JavaScript: the tests are in node/, run in one process; each is reported here by its name."""

import json
import os
import re
import subprocess

import pytest

import registries
from patience import seconds

NAMES = [(source.name, name) for source in sorted(registries.NODE_TESTS.glob("*.test.js"))
         for name in re.findall(r'^test\("([^"]+)"', source.read_text(encoding="utf-8"), re.M)]


@pytest.fixture(scope="module")
def run(fresh_site):
    """A function that gives what a file of tests said: in TAP, the status of each test before what it has to say."""
    command, environment = registries.node_clients()
    register, said = fresh_site.register, {}
    account = register.person("Viewer", register.organisation())
    person = {"login": account.login, "password": account.password, "id": account.id}
    environment |= {"PREFD_URL": f"http://127.0.0.1:{fresh_site.deployment.port}", "PREFD_PERSON": json.dumps(person)}

    def once(source):
        if source not in said:
            done = subprocess.run([*command, registries.NODE_TESTS / source], env=environment, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, timeout=seconds(120))
            said[source] = done.stdout
        return said[source]

    return once


@pytest.mark.parametrize("source, name", NAMES)
def test_node(run, source, name):
    output = run(source)
    result = re.search(rf"^(ok|not ok) \d+ - {re.escape(name)}$.*?(?=^# Subtest|\Z)", output, re.M | re.S)
    if not result or result[1] != "ok":
        pytest.fail(result[0] if result else f"it was not run\n{output[-4000:]}", pytrace=False)
