"""A server of detectors for scenes, by a protocol of our own that is said in docs/scenes.md."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from annotation.prelabel.base import Field, PrelabelError, Proposal, Setup
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.scene_answers import MOST_OBJECTS, Reader, number
from annotation.prelabel.scenes import Found, Frame, SceneModel, SceneView
from annotation.prelabel.server import ask
from core.text import Text

QUICK, PATIENT = 10.0, 120.0
DETECT = "detect3d"


@PRELABELERS.register
class SceneHttp(SceneModel):
    """Asks frame by frame; what it finds is followed over the frames here."""

    slug = "scene_http"
    title = Text(en="Model server for scenes (HTTP)", zh="场景模型服务（HTTP）")
    description = Text(
        en="A server that finds boxes in point clouds. It is sent the points of one frame at a time; what it finds is"
        " followed over the frames here.",
        zh="在点云中检测立体框的服务。逐帧发送点云；检测结果由本系统跨帧跟踪。",
    )
    kinds = frozenset({"cuboid", "track"})
    capabilities = frozenset({"detect3d"})
    needs_server = True
    fields = (
        Field("url", Text(en="Address", zh="地址"), "text", required=True),
        Field(
            "classes",
            Text(en="Its classes as labels (same names when empty)", zh="类别与标签对应（留空按同名）"),
            "classes",
            {},
        ),
        Field("threshold", Text(en="Least score", zh="最低置信度"), "number", 0.3, 0, 1),
        Field("frames", Text(en="Seen in so many frames", zh="最少出现帧数"), "number", 2, 1, 100),
        Field(
            "user", Text(en="User name", zh="用户名"), "text", help=Text(en="If it wants one.", zh="如服务要求登录。")
        ),
        Field("password", Text(en="Password or token", zh="密码或令牌"), "secret"),
    )

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        """Ask /health what it can do."""
        answer = ask(setup.config, "/health", None, QUICK)
        able = answer.get("capabilities")
        if not isinstance(able, list) or DETECT not in able:
            said = str(answer)[:200]
            raise PrelabelError("server-not-up", f"/health does not say that it can {DETECT}: {said}", answer=said)
        return {"status": "UP", "model": str(answer.get("model_version") or "")[:200]}

    def proposals(self, scene: SceneView) -> list[Proposal]:
        return self.tracked(scene, least=int(self.setup.config["frames"]))

    def detect3d(self, frame: Frame) -> list[Found]:
        xyz, place = frame.around()
        columns = np.concatenate([xyz, frame.points.intensity[:, None] / 255.0], axis=1).astype("<f4")
        points = {"shape": list(columns.shape), "type": "float32", "data": base64.b64encode(columns.tobytes()).decode()}
        body = {"frame_id": "ego", "frame": frame.number, "points": points, "fields": ["x", "y", "z", "intensity"]}
        answer = ask(self.setup.config, f"/{DETECT}", body, PATIENT)
        objects = answer.get("objects")
        if not isinstance(objects, list) or answer.get("frame_id", "ego") != "ego":
            said = str(answer)[:200]
            raise PrelabelError("server-answer", f"/{DETECT} answered {said}, not objects in ego.", count=0, said=said)
        reader = Reader(self.setup, self.refused)
        found = []
        for each in objects[:MOST_OBJECTS]:
            values = each if isinstance(each, dict) else {}
            label, score = str(values.get("label") or ""), number(values.get("score", 1.0))
            found.append(reader.found(label, score, values, xyz, place))
        return [each for each in found if each]
