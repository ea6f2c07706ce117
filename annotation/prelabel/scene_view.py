"""Scenes as pre-labellers see them. Points and boxes are in the world (docs/scenes.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d.poses import Pose
from annotation.kinds.base import Data
from annotation.kinds.track import at as state_of
from annotation.modalities.scene import packed
from annotation.modalities.scene.manifest import Manifest, image_key, points_key
from annotation.prelabel.base import Labelled, Picture, PrelabelError, Setup

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Labels = NDArray[np.uint32]

TENTH = 0.1
"""Seconds from one frame to the next where the scene does not say."""


@dataclass(frozen=True)
class Frame:
    """One frame: its points in the world with what is known of them. Nothing is read before it is asked for."""

    scene: SceneView
    number: int

    @cached_property
    def points(self) -> packed.Packed:
        with self.scene.file("points", points_key(self.number)) as path:
            return packed.read(path)

    @property
    def xyz(self) -> Floats:
        found: Floats = self.points.xyz + self.scene.manifest.origin
        return found

    @property
    def ego(self) -> Pose:
        return self.scene.manifest.ego(self.number)

    @property
    def sensor(self) -> Pose:
        """Where the points were seen from."""
        return self.scene.manifest.sweep(self.number) or self.ego

    @property
    def count(self) -> int:
        """Points of the source, also those without a place: the length of labels."""
        return int(self.scene.manifest.frames[self.number]["count"])

    def around(self) -> tuple[Floats, Pose]:
        """The points around the sensor with the vehicle's axes, and how that frame stands in the world."""
        frame = Pose(self.sensor.t, self.ego.q)
        return frame.inverse().apply(self.xyz), frame

    def picture(self, camera: str) -> AbstractContextManager[Path]:
        return self.scene.file("image", image_key(self.number, camera))


@dataclass(frozen=True)
class SceneView:
    """An asset of the modality `scene`. Raises PrelabelError "no-scene" when it has not been prepared."""

    picture: Picture

    @property
    def file(self) -> Callable[[str, str], AbstractContextManager[Path]]:
        return self.picture.file

    @cached_property
    def manifest(self) -> Manifest:
        try:
            with self.picture.file("scene", "") as path:
                return Manifest.read(path)
        except KeyError:
            raise PrelabelError(
                "no-scene", f"{self.picture.name} is no prepared scene.", name=self.picture.name
            ) from None

    @property
    def frames(self) -> Iterator[Frame]:
        return (Frame(self, number) for number in range(len(self.manifest.frames)))

    @cached_property
    def times(self) -> list[float]:
        """Seconds of every frame."""
        frames = self.manifest.frames
        said = [int(each["time"]) for each in frames if each.get("time") is not None]
        if len(said) < len(frames):
            return [TENTH * at for at in range(len(frames))]
        return [(time - said[0]) / 1e9 for time in said]

    def labelled(self, number: int) -> list[Labelled]:
        """The boxes that people have drawn in a frame, each as a cuboid."""
        found = []
        for each in self.picture.labelled:
            state = state_of(each.data, number) if each.kind == "track" and each.data["of"] == "cuboid" else None
            if each.kind == "cuboid":
                found.append(each)
            elif state is not None:
                found.append(Labelled("cuboid", each.label, state["data"], each.attributes, each.id))
        return found

    def in_pictures(self, number: int) -> list[InPicture]:
        """What people have drawn in the pictures of a frame and nobody has put into space."""
        boxes = (each for each in self.picture.labelled if each.kind == "picture_box")
        return [
            InPicture(each.data["camera"], _sides(each.data), each.label)
            for each in boxes
            if each.data["frame"] == number and each.data["of"] is None
        ]


def _sides(box: Data) -> tuple[float, float, float, float]:
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def label_for(setup: Setup, name: str, kind: str) -> str | None:
    """The label of a class of a model that may be of a kind: as configured, else of the same name."""
    given: Mapping[str, str] = setup.config.get("classes") or {}
    label = given.get(name, "") if given else name
    return label if kind in setup.labels.get(label, ()) else None


@dataclass(frozen=True, slots=True)
class Found:
    """A box in the world that a model has found in one frame."""

    label: str
    box: Data
    score: float
    points: int = 0
    range: float = 0.0


@dataclass(frozen=True, slots=True)
class InPicture:
    """A box in a camera's picture (left, top, right, bottom in its pixels) with what is in it."""

    camera: str
    box: tuple[float, float, float, float]
    label: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Segmented:
    """Labels of the points of a frame in the order of `Frame.xyz`: in the lower 16 bits 0 for none, else k for
    `labels[k - 1]`, in the upper 16 the number of the thing in this frame, 0 for what is not counted."""

    labels: Sequence[str]
    of: Labels = field(repr=False)
    score: float = 1.0
