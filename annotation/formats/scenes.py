"""What formats of boxes in scenes share: a scene's objects frame by frame, with its points and pictures.

A format that knows only single frames writes a box that holds in all of them as one box in each; read again it is one
box (`annotation.formats.scene_reading`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from annotation.formats.base import Decoded, Format, Header, Item, Options
from annotation.formats.report import Report
from annotation.formats.scene_reading import Reading
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.kinds import KINDS
from annotation.kinds.base import Data
from annotation.kinds.keyframes import state_at
from annotation.kinds.record import Record
from annotation.modalities.scene.manifest import Manifest, image_key, points_key
from core.text import Text

Floats = NDArray[np.float64]
TILT = 1e-3
"""Metres by which a corner moves from which the loss of roll and pitch is told."""
ALWAYS: tuple[Text, ...] = (
    Text(en="Anything but cuboids and their tracks.", zh="立体框及其轨迹以外的任何内容。"),
    Text(en="Sources, and which keyframes were drawn.", zh="来源，以及哪些是手工关键帧。"),
)
PATHS = frozenset({"polyline3d", "polygon3d"})
FLAT = Text(en="Roll and pitch of boxes.", zh="框的横滚角与俯仰角。")


@dataclass(frozen=True, slots=True)
class Placed:
    """One object in one frame; `box` is in the world."""

    record: Record
    box: Data
    attributes: Mapping[str, Any]
    occluded: bool = False

    @property
    def key(self) -> str:
        return self.record["id"]

    @property
    def label(self) -> str:
        return self.record["label"]


@dataclass(frozen=True)
class Scene:
    """A scene to be written: its objects in every frame, and what is known of its sensors."""

    name: str
    item: Item
    manifest: Manifest
    frames: list[list[Placed]]
    paths: list[Record]
    """Lines and areas in the world, for formats that know them."""

    def points(self, number: int) -> tuple[Floats, Floats] | None:
        """World coordinates of a frame's points in their order at the source, and their intensities, 0 to 255."""
        from annotation.modalities.scene import packed

        try:
            with self.item.derived("points", points_key(number)) as path:
                found = packed.read(path)
        except KeyError:
            return None
        order = np.argsort(found.index)
        return found.xyz[order] + self.manifest.origin, found.intensity[order].astype(np.float64)

    def columns(self, number: int, sensor: Pose) -> NDArray[np.float32] | None:
        """x, y, z in the frame of a sensor and intensity, of the points of a frame."""
        found = self.points(number)
        if found is None:
            return None
        xyz, intensity = found
        return np.concatenate([sensor.inverse().apply(xyz), intensity[:, None]], axis=1).astype("<f4")

    def copy_picture(self, number: int, camera: str, name: str, sink: Sink) -> None:
        """The picture of a camera under `name`, which has no suffix yet."""
        try:
            with self.item.derived("image", image_key(number, camera)) as path, path.open("rb") as stream:
                sink.copy(f"{name}{path.suffix or '.jpg'}", stream)
        except KeyError:
            return


def pcd_of(columns: NDArray[Any]) -> bytes:
    """A binary PCD of x, y, z and intensity, all of the type that the columns have."""
    size, count = columns.dtype.itemsize, len(columns)
    header = (
        "# .PCD v0.7 - Point Cloud Data file format\nVERSION 0.7\nFIELDS x y z intensity\n"
        f"SIZE {size} {size} {size} {size}\nTYPE F F F F\nCOUNT 1 1 1 1\nWIDTH {count}\nHEIGHT 1\n"
        f"VIEWPOINT 0 0 0 1 0 0 0\nPOINTS {count}\nDATA binary\n"
    )
    return header.encode() + columns.tobytes()


class Writer(ABC):
    """State of one writing: `scene` takes them one by one, `close` writes what waits for the last."""

    def __init__(self, header: Header, sink: Sink, options: Mapping[str, str], *, images: bool) -> None:
        self.header, self.sink, self.options, self.images = header, sink, options, images
        self.report = Report()

    @abstractmethod
    def scene(self, scene: Scene) -> None:
        """Write a scene."""

    def close(self) -> None:  # noqa: B027 - most have nothing left
        """Write what holds for all scenes."""

    def level(self, box: Data) -> dict[str, float]:
        """The box without roll and pitch, for formats that know but one angle; what gets lost is counted."""
        flat = boxes.level(box)
        self.report.loss("tilt-dropped", int(boxes.apart(flat, box) > TILT))
        return flat


class SceneFormat(Format):
    """A format of boxes in scenes."""

    kinds = frozenset({"cuboid", "track"})
    modalities = frozenset({"scene"})
    cannot_carry: ClassVar[tuple[Text, ...]] = ALWAYS
    writer: ClassVar[type[Writer]]

    @classmethod
    @abstractmethod
    def read(cls, reading: Reading) -> None:
        """Read all scenes of the source."""

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        reading = Reading(source, cls.title.en)
        cls.read(reading)
        return reading.decoded()

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        writer = cls.writer(header, sink, cls.chosen(options), images=images)
        for item in items:
            scene = scene_of(item, writer.report, cls.kinds)
            if scene:
                writer.scene(scene)
        writer.close()
        return writer.report


def scene_of(item: Item, report: Report, kinds: frozenset[str]) -> Scene | None:
    """What of these kinds is in a scene. None, with the loss counted, when nothing says where its sensors were."""
    report.items += 1
    objects = [record for record in item.records if _is_object(record)]
    paths = [record for record in item.records if record["kind"] in PATHS & kinds]
    report.loss("kind-not-carried", len(item.records) - len(objects) - len(paths))
    try:
        with item.derived("scene", "") as path:
            manifest = Manifest.read(path)
    except KeyError:
        report.loss("no-scene", len(objects) + len(paths))
        return None
    report.records += len(objects) + len(paths)
    frames = [list(in_frame(objects, number)) for number in range(len(manifest.frames))]
    return Scene(item.name, item, manifest, frames, paths)


def _is_object(record: Record) -> bool:
    return record["kind"] == "cuboid" or (record["kind"] == "track" and record["data"]["of"] == "cuboid")


def in_frame(records: Iterable[Record], number: int) -> Iterator[Placed]:
    for record in records:
        if record["kind"] == "cuboid":
            yield Placed(record, record["data"], record["attributes"])
            continue
        state = state_at(record["data"], number, KINDS["cuboid"].interpolate)
        if state is not None:
            attributes = {**record["attributes"], **state["attributes"]}
            yield Placed(record, state["data"], attributes, state["occluded"])
