"""`./dev bench audio`: the workbench for recordings beside Label Studio's editor, written to benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.audio import ours, peer, report
from benchmarks.audio.job import Job
from benchmarks.audio.recordings import Recording
from dev import node_env, packages, shell
from dev.places import FRONTEND, VAR

SCRIPT = Path(__file__).with_name("browser.mjs")
PATIENCE_S = 600
"""A recording that cannot be opened in so many seconds is said to have failed."""


def _ask(folder: Path, job: Job) -> list[dict[str, Any]]:
    """One browser for each recording: where one of them fails, the others still have an answer."""
    answers = []
    env = shell.environment({"CHROMIUM": str(packages.find_chromium())})
    for task in job.tasks:
        path = folder / f"{job.editor}.json"
        path.write_text(json.dumps({**asdict(job), "tasks": [asdict(task)]}))
        try:
            asked = ["node", str(SCRIPT), str(path)]
            done = subprocess.run(asked, cwd=FRONTEND, env=env, stdout=subprocess.PIPE, timeout=PATIENCE_S, check=True)
            answers.append(json.loads(done.stdout))
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            answers.append(
                {"editor": job.editor, "name": task.name, "minutes": task.minutes, "failed": "does not open"}
            )
        print(f"  {json.dumps(answers[-1])}", flush=True)
    return answers


def main() -> int:
    parser = argparse.ArgumentParser("./dev bench audio", description=__doc__)
    parser.add_argument("--minutes", default="1,10,60", help="of recordings that both editors open")
    parser.add_argument("--long", type=int, default=180, help="minutes of the recordings that only the workbench opens")
    parser.add_argument("--segments", type=int, default=2000, help="in each recording of the workbench")
    parser.add_argument("--only-ours", action="store_true", help="without Label Studio")
    parser.add_argument("--folder", type=Path, default=VAR / "bench" / "audio")
    parser.add_argument("--peer", type=Path, default=VAR / "bench" / "label-studio" / "venv")
    chosen = parser.parse_args()
    packages.require("chromium")
    node_env.prepare_packages()
    shutil.rmtree(chosen.folder, ignore_errors=True)
    chosen.folder.mkdir(parents=True)
    shared = [Recording(int(minutes), "wav") for minutes in chosen.minutes.split(",")]
    long = [Recording(chosen.long, "wav"), Recording(chosen.long, "mp3")]
    with ours.serving(chosen.folder / "ours", [*shared, *long], chosen.segments) as job:
        answers, version = _ask(chosen.folder, job), job.version
    peer_version = ""
    if not chosen.only_ours:
        with peer.serving(chosen.peer, chosen.folder / "peer", shared) as job:
            answers += _ask(chosen.folder, job)
            peer_version = job.version
    report.keep(version, peer_version, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
