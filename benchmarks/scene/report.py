"""The tables that people read, made from what the browser answered."""

from __future__ import annotations

from typing import Any

from benchmarks import report

Row = dict[str, Any]
SWEEP = 200_000
"""What is wanted of one sweep is wanted of drives up to so many points."""
FIRST_MS, SWITCH_MS, FIT_MS, TIMES = 500, 100, 150, 1.3
LASSO_MS = 50
USABLE_MS, WHOLE_MS = 100, 6000
"""What is wanted of millions of points: a frame of orbiting, and until all are there."""


def keep(version: str, three: str, rows: list[Row]) -> None:
    on = report.machine()
    text = section(version, three, rows, on)
    print(text)
    raw = {"machine": on, "versions": {"ours": version, "peer": three}, "rows": rows}
    print(f"Written to {report.keep('scene', raw, text)} and RESULTS.md beside its folder.")


def section(version: str, three: str, rows: list[Row], on: dict[str, Any]) -> str:
    return f"""## The workbench for scenes of Groundwork {version} and a bare page of {three}

Sweeps of the demonstration's drive, put beside themselves for the larger ones, in headless Chromium
{rows[0]["chromium"]} without a GPU (WebGL in software), 1440 x 900, used with a mouse and keys, one after
the other on the same machine ({on["cores"]} cores, {on["memory_gb"]} GB, {on["date"]}). The bare page has one canvas as
large as the workbench's main view, one colour, no antialiasing, and nothing else: it is the ceiling.
Repeat it with `./dev bench scene`.

{_table(rows)}

{_verdicts(rows)}

{_painting(rows)}

- **Page**: from the start of the navigation, code included, to the picture. **First picture**: from asking for the
  manifest and its points to the picture.
- **Orbit**: intervals between animation frames while the mouse turns the view, moving in every frame: median / 95th
  percentile. When that takes too long the workbench draws a part of the points, and more in each frame until the view
  moves on, which a bare page does not; **all** is how long after the hand has rested every point is there.
- **Next frame**: from the key until the points of the next frame, fetched ahead, are drawn; the middle of four.
- **One click**: from the button's release to the fitted box in the document; the middle of five.
- **Lasso**: what the page takes to find and label the points inside, at the press and at the release together; once
  after the view was turned, when places on the screen must be found anew, and in the same view again. **Until drawn**
  is from the release until all points are there in their new colours, drawn in software. **Brush**: intervals between
  animation frames while it paints.
- **Memory**: of the page's process, its share of what is shared included, after a collection; buffers of the card are
  those of another process.
"""


def _table(rows: list[Row]) -> str:
    lines = [
        "| points | page | first picture | orbit | all | next frame | one click | memory | bare page | bare orbit |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        ours, bare = row["ours"], row["bare"]
        cells = [
            f"{row['points']:,}",
            _ms(ours["page"]),
            _ms(ours["first"]),
            _frames(ours["orbit"]),
            _ms(ours["all"]),
            _ms(ours["next"]),
            _ms(ours["fit"]),
            f"{ours['memoryMb']:,} MB",
            _ms(bare["page"]),
            _frames(bare["orbit"]),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _painting(rows: list[Row]) -> str:
    lines = [
        "| points | lasso, view just turned | lasso again | lasso, until drawn | brush: frame |",
        "|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        painted = row["painted"]
        cells = [
            f"{row['points']:,}",
            _ms(painted["anew"]),
            _ms(painted["again"]),
            _ms(painted["drawn"]),
            _frames(painted["brush"]),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f} ms"


def _frames(frames: Row) -> str:
    return f"{frames['median']:.0f} / {frames['p95']:.0f} ms"


def _verdicts(rows: list[Row]) -> str:
    lines = []
    for row in rows:
        ours, points = row["ours"], f"{row['points']:,} points"
        if row["points"] <= SWEEP:
            lines.append(_verdict(f"{points}: first picture within {FIRST_MS} ms", ours["first"], FIRST_MS))
            lines.append(_verdict(f"{points}: next frame within {SWITCH_MS} ms", ours["next"], SWITCH_MS))
            lines.append(_verdict(f"{points}: one click within {FIT_MS} ms", ours["fit"], FIT_MS))
            lasso = row["painted"]["anew"]
            lines.append(_verdict(f"{points}: a lasso finds its points within {LASSO_MS} ms", lasso, LASSO_MS))
        else:
            lines.append(
                _verdict(f"{points}: a frame of orbiting within {USABLE_MS} ms", ours["orbit"]["median"], USABLE_MS)
            )
            lines.append(_verdict(f"{points}: every point there within {WHOLE_MS} ms of rest", ours["all"], WHOLE_MS))
        times = ours["orbit"]["median"] / row["bare"]["orbit"]["median"]
        met = "met" if times <= TIMES else "**missed**"
        lines.append(
            f"- {points}: a frame of orbiting takes at most {TIMES} times the bare page's: {times:.2f}, {met}."
        )
    return "\n".join(lines)


def _verdict(wish: str, value: float, limit: float) -> str:
    return f"- {wish}: {value:,.0f} ms, {'met' if value <= limit else '**missed**'}."
