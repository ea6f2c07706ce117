"""How long a sweep takes to be pre-labelled: the raw figures in results/, a section in RESULTS.md."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from benchmarks import report

WANTED = 0.5
"""Seconds of one core for a sweep."""


def keep(rows: Sequence[tuple[int, float, float]]) -> None:
    """`rows` are points, seconds for the ground and seconds for the rest, of each sweep; the first one warms up."""
    machine = report.machine()
    raw = {"machine": machine, "sweeps": [{"points": n, "ground": a, "rest": b} for n, a, b in rows[1:]]}
    ground, rest = (median(row[at] for row in rows[1:]) for at in (1, 2))
    met = "met" if ground + rest <= WANTED else "**missed**"
    points = round(median(row[0] for row in rows[1:]))
    text = f"""## Pre-labelling of a sweep

Sweeps of the demonstration's drive, {points:,} points, processor time of one core ({machine["cores"]} cores,
{machine["date"]}); the middle of {len(rows) - 1}. Repeat it with `./dev bench prelabel`.

| ground | clusters, boxes and what they are | together |
|---:|---:|---:|
| {1000 * ground:.0f} ms | {1000 * rest:.0f} ms | {1000 * (ground + rest):.0f} ms |

- A sweep within {WANTED} s of one core: {ground + rest:.2f} s, {met}.
"""
    report.keep("prelabel", raw, text)
