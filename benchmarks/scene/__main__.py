"""`./dev bench scene`: the workbench for scenes and a bare page of three.js, written to benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.browser import asked
from benchmarks.scene import clouds, ours, report
from dev import node_env, packages
from dev.places import VAR

THREE = "three@0.187.0"
SCRIPT = Path(__file__).with_name("browser.mjs")
MOST = 2_000_000
"""Points of a frame up to which a drive has more than one."""


def _three(folder: Path) -> Path:
    """The library for the page that is compared with, installed once beside the other peers."""
    module = folder / "node_modules" / "three" / "build" / "three.module.js"
    if not module.exists():
        print(f"Installing {THREE} into {folder} ...", flush=True)
        install = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(folder), THREE]
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(install, check=True)
    return module.parent


def main() -> int:
    parser = argparse.ArgumentParser("./dev bench scene", description=__doc__)
    parser.add_argument("--points", default="168814,1000000,10000000", help="points in a frame")
    parser.add_argument("--folder", type=Path, default=VAR / "bench" / "scene")
    parser.add_argument("--peer", type=Path, default=VAR / "bench" / "three", help="where three.js is installed")
    chosen = parser.parse_args()
    packages.require("chromium")
    node_env.prepare_packages()
    three = _three(chosen.peer)
    shutil.rmtree(chosen.folder, ignore_errors=True)
    chosen.folder.mkdir(parents=True)
    wanted = clouds.drives([int(count) for count in chosen.points.split(",")], MOST)
    with ours.serving(chosen.folder, wanted) as served:
        job = chosen.folder / "job.json"
        job.write_text(json.dumps({**asdict(served), "three": str(three)}))
        answers = asked(SCRIPT, job)
    report.keep(served.version, THREE, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
