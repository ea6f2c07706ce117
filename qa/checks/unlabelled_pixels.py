from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from annotation.kinds.mask import spans_in_image
from annotation.kinds.mask_runs import Mask
from core.text import Text
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.masks import masks_of
from qa.checks.registry import CHECKS

COARSE = 4
"""Every so many pixels one is looked at: gaps that matter are larger."""


@CHECKS.register
class UnlabelledPixels(Check):
    """Gaps in a picture that is otherwise masked all over."""

    slug = "unlabelled-pixels"
    code = "I10"
    title = Text("Pixels without a mask", "存在未标注像素")
    message = Text("{percent} % of the image has no mask.", "图像中有 {percent}% 的像素没有掩码。")
    params = (
        Param("share", Text("Share without a mask from", "未标注比例阈值"), 0.005, 0, 1),
        Param("covered", Text("Only where masks cover at least", "仅当掩码覆盖率不低于"), 0.9, 0, 1),
    )
    modalities = frozenset({"image"})
    tiers = frozenset({"submit", "batch"})

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        masks = masks_of(answer.objects())
        if not (masks and answer.width and answer.height):
            return
        if sum(record["data"]["area"] for record in masks) < params["covered"] * answer.width * answer.height:
            return
        covered: Mask = np.zeros((answer.height, answer.width), dtype=np.bool_)
        for record in masks:
            self._cover(covered, record["data"])
        coarse = covered[::COARSE, ::COARSE]
        missing = 1 - float(coarse.mean())
        if params["share"] < missing <= 1 - params["covered"]:
            x, y = _largest_gap(coarse)
            yield Found(None, {"percent": round(100 * missing, 1), "x": x, "y": y})

    def _cover(self, covered: Mask, data: dict[str, int]) -> None:
        height, width = covered.shape
        spans = spans_in_image(data).within(width, height)
        if spans.columns.size:
            left, top, right, bottom = spans.bounds()
            covered[top:bottom, left:right] |= spans.shifted(-left, -top).pixels(right - left, bottom - top)


def _largest_gap(coarse: Mask) -> tuple[int, int]:
    """The pixel of the picture that lies deepest in the largest gap."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats((~coarse).astype(np.uint8))
    largest = 1 + int(np.argmax(stats[1:count, cv2.CC_STAT_AREA]))
    depth = cv2.distanceTransform(np.pad(parts == largest, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    row, column = np.unravel_index(int(np.argmax(depth)), depth.shape)
    return COARSE * int(column), COARSE * int(row)
