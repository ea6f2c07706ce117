"""`./dev bench editor`: both workbenches in a real browser in one run, written to benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.editor import masks, ours, peer, report
from benchmarks.editor.scenes import scenes
from benchmarks.label_studio import ours as groundwork
from dev import node_env, packages
from dev.places import VAR

PEER_MOST = 5_000
"""With more boxes its page does not come to rest within minutes."""


def main() -> int:
    parser = argparse.ArgumentParser("./dev bench editor", description=__doc__)
    parser.add_argument("--counts", default="20,1000,5000,20000", help="boxes on the photographs")
    parser.add_argument("--only", choices=["peer", "ours"], help="measure one side; nothing is written")
    parser.add_argument("--folder", type=Path, default=VAR / "bench" / "editor")
    parser.add_argument("--peer", type=Path, default=VAR / "bench" / "label-studio" / "venv", help="its environment")
    parser.add_argument("--masks", action="store_true", help="two hundred masks on a 4K picture, alone")
    parser.add_argument("--screenshots", type=Path, help="keep a picture of each task in this folder")
    chosen = parser.parse_args()
    packages.require("chromium")
    node_env.prepare_packages()
    shutil.rmtree(chosen.folder, ignore_errors=True)
    chosen.folder.mkdir(parents=True)
    if chosen.masks:
        report.keep_masks(groundwork.version(), masks.measured(chosen.folder))
        return 0
    counts = [int(count) for count in chosen.counts.split(",")]
    found: dict[str, list[dict[str, Any]]] = {}
    versions: dict[str, str] = {}
    if chosen.only != "peer":
        print("Groundwork", flush=True)
        with ours.serving(chosen.folder, scenes(counts)) as job:
            found["ours"] = job.run(chosen.folder, screenshots=chosen.screenshots)
            versions["ours"] = job.version
    if chosen.only != "ours":
        print("Label Studio", flush=True)
        few = [count for count in counts if count <= PEER_MOST]
        with peer.serving(chosen.peer, chosen.folder / "peer", scenes(few)) as job:
            found["peer"] = job.run(chosen.folder, screenshots=chosen.screenshots)
            versions["peer"] = job.version
    if len(found) == 2:
        report.keep(versions, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
