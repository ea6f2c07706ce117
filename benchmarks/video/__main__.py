"""`./dev bench video`: the workbench for videos, written to benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.video import ours, report
from benchmarks.video.films import RATE
from benchmarks.video.ours import Film
from dev import node_env, packages, shell
from dev.places import FRONTEND, VAR

SCRIPT = Path(__file__).with_name("browser.mjs")


def _ask(job: Path) -> list[dict[str, Any]]:
    answers = []
    env = shell.environment({"CHROMIUM": str(packages.find_chromium())})
    with subprocess.Popen(["node", SCRIPT, job], cwd=FRONTEND, env=env, stdout=subprocess.PIPE, text=True) as node:
        for line in node.stdout or ():
            answers.append(json.loads(line))
            print(f"  {line.strip()}", flush=True)
    if node.returncode:
        raise SystemExit(f"The browser ended with {node.returncode}.")
    return answers


def main() -> int:
    parser = argparse.ArgumentParser("./dev bench video", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60, help="length of the long film")
    parser.add_argument("--tracks", type=int, default=500)
    parser.add_argument("--frames", type=int, default=10_000, help="of the film with tracks")
    parser.add_argument("--folder", type=Path, default=VAR / "bench" / "video")
    chosen = parser.parse_args()
    packages.require("chromium")
    node_env.prepare_packages()
    shutil.rmtree(chosen.folder, ignore_errors=True)
    chosen.folder.mkdir(parents=True)
    wanted = [Film("long", round(chosen.minutes * 60 * RATE), 0), Film("busy", chosen.frames, chosen.tracks)]
    with ours.serving(chosen.folder, wanted) as served:
        job = chosen.folder / "job.json"
        job.write_text(json.dumps(asdict(served)))
        answers = _ask(job)
    report.keep(served.version, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
