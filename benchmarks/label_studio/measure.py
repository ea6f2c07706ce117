"""Times in seconds, and memory of a whole family of processes in megabytes."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Memory:
    """Resident memory: before the work, and at most during it."""

    before_mb: float = 0.0
    peak_mb: float = 0.0


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        below = [int(child) for child in children.read_text().split()]
    except OSError:
        return []
    return [pid, *(member for child in below for member in family(child))]


def resident_mb(pids: list[int]) -> float:
    """Proportional: what forked processes share counts once."""
    total_kb = 0
    for pid in {member for root in pids for member in family(root)}:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total_kb += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total_kb / 1024


@contextmanager
def memory(pids: list[int]) -> Iterator[Memory]:
    """Looks ten times a second while the block runs."""
    seen = Memory(before_mb=resident_mb(pids))
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            seen.peak_mb = max(seen.peak_mb, resident_mb(pids))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median_ms(work: Callable[[], object], *, times: int) -> float:
    """The first run warms caches and is not counted."""
    work()
    return statistics.median(seconds(work) for _ in range(times)) * 1000
