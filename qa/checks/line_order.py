from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import shapely

from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params, Record, change
from qa.checks.registry import CHECKS

FEWEST = 3
"""Lines of a label from which there is a direction that most of them have."""


def by_label(answer: Answer) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for record in answer.objects():
        if record["kind"] == "polyline":
            found[record["label"]].append(record)
    return found


@CHECKS.register
class LineCrossing(Check):
    """A line that crosses itself or another line of its label, as lanes and edges do not."""

    slug = "line-crossing"
    code = "I17"
    modalities = PICTURES
    title = Text("Lines cross", "折线交叉")
    message = Text("Crosses {what}.", "交叉对象：{what_zh}。")
    severity = "info"

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for label, lines in by_label(answer).items():
            shapes = [shapely.LineString(record["data"]["points"]) for record in lines]
            for record, shape in zip(lines, shapes, strict=True):
                if not shape.is_simple:
                    yield Found(record["id"], {"what": "itself", "what_zh": "自身"}, key="self")
            firsts, seconds = shapely.STRtree(shapes).query(shapes, predicate="crosses")
            for first, second in zip(firsts.tolist(), seconds.tolist(), strict=True):
                if first < second:
                    told = {"what": f"another “{label}”", "what_zh": f"另一条“{label}”"}
                    yield Found(lines[second]["id"], told, key=lines[first]["id"])


@CHECKS.register
class LineReversed(Check):
    """A line that was drawn the other way round than the others of its label."""

    slug = "line-reversed"
    code = "I17"
    modalities = PICTURES
    title = Text("Line drawn the other way", "折线方向相反")
    message = Text("Runs against {others} other lines of “{label}”.", "与另外 {others} 条“{label}”方向相反。")
    severity = "info"

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for label, lines in by_label(answer).items():
            ways = np.array([np.subtract(line["data"]["points"][-1], line["data"]["points"][0]) for line in lines])
            lengths = np.linalg.norm(ways, axis=1, keepdims=True) if len(lines) >= FEWEST else np.zeros((1, 1))
            if not lengths.all():
                continue
            ways = ways / lengths
            same = ways @ ways.T > 0
            for at, record in enumerate(lines):
                if same[at].sum() == 1 and same.sum() > len(lines) + 1:
                    turned = {**record["data"], "points": record["data"]["points"][::-1]}
                    told = {"others": len(lines) - 1, "label": label}
                    yield Found(record["id"], told, [change(record, {**record, "data": turned})])


@CHECKS.register
class LineGap(Check):
    """Two lines of one group whose ends nearly meet: a line in pieces with a hole between them."""

    slug = "line-gap"
    code = "I17"
    modalities = PICTURES
    title = Text("Gap in a line", "折线断开")
    message = Text("Ends {pixels} px before the next piece of its group.", "与同组下一段相距 {pixels} 像素。")
    params = (
        Param("least", Text("Gaps from", "间距不小于"), 5, 0, 1000, "px"),
        Param("most", Text("Gaps up to", "间距不大于"), 50, 1, 10_000, "px"),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        groups: dict[str, list[Record]] = defaultdict(list)
        for lines in by_label(answer).values():
            for record in lines:
                if record["group"]:
                    groups[record["group"]].append(record)
        for pieces in groups.values():
            for record in pieces:
                end = np.array(record["data"]["points"][-1])
                others = [each for each in pieces if each is not record]
                gaps = [float(np.linalg.norm(np.subtract(each["data"]["points"][0], end))) for each in others]
                if gaps and params["least"] < min(gaps) <= params["most"]:
                    yield Found(record["id"], {"pixels": round(min(gaps))})
