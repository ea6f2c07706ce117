"""The tables that people read, made from what the browser answered."""

from __future__ import annotations

from typing import Any

from benchmarks import report

Row = dict[str, Any]
LONG = 180
"""Minutes of a recording for which the wishes below are meant."""
WAVEFORM_MS, MEMORY_MB, SOUND_MS, OFF_MS, FRAME_MS = 2000, 500, 100, 5, 17


def keep(answers: list[Row]) -> None:
    """Each recording keeps the figures it has until it is measured anew: the whole takes long, its parts do not."""
    on = report.machine()
    rows = {_which(row): row for row in report.kept("audio").get("rows", [])}
    rows |= {_which(row): {**row, "date": on["date"]} for row in answers}
    ordered = [rows[which] for which in sorted(rows)]
    text = section(ordered, on)
    print(text)
    raw = {"machine": on, "rows": ordered}
    print(f"Written to {report.keep('audio', raw, text)} and RESULTS.md beside its folder.")


def _which(row: Row) -> tuple[bool, int, bool]:
    """Groundwork first, the shortest recording first, WAV before MP3."""
    return (row["editor"] != "ours", row["minutes"], not row["name"].endswith(".wav"))


def section(rows: list[Row], on: dict[str, Any]) -> str:
    versions = " and ".join(sorted({f"{_name(row)} {row['version']}" for row in rows}))
    browsers = " and ".join(sorted({row["chromium"] for row in rows}))
    dates = " and ".join(sorted({row["date"] for row in rows}))
    return f"""## The workbench for recordings: {versions}

The demonstration's meeting and readings one after the other, mono at 16 kHz, as WAV and as MP3 of varying bit rate,
in headless Chromium {browsers} without a GPU, 1440 x 900, used with a mouse and keys, one after the other on
the same machine ({on["cores"]} cores, {on["memory_gb"]} GB, {dates}). Repeat it with `./dev bench audio`.

{_table(rows)}

{_verdicts(rows)}

- **Prepared**: from the wish to import it to a task that can be opened; of Label Studio, which prepares nothing, the
  upload.
- **Waveform**: from the start of the navigation, code included, to the outline on the screen.
- **Sound**: from the press on a segment that was not heard before to the sound, rendered samples by the clock of the
  sound card and what it says of its own delay: median / 95th percentile of nine. **Off**: how far from the first sample
  of the segment it begins, the farthest of nine, found by comparing what is rendered with the recording. Label Studio
  is not asked.
- **Along**, **closer**: intervals between animation frames while the wheel turns in every one: median / 95th
  percentile, and the share under 17 ms; in brackets how long the main thread is at work for each.
- **Memory**: of the page's process after a collection, its share of what is shared included.
"""


def _table(rows: list[Row]) -> str:
    lines = [
        "| | recording | segments | prepared | waveform | sound | off | along | closer | memory |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        if "failed" in row:
            lines.append(f"| {_name(row)} | {row['name']} | | | {row['failed']} | | | | | |")
            continue
        cells = [
            _name(row),
            row["name"],
            f"{row['segments']:,}",
            f"{row['prepared_s']:,.0f} s",
            f"{row['waveform']:,} ms",
            _pair(row["heard"]),
            f"{row['heard']['off']:.1f} ms" if row["heard"] else "-",
            _frames(row["along"]),
            _frames(row["closer"]),
            f"{row['memoryMb']:,} MB",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _name(row: Row) -> str:
    return "Groundwork" if row["editor"] == "ours" else "Label Studio"


def _pair(figures: Row | None) -> str:
    return f"{figures['median']:.0f} / {figures['p95']:.0f} ms" if figures else "-"


def _frames(figures: Row) -> str:
    return f"{_pair(figures)}, {figures['within']:.0f} % ({figures['work']:.1f})"


def _verdicts(rows: list[Row]) -> str:
    lines = []
    for row in rows:
        if row["editor"] != "ours" or row["minutes"] < LONG or "failed" in row:
            continue
        name = row["name"]
        lines += [
            f"- {name}: prepared in {row['prepared_s'] * 60 / row['minutes']:.0f} s for each hour.",
            _verdict(f"{name}: waveform within {WAVEFORM_MS:,} ms", row["waveform"], WAVEFORM_MS, "ms"),
            _verdict(f"{name}: memory below {MEMORY_MB} MB", row["memoryMb"], MEMORY_MB, "MB"),
            _verdict(f"{name}: sound within {SOUND_MS} ms", row["heard"]["median"], SOUND_MS, "ms"),
            _verdict(f"{name}: within {OFF_MS} ms of the sample", row["heard"]["off"], OFF_MS, "ms"),
            _verdict(f"{name}: 95 % of frames along within {FRAME_MS} ms", row["along"]["p95"], FRAME_MS, "ms"),
            _verdict(f"{name}: 95 % of frames closer within {FRAME_MS} ms", row["closer"]["p95"], FRAME_MS, "ms"),
        ]
    return "\n".join(lines)


def _verdict(wish: str, value: float, limit: float, unit: str) -> str:
    return f"- {wish}: {value:,.0f} {unit}, {'met' if value <= limit else '**missed**'}."
