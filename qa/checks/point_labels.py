from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from annotation.geometry3d import boxes
from core.text import Text
from qa.checks import boxes3d, clouds
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.clouds import Frame
from qa.checks.registry import CHECKS


class _OfFrames(Check):
    """Looks at the points of every labelled frame; reading them takes a worker."""

    tiers = frozenset({"batch"})
    modalities = clouds.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for frame in clouds.frames(answer):
            yield from self.look(frame, answer, params)

    def look(self, frame: Frame, answer: Answer, params: Params) -> Iterator[Found]:
        raise NotImplementedError

    def found(self, frame: Frame, points: int, **more: str) -> Found:
        said = {**boxes3d.at(frame.number), "points": points, **more}
        return Found(frame.record["id"], said, key=" ".join(map(str, more.values())))


@CHECKS.register
class Unlabelled(Check):
    """Too many points of the scene have no label yet."""

    slug = "points-unlabelled"
    code = "P19"
    title = Text("Points without a label", "点未标注")
    message = Text(
        "{percent} % of the points have no label; {frames} frames have none at all.",
        "{percent}% 的点没有标签；{frames} 帧完全没有标注。",
    )
    tiers = frozenset({"submit", "batch"})
    modalities = clouds.MODALITIES
    params = (Param("percent", Text("At most without a label", "未标注不超过"), 5, 0, 100, "%"),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        asked = any("point_labels" in label.get("kinds", []) for label in answer.schema.get("labels", []))
        total = answer.asset.get("points", 0)
        if not asked or not total:
            return
        records = [record["data"] for record in clouds.labelled(answer)]
        points = sum(each["points"] for data in records for each in data["classes"])
        percent = 100 * max(0, total - points) / total
        if percent > params["percent"]:
            missing = max(0, answer.asset.get("frames", 0) - len(records))
            yield Found(None, {"percent": f"{percent:.1f}", "frames": missing})


@CHECKS.register
class PointCount(Check):
    """Labels are not one for each point: they are of another cloud, and every one of them is in doubt."""

    slug = "point-count"
    code = "P21"
    title = Text("Labels do not fit the points", "标签与点数不符")
    message = Text(
        "Frame {number} has {points} points, but labels for {labels}.",
        "第 {number} 帧有 {points} 个点，标签有 {labels} 个。",
    )
    tiers = frozenset({"batch"})
    severity = "block"
    modalities = clouds.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        from annotation.modalities.scene.manifest import Manifest

        records = clouds.labelled(answer)
        if not records:
            return
        with answer.files("scene", "") as path:
            manifest = Manifest.read(path)
        for record in records:
            frame, labels = record["data"]["frame"], record["data"]["count"]
            points = manifest.frames[frame]["count"] if frame < len(manifest.frames) else 0
            if points != labels:
                yield Found(record["id"], {**boxes3d.at(frame), "points": points, "labels": labels})


@CHECKS.register
class Isolated(_OfFrames):
    """Points whose neighbours all have other labels: slips of the brush."""

    slug = "points-isolated"
    code = "P20"
    title = Text("Isolated labels of points", "孤立的点标签")
    message = Text(
        "Frame {number}: {points} points have a label that hardly any of their neighbours has.",
        "第 {number} 帧：{points} 个点的标签与周围几乎都不同。",
    )
    params = (
        Param("neighbours", Text("Of ten neighbours fewer than", "十个邻点中少于"), 3, 1, 10),
        Param("percent", Text("From this share of the labelled points", "占已标注点的比例不低于"), 0.5, 0, 100, "%"),
    )
    NEIGHBOURS = 10
    REACH = 1.0
    """Metres: what is further away is no neighbour, for far from the sensor points are alone."""

    def look(self, frame: Frame, answer: Answer, params: Params) -> Iterator[Found]:
        # Slow to load, and the web server never needs it.
        from scipy.spatial import cKDTree

        known = np.flatnonzero(frame.label >= 0)
        if len(known) <= self.NEIGHBOURS:
            return
        xyz, label = frame.xyz[known], frame.label[known]
        far, near = cKDTree(xyz).query(xyz, self.NEIGHBOURS + 1, distance_upper_bound=self.REACH)
        there = np.isfinite(far[:, 1:])
        same = np.append(label, -1)[near[:, 1:]] == label[:, None]
        alone = there.all(axis=1) & (same.sum(axis=1) < params["neighbours"])
        if 100 * alone.sum() > params["percent"] * len(known):
            yield self.found(frame, int(alone.sum()))


@CHECKS.register
class GroundHigh(_OfFrames):
    """Labels of the ground on what stands above it."""

    slug = "ground-label-high"
    code = "P20"
    title = Text("Ground label above the ground", "地面标签高于地面")
    message = Text(
        "Frame {number}: {points} points of “{label}” lie more than {height} m above the ground.",
        "第 {number} 帧：“{label}”有 {points} 个点高出地面 {height} 米以上。",
    )
    params = (
        Param("height", Text("Above the ground", "高出地面"), 0.5, 0.1, 5, "m"),
        Param("points", Text("From so many points", "最少点数"), 20, 1, 1e6),
    )
    CELL = 2.0

    def look(self, frame: Frame, answer: Answer, params: Params) -> Iterator[Found]:
        height = _above_ground(frame, self.CELL)
        for label in sorted(clouds.GROUND.intersection(frame.labels)):
            points = int((frame.has(label) & (height > params["height"])).sum())
            if points >= params["points"]:
                yield self.found(frame, points, label=label, height=f"{params['height']:g}")


def _above_ground(frame: Frame, cell: float) -> clouds.Floats:
    """Metres above the lowest ground of each point's square; -inf where no ground is known."""
    squares = np.floor(frame.xyz[:, :2] / cell).astype(np.int64)
    _, place = np.unique(squares, axis=0, return_inverse=True)
    lowest = np.full(place.max(initial=0) + 1, np.inf)
    np.minimum.at(lowest, place[frame.ground], frame.xyz[frame.ground, 2])
    above: clouds.Floats = frame.xyz[:, 2] - lowest[place]
    return above


@CHECKS.register
class GroundAsThing(_OfFrames):
    """Ground under an object that got the object's label."""

    slug = "ground-as-object"
    code = "P20"
    title = Text("Ground labelled as an object", "地面被标为目标")
    message = Text(
        "Frame {number}: {points} points of “{label}” are on the ground, {percent} % of them.",
        "第 {number} 帧：“{label}”有 {points} 个点在地面上，占 {percent}%。",
    )
    params = (
        Param("percent", Text("From this share of the label's points", "占该标签点的比例不低于"), 15, 1, 100, "%"),
        Param("points", Text("From so many points", "最少点数"), 30, 1, 1e6),
    )

    def look(self, frame: Frame, answer: Answer, params: Params) -> Iterator[Found]:
        for label in sorted(clouds.things(answer).intersection(frame.labels)):
            own = frame.has(label)
            low = int((own & frame.ground).sum())
            percent = 100 * low / max(1, int(own.sum()))
            if low >= params["points"] and percent >= params["percent"]:
                yield self.found(frame, low, label=label, percent=f"{percent:.0f}")


@CHECKS.register
class BoxesDiffer(_OfFrames):
    """A box says one thing, the labels of the points in it another."""

    slug = "box-points-differ"
    code = "P20"
    title = Text("Box and labels of points differ", "立体框与点标签不一致")
    message = Text(
        "Frame {number}: of {points} labelled points in this box {percent} % are not “{label}”.",
        "第 {number} 帧：框内 {points} 个已标注的点中有 {percent}% 不是“{label}”。",
    )
    params = (
        Param("percent", Text("From this share", "比例不低于"), 20, 1, 100, "%"),
        Param("points", Text("From so many points", "最少点数"), 10, 1, 1e6),
    )
    SHELL = -0.1
    """Metres: at the faces points may well be of what stands beside."""

    def look(self, frame: Frame, answer: Answer, params: Params) -> Iterator[Found]:
        asked = clouds.things(answer)
        known = (frame.label >= 0) & ~frame.ground
        for record, box in clouds.boxes_in(answer, frame.number):
            label = record["label"]
            if label not in asked:
                continue
            within = boxes.inside(frame.xyz, box, self.SHELL) & known
            points, own = int(within.sum()), int((within & frame.has(label)).sum())
            percent = 100 * (points - own) / max(1, points)
            if points >= params["points"] and percent >= params["percent"]:
                said = {**boxes3d.at(frame.number), "points": points, "label": label, "percent": f"{percent:.0f}"}
                yield Found(record["id"], said, key=str(frame.number))
