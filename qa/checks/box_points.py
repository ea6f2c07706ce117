from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks import boxes3d
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.boxes3d import Seen
from qa.checks.registry import CHECKS


class _OfPoints(Check):
    """Looks at the points in and around every box; reading them takes a worker."""

    tiers = frozenset({"batch"})
    modalities = boxes3d.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for seen in boxes3d.seen(answer):
            said = self.look(seen, params)
            if said is not None:
                yield Found(seen.record["id"], said)

    def look(self, seen: Seen, params: Params) -> dict[str, object] | None:
        raise NotImplementedError


def _least(far: float, params: Params) -> float:
    return params["near"] if far <= params["distance"] else params["far"]


@CHECKS.register
class FewPoints(_OfPoints):
    """Hardly any points in a box: of such a thing nobody can say where it is. A box of the whole scene is judged where
    it has most."""

    slug = "box-few-points"
    code = "P1"
    title = Text("Too few points in a box", "框内点数过少")
    message = Text(
        "Frame {number}: {points:point|points} in the box, {distance} m away; so few in {frames:frame|frames}.",
        "第 {number} 帧：框内 {points} 个点，距离 {distance} 米；共 {frames} 帧如此。",
    )
    params = (
        Param("near", Text("At least, near", "近处不少于"), 5, 0, 1e5),
        Param("far", Text("At least, far", "远处不少于"), 2, 0, 1e5),
        Param("distance", Text("Near is up to", "近处为"), 50, 0, 500, "m"),
    )

    def look(self, seen: Seen, params: Params) -> dict[str, object] | None:
        if seen.record["kind"] == "cuboid":
            poor = [seen.best] if 0 < seen.points < _least(seen.range, params) else []
        else:
            poor = [frame for frame, (points, far, _) in seen.counts.items() if 0 < points < _least(far, params)]
        if not poor:
            return None
        points, far, _ = seen.counts[poor[0]]
        return {**boxes3d.at(poor[0]), "points": points, "distance": f"{far:.0f}", "frames": len(poor)}


@CHECKS.register
class NoPoints(_OfPoints):
    """A box with nothing in it that nobody called occluded; between keyframes that may be."""

    slug = "box-empty"
    code = "P1"
    title = Text("No point in a box", "框内无点")
    message = Text(
        "Frame {number}: no point in the box, in {frames:frame|frames} in all. Say that it is occluded, or end it.",
        "第 {number} 帧：框内没有点，共 {frames} 帧。请标为遮挡，或结束该轨迹。",
    )
    severity = "block"

    def look(self, seen: Seen, params: Params) -> dict[str, object] | None:
        if seen.record["kind"] == "cuboid":
            empty = [seen.best] if seen.points == 0 else []
        else:
            drawn = ((frame, points) for frame, (points, _, by) in seen.counts.items() if by != "interpolation")
            empty = [frame for frame, points in drawn if points == 0]
        return {**boxes3d.at(empty[0]), "frames": len(empty)} if empty else None


@CHECKS.register
class Floating(_OfPoints):
    """The bottom hangs over the ground beside it."""

    slug = "box-floating"
    code = "P4"
    title = Text("Box above the ground", "框悬空")
    message = Text(
        "Frame {number}: the bottom is {height} m above the ground.", "第 {number} 帧：底面高出地面 {height} 米。"
    )
    params = (Param("height", Text("At most above the ground", "高出地面不超过"), 0.3, 0, 10, "m"),)

    def look(self, seen: Seen, params: Params) -> dict[str, object] | None:
        if seen.above is None or seen.points <= 0 or seen.above <= params["height"]:
            return None
        return {**boxes3d.at(seen.best), "height": f"{seen.above:.2f}"}


@CHECKS.register
class Sunk(_OfPoints):
    """The bottom lies below the ground beside it."""

    slug = "box-sunk"
    code = "P5"
    title = Text("Box below the ground", "框陷入地面")
    message = Text(
        "Frame {number}: the bottom is {height} m below the ground.", "第 {number} 帧：底面低于地面 {height} 米。"
    )
    params = (Param("height", Text("At most below the ground", "低于地面不超过"), 0.3, 0, 10, "m"),)

    def look(self, seen: Seen, params: Params) -> dict[str, object] | None:
        if seen.above is None or seen.points <= 0 or -seen.above <= params["height"]:
            return None
        return {**boxes3d.at(seen.best), "height": f"{-seen.above:.2f}"}


FACES = {
    "front": Text("front", "前"),
    "back": Text("back", "后"),
    "left": Text("left", "左"),
    "right": Text("right", "右"),
}


@CHECKS.register
class Loose(_OfPoints):
    """Between a face that the sensor sees and the points behind it there is room. Faces that it cannot see are where
    the annotator puts them."""

    slug = "box-loose"
    code = "P6"
    title = Text("Box too loose", "框过松")
    message = Text(
        "Frame {number}: {gap} m between the points and the side that the sensor sees ({kind}).",
        "第 {number} 帧：点与可见面（{kind_zh}）之间有 {gap} 米空隙。",
    )
    params = (
        Param("gap", Text("At most between face and points", "面与点之间不超过"), 0.3, 0.05, 5, "m"),
        Param("distance", Text("Up to this distance", "距离不超过"), 30, 1, 200, "m"),
        Param("points", Text("From so many points", "最少点数"), 30, 5, 1e6),
    )

    def look(self, seen: Seen, params: Params) -> dict[str, object] | None:
        if seen.range > params["distance"] or seen.points < params["points"] or not seen.gaps:
            return None
        side, gap = max(seen.gaps.items(), key=lambda each: each[1])
        if gap <= params["gap"]:
            return None
        return {**boxes3d.at(seen.best), "gap": f"{gap:.2f}", "kind": FACES[side].en, "kind_zh": FACES[side].zh}


@CHECKS.register
class Cut(_OfPoints):
    """Points of the thing lie just outside its box."""

    slug = "box-cut"
    code = "P7"
    title = Text("Box cuts points off", "框截断目标")
    message = Text(
        "Frame {number}: {points:point lies|points lie} just outside the box, {percent} % of those of the thing.",
        "第 {number} 帧：{points} 个点紧贴框外，占目标点数的 {percent}%。",
    )
    params = (
        Param("percent", Text("At most outside", "框外不超过"), 10, 1, 100, "%"),
        Param("points", Text("From so many points", "最少点数"), 10, 1, 1e6),
    )

    def look(self, seen: Seen, params: Params) -> dict[str, object] | None:
        whole = max(0, seen.points) + seen.beside
        percent = 100 * seen.beside / max(1, whole)
        if seen.beside < params["points"] or percent <= params["percent"] or seen.points <= 0:
            return None
        return {**boxes3d.at(seen.best), "points": seen.beside, "percent": f"{percent:.0f}"}
