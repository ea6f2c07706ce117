"""The one contract by which whatever finds things in space plugs in: a built-in algorithm, an ONNX file, a server.

A `SceneModel` has a method for each of its `capabilities`; `task` is the one that a run uses, and `scene_tasks` makes
proposals for a whole scene of what the method says of single frames. Points and boxes are in the world
(docs/scenes.md), whatever the model itself works in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal

from annotation.prelabel import scene_tasks
from annotation.prelabel.base import Field, Picture, Prelabeler, PrelabelError, Proposal
from annotation.prelabel.scene_view import Floats, Found, Frame, InPicture, Mask, SceneView, Segmented, label_for
from core.text import Text

Capability = Literal["detect3d", "fit_click", "propagate", "segment_ground", "segment_points", "lift_2d"]
TASKS: Mapping[str, Callable[[SceneModel, SceneView], list[Proposal]]] = {
    "detect3d": scene_tasks.detected,
    "propagate": scene_tasks.carried,
    "segment_ground": scene_tasks.painted,
    "segment_points": scene_tasks.painted,
    "lift_2d": scene_tasks.lifted,
}
"""What is done with a whole scene; a click is fitted when somebody clicks."""
TITLES: Mapping[str, Text] = {
    "detect3d": Text(en="Find boxes", zh="检测立体框"),
    "propagate": Text(en="Carry boxes on over the frames", zh="跨帧传播立体框"),
    "segment_ground": Text(en="Label the ground points", zh="标注地面点"),
    "segment_points": Text(en="Label all points", zh="标注全部点"),
    "lift_2d": Text(en="Lift boxes of pictures into space", zh="将图像框提升为立体框"),
    "fit_click": Text(en="Fit boxes where people click", zh="按点击拟合立体框"),
}
GROUND_NAMES = ("road", "ground", "terrain", "drivable", "道路", "地面")
FRAMES = Field("frames", Text(en="Seen in so many frames", zh="最少出现帧数"), "number", 2, 1, 100)
REACH = Field("reach", Text(en="Frames to carry on", zh="传播帧数"), "number", 20, 1, 500)
DIRECTION = Field(
    "direction",
    Text(en="Direction", zh="方向"),
    "select",
    "forward",
    options=(
        ("forward", Text(en="Onwards", zh="向后")),
        ("back", Text(en="Backwards", zh="向前")),
        ("both", Text(en="Both ways", zh="双向")),
    ),
)
GROUND = Field(
    "ground",
    Text(en="Label of the ground", zh="地面标签"),
    "labels",
    [],
    help=Text(
        en="The first one is used; without one, that which is called road or ground.",
        zh="使用第一个；留空则按名称（道路、地面）选取。",
    ),
)


def task_field(*able: Capability) -> Field:
    """What a model that is brought along is to do."""
    options = tuple((each, TITLES[each]) for each in able)
    return Field("task", Text(en="What it does", zh="用途"), "select", able[0], options=options)


class SceneModel(Prelabeler):
    """A pre-labeller of scenes: from what it finds in single frames become boxes, tracks and labels of points."""

    kinds = frozenset({"cuboid", "track", "point_labels"})
    modalities = frozenset({"scene"})
    capabilities: ClassVar[frozenset[Capability]]

    @classmethod
    def is_asked(cls, config: Mapping[str, Any]) -> bool:
        return config.get("task") == "fit_click"

    @property
    def task(self) -> str:
        """What a run does: as configured, else its only capability, else to find boxes."""
        return str(
            self.setup.config.get("task")
            or (next(iter(self.capabilities)) if len(self.capabilities) == 1 else "detect3d")
        )

    def detect3d(self, frame: Frame) -> list[Found]:
        """Boxes of things."""
        raise NotImplementedError

    def fit_click(self, frame: Frame, place: Floats, label: str) -> Found | None:
        """The box of the thing at a place of the world."""
        raise NotImplementedError

    def propagate(self, before: Frame, after: Frame, box: Found, expected: Found) -> Found | None:
        """Where the thing in a box is in another frame, and how sure that is; `expected` is where its pace has it."""
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

    def in_pictures(self, frame: Frame) -> list[InPicture]:
        """What is to be lifted in a frame: what people drew in its pictures and nobody has put into space yet."""
        return frame.scene.in_pictures(frame.number)

    def point_label(self, name: str) -> str | None:
        """The label of the project for points of a class; None when it has none."""
        return label_for(self.setup, name, "point_labels")

    @property
    def ground_label(self) -> str:
        """Under which ground goes. Raises PrelabelError when the project has no such label."""
        fitting = [label for label, kinds in self.setup.labels.items() if "point_labels" in kinds]
        chosen = [label for label in self.setup.config.get("ground") or () if label in fitting]
        named = [label for name in GROUND_NAMES for label in fitting if name in label.lower()]
        if not (chosen or named):
            raise PrelabelError("no-ground-label", "No label for points names the ground.")
        return (chosen or named)[0]

    def proposals(self, scene: SceneView) -> list[Proposal]:
        """What it proposes for a scene."""
        do = TASKS.get(self.task)
        if do is None:
            raise PrelabelError("not-for-runs", f"{self.title.en} is asked by clicks, not by runs.")
        return do(self, scene)

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for picture in pictures:
            if picture.wanted:
                self.setup.check()
                yield picture, self.proposals(SceneView(picture))
