from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.masks import masks_of, overlapping
from qa.checks.registry import CHECKS


@CHECKS.register
class MaskOverlap(Check):
    """Two masks that claim the same pixels: a file of one label per pixel can hold only one of them.

    Where the label schema says that each pixel belongs to one mask, a single shared one is too many.
    """

    slug = "mask-overlap"
    code = "I9"
    title = Text("Masks overlap", "掩码重叠")
    message = Text("Shares {pixels} px with a mask of “{label}”.", "与“{label}”的掩码重叠 {pixels} 像素。")
    params = (Param("share", Text("Share of the smaller from", "占较小者的比例"), 0.01, 0, 1),)
    modalities = frozenset({"image"})

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        share = 0 if answer.schema.get("image", {}).get("panoptic") else params["share"]
        for first, second, pixels in overlapping(masks_of(answer.objects())):
            smaller = min(first["data"]["area"], second["data"]["area"])
            if pixels > share * smaller:
                facts = {"pixels": pixels, "label": first["label"], "other": first["id"]}
                yield Found(second["id"], facts, key=first["id"])
