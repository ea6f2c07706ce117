"""A TextGrid as values, and the way between its tiers and the lanes of records."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotation.formats.lanes import lane_name, lane_of
from annotation.formats.report import Report
from annotation.formats.timed import Line, Recording, Span

FURTHER = re.compile(r"(.*) \((\d+)\)", re.DOTALL)
"""A tier that holds what overlaps in another one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An interval in seconds, or a point, whose `stop` is None."""

    start: float
    stop: float | None
    text: str


@dataclass
class Tier:
    name: str
    points: bool
    marks: list[Mark] = field(default_factory=list)


@dataclass
class Grid:
    """`start` and `stop` in seconds."""

    start: float
    stop: float
    tiers: list[Tier] = field(default_factory=list)


class Malformed(ValueError):
    """This is not a TextGrid; says where."""


def spans(grid: Grid, recording: Recording) -> Iterator[Span]:
    """What the tiers say. Empty intervals are pauses; a grid cut from a longer recording is moved to the beginning."""
    names = {tier.name for tier in grid.tiers}
    length = (recording.samples or 0) / recording.rate
    moved = grid.start if length and grid.stop > length + 1 and grid.stop - grid.start <= length + 1 else 0.0
    for tier in grid.tiers:
        further = FURTHER.fullmatch(tier.name)
        name = further[1] if further and further[1] in names else tier.name
        speaker, label, lane = lane_of(name)
        for mark in tier.marks:
            if mark.stop is None or mark.text.strip():
                stop = None if mark.stop is None else mark.stop - moved
                yield Span(mark.start - moved, stop, mark.text, label, speaker, lane)


def grid_of(lines: Iterable[Line], stop: float, report: Report) -> Grid:
    """Tiers by lane and speaker; what overlaps goes to further tiers."""
    lanes: dict[tuple[str, bool], list[Line]] = defaultdict(list)
    for line in lines:
        if line.stop is not None and not line.data["text"].strip():
            report.loss("empty-dropped")
            report.records -= 1
            continue
        lanes[lane_name(line, report), line.stop is None].append(line)
    grid = Grid(0.0, stop)
    taken: set[str] = set()
    for (name, points), found in lanes.items():
        for number, tier in enumerate(_apart(found), 1):
            if number == 2:
                report.loss("overlap-split")
            grid.tiers.append(Tier(_unique(name, number, taken), points, [_mark(line) for line in tier]))
    grid.stop = max([stop, *(mark.stop or mark.start for tier in grid.tiers for mark in tier.marks)])
    return grid


def _unique(name: str, number: int, taken: set[str]) -> str:
    free = name if number == 1 else f"{name} ({number})"
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    taken.add(free)
    return free


def _apart(lines: list[Line]) -> list[list[Line]]:
    """As few tiers as hold the lines without overlap; points overlap where they share a moment."""
    tiers: list[list[Line]] = []
    for line in lines:
        free = next((tier for tier in tiers if _fits(tier[-1], line)), None)
        if free is None:
            tiers.append([line])
        else:
            free.append(line)
    return tiers


def _fits(last: Line, line: Line) -> bool:
    if line.stop is None:
        return last.start_sample < line.start_sample
    return int(last.data["stop"]) <= line.start_sample


def _mark(line: Line) -> Mark:
    return Mark(line.start, line.stop, line.data["text"] or (_chosen(line) if line.stop is None else ""))


def _chosen(line: Line) -> str:
    """The one thing that was chosen of a moment without words: the index of a break."""
    values = [value for value in line.record["attributes"].values() if isinstance(value, str) and value]
    return values[0] if len(values) == 1 else ""


def tiled(tier: Tier, grid: Grid) -> list[Mark]:
    """The intervals of a tier with empty ones between them, from the grid's begin to its end."""
    result: list[Mark] = []
    at = grid.start
    for mark in tier.marks:
        assert mark.stop is not None
        if mark.start > at:
            result.append(Mark(at, mark.start, ""))
        result.append(mark)
        at = mark.stop
    if at < grid.stop or not result:
        result.append(Mark(at, grid.stop, ""))
    return result
