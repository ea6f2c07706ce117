"""The table that people read, made from the two measurements."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.label_studio.figures import REPEATS, Figures


def keep(peer: Figures, ours: Figures) -> Path:
    """Writes the raw numbers, and the section of RESULTS.md that they make; answers where the numbers are."""
    on = report.machine()
    raw = {"machine": on, "peer": asdict(peer), "ours": asdict(ours)}
    return report.keep("label_studio", raw, section(peer, ours, on))


def section(peer: Figures, ours: Figures, on: dict[str, Any]) -> str:
    rows = [
        ("Import of the boxes", peer.import_s, ours.import_s, "s", 10.0),
        ("Export to COCO", peer.export_s, ours.export_s, "s", 10.0),
        ("Next task and save 20 boxes, median", peer.next_and_save_ms, ours.next_and_save_ms, "ms", 4.0),
        ("List 100 tasks with filters, median", peer.list_ms, ours.list_ms, "ms", 4.0),
    ]
    table = "\n".join(_row(*row) for row in rows)
    missed = "\n".join(_shortfall(*row) for row in rows if _times(row[1], row[2]) < row[4])
    grown = [figures.export_memory_peak_mb - figures.export_memory_before_mb for figures in (peer, ours)]
    return f"""## Groundwork {ours.version} and {peer.name} {peer.version}

{peer.tasks:,} tasks of 20 boxes each, the same boxes for both; both on SQLite, one after the other in one run on the
same machine ({on["cores"]} cores, {on["memory_gb"]} GB, Python {on["python"]}, {on["date"]}), each started as its own
documentation says for one machine and asked over its public API. Medians are of {REPEATS} repetitions.
Repeat it with `./dev bench label-studio`.

| | {peer.name} | Groundwork | times faster | wanted | |
|---|---:|---:|---:|---:|---|
{table}

{missed or "All that was wanted is met."}

What each side does in these figures:

- **Import.** Each reads its own format. {peer.name} takes JSON tasks with their annotations and makes both; it does
  not look at the images. Groundwork takes JSON lines, finds the task of each image, checks every record and
  keeps them in the document and its first revision. Its tasks exist by then, for they are made when the images come
  in: with that, and with every image read, checked for duplicates, hashed and given a thumbnail, the import takes
  {ours.import_with_images_s or 0:.1f} s. {peer.name} has nothing to compare with that.
- **Export.** {peer.name} answers with a zip of the COCO file. Groundwork's export is its delivery: it freezes the
  batch, hashes every answer, writes the COCO file, a quality report in two languages and the SHA-256 of every file,
  keeps the package and serves it. Images are left out on both sides.
- **Memory during the export**, of all processes: {peer.name} grew by {grown[0]:.0f} MB from
  {peer.export_memory_before_mb:.0f} MB, Groundwork by {grown[1]:.0f} MB from {ours.export_memory_before_mb:.0f} MB.
- **Next and save.** Groundwork's are the two requests of "submit and next": save; hand in, claim and open the
  next, with checks, history and audit trail. {peer.name}'s are the two that its editor sends for "submit". The
  report of active time that goes beside them is left out.
- **List.** Groundwork: tasks in a state, with a label, the newest first. {peer.name}: finished tasks from the middle
  on, the newest first.
"""


def _times(peer: float, ours: float) -> float:
    return peer / ours if ours else 0.0


def _row(name: str, peer: float, ours: float, unit: str, wanted: float) -> str:
    digits, times = (1 if unit == "s" else 0), _times(peer, ours)
    verdict = "met" if times >= wanted else "missed"
    return f"| {name} | {peer:.{digits}f} {unit} | {ours:.{digits}f} {unit} | {times:.1f} | {wanted:.0f} | {verdict} |"


def _shortfall(name: str, peer: float, ours: float, unit: str, wanted: float) -> str:
    digits, most = (1 if unit == "s" else 0), peer / wanted
    return (
        f"- **Missed: {name}.** {wanted:.0f} times faster would be {most:.{digits}f} {unit}; it takes "
        f"{ours:.{digits}f} {unit}, {ours / most:.1f} times as long."
    )
