"""The published clients, and what drives the browser, fetched from their registries once and kept in a cache; a test is
skipped, saying why, where a registry or a new enough toolchain is out of reach. Whatever else goes wrong fails."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from patience import seconds

HERE = Path(__file__).resolve().parent
GO_TESTS = HERE / "go"
NODE_TESTS = HERE / "node"
REQUIREMENTS = HERE / "requirements.txt"

# How pip, Go and npm say that they cannot reach a registry.
_OUT_OF_REACH = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Temporary failure in name resolution|"
    r"Network is unreachable|dial tcp|no such host|connection refused|i/o timeout|TLS handshake|module lookup disabled|"
    r"EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|socket hang up|"
    r"Connection reset|Connection broken|IncompleteRead|429 Too Many Requests|50[234] (?:Bad Gateway|Service Unavailable|Gateway)", re.I)


def cache():
    """The directory where fetched clients are kept; this user may write there."""
    home = Path(os.environ.get("HOME", "/nonexistent"))
    usual = home / ".cache" if os.access(home, os.W_OK) else Path(tempfile.gettempdir())
    directory = Path(os.environ.get("PREFD_TEST_CACHE", usual / f"prefd-tests-{os.geteuid()}"))
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if directory.stat().st_uid != os.geteuid():
        pytest.exit(f"{directory} belongs to somebody else: set PREFD_TEST_CACHE", returncode=4)
    return directory


def _fetch(command, what, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds(280), **options)
    if done.returncode:
        why = next((line for line in reversed(done.stderr.splitlines()) if _OUT_OF_REACH.search(line)), None)
        if why:
            pytest.skip(f"{what} is out of reach: {why}")
    assert done.returncode == 0, f"{command}:\n{done.stdout}\n{done.stderr}"


def _keep(fresh, installed):
    """Another process may have fetched the same meanwhile."""
    try:
        os.rename(fresh, installed)
    except OSError:
        if not installed.exists():
            raise


def _python_packages(requirements):
    """The directory that the packages of a file of pins are installed in."""
    pins = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    installed = cache() / f"python{sys.version_info.major}.{sys.version_info.minor}-{pins}"
    if not installed.exists():
        with tempfile.TemporaryDirectory(dir=cache()) as fresh:
            _fetch([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                    "--no-cache-dir", "--retries", "2", "--target", f"{fresh}/site", "--requirement", requirements],
                   "the Python package index")
            _keep(f"{fresh}/site", installed)
    return installed


def import_packages(requirements):
    """Install the packages of a file of pins and let this process import them."""
    sys.path.insert(0, str(_python_packages(requirements)))


def httpx():
    """Install httpx; the command that runs a program with it, and the environment it needs."""
    installed = _python_packages(HERE / "httpx.txt")
    return [sys.executable, "-B"], {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}


def schemathesis():
    """Install schemathesis; the command that runs it, and the environment it needs."""
    installed = _python_packages(HERE / "schemathesis.txt")
    return ([sys.executable, "-B", str(installed / "bin/schemathesis")],
            {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"})


def _go():
    """Go, if there is one that is new enough for the client."""
    go = shutil.which("go", path=os.environ["PATH"] + ":/usr/local/go/bin")
    wanted = re.search(r"^go (\d+)\.(\d+)", (GO_TESTS / "go.mod").read_text(encoding="utf-8"), re.M)
    words = (f"Grafana's Go client needs Go {wanted[1]}.{wanted[2]} or newer, on PATH or in /usr/local/go "
             "(Debian 12's own is 1.19)")
    if go is None:
        pytest.skip(f"{words}: there is none")
    version = subprocess.run([go, "env", "GOVERSION"], check=True, capture_output=True, text=True,
                             env=_go_environment()).stdout.strip()
    found = re.match(r"go(\d+)\.(\d+)", version)
    if found and tuple(map(int, found.groups())) < tuple(map(int, wanted.groups())):
        pytest.skip(f"{words}: {go} is {version}")
    return go


def _go_environment():
    """No other toolchain is fetched, nothing is written outside the cache, and the cache can be removed."""
    return {**os.environ, "GOCACHE": str(cache() / "go-build"), "GOMODCACHE": str(cache() / "go-mod"),
            "GOFLAGS": "-modcacherw -buildvcs=false", "GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0",
            "XDG_CONFIG_HOME": str(cache() / "go-telemetry")}


def go_client(program):
    """Compile the Go tests with the client they import into a program."""
    go = _go()
    _fetch([go, "test", "-c", "-o", program, "."], "the Go module proxy", cwd=GO_TESTS, env=_go_environment())


def _node():
    """Node.js, if there is one that is new enough for the tests, and npm with it."""
    needed = json.loads((NODE_TESTS / "package.json").read_text(encoding="utf-8"))["engines"]["node"].removeprefix(">=")
    words = f"SelfCommunity's client is run by Node.js {needed} or newer, fetched by npm (Debian 12's packages nodejs, npm)"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip(f"{words}: there is no {'npm' if node else 'node'}")
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if [int(part) for part in version.lstrip("v").split(".")] < [int(part) for part in needed.split(".")]:
        pytest.skip(f"{words}: {node} is {version}")
    return node, npm


def node_clients():
    """Install the clients for JavaScript; the command that runs a file of tests with them, and the environment it needs."""
    node, npm = _node()
    pins = hashlib.sha256((NODE_TESTS / "package-lock.json").read_bytes()).hexdigest()[:12]
    installed = cache() / f"node-{pins}"
    if not installed.exists():
        with tempfile.TemporaryDirectory(dir=cache()) as fresh:
            for name in ("package.json", "package-lock.json"):
                shutil.copyfile(NODE_TESTS / name, f"{fresh}/{name}")
            _fetch([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--fetch-retries=1",
                    f"--cache={fresh}/downloads"], "the npm registry", cwd=fresh)
            _keep(f"{fresh}/node_modules", installed)
    ours = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return [node, "--test-reporter=tap"], {**ours, "NODE_PATH": str(installed)}
