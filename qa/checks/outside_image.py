from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotation.kinds import KINDS
from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params, Record, change, measure
from qa.checks.registry import CHECKS


@CHECKS.register
class OutsideImage(Check):
    """Part of the object lies beyond the edge of the image."""

    slug = "outside-image"
    code = "I1"
    modalities = PICTURES
    title = Text("Outside the image", "超出图像范围")
    message = Text("Reaches {pixels} px beyond the image.", "超出图像边缘 {pixels} 像素。")
    severity = "block"
    params = (Param("tolerance", Text("Pixels allowed", "允许超出像素"), 0.5, 0, 100, "px"),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        if answer.width is None or answer.height is None:
            return
        for record in answer.objects():
            bounds = measure(record).bounds
            if bounds is None:
                continue
            left, top, right, bottom = bounds
            beyond = max(-left, -top, right - answer.width, bottom - answer.height)
            if beyond > params["tolerance"]:
                fix = self._clipped(record, answer.width, answer.height)
                yield Found(record["id"], {"pixels": round(beyond, 1)}, fix=fix)

    def _clipped(self, record: Record, width: int, height: int) -> list[dict[str, Any]] | None:
        parts = KINDS[record["kind"]].clip(record["data"], width, height)
        return [change(record, {**record, "data": parts[0]})] if len(parts) == 1 else None
