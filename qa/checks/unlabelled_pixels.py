from __future__ import annotations

from collections.abc import Iterator

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
        missing = 1 - float(covered[::COARSE, ::COARSE].mean())
        if params["share"] < missing <= 1 - params["covered"]:
            yield Found(None, {"percent": round(100 * missing, 1)})

    def _cover(self, covered: Mask, data: dict[str, int]) -> None:
        height, width = covered.shape
        spans = spans_in_image(data).within(width, height)
        if spans.columns.size:
            left, top, right, bottom = spans.bounds()
            covered[top:bottom, left:right] |= spans.shifted(-left, -top).pixels(right - left, bottom - top)
