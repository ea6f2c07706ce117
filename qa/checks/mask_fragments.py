from __future__ import annotations

from collections.abc import Iterator

from annotation.kinds.mask import mask_data
from annotation.kinds.mask_runs import Mask
from core.text import Text
from qa.checks.base import Answer, Check, Found, Param, Params, Patch, Record, change
from qa.checks.masks import holes, masks_of, parts, pixels_of
from qa.checks.registry import CHECKS


@CHECKS.register
class MaskFragments(Check):
    """A mask with specks or pinholes that a slip of the brush left, or in very many pieces."""

    slug = "mask-fragments"
    code = "I8"
    title = Text("Mask in fragments", "掩码过于零碎")
    message = Text(
        "{specks:speck|specks}, {pinholes:pinhole|pinholes}, {pieces:piece|pieces}.",
        "{specks} 个碎点，{pinholes} 个小孔，共 {pieces} 块。",
    )
    params = (
        Param("area", Text("Smaller pieces and holes are slips", "小于此面积视为误画"), 16, 0, 100_000, "px²"),
        Param("pieces", Text("Most pieces", "最多块数"), 5, 1, 10_000),
    )
    modalities = frozenset({"image"})

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in masks_of(answer.objects()):
            pixels = pixels_of(record["data"])
            found, gaps = parts(pixels), holes(pixels)
            specks = [which for area, which in found[1:] if area < params["area"]]
            pinholes = [which for area, which in gaps if area < params["area"]]
            if not specks and not pinholes and len(found) <= params["pieces"]:
                continue
            facts = {"specks": len(specks), "pinholes": len(pinholes), "pieces": len(found)}
            yield Found(record["id"], facts, fix=self._without(record, pixels, specks, pinholes))

    def _without(self, record: Record, pixels: Mask, specks: list[Mask], pinholes: list[Mask]) -> Patch | None:
        if not specks and not pinholes:
            return None
        mended = pixels.copy()
        for which in specks:
            mended &= ~which
        for which in pinholes:
            mended |= which
        data = mask_data(mended, record["data"]["x"], record["data"]["y"])
        return [change(record, {**record, "data": data})] if data else None
