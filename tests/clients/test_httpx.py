"""The sample of Valara's page for Python, with the client that it names."""

import subprocess

import pytest

import registries
from patience import seconds
from valara import DEFAULTS
from valara_page import ANSWER, BODY, PYTHON, put_in


@pytest.fixture(scope="module")
def command():
    return registries.httpx()


@pytest.fixture
def run(command, new_site):
    """Runs a program as somebody: the account, and what became of the program."""
    site = new_site()
    account = site.register.person("Viewer", site.register.organisation())
    words, environment = command

    def done(text):
        return subprocess.run([*words, "-c", put_in(text, site, account.id)], capture_output=True, text=True,
                              timeout=seconds(60), env={**environment, "no_proxy": "*",
                                                        "VALARA_API_KEY": site.register.token(account).secret})
    return done


def test_the_sample_for_python(run):
    """To the letter; it sends no body, so that nothing changes and the defaults are printed."""
    done = run(PYTHON)
    assert (done.returncode, done.stdout) == (0, f"{DEFAULTS}\n"), done.stderr


def test_the_sample_for_python_with_the_example_as_its_body(run):
    """With one more line, the page's example; it prints the page's answer."""
    done = run(PYTHON.replace("\n)\n", f"\ncontent={BODY!r},\n)\n"))
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{ANSWER}\n"
