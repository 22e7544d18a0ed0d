"""What a worker that was taken over could do: little, by the shipped unit; and how hard the program makes it to take one over."""

import re
import shutil
import subprocess

import pytest

from places import BUILD, INSTRUMENTED, TOP

UNIT = TOP / "contrib" / "systemd" / "prefd@.service"
MOST = 2.0  # of 10, where an unconfined service has 9.6
PROGRAMS = ("prefd", "prefctl")


def output(*words):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_unit_exposes_little(figures):
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", output("systemd-analyze", "security", "--offline=yes", "--no-pager", UNIT))
    figures("S12", f"systemd's exposure level of {UNIT.name}: {found.group(1)}")
    assert float(found.group(1)) <= MOST


@pytest.mark.skipif(INSTRUMENTED, reason="what is built in takes the place of what is looked for")
@pytest.mark.parametrize("program", PROGRAMS)
def test_the_program_is_hardened(program):
    """Full RELRO, position-independent, no executable stack, stack protector, FORTIFY."""
    headers, dynamic, symbols = (output("readelf", option, BUILD / program) for option in ("-lW", "-dW", "-sW"))
    assert "GNU_RELRO" in headers and re.search(r"GNU_STACK.* RW ", headers)
    assert "BIND_NOW" in dynamic and re.search(r"Flags:.*\bPIE\b", dynamic)
    assert "__stack_chk_fail" in symbols and re.search(r"__\w+_chk@", symbols)
