"""`./dev bench algorithms`: what cuts objects out of pictures, in a real browser and beside OpenCV.

`./dev bench algorithms PIECE ...` measures some pieces only ("ours", or a part of the name of something that OpenCV
does) and keeps what came out; the table is written as soon as all pieces are there. `--runs 1` asks OpenCV once each.
"""

from __future__ import annotations

import json
import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks import browser
from benchmarks.algorithms import peer, report
from benchmarks.algorithms.tasks import BOXES, PHOTOGRAPH, job
from dev import node_env, packages
from dev.places import VAR

FOLDER = VAR / "bench" / "algorithms"
KEPT = FOLDER / "pieces"
HERE = Path(__file__).parent
OURS = "ours"


def main() -> int:
    given = ArgumentParser(prog="./dev bench algorithms")
    given.add_argument("pieces", nargs="*")
    given.add_argument("--runs", type=int, default=peer.REPEATS)
    asked = given.parse_args()
    pieces = [OURS, *peer.PIECES]
    chosen = [name for name in pieces if any(part.casefold() in name.casefold() for part in asked.pieces)]
    if asked.pieces and not chosen:
        given.error(f"there are these pieces: {'; '.join(pieces)}")
    if not asked.pieces:
        shutil.rmtree(FOLDER, ignore_errors=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in chosen or pieces:
        _kept(name).write_text(json.dumps(_ours() if name == OURS else peer.measured(PHOTOGRAPH, name, asked.runs)))
        print(f"{name}: measured", flush=True)
    missing = [name for name in pieces if not _kept(name).exists()]
    if missing:
        print(f"Left to measure: {'; '.join(missing)}")
        return 0
    _report()
    return 0


def _ours() -> dict[str, Any]:
    packages.require("chromium")
    node_env.prepare_packages()
    order = FOLDER / "job.json"
    page = str(HERE / "page.ts")
    order.write_text(
        json.dumps({"folder": str(FOLDER), "page": page, "photograph": str(PHOTOGRAPH), "asked": job()}),
        encoding="utf-8",
    )
    (said,) = browser.asked(HERE / "browser.mjs", order)
    return dict(said)


def _report() -> None:
    said = _read(OURS)
    theirs = {name: _read(name) for name in peer.PIECES}
    overlaps = {name: _overlap(said["masks"][name], peer.mask_in(theirs[f"GrabCut, {name}"]["mask"])) for name in BOXES}
    times = {name: each["times"] for name, each in theirs.items()}
    report.keep(said["browser"], cv2.__version__, said["found"], times, overlaps)


def _kept(name: str) -> Path:
    return KEPT / f"{name}.json"


def _read(name: str) -> dict[str, Any]:
    return dict(json.loads(_kept(name).read_text()))


def _overlap(ours: dict[str, Any] | None, theirs: peer.Image) -> float:
    whole = np.zeros_like(theirs)
    if ours:
        x, y, width, height = (ours[key] for key in ("x", "y", "width", "height"))
        bits = np.repeat(np.arange(len(ours["bits"]), dtype=np.uint8) % 2, ours["bits"])
        whole[y : y + height, x : x + width] = bits.reshape(width, height).T
    either = np.count_nonzero(whole | theirs)
    return float(np.count_nonzero(whole & theirs) / either) if either else 1.0


if __name__ == "__main__":
    sys.exit(main())
