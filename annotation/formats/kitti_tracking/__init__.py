"""KITTI tracking: `label_02/0000.txt` with all frames of a drive, `calib/0000.txt` beside it.

Frame, box origin, order of sizes and the sign of the angle are those of `annotation.formats.kitti`. A line has 17
fields, frame and track id before those of KITTI object; truncation is 0, 1 or 2. A drive that came as KITTI keeps its
number and its calibration; others are numbered, with their names in `drives.txt`. `poses/0000.txt` has a line for each
frame; where it is not there `oxts/0000.txt` says how the vehicle went.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from annotation.formats import kitti
from annotation.formats.base import Header
from annotation.formats.kitti import Rig, Standing
from annotation.formats.registry import FORMATS
from annotation.formats.scene_reading import Gathered, Reading
from annotation.formats.scenes import ALWAYS, FLAT, Scene, SceneFormat, Writer
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from annotation.geometry3d.poses import Pose
from annotation.modalities.base import Rejected
from annotation.modalities.scene.layouts import kitti_common, kitti_tracking
from core.errors import DomainError
from core.text import Text

LABELS = re.compile(r"(?P<root>(?:.*/)?)label_0?2/(?P<drive>\d{4})\.txt", re.IGNORECASE)
CLOUD = re.compile(r"(?P<root>(?:.*/)?)velodyne/(?P<drive>\d{4})/(?P<frame>\d+)\.bin", re.IGNORECASE)
LIST = "drives.txt"
CUT = (0.0, 0.15, 0.5)
"""Truncation from which it is 0 (none), 1 (partly), 2 (largely)."""


class Drives(Writer):
    def __init__(self, header: Header, sink: Sink, options: Mapping[str, str], *, images: bool) -> None:
        super().__init__(header, sink, options, images=images)
        self._list: list[str] = []
        self._taken: set[str] = set()

    def scene(self, scene: Scene) -> None:
        rig, root, own, frames = _own(scene)
        drive, at = own or "0000", 0
        while f"{root}{drive}" in self._taken:
            drive, at = f"{at:04d}", at + 1
        self._taken.add(f"{root}{drive}")
        self._list.append(f"{root}{drive} {scene.name}\n")
        numbers: dict[str, int] = {}
        lines, poses = [], []
        for number, objects in enumerate(scene.frames):
            ego = scene.manifest.ego(number)
            poses.append(kitti.pose_line(ego))
            for each in objects:
                kind, cut, *rest = kitti.fields_of(each, rig, ego, self)
                level = max(at for at, least in enumerate(CUT) if float(cut) >= least or at == 0)
                track = numbers.setdefault(each.key, len(numbers))
                lines.append(" ".join([str(frames[number]), str(track), kind, str(level), *rest]) + "\n")
            if self.images:
                self._media(scene, number, f"{drive}/{frames[number]:06d}", root, rig)
        self.sink.write(f"{root}label_02/{drive}.txt", "".join(lines).encode())
        self.sink.write(f"{root}calib/{drive}.txt", rig.text.encode())
        poses.append(kitti.stance(scene, rig))
        self.sink.write(f"{root}poses/{drive}.txt", "".join(poses).encode())

    def _media(self, scene: Scene, number: int, name: str, root: str, rig: Rig) -> None:
        points = scene.columns(number, scene.manifest.ego(number))
        if points is not None:
            points[:, 3] /= 255
            self.sink.write(f"{root}velodyne/{name}.bin", points.tobytes())
        if rig.name:
            scene.copy_picture(number, rig.name, f"{root}image_02/{name}", self.sink)

    def close(self) -> None:
        self.sink.write(LIST, "".join(self._list).encode())


def _own(scene: Scene) -> tuple[Rig, str, str | None, Sequence[int]]:
    """The rig; root, number and frame numbers that the drive came with as KITTI."""
    found = [match for media in scene.item.files if (match := CLOUD.fullmatch(media.name))]
    files = kitti.files_of(scene.item)
    name = f"{found[0]['root']}calib/{found[0]['drive']}.txt" if found else ""
    if name not in files.names or len(found) != len(scene.frames):
        return kitti.rig_of(scene.manifest, None, ""), "", None, range(len(scene.frames))
    frames = sorted(int(match["frame"]) for match in found)
    rig = kitti.rig_of(scene.manifest, kitti_common.calibration(files, name), files.text(name))
    return rig, found[0]["root"], found[0]["drive"], frames


@FORMATS.register
class KittiTracking(SceneFormat):
    """One scene for each drive."""

    slug = "kitti_tracking"
    title = Text(en="KITTI tracking", zh="KITTI 目标跟踪")
    extensions = (".txt",)
    cannot_carry = (
        *ALWAYS,
        FLAT,
        Text(
            en="Attributes other than truncation (in three steps) and occlusion.", zh="截断（三级）与遮挡以外的属性。"
        ),
    )
    writer = Drives

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(LABELS.fullmatch(name) for name in source.names)

    @classmethod
    def read(cls, reading: Reading) -> None:
        names: dict[str, str] = {}
        for name in reading.source.names:
            if name.rpartition("/")[2] == LIST:
                folder = name.removesuffix(LIST)
                names |= {f"{folder}{words[0]}": " ".join(words[1:]) for words in reading.lines(name) if words[1:]}
        for name in reading.source.names:
            if match := LABELS.fullmatch(name):
                root, drive = match["root"], match["drive"]
                _read(reading, names.get(f"{root}{drive}", f"{root}{drive}"), root, drive, name)


def _read(reading: Reading, scene: str, root: str, drive: str, name: str) -> None:
    calibration = f"{root}calib/{drive}.txt"
    velodyne = kitti.calibration_of(reading, calibration)
    if velodyne is None:
        return
    frames = sorted(
        int(match["frame"])
        for each in reading.source.names
        if (match := CLOUD.fullmatch(each)) and (match["root"], match["drive"]) == (root, drive)
    )
    at = {frame: place for place, frame in enumerate(frames)}
    poses = f"{root}poses/{drive}.txt"
    ours = reading.lines(poses) if poses in reading.source.names else []
    ways = _ways(reading, root, drive, calibration, at, ours)
    if not ways and reading.fact(scene, "posed"):
        reading.report.problem(name, "", "no-poses", file=f"oxts/{drive}.txt")
        return
    found = Gathered(reading, scene, len(frames) or reading.fact(scene, "frames") or len(ways))
    rig, upright = Rig(velodyne), kitti.are_upright(ours)
    for index, words in enumerate(reading.lines(name)):
        if len(words) < 3 or not words[0].isdecimal():
            reading.report.problem(name, f"line {index + 1}", "bad-line", reason="a frame and a track id are expected")
            continue
        number = at.get(int(words[0]), int(words[0]))
        standing = Standing(rig.world(ways.get(number, Pose())), upright)
        kitti.add(found, (name, f"line {index + 1}"), words[1], number, words[2:], standing)
    reading.keep(found)


def _ways(
    reading: Reading, root: str, drive: str, calibration: str, at: Mapping[int, int], ours: Sequence[Sequence[str]]
) -> dict[int, Pose]:
    """Velodyne to world by the place of the frame: by our own poses, else by GPS; none where neither is there."""
    if ours:
        poses = (kitti.pose_of(words) for words in ours)
        return {number: pose for number, pose in enumerate(poses) if pose is not None}
    files = kitti.SourceFiles(reading.source)
    try:
        found = kitti_tracking.way(files, f"{root}oxts/{drive}.txt", kitti_common.calibration(files, calibration))
    except (Rejected, DomainError) as error:
        reading.report.problem(f"{root}oxts/{drive}.txt", "", "not-readable", reason=str(error)[:200])
        return {}
    return {at.get(number, number): pose for number, pose in enumerate(found)}
