"""`./dev bench audio`: the workbench for recordings beside Label Studio's editor, written to benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.audio import ours, peer, report
from benchmarks.audio.job import Job
from benchmarks.audio.recordings import Recording
from benchmarks.browser import asked
from dev import node_env, packages
from dev.places import VAR

SCRIPT = Path(__file__).with_name("browser.mjs")
SHARED = ["1-minutes.wav", "10-minutes.wav", "60-minutes.wav"]
LONG = ["180-minutes.wav", "180-minutes.mp3"]
"""Label Studio would read these whole into its page."""


@contextmanager
def _serving(editor: str, chosen: argparse.Namespace) -> Iterator[Job]:
    names = chosen.recordings or (SHARED if editor == "label-studio" else [*SHARED, *LONG])
    wanted = [Recording.named(name) for name in names]
    folder = chosen.folder / editor
    if editor == "ours":
        with ours.serving(folder, wanted, chosen.segments) as job:
            yield job
    else:
        with peer.serving(chosen.peer, folder, wanted) as job:
            yield job


def _measured(editor: str, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    with _serving(editor, chosen) as job:
        path = chosen.folder / f"{editor}.json"
        path.write_text(json.dumps(asdict(job)))
        return [{**answer, "version": job.version} for answer in asked(SCRIPT, path)]


def main() -> int:
    parser = argparse.ArgumentParser("./dev bench audio", description=__doc__)
    parser.add_argument(
        "--recordings",
        type=lambda names: names.split(","),
        help="only these, such as 180-minutes.mp3,1-minutes.wav; others keep the figures they have",
    )
    parser.add_argument("--editor", choices=["ours", "label-studio"], help="only this one; the other keeps its figures")
    parser.add_argument("--segments", type=int, default=2000, help="in each recording of the workbench")
    parser.add_argument("--folder", type=Path, default=VAR / "bench" / "audio")
    parser.add_argument("--peer", type=Path, default=VAR / "bench" / "label-studio" / "venv")
    chosen = parser.parse_args()
    packages.require("chromium")
    node_env.prepare_packages()
    shutil.rmtree(chosen.folder, ignore_errors=True)
    chosen.folder.mkdir(parents=True)
    for editor in [chosen.editor] if chosen.editor else ["ours", "label-studio"]:
        print(editor, flush=True)
        report.keep(_measured(editor, chosen))
    return 0


if __name__ == "__main__":
    sys.exit(main())
