from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS
from qa.checks.usual import FEWEST, usual


@CHECKS.register
class AspectRatio(Check):
    """A box much longer than wide, or the other way round."""

    slug = "aspect-ratio"
    code = "I3"
    modalities = PICTURES
    title = Text("Unusual proportions", "长宽比异常")
    message = Text("One side is {ratio} times the other.", "长边是短边的 {ratio} 倍。")
    severity = "info"
    params = (Param("ratio", Text("Long side to short side", "长边与短边之比"), 12, 1, 1000),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in answer.objects():
            if record["kind"] not in {"box", "rotated_box", "ellipse"}:
                continue
            width, height = record["data"]["width"], record["data"]["height"]
            ratio = max(width, height) / max(min(width, height), 1e-9)
            if ratio > params["ratio"]:
                yield Found(record["id"], {"ratio": round(ratio, 1)})


@CHECKS.register
class OddProportions(Check):
    """Proportions unlike those of the other boxes of the label, beside all of the batch."""

    slug = "odd-proportions"
    code = "I3"
    title = Text("Proportions unlike the label's others", "长宽比与同类不符")
    message = Text(
        "Width to height {ratio}; of “{label}” it is mostly about {usual}.",
        "宽高比为 {ratio}；“{label}”通常约为 {usual}。",
    )
    tiers = frozenset({"batch"})
    params = (Param("z", Text("Unlike the others by, in standard deviations", "与其他相差超过的标准差"), 4, 1, 20),)
    modalities = frozenset({"image"})

    def run_batch(self, answers: Iterable[Answer], params: Params) -> Iterator[tuple[str, Found]]:
        by_label: defaultdict[str, list[tuple[str, str, float]]] = defaultdict(list)
        for answer in answers:
            for record in answer.objects():
                if record["kind"] == "box" and min(record["data"]["width"], record["data"]["height"]) > 0:
                    value = math.log(record["data"]["width"] / record["data"]["height"])
                    by_label[record["label"]].append((answer.task, record["id"], value))
        for label, found in by_label.items():
            if len(found) < FEWEST:
                continue
            middle, spread = usual([value for *_, value in found])
            told = {"label": label, "usual": _ratio(middle)}
            for task, identity, value in found:
                if abs(value - middle) > params["z"] * spread:
                    yield task, Found(identity, {**told, "ratio": _ratio(value)})


def _ratio(logarithm: float) -> float:
    return float(f"{math.exp(logarithm):.2g}")
