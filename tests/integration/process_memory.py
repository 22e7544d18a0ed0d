"""What a running process holds: its memory, its words and its environment, as any process of the same user can read them."""

import re

_OVERLAP = 4096
_PIECE = 1 << 22


def _regions(pid):
    """(begin, end) of what the process may write to, its stacks and what its libraries keep among it."""
    with open(f"/proc/{pid}/maps", encoding="utf-8", errors="replace") as maps:
        for line in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if found:
                yield int(found.group(1), 16), int(found.group(2), 16)


def _pieces(pid):
    """The memory in pieces that overlap, so that nothing shorter is cut in two."""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for begin, end in _regions(pid):
            for at in range(begin, end, _PIECE - _OVERLAP):
                try:
                    memory.seek(at)
                    yield memory.read(min(_PIECE, end - at))
                except (OSError, ValueError, OverflowError):
                    pass  # gone meanwhile, or not to be read


def occurrences(pid, secrets):
    """{name: how often it is in the process's memory} of the secrets (name: octets) that are."""
    counts = {name: 0 for name in secrets}
    for piece in _pieces(pid):
        for name, secret in secrets.items():
            counts[name] += piece.count(secret)
    return {name: count for name, count in counts.items() if count}


def words(pid):
    """The command line and the environment."""
    return b"".join(open(f"/proc/{pid}/{name}", "rb").read() for name in ("cmdline", "environ"))
