from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import shapely

from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params, Record, change
from qa.checks.registry import CHECKS


@CHECKS.register
class PolygonInvalid(Check):
    """A polygon that crosses itself, has no area, or holds the same vertex twice in a row."""

    slug = "polygon-invalid"
    code = "I7"
    modalities = PICTURES
    title = Text("Broken polygon", "多边形无效")
    message = Text("This polygon is broken: {problem}.", "该多边形无效：{problem_zh}。")
    severity = "block"
    params = (Param("distance", Text("Vertices nearer than this are doubled", "重复顶点距离"), 0.25, 0, 10, "px"),)
    problems = {
        "crossing": Text("it crosses itself", "边线自相交"),
        "no-area": Text("it encloses nothing", "面积为零"),
        "doubled": Text("it has a vertex twice", "存在重复顶点"),
    }

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in answer.objects():
            if record["kind"] != "polygon":
                continue
            problem = self._problem(record["data"], params["distance"])
            if problem:
                text = self.problems[problem]
                facts = {"problem": text.en, "problem_zh": text.zh}
                fix = self._without_doubles(record, params["distance"]) if problem == "doubled" else None
                yield Found(record["id"], facts, fix=fix, key=problem)

    def _problem(self, data: dict[str, Any], distance: float) -> str | None:
        ring = data["points"]
        polygon = shapely.Polygon(ring, data["holes"])
        if polygon.area <= 0:
            return "no-area"
        if not polygon.is_valid:
            return "crossing"
        if any(math.dist(p, q) < distance for p, q in pairwise([*ring, ring[0]])):
            return "doubled"
        return None

    def _without_doubles(self, record: Record, distance: float) -> list[dict[str, Any]] | None:
        kept: list[list[float]] = []
        for point in record["data"]["points"]:
            if not kept or math.dist(kept[-1], point) >= distance:
                kept.append(point)
        if len(kept) > 1 and math.dist(kept[-1], kept[0]) < distance:
            kept.pop()
        if len(kept) < 3:
            return None
        return [change(record, {**record, "data": {**record["data"], "points": kept}})]
