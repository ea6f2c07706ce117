"""`./dev bench label-studio`: both measured in one run, printed, and written to benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.label_studio import ours, peer, report
from benchmarks.label_studio.figures import Figures
from benchmarks.report import machine
from dev.places import VAR


def main() -> int:
    parser = argparse.ArgumentParser("./dev bench label-studio", description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000, help="with fewer, nothing is written to RESULTS.md")
    parser.add_argument("--only", choices=["peer", "ours"], help="measure one side and print its figures")
    parser.add_argument("--folder", type=Path, default=VAR / "bench" / "label-studio")
    chosen = parser.parse_args()
    runs = chosen.folder / "runs"
    shutil.rmtree(runs, ignore_errors=True)
    runs.mkdir(parents=True)
    found: dict[str, Figures] = {}
    if chosen.only != "ours":
        print("Label Studio", flush=True)
        found["peer"] = peer.measured(chosen.folder / "venv", runs / "peer", tasks=chosen.tasks)
    if chosen.only != "peer":
        print("Groundwork", flush=True)
        found["ours"] = ours.measured(runs / "ours", chosen.folder / f"images-{chosen.tasks}", tasks=chosen.tasks)
    print(json.dumps({name: asdict(figures) for name, figures in found.items()}, indent=2))
    if len(found) == 2:
        print(report.section(found["peer"], found["ours"], machine()))
        if chosen.tasks >= 10_000:
            print(f"Written to {report.keep(found['peer'], found['ours'])} and RESULTS.md beside its folder.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
