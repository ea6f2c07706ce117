from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from annotation.kinds.base import Bounds
from annotation.kinds.skeleton import Joint, Skeleton
from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params, Record, change, measure
from qa.checks.registry import CHECKS
from qa.checks.usual import FEWEST, usual

LEFT, RIGHT = "left", "right"
BODY = ("eye", "ear", "shoulder", "hip")
"""Parts whose left and right lie the same way round; arms and legs may cross."""


def skeletons(answer: Answer) -> list[Record]:
    return [record for record in answer.objects() if record["kind"] == "skeleton"]


@CHECKS.register
class PointsOutsideBox(Check):
    """Points of a skeleton that lie outside the box of the same object."""

    slug = "points-outside-box"
    code = "I12"
    modalities = PICTURES
    title = Text("Points outside their box", "关键点超出对象框")
    message = Text(
        "{points} of {all} points lie outside the box of the same object.",
        "{all} 个点中有 {points} 个超出同一对象的框。",
    )
    params = (
        Param("percent", Text("More than, of the points", "超出点的比例高于"), 10, 0, 100, "%"),
        Param("slack", Text("Beyond the box by more than", "超出框的距离大于"), 2, 0, 100, "px"),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        boxes = {r["group"]: bounds for r in answer.objects() if r["kind"] == "box" and (bounds := measure(r).bounds)}
        for record in skeletons(answer):
            box = boxes.get(record["group"]) if record["group"] else None
            points = list(Skeleton.marked(record["data"]).values())
            outside = sum(not _inside(point, box, params["slack"]) for point in points) if box else 0
            if outside and 100 * outside > params["percent"] * len(points):
                yield Found(record["id"], {"points": outside, "all": len(points)})


def _inside(point: Joint, box: Bounds, slack: float) -> bool:
    left, top, right, bottom = box
    return left - slack <= point[0] <= right + slack and top - slack <= point[1] <= bottom + slack


@CHECKS.register
class SidesSwapped(Check):
    """Left and right of one part of the body lie the other way round than those of the others."""

    slug = "sides-swapped"
    code = "I12"
    modalities = PICTURES
    title = Text("Left and right swapped", "左右颠倒")
    message = Text(
        "“{left}” and “{right}” lie the other way round than the rest.", "“{left}”与“{right}”的左右与其他部位相反。"
    )
    params = (Param("share", Text("Apart by more than, of the width", "间距大于宽度的"), 0.2, 0, 1),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in skeletons(answer):
            points = Skeleton.marked(record["data"])
            pairs = [(name, other) for name in points if (other := _opposite(name)) in points]
            xs = [point[0] for point in points.values()]
            least = params["share"] * (max(xs) - min(xs)) if xs else 0.0
            apart = {pair: points[pair[0]][0] - points[pair[1]][0] for pair in pairs}
            wide = {pair: distance for pair, distance in apart.items() if abs(distance) > least}
            wrong = (
                [pair for pair, distance in wide.items() if distance > 0],
                [pair for pair, d in wide.items() if d < 0],
            )
            fewer = min(wrong, key=len)
            for left, right in fewer if len(fewer) < len(max(wrong, key=len)) else ():
                swapped = {**record["data"]["points"], left: points[right], right: points[left]}
                fix = [change(record, {**record, "data": {"points": swapped}})]
                yield Found(record["id"], {"left": left, "right": right}, fix, key=left)


def _opposite(name: str) -> str:
    """The name of the same part on the right; empty where it is not one of a rigid body's left."""
    low = name.lower()
    return name.replace(LEFT, RIGHT) if LEFT in low and any(part in low for part in BODY) else ""


@CHECKS.register
class LimbRatio(Check):
    """A line of the skeleton far longer, for the skeleton's size, than it is with the others of the batch. Shorter ones
    are left alone: an arm may point at the camera."""

    slug = "limb-ratio"
    code = "I12"
    modalities = PICTURES
    title = Text("Unusually long limb", "肢体过长")
    message = Text(
        "From “{start}” to “{end}” it is {percent} % of the skeleton’s size; {usual} % is usual.",
        "“{start}”到“{end}”为骨架大小的 {percent}%，通常为 {usual}%。",
    )
    tiers = frozenset({"batch"})
    params = (Param("z", Text("Longer than usual by, in standard deviations", "超出通常长度的标准差"), 4, 1, 20),)

    def run_batch(self, answers: Iterable[Answer], params: Params) -> Iterator[tuple[str, Found]]:
        found: dict[tuple[str, str, str], list[tuple[str, str, float]]] = defaultdict(list)
        for answer in answers:
            labels = answer.labels()
            for record in skeletons(answer):
                edges = labels.get(record["label"], {}).get("skeleton", {}).get("edges", [])
                for start, end, ratio in _limbs(Skeleton.marked(record["data"]), edges):
                    found[record["label"], start, end].append((answer.task, record["id"], math.log(ratio)))
        for (_, start, end), limbs in found.items():
            if len(limbs) < FEWEST:
                continue
            middle, spread = usual([value for *_, value in limbs])
            told = {"start": start, "end": end, "usual": _percent(middle)}
            for task, uid, value in limbs:
                if value - middle > params["z"] * spread:
                    yield task, Found(uid, {**told, "percent": _percent(value)}, key=f"{start} {end}")


def _limbs(points: dict[str, Joint], edges: Iterable[list[str]]) -> Iterator[tuple[str, str, float]]:
    """The lines between points whose place is known, each as a share of the skeleton's diagonal."""
    xs, ys = ([point[axis] for point in points.values()] for axis in (0, 1))
    size = math.hypot(max(xs) - min(xs), max(ys) - min(ys)) if points else 0.0
    for start, end in edges:
        if start in points and end in points:
            length = math.dist(points[start][:2], points[end][:2])
            if length > 0:
                yield start, end, length / size


def _percent(logarithm: float) -> int:
    return round(100 * math.exp(logarithm))
