"""Detectors of others for scenes: a small server that speaks our protocol, and tiny ONNX files made here."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from pytest_django import Settings

from annotation.kinds import KINDS
from annotation.kinds.track import at
from annotation.prelabel.base import Picture, PrelabelError, Proposal, Refused, Setup
from annotation.prelabel.onnx import SceneOnnx
from annotation.prelabel.scene_http import SceneHttp
from annotation.prelabel.scenes import SceneModel
from tests.annotation.prelabel.scenes import FRAMES, PARKED, ego, moving, scene

LABELS = {"car": frozenset({"cuboid"}), "lane": frozenset({"polyline3d"})}


def local(frame: int, box: dict[str, float]) -> dict[str, float]:
    """A box as a detector says it: in the vehicle's axes about the sensor, 1.8 m above the ground."""
    here = ego(frame)
    yaw = 0.05 * frame
    dx, dy = box["x"] - here.t[0], box["y"] - here.t[1]
    cos, sin = np.cos(yaw), np.sin(yaw)
    turned = 2 * np.arctan2(box["qz"], box["qw"]) - yaw
    return {
        "x": dx * cos + dy * sin, "y": dy * cos - dx * sin, "z": box["z"] - here.t[2] - 1.8, "yaw": float(turned),
        **{key: box[key] for key in ("length", "width", "height")},
    }  # fmt: skip


class Server(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[Any] = []
        self.health: Any = {"capabilities": ["detect3d"], "model_version": "4"}
        self.more: list[Any] = []


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self._send(self.server.health)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        frame = body["frame"]
        objects = [{"label": "vehicle", "score": 0.9, **local(frame, each)} for each in (PARKED, moving(frame))]
        self._send({"frame_id": "ego", "objects": [*objects, *self.server.more]})

    def _send(self, value: Any) -> None:
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    one = Server()
    settings.PRIVATE_HOSTS = [f"127.0.0.1:{one.server_port}"]
    thread = threading.Thread(target=one.serve_forever, daemon=True)
    thread.start()
    yield one
    one.shutdown()
    one.server_close()
    thread.join()


def config(server: Server, **more: Any) -> dict[str, Any]:
    return SceneHttp.configuration({"url": f"http://127.0.0.1:{server.server_port}", **more})


def proposals(model: SceneModel, one: Picture) -> list[Proposal]:
    ((_, found),) = model.predict([one])
    return sorted(found, key=lambda each: each.kind)


def they_are_right(found: list[Proposal]) -> None:
    parked, driving = found
    assert (parked.kind, parked.label, driving.kind) == ("cuboid", "car", "track")
    assert KINDS["cuboid"].similarity(dict(parked.data), PARKED) > 0.95
    state = at(dict(driving.data), FRAMES - 1)
    assert state
    assert KINDS["cuboid"].similarity(state["data"], moving(FRAMES - 1)) > 0.9


def test_a_server_is_sent_points_and_its_boxes_are_followed(server: Server, tmp_path: Path) -> None:
    server.more = [
        {"label": "tree"},
        {"label": "vehicle", "score": 0.9, "x": "far"},
        "what",
        {"label": "vehicle", "score": 0.1},
    ]
    model = SceneHttp(Setup(config(server, classes={"vehicle": "car"}), LABELS))
    one = scene(tmp_path / "street")
    they_are_right(proposals(model, one))
    body = server.asked[0]
    points = np.frombuffer(base64.b64decode(body["points"]["data"]), "<f4").reshape(body["points"]["shape"])
    assert points.shape[1] == 4
    assert np.median(points[:, 2]) == pytest.approx(-1.8, abs=0.1)
    assert model.refused == {
        Refused("label", "tree"): FRAMES,
        Refused("broken", "vehicle"): FRAMES,
        Refused("label"): FRAMES,
    }


def test_a_server_says_what_it_can_do(server: Server) -> None:
    assert SceneHttp.examine(Setup(config(server), LABELS)) == {"status": "UP", "model": "4"}
    server.health = {"capabilities": ["segment_ground"]}
    with pytest.raises(PrelabelError, match="detect3d"):
        SceneHttp.examine(Setup(config(server), LABELS))


def file(path: Path, outputs: dict[str, Any], width: int = 4) -> Path:
    """A model that answers every cloud alike."""
    points = helper.make_tensor_value_info("points", TensorProto.FLOAT, ["n", width])
    constants = [numpy_helper.from_array(np.zeros(1, np.float32), "zero")]
    nodes = [
        helper.make_node("ReduceSum", ["points"], ["sum"], keepdims=0),
        helper.make_node("Mul", ["sum", "zero"], ["nothing"]),
    ]
    values = []
    for name, value in outputs.items():
        array = np.asarray(value, np.float32)
        constants.append(numpy_helper.from_array(array, f"{name}_value"))
        nodes.append(helper.make_node("Add", [f"{name}_value", "nothing"], [name]))
        values.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, list(array.shape)))
    graph = helper.make_graph(nodes, "detector", [points], values, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    helper.set_model_props(model, {"names": "{0: 'car', 1: 'tree'}"})
    onnx.save(model, str(path))
    return path


def onnx_setup(path: Path, **more: Any) -> Setup:
    return Setup(SceneOnnx.configuration({"frames": 1, **more}), LABELS, path)


def test_an_onnx_file_takes_points_and_gives_boxes(tmp_path: Path) -> None:
    keys = ("x", "y", "z", "length", "width", "height", "yaw")
    boxes = [[local(0, each)[key] for key in keys] for each in (PARKED, moving(0), moving(0))]
    path = file(tmp_path / "m.onnx", {"boxes": boxes, "scores": [0.9, 0.8, 0.1], "labels": [0, 1, 0]})
    assert SceneOnnx.examine(onnx_setup(path)) == {"classes": ["car", "tree"]}
    model = SceneOnnx(onnx_setup(path))
    try:
        (found,) = proposals(model, scene(tmp_path / "street", frames=1))
    finally:
        model.close()
    assert KINDS["cuboid"].similarity(dict(found.data), PARKED) > 0.95
    assert (found.label, round(found.score, 3), model.refused) == ("car", 0.9, {Refused("label", "tree"): 1})


@pytest.mark.parametrize(
    ("outputs", "width", "code"),
    [({"boxes": [[0] * 6], "scores": [1], "labels": [0]}, 4, "onnx-boxes"), ({"logits": [[1]]}, 4, "onnx-boxes"),
     ({"boxes": [[0] * 7], "scores": [1], "labels": [0]}, 3, "onnx-points")],
)  # fmt: skip
def test_files_of_another_kind_are_refused_when_they_are_added(
    tmp_path: Path, outputs: Any, width: int, code: str
) -> None:
    with pytest.raises(PrelabelError) as caught:
        SceneOnnx.examine(onnx_setup(file(tmp_path / "m.onnx", outputs, width)))
    assert caught.value.code == code
