"""One load at a time: wrk against a port, or pgbench against the database. Gives requests a second, latencies, and the
CPU of each group of processes for a request, from /proc/PID/task/*/schedstat, which counts nanoseconds."""

import os
import re
import resource
import subprocess
import time

from process import descendants

_UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}


def _milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * _UNITS[unit]


def _cpu(root):
    """Seconds of each task of the process and of those below it, and of all its children that have ended."""
    seconds = {}
    for pid in [root, *descendants(root)]:
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as file:
                    seconds[task] = int(file.read().split()[0]) / 1e9
        except FileNotFoundError:
            pass
    with open(f"/proc/{root}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    seconds["ended"] = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    return seconds


def _used(before, after):
    """What ended in between is among the ended with all that it ever used."""
    return sum(after.values()) - sum(before.values())


def _busy():
    """Seconds that the processors we may run on were not idle."""
    total = 0
    with open("/proc/stat", encoding="ascii") as file:
        for processor in os.sched_getaffinity(0):
            file.seek(0)
            fields = next(line for line in file if line.startswith(f"cpu{processor} ")).split()[1:9]
            total += sum(map(int, fields)) - int(fields[3]) - int(fields[4])
    return total / os.sysconf("SC_CLK_TCK")


def _own():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def memory(root):
    """MiB that the process and those below it hold, what they share divided among them."""
    total = 0
    for pid in [root, *descendants(root)]:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            total += int(re.search(r"^Pss:\s+(\d+)", file.read(), re.M).group(1))
    return total / 1024


def _measure(command, environment, groups, read):
    """Runs the command and adds to what read() finds in its output the CPU for a request: microseconds of each group, of the
    command (client), and foreign, the share of the machine that other programs took meanwhile."""
    before, busy, own, begin = {name: _cpu(root) for name, root in groups.items()}, _busy(), _own(), time.monotonic()
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, env={**os.environ, **environment})
    assert done.returncode == 0, done.stdout + done.stderr
    elapsed = time.monotonic() - begin
    used = {name: _used(before[name], _cpu(root)) for name, root in groups.items()}
    used["client"] = _own() - own
    foreign = max(0, _busy() - busy - sum(used.values())) / elapsed / len(os.sched_getaffinity(0))
    result = read(done.stdout)
    cpu = {name: round(seconds / max(result["requests"], 1) * 1e6, 2) for name, seconds in used.items()}
    return {**result, "cpu": cpu, "foreign": round(foreign, 3)}


def _read_wrk(text):
    failed = sum(int(number) for line in re.findall(r"^  (?:Non-2xx.*|Socket errors.*)$", text, re.M)
                 for number in re.findall(r"\d+(?=,|$)", line))
    return {"requests": int(re.search(r"(\d+) requests in", text).group(1)),
            "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)),
            "p50": _milliseconds(re.search(r"^ +50% +(\S+)", text, re.M).group(1)),
            "p99": _milliseconds(re.search(r"^ +99% +(\S+)", text, re.M).group(1)), "failed": failed}


def wrk(port, work, connections, seconds, terms, people, groups):
    script = os.path.join(os.path.dirname(__file__), "requests.lua")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s", "-s", script,
               f"http://127.0.0.1:{port}"]
    return _measure(command, {"BENCH_WORK": work, "BENCH_TERMS": str(terms), "BENCH_PEOPLE": str(people)}, groups, _read_wrk)


def _read_pgbench(text):
    average = float(re.search(r"latency average = ([\d.]+) ms", text).group(1))
    return {"requests": int(re.search(r"actually processed: (\d+)", text).group(1)),
            "rate": float(re.search(r"tps = ([\d.]+)", text).group(1)), "p50": average, "p99": None, "failed": 0}


def pgbench(sockets, database, script, clients, seconds, groups):
    command = ["pgbench", "-n", "-M", "prepared", "-h", sockets, "-U", "prefd_worker", "-c", clients, "-j",
               min(clients, os.cpu_count()), "-T", seconds, "-f", script, database]
    return _measure(command, {}, groups, _read_pgbench)
