from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotation.kinds.box import Box
from core.text import Text
from qa.checks.base import Answer, Check, Found, Param, Params, change, measure
from qa.checks.registry import CHECKS


@CHECKS.register
class BoxOffMask(Check):
    """A box and a mask of one group that do not end at the same edges."""

    slug = "box-off-mask"
    code = "I11"
    title = Text("Box and mask differ", "框与掩码不一致")
    message = Text("Up to {pixels} px off the mask of the same object.", "与同一对象的掩码最多相差 {pixels} 像素。")
    params = (Param("distance", Text("Difference from", "差异阈值"), 3, 0, 1000, "px"),)
    modalities = frozenset({"image"})

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        groups: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {}
        for record in answer.objects():
            if record["group"] and record["kind"] in {"box", "mask"}:
                kinds = groups.setdefault((record["group"], record["label"]), {"box": [], "mask": []})
                kinds[record["kind"]].append(record)
        for kinds in groups.values():
            if len(kinds["box"]) == 1 and kinds["mask"]:
                yield from self._compare(kinds["box"][0], kinds["mask"], params["distance"])

    def _compare(self, box: dict[str, Any], masks: list[dict[str, Any]], distance: float) -> Iterator[Found]:
        reaches = [measure(mask).bounds or (0, 0, 0, 0) for mask in masks]
        lows = [min(reach[side] for reach in reaches) for side in (0, 1)]
        highs = [max(reach[side] for reach in reaches) for side in (2, 3)]
        wanted = (lows[0], lows[1], highs[0], highs[1])
        drawn = measure(box).bounds or wanted
        off = max(abs(one - other) for one, other in zip(wanted, drawn, strict=True))
        if off > distance:
            fix = [change(box, {**box, "data": Box.from_bounds(*wanted)})]
            yield Found(box["id"], {"pixels": round(off, 1)}, fix=fix)
