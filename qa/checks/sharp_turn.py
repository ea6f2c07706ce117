from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class SharpTurn(Check):
    """A polyline that turns as no lane or wire does: usually a slipped click."""

    slug = "sharp-turn"
    code = "I17"
    modalities = PICTURES
    title = Text("Line turns sharply", "折线急转")
    message = Text("The line turns by {degrees}° at vertex {vertex}.", "折线在第 {vertex} 个顶点处转折 {degrees}°。")
    params = (Param("degrees", Text("Turn of more than", "转角超过"), 60, 10, 180, "°"),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in answer.objects():
            if record["kind"] != "polyline":
                continue
            for vertex, degrees in self._turns(record["data"]["points"]):
                if degrees > params["degrees"]:
                    yield Found(record["id"], {"degrees": round(degrees), "vertex": vertex}, key=str(vertex))

    def _turns(self, points: list[list[float]]) -> Iterator[tuple[int, float]]:
        headings = [math.atan2(q[1] - p[1], q[0] - p[0]) for p, q in pairwise(points) if p != q]
        for index, (before, after) in enumerate(pairwise(headings)):
            yield index + 2, abs(math.degrees(math.remainder(after - before, math.tau)))
