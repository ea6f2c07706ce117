"""`./dev bench algorithms`: what cuts objects out of pictures, in a real browser and beside OpenCV."""

from __future__ import annotations

import json
import shutil
import sys
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
HERE = Path(__file__).parent


def main() -> int:
    packages.require("chromium")
    node_env.prepare_packages()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    order = FOLDER / "job.json"
    page = str(HERE / "page.ts")
    order.write_text(
        json.dumps({"folder": str(FOLDER), "page": page, "photograph": str(PHOTOGRAPH), "asked": job()}),
        encoding="utf-8",
    )
    (said,) = browser.asked(HERE / "browser.mjs", order)
    theirs, masks = peer.measured(PHOTOGRAPH)
    overlaps = {name: _overlap(said["masks"][name], masks[name]) for name in BOXES}
    report.keep(said["browser"], cv2.__version__, said["found"], theirs, overlaps)
    return 0


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
