"""`./dev bench video`: the workbench for videos, written to benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.browser import asked
from benchmarks.video import ours, report
from benchmarks.video.films import RATE
from benchmarks.video.ours import Film
from dev import node_env, packages
from dev.places import VAR

SCRIPT = Path(__file__).with_name("browser.mjs")


def main() -> int:
    parser = argparse.ArgumentParser("./dev bench video", description=__doc__)
    parser.add_argument("--only", choices=["busy", "long"], help="one film; the figures of the other stay")
    parser.add_argument("--minutes", type=float, default=60, help="length of the long film")
    parser.add_argument("--tracks", type=int, default=500)
    parser.add_argument("--frames", type=int, default=10_000, help="of the film with tracks")
    parser.add_argument("--folder", type=Path, default=VAR / "bench" / "video")
    chosen = parser.parse_args()
    packages.require("chromium")
    node_env.prepare_packages()
    shutil.rmtree(chosen.folder, ignore_errors=True)
    chosen.folder.mkdir(parents=True)
    films = [Film("long", round(chosen.minutes * 60 * RATE), 0), Film("busy", chosen.frames, chosen.tracks)]
    wanted = [film for film in films if chosen.only in (None, film.name)]
    with ours.serving(chosen.folder, wanted) as served:
        job = chosen.folder / "job.json"
        job.write_text(json.dumps(asdict(served)))
        answers = asked(SCRIPT, job)
    report.keep(served.version, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
