"""The tables that people read, made from what the browser answered."""

from __future__ import annotations

from typing import Any

from benchmarks import report
from benchmarks.video.films import KEY_EVERY, KEYFRAME_EVERY, RATE

Row = dict[str, Any]
FIRST_MS, STEP_MS, JUMP_MS, FRAME_MS = 1000, 100, 1000, 34
HANDS = {"scrub": "scrub", "key": "drag a keyframe", "scroll": "scroll the rows", "draw": "draw a box"}


def keep(version: str, measured: list[Row]) -> None:
    """The figures of a film that was not measured this time stay as they were."""
    on = report.machine()
    before = {row["name"]: row for row in report.kept("video").get("rows", [])}
    now = {row["name"]: {**row, "date": on["date"]} for row in measured}
    rows = [*{**before, **now}.values()]
    text = section(version, rows, on)
    print(text)
    print(f"Written to {report.keep('video', {'machine': on, 'versions': {'ours': version}, 'rows': rows}, text)}.")


def section(version: str, rows: list[Row], on: dict[str, Any]) -> str:
    return f"""## The workbench for videos of Groundwork {version}

The demonstration's car park enlarged to 1920 x 1080, H.264 with B-frames and a place to start every {KEY_EVERY} frames,
repeated to the length; tracks of boxes with a keyframe every {KEYFRAME_EVERY} frames. In headless Chromium
{rows[0]["chromium"]} without a GPU, 1440 x 900, used with keys and a mouse ({on["cores"]} cores, {on["memory_gb"]} GB).
Repeat it with `./dev bench video`.

{_opening(rows)}

{_playing(rows)}

{_hands(rows)}

{_verdicts(rows)}

- **Import**: a worker decodes the file once to its end; of a film prepared in an earlier run, as it was then.
  **Page**: from the start of the navigation, code from the browser's cache included, to the first frame on the screen.
  **First frame**: from asking for the table of frames.
- **Step**: from the key until the next frame is on the screen, of 40: median / 95th percentile. **Jump**: from the
  number of a frame until it is, of 20 all over the film: fetched, and decoded from the place to start before it.
- **Played**: seconds of film in ten seconds, and pictures shown a second. Time is kept: where decoding does not keep up
  frames are left out, and above 1 x as many as leave about 30 a second.
- **Hand**: intervals between animation frames while it scrubs in the pictures of the time line, drags a keyframe,
  scrolls the rows with the wheel, draws a box: median / 95th percentile.
- **Memory**: of the page's process, its share of what is shared and its pictures included, after a collection; in
  brackets what of it are JavaScript's objects.
"""


def _opening(rows: list[Row]) -> str:
    lines = [
        "| film | tracks | MB | import | page | first frame | step | jump | memory | on |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    for row in rows:
        cells = [
            f"{_name(row)}, {row['frames']:,} frames",
            f"{row['tracks']:,}",
            f"{row['megabytes']:,}",
            f"{row['importSeconds']:,.0f} s",
            f"{row['page']:,.0f} ms",
            f"{row['first']:,.0f} ms",
            _pair(row["step"]),
            _pair(row["jump"]),
            f"{row['memoryMb']:,} MB ({row['heapMb']:,} MB)",
            row["date"],
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _playing(rows: list[Row]) -> str:
    speeds = [each["speed"] for each in rows[0]["played"]]
    lines = [f"| played | {' | '.join(f'{speed} x' for speed in speeds)} |", f"|---|{'---:|' * len(speeds)}"]
    for row in rows:
        cells = [f"{each['film']:.1f} s, {each['shown']:.0f} a second" for each in row["played"]]
        lines.append(f"| {_name(row)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _hands(rows: list[Row]) -> str:
    lines = [f"| hand | {' | '.join(HANDS.values())} |", f"|---|{'---:|' * len(HANDS)}"]
    for row in rows:
        cells = [_pair(row[hand]) if hand in row else "-" for hand in HANDS]
        lines.append(f"| {_name(row)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _verdicts(rows: list[Row]) -> str:
    wishes: list[tuple[str, float, float]] = []
    for row in rows:
        of = f"{_name(row)}, {row['tracks']:,} tracks" if row["tracks"] else _name(row)
        wishes.append((f"{of}: first frame within {FIRST_MS:,} ms of opening its task", row["page"], FIRST_MS))
        wishes.append((f"{of}: 95 % of steps within {STEP_MS} ms", row["step"]["p95"], STEP_MS))
        wishes.append((f"{of}: half of all jumps within {JUMP_MS:,} ms", row["jump"]["median"], JUMP_MS))
        wishes += [
            (f"{of}, {name}: 95 % of frames within {FRAME_MS} ms", row[hand]["p95"], FRAME_MS)
            for hand, name in HANDS.items()
            if hand in row
        ]
    return "\n".join(
        f"- {wish}: {value:,.0f} ms, {'met' if value <= limit else '**missed**'}." for wish, value, limit in wishes
    )


def _name(row: Row) -> str:
    return f"{row['frames'] / RATE / 60:,.1f} min"


def _pair(times: Row) -> str:
    return f"{times['median']:.0f} / {times['p95']:.0f} ms"
