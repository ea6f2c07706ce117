"""OpenCV on the same picture, places and boxes: GrabCut and intelligent scissors, in native code."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.algorithms.tasks import BOXES, SCRIBBLE, WAYS, Box

REPEATS = 3
ROUNDS = 3
"""Of colours and sides by turns, as ours takes."""
Image = NDArray[np.uint8]


def measured(photograph: Path, piece: str, runs: int = REPEATS) -> dict[str, Any]:
    """Milliseconds of each of several runs, and of a box the mask that came out."""
    image: Any = cv2.imread(str(photograph))
    run = PIECES[piece](image)
    found: list[Image | None] = []
    times = _timed(lambda: found.append(run()), runs)
    return {"times": times, "mask": None if found[-1] is None else _packed(found[-1])}


def _timed(run: Callable[[], object], runs: int) -> list[float]:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        run()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _packed(mask: Image) -> dict[str, Any]:
    return {"shape": mask.shape, "bits": base64.b64encode(np.packbits(mask).tobytes()).decode()}


def mask_in(packed: dict[str, Any]) -> Image:
    """The mask again, of 0 and 1."""
    height, width = packed["shape"]
    bits = np.unpackbits(np.frombuffer(base64.b64decode(packed["bits"]), np.uint8), count=height * width)
    return bits.reshape(height, width)


def _scissors(image: Any, start: tuple[int, int], end: tuple[int, int]) -> Callable[[], None]:
    """The picture is read once for many ways: for ours, that is the first question."""
    tool = cv2.segmentation.IntelligentScissorsMB().setEdgeFeatureCannyParameters(32, 100).applyImage(image)
    return partial(_way, tool, start, end)


def _way(tool: Any, start: tuple[int, int], end: tuple[int, int]) -> None:
    tool.buildMap(start)
    tool.getContour(end)


def _grab(image: Any, box: Box) -> Callable[[], Image]:
    known = _known(image, box)
    return lambda: _cut(image, known.copy())


def _scribbled(image: Any) -> Callable[[], Image]:
    marked = _known(image, BOXES["car"])
    for key, is_sure in (("inside", cv2.GC_FGD), ("outside", cv2.GC_BGD)):
        for x, y in SCRIBBLE[key]:
            marked[y, x] = is_sure
    return lambda: _cut(image, marked.copy())


PIECES: dict[str, Callable[[Any], Callable[[], Image | None]]] = {
    **{f"scissors, {name}": partial(_scissors, start=start, end=end) for name, (start, end) in WAYS.items()},
    **{f"GrabCut, {name}": partial(_grab, box=box) for name, box in BOXES.items()},
    "GrabCut, car with scribbles": _scribbled,
}
"""What is asked of it, each of which takes a picture and gives what is run."""


def _known(image: Any, box: Box) -> Image:
    x, y, width, height = box
    known = np.full(image.shape[:2], cv2.GC_BGD, np.uint8)
    known[y : y + height, x : x + width] = cv2.GC_PR_FGD
    return known


def _cut(image: Any, known: Image) -> Image:
    cv2.setRNGSeed(1)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(image, known, None, *models, ROUNDS, cv2.GC_INIT_WITH_MASK)  # type: ignore[call-overload]
    inside: Image = np.isin(known, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    return inside
