"""The table that people read, made from what both answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from benchmarks import report
from benchmarks.algorithms.peer import ROUNDS
from benchmarks.algorithms.tasks import REPEATS

WANTED_MS = 300
MAY_TAKE_LONGER = "scissors, whole picture"
Times = Mapping[str, Sequence[float]]


def keep(browser: str, peer: str, ours: Times, theirs: Times, overlaps: Mapping[str, float]) -> None:
    on = report.machine()
    text = section(browser, peer, ours, theirs, overlaps, on)
    print(text)
    raw = {"machine": on, "opencv": peer, "ours": ours, "peer": theirs, "overlaps": overlaps}
    print(f"Written to {report.keep('algorithms', raw, text)} and RESULTS.md beside its folder.")


def section(
    browser: str,
    peer: str,
    ours: Times,
    theirs: Times,
    overlaps: Mapping[str, float],
    on: Mapping[str, Any],
) -> str:
    lines = [f"| {name} | {_cell(times)} | {_cell(theirs.get(name))} |" for name, times in ours.items()]
    late = [name for name, times in ours.items() if median(times) > WANTED_MS and name != MAY_TAKE_LONGER]
    verdict = f"Above {WANTED_MS} ms: {', '.join(late)}." if late else f"All that was wanted is met: {WANTED_MS} ms."
    alike = ", ".join(f"{name} {share:.2f}" for name, share in overlaps.items())
    rows, runs = "\n".join(lines), min(map(len, theirs.values()))
    return f"""## What cuts objects out of pictures

The demonstration's photograph of a street, 1920 x 1080 pixels. Ours in headless Chromium {browser} without a GPU, in
the worker that the workbench asks, the way there and back included; OpenCV {peer} in native code on the same places and
boxes. Median / the longest of {REPEATS} of ours and {runs} of theirs, one after the other on the same machine
({on["cores"]} cores, {on["memory_gb"]} GB, {on["date"]}). Repeat it with `./dev bench algorithms`.

| | ours | OpenCV |
|---|---:|---:|
{rows}

{verdict} A way across the whole picture may take longer.

- **First question**: the picture goes to the worker, and its edges are found. It is asked when the tool is chosen.
- **Scissors**: from a new beginning to the way that is drawn. Theirs knows all ways from there by then, ours only those
  that are asked for; it goes on from what it knows when the pointer moves.
- **GrabCut**: both take {ROUNDS} rounds of colours and sides. Ours looks at the box and a fifth around it, solves a
  small picture first and then only along the edge; OpenCV looks at the whole picture. What both cut out overlaps
  (intersection over union): {alike}.
- **Tightened box**: GrabCut in the box, specks left out, and the sides of what is left.
- **Superpixels**: of the square of 384 pixels that the brush asks for when the hand comes into it.
- **Edge snapping**: the strongest edge within 48 pixels, at every movement of the pointer.
"""


def _cell(times: Sequence[float] | None) -> str:
    if not times:
        return "-"
    return f"{_ms(median(times))} / {_ms(max(times))}"


def _ms(value: float) -> str:
    return f"{value:,.0f} ms" if value >= 10 else f"{value:.1f} ms"
