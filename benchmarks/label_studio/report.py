"""The table that people read, made from the two measurements."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.label_studio.figures import Figures

BENCHMARKS = Path(__file__).resolve().parents[1]
RAW = BENCHMARKS / "results" / "label_studio.json"
BEGIN, END = "<!-- label-studio -->", "<!-- /label-studio -->"


def keep(peer: Figures, ours: Figures) -> None:
    """Writes the raw numbers, and the section of RESULTS.md that they make."""
    RAW.parent.mkdir(exist_ok=True)
    raw = {"machine": machine(), "peer": asdict(peer), "ours": asdict(ours)}
    RAW.write_text(json.dumps(raw, indent=2) + "\n", encoding="utf-8")
    place(BENCHMARKS / "RESULTS.md", section(peer, ours, raw["machine"]))


def machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1024**3
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory, 1),
        "python": platform.python_version(),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
    }


def section(peer: Figures, ours: Figures, on: dict[str, Any]) -> str:
    rows = [
        ("Import with 20 boxes a task", peer.import_s, ours.import_s, "s", 10.0),
        ("Export to COCO", peer.export_s, ours.export_s, "s", 10.0),
        ("Next task and save 20 boxes, median", peer.next_and_save_ms, ours.next_and_save_ms, "ms", 4.0),
        ("List 100 tasks with filters, median", peer.list_ms, ours.list_ms, "ms", 4.0),
    ]
    table = "\n".join(_row(*row) for row in rows)
    grown = [figures.export_memory_peak_mb - figures.export_memory_before_mb for figures in (peer, ours)]
    return f"""## Groundwork {ours.version} and {peer.name} {peer.version}

{peer.tasks:,} tasks of 20 boxes each; both on SQLite, one after the other on the same machine ({on["cores"]} cores,
{on["memory_gb"]} GB, Python {on["python"]}, {on["date"]}), each started as its own documentation says for one
machine and asked over its public API. Repeat it with `./dev bench label-studio`.

| | {peer.name} | Groundwork | times faster | wanted |
|---|---:|---:|---:|---:|
{table}

- Memory of all processes during the export: {peer.name} grew by {grown[0]:.0f} MB from
  {peer.export_memory_before_mb:.0f} MB, Groundwork by {grown[1]:.0f} MB from {ours.export_memory_before_mb:.0f} MB.
- Each imports its own format: JSON tasks and JSON lines. The import row is tasks and boxes with the images left
  alone, for {peer.name} does not look at them. Groundwork also reads every image (size, orientation, SHA-256,
  duplicates, thumbnail); with that the same import takes {ours.import_with_images_s or 0:.1f} s.
- Groundwork's export is its delivery: besides the COCO file it freezes the batch, computes the quality report and
  writes a manifest with the SHA-256 of every file.
- Groundwork's "next and save" are the four requests of "submit and next": claim, open, save, submit.
  {peer.name}'s are the two that its editor sends for "submit".
"""


def _row(name: str, peer: float, ours: float, unit: str, wanted: float) -> str:
    ratio = peer / ours if ours else 0.0
    digits = 1 if unit == "s" else 0
    return f"| {name} | {peer:.{digits}f} {unit} | {ours:.{digits}f} {unit} | {ratio:.1f} | {wanted:.0f} |"


def place(path: Path, text: str) -> None:
    """Replaces our section of the file and leaves the others alone."""
    whole = path.read_text(encoding="utf-8") if path.exists() else "# Results\n"
    marked = f"{BEGIN}\n{text}{END}\n"
    if BEGIN in whole:
        before, rest = whole.split(BEGIN, 1)
        whole = before + marked + rest.split(END, 1)[1].lstrip("\n")
    else:
        whole = whole.rstrip("\n") + "\n\n" + marked
    path.write_text(whole, encoding="utf-8")
