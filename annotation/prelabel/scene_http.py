"""A server of models for scenes, by a protocol of our own that is said in docs/scenes.md."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.point_labels import MOST_CLASSES
from annotation.prelabel.base import Field, PrelabelError, Setup
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.scene_answers import MOST_OBJECTS, Reader, local, number
from annotation.prelabel.scene_lifting import lens_of
from annotation.prelabel.scene_view import Floats, Found, Frame, Mask, Segmented
from annotation.prelabel.scenes import DIRECTION, FRAMES, GROUND, REACH, SceneModel, task_field
from annotation.prelabel.server import ask
from core.text import Text

QUICK, PATIENT = 10.0, 120.0
Body = dict[str, Any]


@PRELABELERS.register
class SceneHttp(SceneModel):
    """Asks frame by frame; what it finds is followed over the frames here."""

    slug = "scene_http"
    title = Text(en="Model server for scenes (HTTP)", zh="场景模型服务（HTTP）")
    description = Text(
        en="A server that finds or follows boxes, labels points, lifts boxes of pictures into space, or fits a box"
        " to a click. It is sent the points of one frame at a time; what it finds is followed over the frames here.",
        zh="检测或传播立体框、标注点云、将图像框提升为立体框、按点击拟合立体框的服务。逐帧发送点云；检测结果由本系统跨帧跟踪。",
    )
    capabilities = frozenset({"detect3d", "fit_click", "propagate", "segment_ground", "segment_points", "lift_2d"})
    needs_server = True
    fields = (
        Field("url", Text(en="Address", zh="地址"), "text", required=True),
        task_field("detect3d", "segment_points", "segment_ground", "propagate", "lift_2d", "fit_click"),
        Field(
            "classes",
            Text(en="Its classes as labels (same names when empty)", zh="类别与标签对应（留空按同名）"),
            "classes",
            {},
        ),
        Field("threshold", Text(en="Least score", zh="最低置信度"), "number", 0.3, 0, 1),
        FRAMES,
        REACH,
        DIRECTION,
        GROUND,
        Field(
            "user", Text(en="User name", zh="用户名"), "text", help=Text(en="If it wants one.", zh="如服务要求登录。")
        ),
        Field("password", Text(en="Password or token", zh="密码或令牌"), "secret"),
    )

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        """Ask /health what it can do."""
        answer = ask(setup.config, "/health", None, QUICK)
        able, wanted = answer.get("capabilities"), setup.config["task"]
        if not isinstance(able, list) or wanted not in able:
            said = str(answer)[:200]
            raise PrelabelError("server-not-up", f"/health does not say that it can {wanted}: {said}", answer=said)
        return {"status": "UP", "model": str(answer.get("model_version") or "")[:200]}

    def detect3d(self, frame: Frame) -> list[Found]:
        answer = self._ask("detect3d", _body(frame), "objects")
        found = [self._found(each, frame) for each in answer["objects"][:MOST_OBJECTS]]
        return [each for each in found if each]

    def propagate(self, before: Frame, after: Frame, box: Found, expected: Found) -> Found | None:
        body = {
            **_body(after),
            "expected": local(after.around()[1], expected),
            "before": {**_body(before), "box": local(before.around()[1], box)},
        }
        return self._one("propagate", {**body, "label": box.label}, after, box.label)

    def fit_click(self, frame: Frame, place: Floats, label: str) -> Found | None:
        _, stand = frame.around()
        x, y, z = stand.inverse().apply(place[None])[0].tolist()
        return self._one("fit_click", {**_body(frame), "click": {"x": x, "y": y, "z": z}, "label": label}, frame, label)

    def lift_2d(self, frame: Frame, camera: str, box: Sequence[float], label: str) -> Found | None:
        lens, pose = lens_of(frame, camera)
        _, stand = frame.around()
        with frame.picture(camera) as path:
            image = base64.b64encode(path.read_bytes()).decode()
        about = {**lens.json(), "name": camera, "pose": (stand.inverse() @ pose).json(), "image": image}
        return self._one("lift_2d", {**_body(frame), "camera": about, "box": list(box), "label": label}, frame, label)

    def segment_ground(self, frame: Frame) -> Mask:
        return self._values("segment_ground", frame)[1] > 0

    def segment_points(self, frame: Frame) -> Segmented:
        answer, values = self._values("segment_points", frame)
        labels = answer.get("labels")
        if not isinstance(labels, list) or (len(values) and int((values & MOST_CLASSES).max()) > len(labels)):
            raise _misled("segment_points", answer, "labels and values of them")
        score = number(answer.get("score", 1.0))
        return Segmented([str(each)[:100] for each in labels], values, score if 0 <= score <= 1 else 1.0)

    def _values(self, what: str, frame: Frame) -> tuple[Body, NDArray[np.uint32]]:
        """The answer with its number for each point."""
        answer = self._ask(what, _body(frame), "values")
        try:
            values = np.frombuffer(base64.b64decode(answer["values"]["data"], validate=True), "<u4")
        except (KeyError, TypeError, ValueError):
            values = np.zeros(0, np.uint32)
        if len(values) != len(frame.points):
            raise _misled(what, answer, f"{len(frame.points)} values")
        return answer, values

    def _one(self, what: str, body: Body, frame: Frame, label: str) -> Found | None:
        """The one box that is answered, which is of a label known before; None for null."""
        said = self._ask(what, body, "object")["object"]
        return self._found(said, frame, label) if isinstance(said, dict) else None

    def _found(self, said: Any, frame: Frame, label: str | None = None) -> Found | None:
        values = said if isinstance(said, dict) else {}
        xyz, place = frame.around()
        name, score = str(values.get("label") or ""), number(values.get("score", 1.0))
        return Reader(self.setup, self.refused).found(name, score, values, xyz, place, label)

    def _ask(self, what: str, body: Body, key: str) -> Body:
        answer = ask(self.setup.config, f"/{what}", body, PATIENT)
        wrong = key not in answer or (key == "objects" and not isinstance(answer[key], list))
        if wrong or answer.get("frame_id", "ego") != "ego":
            raise _misled(what, answer, f"{key} in ego")
        return answer


def _misled(what: str, answer: Body, wanted: str) -> PrelabelError:
    said = str(answer)[:200]
    return PrelabelError(
        "scene-answer", f"/{what} answered {said}, not {wanted}.", path=f"/{what}", said=said, wanted=wanted
    )


def _body(frame: Frame) -> Body:
    xyz, _ = frame.around()
    columns = np.concatenate([xyz, frame.points.intensity[:, None] / 255.0], axis=1).astype("<f4")
    points = {"shape": list(columns.shape), "type": "float32", "data": base64.b64encode(columns.tobytes()).decode()}
    return {"frame_id": "ego", "frame": frame.number, "points": points, "fields": ["x", "y", "z", "intensity"]}
