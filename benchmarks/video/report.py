"""The tables that people read, made from what the browser answered."""

from __future__ import annotations

from typing import Any

from benchmarks import report
from benchmarks.video.films import RATE

Row = dict[str, Any]
FIRST_MS, STEP_MS, FRAME_MS = 1000, 100, 34


def keep(version: str, rows: list[Row]) -> None:
    on = report.machine()
    text = section(version, rows, on)
    print(text)
    print(f"Written to {report.keep('video', {'machine': on, 'versions': {'ours': version}, 'rows': rows}, text)}.")


def section(version: str, rows: list[Row], on: dict[str, Any]) -> str:
    return f"""## The workbench for videos of Groundwork {version}

Frames of the demonstration's car park enlarged to 1920 x 1080, H.264 with B-frames and a key every 50 frames, repeated
to the length, in headless Chromium {rows[0]["chromium"]} without a GPU, 1440 x 900, used with keys and a mouse
({on["cores"]} cores, {on["memory_gb"]} GB, {on["date"]}). Repeat it with `./dev bench video`.

{_opening(rows)}

{_playing(rows)}

{_dragging(rows)}

{_verdicts(rows)}

- **Import**: the worker decodes the file once to its end. **Page**: from the start of the navigation, code included, to
  the first frame on the screen. **First frame**: from asking for the table of frames to the frame on the screen.
- **Step**: from the key until the next frame is on the screen, the middle and the 95th percentile of 40; fetched and
  decoded ahead. **Jump**: the same to places all over the file, of 20.
- **Played**: seconds of film in ten seconds, and frames shown a second. Playing waits for a frame that is late, so a
  slow machine plays slower; frames are left out only where the screen is not redrawn as often as there are frames.
- **Scrub, drag**: intervals between animation frames while the mouse drags in the pictures of the time line, or draws a
  box on the picture: median / 95th percentile. **Heap**: JavaScript's, after a collection, without decoded pictures.
"""


def _opening(rows: list[Row]) -> str:
    lines = [
        "| film | tracks | MB | import | page | first frame | step | jump | heap |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        cells = [
            f"{row['frames'] / RATE / 60:,.1f} min, {row['frames']:,} frames",
            f"{row['tracks']:,}",
            f"{row['megabytes']:,}",
            f"{row['importSeconds']:,.0f} s",
            _ms(row["page"]),
            _ms(row["first"]),
            _pair(row["step"]),
            _pair(row["jump"]),
            f"{row['heapMiB']} MiB",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _playing(rows: list[Row]) -> str:
    speeds = [each["speed"] for each in rows[0]["played"]]
    lines = [f"| film | {' | '.join(f'{speed} x' for speed in speeds)} |", f"|---|{'---:|' * len(speeds)}"]
    for row in rows:
        cells = [f"{each['film']:.1f} s, {each['shown']:.0f} a second" for each in row["played"]]
        lines.append(f"| {row['name']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _dragging(rows: list[Row]) -> str:
    lines = ["| film | scrub: frame | draw a box: frame |", "|---|---:|---:|"]
    lines += [f"| {row['name']} | {_pair(row['scrub'])} | {_pair(row['drag'])} |" for row in rows]
    return "\n".join(lines)


def _verdicts(rows: list[Row]) -> str:
    wishes = []
    for row in rows:
        wishes.append((f"{row['name']}: first frame within {FIRST_MS} ms", row["first"], FIRST_MS))
        wishes.append((f"{row['name']}: 95 % of steps within {STEP_MS} ms", row["step"]["p95"], STEP_MS))
        if row["tracks"]:
            wishes.append(
                (
                    f"{row['tracks']} tracks: 95 % of frames within {FRAME_MS} ms while scrubbing",
                    row["scrub"]["p95"],
                    FRAME_MS,
                )
            )
            wishes.append(
                (
                    f"{row['tracks']} tracks: 95 % of frames within {FRAME_MS} ms while drawing",
                    row["drag"]["p95"],
                    FRAME_MS,
                )
            )
    return "\n".join(
        f"- {wish}: {value:,.0f} ms, {'met' if value <= limit else '**missed**'}." for wish, value, limit in wishes
    )


def _ms(value: float) -> str:
    return f"{value:,.0f} ms"


def _pair(frames: Row | None) -> str:
    return "-" if frames is None else f"{frames['median']:.0f} / {frames['p95']:.0f} ms"
