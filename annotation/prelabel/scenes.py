"""Scenes as pre-labellers see them, and the one contract by which a detector of things in space plugs in.

A `SceneModel` says in `capabilities` what it can do and has a method for each; whoever runs it asks only for those.
Points and boxes are in the world (docs/scenes.md), whatever the model itself works in.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.tracking import Seen, joined, smoothed
from annotation.kinds.base import Data
from annotation.kinds.keyframes import Keyframe, keyframe
from annotation.kinds.thinning import thinned
from annotation.kinds.track import at as state_of
from annotation.modalities.scene import packed
from annotation.modalities.scene.manifest import Manifest, image_key, points_key
from annotation.prelabel.base import Labelled, Picture, Prelabeler, PrelabelError, Proposal

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Labels = NDArray[np.uint32]

Capability = Literal["detect3d", "fit_click", "propagate", "segment_ground", "segment_points", "lift_2d"]
TENTH = 0.1
"""Seconds from one frame to the next where the scene does not say."""
NEAR = 0.02
"""Metres to which the way of a thing is kept by its keyframes."""
EVERYWHERE = 0.8
"""Share of the frames in which something that stands must be seen to be a box of the whole scene."""


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


@dataclass(frozen=True, slots=True)
class Found:
    """A box in the world that a model has found in one frame."""

    label: str
    box: Data
    score: float
    points: int = 0
    range: float = 0.0


@dataclass(frozen=True, slots=True)
class Segmented:
    """Labels of the points of a frame in the order of `Frame.xyz`: 0 for none, else k for `labels[k - 1]`."""

    labels: Sequence[str]
    of: Labels = field(repr=False)


class SceneModel(Prelabeler):
    """A pre-labeller of scenes: from what it finds in single frames become boxes, tracks and labels of points."""

    kinds = frozenset({"cuboid", "track", "point_labels"})
    modalities = frozenset({"scene"})
    capabilities: ClassVar[frozenset[Capability]]

    def detect3d(self, frame: Frame) -> list[Found]:
        """Boxes of things."""
        raise NotImplementedError

    def fit_click(self, frame: Frame, place: Floats, label: str) -> Found | None:
        """The box of the thing at a place of the world."""
        raise NotImplementedError

    def propagate(self, before: Frame, after: Frame, box: Found) -> Found | None:
        """Where the thing in a box is in another frame."""
        raise NotImplementedError

    def segment_ground(self, frame: Frame) -> Mask:
        """Which points are ground."""
        raise NotImplementedError

    def segment_points(self, frame: Frame) -> Segmented:
        """A label for every point."""
        raise NotImplementedError

    def lift_2d(self, frame: Frame, camera: str, box: Sequence[float], label: str) -> Found | None:
        """The box of the thing that is in a box (left, top, right, bottom) of a camera's picture."""
        raise NotImplementedError

    @abstractmethod
    def proposals(self, scene: SceneView) -> list[Proposal]:
        """What it proposes for a scene."""

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for picture in pictures:
            if picture.wanted:
                self.setup.check()
                yield picture, self.proposals(SceneView(picture))

    def tracked(self, scene: SceneView, *, least: int = 2) -> list[Proposal]:
        """Boxes found in all frames, joined into things. Where people have drawn a box already nothing is proposed."""
        frames: list[list[Seen]] = []
        for frame in scene.frames:
            self.setup.check()
            drawn = [each.data for each in scene.labelled(frame.number)]
            found = [each for each in self.detect3d(frame) if not any(_meet(each.box, box) for box in drawn)]
            frames.append(
                [Seen(frame.number, each.box, each.score, each.label, each.points, each.range) for each in found]
            )
        if len(frames) == 1:
            return [Proposal("cuboid", each.kind, each.box, each.score) for each in frames[0]]
        return [proposed(seen, scene) for seen in joined(frames, scene.times, least=min(least, len(frames)))]


def _meet(a: Mapping[str, float], b: Mapping[str, float]) -> bool:
    """Whether the middle of one lies in the other."""
    middle = np.array([[a["x"], a["y"], a["z"]]])
    other = np.array([[b["x"], b["y"], b["z"]]])
    return bool(boxes.inside(middle, b, 0.3)[0] or boxes.inside(other, a, 0.3)[0])


def proposed(seen: Sequence[Seen], scene: SceneView) -> Proposal:
    """One thing: a box of the whole scene where it stands and is seen nearly always, else a track."""
    frames = len(scene.manifest.frames)
    placed, stands = smoothed(seen, [scene.times[each.frame] for each in seen])
    score = float(np.mean([each.score for each in seen]))
    if stands and scene.manifest.posed and len(seen) >= EVERYWHERE * frames:
        return Proposal("cuboid", seen[0].kind, placed[0], score)
    keys = [keyframe(each.frame, box, origin="model") for each, box in zip(seen, placed, strict=True)]
    kept: list[Keyframe] = thinned(keys, NEAR, of="cuboid", apart=boxes.apart)
    if seen[-1].frame + 1 < frames:
        kept.append({**keys[-1], "frame": seen[-1].frame + 1, "outside": True})
    return Proposal("track", seen[0].kind, {"of": "cuboid", "keyframes": kept}, score)
