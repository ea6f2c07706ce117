"""OpenCV on the same picture, places and boxes: GrabCut and intelligent scissors, in native code."""

from __future__ import annotations

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


def measured(photograph: Path) -> tuple[dict[str, list[float]], dict[str, Image]]:
    """Milliseconds of each of several runs, and the masks of the boxes."""
    image: Any = cv2.imread(str(photograph))
    found: dict[str, list[float]] = {}
    masks: dict[str, Image] = {}
    _tool(image)  # The picture is read once for many ways: for ours, that is the first question.
    for name, (start, end) in WAYS.items():
        found[f"scissors, {name}"] = _timed(partial(_way, image, start, end))
    for name, box in BOXES.items():
        known = _known(image, box)

        def cut(name: str = name, known: Image = known) -> None:
            masks[name] = _cut(image, known.copy())

        found[f"GrabCut, {name}"] = _timed(cut)
    marked = _known(image, BOXES["car"])
    for key, is_sure in (("inside", cv2.GC_FGD), ("outside", cv2.GC_BGD)):
        for x, y in SCRIBBLE[key]:
            marked[y, x] = is_sure
    found["GrabCut, car with scribbles"] = _timed(lambda: _cut(image, marked.copy()))
    return found, masks


def _timed(run: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        run()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _way(image: Any, start: tuple[int, int], end: tuple[int, int]) -> None:
    tool = _tool(image)
    tool.buildMap(start)
    tool.getContour(end)


_tools: dict[int, Any] = {}


def _tool(image: Any) -> Any:
    if id(image) not in _tools:
        tool = cv2.segmentation.IntelligentScissorsMB()
        _tools[id(image)] = tool.setEdgeFeatureCannyParameters(32, 100).applyImage(image)
    return _tools[id(image)]


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
