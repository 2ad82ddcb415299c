"""What the machine spent: CPU time of processes with their children, of everybody else, and of the disk."""

import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Spent:
    """CPU seconds up to now: of the servers, of the database, of this process, and of the machine."""

    server: float
    database: float
    driver: float
    busy: float
    total: float

    def foreign_since(self, before: "Spent") -> float:
        """Return the share of the machine's CPU time that went to none of ours since then."""
        ours = (self.server - before.server) + (self.database - before.database) + (self.driver - before.driver)
        return max(0.0, self.busy - before.busy - ours) / max(1e-9, self.total - before.total)


def read_spent(server: int, database: int | None) -> Spent:
    """Read the clocks; the arguments are process ids of parents."""
    own, machine = os.times(), psutil.cpu_times()
    total = sum(machine[:8])
    idle = machine.idle + getattr(machine, "iowait", 0.0)
    return Spent(_cpu_of(server), _cpu_of(database) if database else 0.0, own.user + own.system, total - idle, total)


def _cpu_of(pid: int) -> float:
    total = 0.0
    parent = psutil.Process(pid)
    for process in (parent, *parent.children(recursive=True)):
        try:
            spent = process.cpu_times()
        except psutil.Error:
            continue
        total += spent.user + spent.system
    return total


def worker_mib(server: int) -> float:
    """Return the resident memory of a server's largest worker, in MiB."""
    children = psutil.Process(server).children(recursive=True)
    return float(max(child.memory_info().rss for child in children)) / 2**20


def fdatasync_ms(folder: Path, tries: int = 100) -> float:
    """Return how long the disk takes to keep 4 KiB, in ms; the median."""
    times = []
    with (folder / "probe").open("wb", buffering=0) as file:
        for _ in range(tries):
            file.write(b"x" * 4096)
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - begun)
    (folder / "probe").unlink()
    return statistics.median(times) * 1000
