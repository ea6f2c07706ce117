"""KITTI object detection: `label_2/000000.txt`, one file for each frame, with `calib/000000.txt` beside it.

Frame, box origin, order of sizes and the sign of the angle are those of `annotation.formats.kitti`. A line has 15
fields: type, truncation, occlusion, alpha, 2D box, h w l, x y z, ry, and the score as the 16th. What a scene came with
as KITTI keeps its numbers and its calibration. The frames of others are numbered through; `frames.txt` says which is
which frame of which scene, `poses/` where it was, so that they come back into the world.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from annotation.formats import kitti
from annotation.formats.base import Header
from annotation.formats.kitti import Rig, Standing
from annotation.formats.registry import FORMATS
from annotation.formats.scene_reading import Gathered, Reading
from annotation.formats.scenes import ALWAYS, FLAT, Scene, SceneFormat, Writer
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from annotation.geometry3d.poses import Pose
from annotation.modalities.scene.layouts import kitti_common
from core.text import Text

LABELS = re.compile(r"(?P<root>(?:.*/)?)label_2/(?P<frame>\d{6})\.txt", re.IGNORECASE)
CLOUD = re.compile(r"(?P<root>(?:.*/)?)velodyne/(?P<frame>\d{6})\.bin", re.IGNORECASE)
LIST = "frames.txt"


class Objects(Writer):
    def __init__(self, header: Header, sink: Sink, options: Mapping[str, str], *, images: bool) -> None:
        super().__init__(header, sink, options, images=images)
        self._list: list[str] = []
        self._taken: set[str] = set()
        self._next = 0

    def scene(self, scene: Scene) -> None:
        rig, root, own = _own(scene)
        stance = kitti.stance(scene, rig)
        for number, objects in enumerate(scene.frames):
            ego = scene.manifest.ego(number)
            frame = self._number(root, own)
            self._list.append(f"{root}{frame} {number} {scene.name}\n")
            text = "".join(f"{' '.join(kitti.fields_of(each, rig, ego, self))}\n" for each in objects)
            self.sink.write(f"{root}label_2/{frame}.txt", text.encode())
            self.sink.write(f"{root}calib/{frame}.txt", rig.text.encode())
            self.sink.write(f"{root}poses/{frame}.txt", f"{kitti.pose_line(ego)}{stance}".encode())
            if self.images:
                self._media(scene, number, f"{root}{{}}/{frame}", rig)

    def _media(self, scene: Scene, number: int, name: str, rig: Rig) -> None:
        points = scene.columns(number, scene.manifest.ego(number))
        if points is not None:
            points[:, 3] /= 255
            self.sink.write(f"{name.format('velodyne')}.bin", points.tobytes())
        if rig.name:
            scene.copy_picture(number, rig.name, name.format("image_2"), self.sink)

    def _number(self, root: str, own: str | None) -> str:
        frame = own
        while frame is None or f"{root}{frame}" in self._taken:
            frame = f"{self._next:06d}"
            self._next += 1
        self._taken.add(f"{root}{frame}")
        return frame

    def close(self) -> None:
        self.sink.write(LIST, "".join(self._list).encode())


def _own(scene: Scene) -> tuple[Rig, str, str | None]:
    """The rig, and root and number that the scene came with as KITTI."""
    match = next(filter(None, (CLOUD.fullmatch(media.name) for media in scene.item.files)), None)
    files = kitti.files_of(scene.item)
    name = f"{match['root']}calib/{match['frame']}.txt" if match else ""
    if match is None or name not in files.names or len(scene.frames) != 1:
        return kitti.rig_of(scene.manifest, None, ""), "", None
    return (
        kitti.rig_of(scene.manifest, kitti_common.calibration(files, name), files.text(name)),
        match["root"],
        match["frame"],
    )


@FORMATS.register
class KittiObject(SceneFormat):
    """Every file is a scene of one frame, unless `frames.txt` says otherwise."""

    slug = "kitti_object"
    title = Text(en="KITTI object", zh="KITTI 目标检测")
    extensions = (".txt",)
    cannot_carry = (
        *ALWAYS,
        FLAT,
        Text(en="Which box of another frame is the same object.", zh="不同帧中的框是否为同一目标。"),
        Text(en="Attributes other than truncation and occlusion.", zh="截断与遮挡以外的属性。"),
    )
    writer = Objects

    @classmethod
    def recognises(cls, source: Source) -> bool:
        """Labels alone are those of pictures: only the calibration says where in space they are."""
        known = set(source.names)
        found = filter(None, map(LABELS.fullmatch, source.names))
        return any(f"{match['root']}calib/{match['frame']}.txt" in known for match in found)

    @classmethod
    def read(cls, reading: Reading) -> None:
        known = _known(reading)
        scenes: defaultdict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
        for name in reading.source.names:
            if match := LABELS.fullmatch(name):
                root, frame = match["root"], match["frame"]
                scene, number = known.get(f"{root}{frame}", (f"{root}{frame}", 0))
                scenes[scene].append((number, root, frame, name))
        for scene, files in scenes.items():
            found = Gathered(reading, scene, len(files))
            for number, root, frame, name in sorted(files):
                _read(found, number, root, frame, name)
            reading.keep(found)


def _known(reading: Reading) -> dict[str, tuple[str, int]]:
    """Root and number of a file -> scene and frame of it."""
    found: dict[str, tuple[str, int]] = {}
    for name in reading.source.names:
        if name.rpartition("/")[2] != LIST:
            continue
        folder = name.removesuffix(LIST)
        for line in reading.lines(name):
            if len(line) >= 3 and line[1].isdecimal():
                found[f"{folder}{line[0]}"] = (" ".join(line[2:]), int(line[1]))
    return found


def _read(found: Gathered, number: int, root: str, frame: str, name: str) -> None:
    reading = found.reading
    velodyne = kitti.calibration_of(reading, f"{root}calib/{frame}.txt")
    if velodyne is None:
        return
    pose = f"{root}poses/{frame}.txt"
    said = reading.lines(pose) if pose in reading.source.names else []
    ego = (kitti.pose_of(said[0]) if said else None) or Pose()
    standing = Standing(Rig(velodyne).world(ego), kitti.are_upright(said))
    for at, words in enumerate(reading.lines(name)):
        kitti.add(found, (name, f"line {at + 1}"), f"{frame} {at}", number, words, standing)
