from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params, change, measure
from qa.checks.registry import CHECKS


@CHECKS.register
class Tiny(Check):
    """A box or area too small to have been meant: often the trace of a slipped click."""

    slug = "tiny"
    code = "I2"
    modalities = PICTURES
    title = Text("Tiny object", "对象过小")
    message = Text("Only {width} x {height} px.", "仅 {width} x {height} 像素。")
    params = (
        Param("side", Text("Shortest side", "最短边长"), 4, 0, 1000, "px"),
        Param("area", Text("Area", "面积"), 24, 0, 100000, "px²"),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in answer.objects():
            size = measure(record)
            if record["kind"] not in {"box", "rotated_box", "ellipse", "polygon", "mask"} or size.bounds is None:
                continue
            width, height = self._sides(record["kind"], record["data"], size.bounds)
            if min(width, height) < params["side"] or size.area < params["area"]:
                sides = {"width": round(width, 1), "height": round(height, 1)}
                yield Found(record["id"], sides, fix=[change(record, None)])

    def _sides(
        self, kind: str, data: dict[str, float], bounds: tuple[float, float, float, float]
    ) -> tuple[float, float]:
        if kind in {"rotated_box", "ellipse"}:
            return data["width"], data["height"]
        left, top, right, bottom = bounds
        return right - left, bottom - top
