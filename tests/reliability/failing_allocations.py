"""The tests' side of failing_allocations.c: which allocation of a worker is to fail, and in which process one has."""

import mmap
import struct

from deployment import program
from places import BUILD

_BOARD = struct.Struct("=qq")


class FailingAllocations:
    def __init__(self, path):
        path.write_bytes(bytes(_BOARD.size))
        with open(path, "r+b") as file:
            self.board = mmap.mmap(file.fileno(), _BOARD.size)
        preload = BUILD / "tests" / "reliability" / "failing_allocations.so"
        self.words = (program("env"), f"LD_PRELOAD={preload}", f"FAILING_ALLOCATIONS={path}")

    def choose(self, place):
        """From now on the allocation of that number fails, and all after it in the same process; 0: none."""
        self.board[:] = _BOARD.pack(place, 0)

    @property
    def victim(self):
        """The process whose allocation has failed, or None."""
        return _BOARD.unpack(self.board[:])[1] or None
