"""The samples of Valara's page, run as they are printed (facts: valara, seed). That for Python runs with those of clients."""

import json
import os
import subprocess

import pytest

from patience import seconds
from valara import DEFAULTS, key, refused, shown
from valara_page import ANSWER, BODY, CURL, REQUEST, put_in


def run(command, site, viewer, more=""):
    """Status and body of what the sample asks; more: options behind its last."""
    text = put_in(command, site, viewer.account.id).rstrip("\n") + " --silent --write-out '\\n%{http_code}'" + more
    done = subprocess.run(["bash", "-c", text], env={**os.environ, "VALARA_API_KEY": viewer.token.secret},
                          capture_output=True, text=True, timeout=seconds(30))
    assert done.returncode == 0, done.stderr
    body, _, status = done.stdout.rpartition("\n")
    return int(status), json.loads(body)


def test_0_the_example(site, viewer):
    """Seed: the printed request has the printed answer, defaults and all, member by member."""
    method, path = put_in(REQUEST, site, viewer.account.id).split()
    answer = viewer.client.request(method, path, BODY.encode(), headers=key())
    assert list(shown(answer).items()) == list(ANSWER.items())


def test_0_the_sample_for_curl(site, viewer, unchanged):
    """Seed: it sends no body, as the page says that there is none: nothing changes, and all that counts is shown."""
    assert run(CURL, site, viewer) == (200, DEFAULTS)


def test_0_the_sample_for_curl_with_the_example_as_its_body(site, viewer):
    """Seed: the page's sample with the page's example."""
    assert run(CURL, site, viewer, f" --data '{BODY}'") == (200, ANSWER)
    assert viewer.client.get(f"/api/v1/users/{viewer.account.id}/preferences").json() == ANSWER


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "application/json"}, {"Content-Type": "application/merge-patch+json"}])
def test_0_no_body_changes_nothing(viewer, unchanged, headers):
    """Seed: no body changes nothing, whatever its type is said to be."""
    path = f"/api/v1/users/{viewer.account.id}/preferences"
    assert shown(viewer.client.patch(path, headers={**key(), **headers})) == DEFAULTS
    refused(viewer.client.patch(path, headers=headers), 400, "idempotency.missing")
