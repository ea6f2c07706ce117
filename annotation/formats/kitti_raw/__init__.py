"""KITTI raw tracklets, which CVAT writes of 3D tasks too: `tracklet_labels.xml` beside `velodyne_points/`.

Frame: the velodyne's, ISO 8855. A tracklet has one size for all its frames, as h, w, l; each of its poses the BOTTOM
centre tx ty tz and the turns rx ry rz about x, y and z (matrix Rz Ry Rx, rz counter-clockwise and 0 along x). Poses
follow one another from `first_frame` on. What changes its size, or comes back, becomes several tracklets, which are
one again by the attribute `track`. Some writers swap h and w, which nothing in the file tells; we do not.

We add `poses.txt`, a 3 x 4 matrix for each frame, velodyne to world; where it is not there, the packets in `oxts/`
count.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from annotation.formats import kitti
from annotation.formats.gathering import LARGEST
from annotation.formats.registry import FORMATS
from annotation.formats.scene_reading import Gathered, Reading
from annotation.formats.scenes import ALWAYS, Placed, Scene, SceneFormat, Writer
from annotation.formats.source import Source, Unreadable
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion, angles_of, from_angles
from annotation.kinds.base import Data
from annotation.modalities.base import Rejected
from annotation.modalities.scene.layouts.kitti_raw import KittiRaw
from core.errors import DomainError
from core.text import Text

LABELS = re.compile(r"(?P<root>(?:.*/)?)tracklet_labels\.xml", re.IGNORECASE)
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<!DOCTYPE boost_serialization>\n'
SAME = 5e-4
"""Metres by which a size may differ within one tracklet."""
VISIBLE, PARTLY = 0, 1


class Tracklets(Writer):
    def scene(self, scene: Scene) -> None:
        egos = [scene.manifest.ego(number) for number in range(len(scene.frames))]
        root = Element("boost_serialization", {"signature": "serialization::archive", "version": "9"})
        tracklets = SubElement(root, "tracklets", {"version": "0"})
        runs = list(_runs(scene))
        SubElement(tracklets, "count").text = str(len(runs))
        SubElement(tracklets, "item_version").text = "1"
        for first, run in runs:
            _tracklet(SubElement(tracklets, "item"), first, run, egos)
        indent(root, " ")
        folder = f"{scene.name}/"
        self.sink.write(f"{folder}tracklet_labels.xml", HEAD + tostring(root, encoding="utf-8") + b"\n")
        self.sink.write(f"{folder}poses.txt", "".join(map(kitti.pose_line, egos)).encode())
        if self.images:
            self._media(scene, folder, egos)

    def _media(self, scene: Scene, folder: str, egos: Sequence[Pose]) -> None:
        for number, ego in enumerate(egos):
            points = scene.columns(number, ego)
            if points is not None:
                points[:, 3] /= 255
                self.sink.write(f"{folder}velodyne_points/data/{number:010d}.bin", points.tobytes())
            for at, rig in enumerate(scene.manifest.rigs[:4]):
                scene.copy_picture(number, rig.name, f"{folder}image_{at:02d}/data/{number:010d}", self.sink)


def _runs(scene: Scene) -> Iterator[tuple[int, list[Placed]]]:
    """First frame and boxes of every stretch in which an object is there with one size."""
    open_: dict[str, tuple[int, list[Placed]]] = {}
    for number, objects in enumerate(scene.frames):
        here = {each.key: each for each in objects}
        for key in [key for key, (_, run) in open_.items() if key not in here or not _alike(run[-1], here[key])]:
            yield open_.pop(key)
        for key, each in here.items():
            open_.setdefault(key, (number, []))[1].append(each)
    yield from open_.values()


def _alike(a: Placed, b: Placed) -> bool:
    return all(abs(a.box[key] - b.box[key]) <= SAME for key in boxes.SIZE) and a.attributes == b.attributes


def _tracklet(item: Element, first: int, run: Sequence[Placed], egos: Sequence[Pose]) -> None:
    head = run[0]
    said = {"objectType": head.label, "h": head.box["height"], "w": head.box["width"], "l": head.box["length"]}
    for name, value in {**said, "first_frame": first}.items():
        SubElement(item, name).text = repr(value) if isinstance(value, float) else str(value)
    poses = SubElement(item, "poses", {"version": "0"})
    SubElement(poses, "count").text = str(len(run))
    SubElement(poses, "item_version").text = "2"
    for number, each in enumerate(run, first):
        _pose(SubElement(poses, "item"), boxes.moved(egos[number].inverse(), each.box), occluded=each.occluded)
    SubElement(item, "finished").text = "1"
    attributes = SubElement(item, "attributes")
    for key, value in {"track": head.key, **head.attributes}.items():
        one = SubElement(attributes, "attribute")
        SubElement(one, "name").text, SubElement(one, "value").text = key, _text(value)


def _pose(item: Element, box: Data, *, occluded: bool) -> None:
    roll, pitch, yaw = angles_of(Quaternion(box["qw"], box["qx"], box["qy"], box["qz"]))
    x, y, z = boxes.corners(box)[:4].mean(axis=0).tolist()
    numbers = {"tx": x, "ty": y, "tz": z, "rx": roll, "ry": pitch, "rz": yaw}
    for name, value in numbers.items():
        SubElement(item, name).text = repr(value)
    state = {"state": 2, "occlusion": PARTLY if occluded else VISIBLE, "occlusion_kf": 1, "truncation": 0}
    for name, number in state.items():
        SubElement(item, name).text = str(number)
    for name in ("amt_occlusion", "amt_border_l", "amt_border_r", "amt_occlusion_kf", "amt_border_kf"):
        SubElement(item, name).text = "-1"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list) else str(value)


@FORMATS.register
class KittiRawTracklets(SceneFormat):
    """One file for each drive."""

    slug = "kitti_raw"
    title = Text(en="KITTI raw tracklets (CVAT 3D)", zh="KITTI raw 轨迹（CVAT 三维）")
    extensions = (".xml",)
    cannot_carry = (
        *ALWAYS,
        Text(en="Attributes that change within a track at the same size.", zh="轨迹中随时间变化的属性。"),
        Text(en="Types of attributes: numbers and choices come back as text.", zh="属性类型：数值与选项读回后为文本。"),
    )
    writer = Tracklets

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(LABELS.fullmatch(name) for name in source.names)

    @classmethod
    def read(cls, reading: Reading) -> None:
        ways = _ways(reading)
        for name in reading.source.names:
            match = LABELS.fullmatch(name)
            tree = _tree(reading, name) if match else None
            if match is None or tree is None:
                continue
            scene = match["root"].rstrip("/") or "drive"
            egos = ways.get(match["root"], [])
            if not egos and reading.fact(scene, "posed"):
                reading.report.problem(name, "", "no-poses", file="oxts/")
                continue
            found = Gathered(reading, scene, len(egos) or reading.fact(scene, "frames") or 0)
            for index, item in enumerate(tree.iterfind("tracklets/item")):
                _read(found, (name, f"tracklets/item[{index}]"), str(index), item, egos)
            reading.keep(found)


def _tree(reading: Reading, name: str) -> Element | None:
    """The DOCTYPE without entities, with which all such files begin, is let through."""
    try:
        content = reading.source.read(name, LARGEST).replace(b"<!DOCTYPE boost_serialization>", b"", 1)
        found: Element = fromstring(content, forbid_dtd=True)
    except Unreadable as error:
        reading.report.problem(name, "", error.code, **error.params)
    except DefusedXmlException:
        reading.report.problem(name, "", "forbidden-xml")
    except (ParseError, ValueError) as error:
        reading.report.problem(name, "", "bad-xml", reason=str(error))
    else:
        return found
    return None


def _ways(reading: Reading) -> dict[str, list[Pose]]:
    """Velodyne to world of every frame, by the root of the drive."""
    found: dict[str, list[Pose]] = {}
    files = kitti.SourceFiles(reading.source)
    for group in KittiRaw.groups(files, files.names):
        root = group.files[0].rpartition("velodyne_points/")[0]
        try:
            scene = KittiRaw.open(kitti.SourceFiles(reading.source, group.files))
        except (Rejected, DomainError) as error:
            reading.report.problem(root, "", "not-readable", reason=str(error)[:200])
            continue
        if scene.posed:
            found[root] = [moment.ego for moment in scene.moments]
    for name in reading.source.names:
        if name.rpartition("/")[2] == "poses.txt":
            poses = [kitti.pose_of(words) for words in reading.lines(name)]
            found[name.removesuffix("poses.txt")] = [pose or Pose() for pose in poses]
    return found


def _read(found: Gathered, where: tuple[str, str], number: str, item: Element, egos: Sequence[Pose]) -> None:
    attributes = {
        each.findtext("name", ""): each.findtext("value", "") for each in item.iterfind("attributes/attribute")
    }
    key = attributes.pop("track", "") or number
    try:
        first = int(item.findtext("first_frame", "0"))
        size = [float(item.findtext(name, "nan")) for name in ("l", "w", "h")]
    except ValueError as error:
        found.reading.report.problem(*where, "bad-value", field="first_frame", reason=str(error)[:100])
        return
    for at, pose in enumerate(item.iterfind("poses/item")):
        frame = first + at
        values = {each.tag: each.text or "" for each in pose}
        place = (where[0], f"{where[1]}/poses/item[{at}]")
        box = partial(_box, values, size, egos[frame] if frame < len(egos) else Pose())
        hidden = values.get("occlusion") in {"1", "2"}
        found.add(place, key, frame, item.findtext("objectType"), box, attributes, occluded=hidden)


def _box(values: Mapping[str, str], size: Sequence[float], ego: Pose) -> Data:
    x, y, z, roll, pitch, yaw = (float(values[name]) for name in ("tx", "ty", "tz", "rx", "ry", "rz"))
    if not all(map(math.isfinite, (x, y, z, roll, pitch, yaw))):
        raise ValueError("numbers must be finite")
    bottom = Pose((x, y, z), from_angles(roll, pitch, yaw))
    length, width, height = size
    return boxes.moved(ego @ bottom, boxes.made(Pose((0.0, 0.0, height / 2)), length, width, height))
