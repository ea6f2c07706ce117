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
from PIL import Image
from pytest_django import Settings

from annotation.geometry3d.boxes import corners
from annotation.kinds import KINDS
from annotation.kinds.keyframes import keyframe
from annotation.kinds.track import at
from annotation.prelabel.base import Labelled, Picture, PrelabelError, Proposal, Refused, Setup
from annotation.prelabel.onnx import SceneCameras, SceneOnnx
from annotation.prelabel.scene_http import SceneHttp
from annotation.prelabel.scene_view import Found, Frame, SceneView
from annotation.prelabel.scenes import SceneModel
from tests.annotation.prelabel.scenes import CAMERA, FRAMES, PARKED, ego, moving, scene
from tests.annotation.prelabel.test_onnx import SIDE, constant_model

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


def columns(body: Any) -> Any:
    return np.frombuffer(base64.b64decode(body["points"]["data"]), "<f4").reshape(body["points"]["shape"])


def low(body: Any) -> dict[str, Any]:
    """1 for points of the ground, 2 for the first of two things, for the others nothing."""
    z = columns(body)[:, 2]
    values = np.where(z < -1.6, 1, 0).astype("<u4")
    values[np.flatnonzero(z > 1)[:50]] = 2 | 9 << 16
    packed = base64.b64encode(values.tobytes()).decode()
    return {"labels": ["asphalt", "wall"], "values": {"data": packed}, "score": 0.8}


def there(body: Any) -> dict[str, Any]:
    return {"object": {**local(body["frame"], moving(body["frame"])), "score": 0.7}}


def clicked(body: Any) -> dict[str, Any]:
    return {"object": {**local(body["frame"], PARKED), "score": 0.9}}


ANSWERS = {
    "/segment_points": low, "/segment_ground": low, "/propagate": there, "/lift_2d": there, "/fit_click": clicked,
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
        if self.path != "/detect3d":
            self._send({"frame_id": "ego", **ANSWERS[self.path](body)})
            return
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


POINTS = {**LABELS, "road": frozenset({"point_labels"}), "wall": frozenset({"point_labels"})}


def test_a_server_labels_points(server: Server, tmp_path: Path) -> None:
    server.health = {"capabilities": ["segment_points", "segment_ground"]}
    one = scene(tmp_path / "street", frames=2)
    classes = {"asphalt": "road", "wall": "wall"}
    setup = Setup(config(server, task="segment_points", classes=classes), POINTS)
    assert SceneHttp.examine(setup)["status"] == "UP"
    found = proposals(SceneHttp(setup), one)
    assert [each.score for each in found] == [0.8, 0.8]
    for each in found:
        road, wall = each.data["classes"]
        assert (road["label"], wall["label"], wall["points"], wall["instances"]) == ("road", "wall", 50, 1)
        assert road["points"] > 10_000
        KINDS["point_labels"].check_blob(dict(each.data), each.blob)
    (first, _) = proposals(SceneHttp(Setup(config(server, task="segment_ground"), POINTS)), one)
    assert [each["label"] for each in first.data["classes"]] == ["road"]


def test_a_server_carries_boxes_on_and_lifts_them(server: Server, tmp_path: Path) -> None:
    begun = Labelled("track", "car", {"of": "cuboid", "keyframes": [keyframe(0, moving(0))]}, id="drawn")
    drawn = {"frame": 0, "camera": "front", "x": 5.0, "y": 5.0, "width": 60.0, "height": 40.0, "of": None}
    one = scene(tmp_path / "street", begun)
    (found,) = proposals(SceneHttp(Setup(config(server, task="propagate"), LABELS)), one)
    assert found.continues == "drawn"
    state = at(dict(found.data), FRAMES - 1)
    assert state
    assert KINDS["cuboid"].similarity(state["data"], moving(FRAMES - 1)) > 0.9
    asked = server.asked[0]
    assert asked["before"]["box"] == pytest.approx(local(0, moving(0)))
    assert asked["expected"] == pytest.approx(local(1, moving(0)))

    pictured = scene(tmp_path / "pictured", Labelled("picture_box", "car", drawn))
    (tmp_path / "pictured" / "image 0/front").parent.mkdir()
    (tmp_path / "pictured" / "image 0/front").write_bytes(b"JPEG")
    lifting = SceneHttp(Setup(config(server, task="lift_2d", frames=1), LABELS))
    (lifted,) = proposals(lifting, pictured)
    assert lifted.kind == "track"
    assert server.asked[-1]["box"] == [5, 5, 65, 45]
    assert base64.b64decode(server.asked[-1]["camera"]["image"]) == b"JPEG"


def test_a_server_fits_the_box_of_a_click(server: Server, tmp_path: Path) -> None:
    server.health = {"capabilities": ["fit_click"]}
    setup = Setup(config(server, task="fit_click"), LABELS)
    assert SceneHttp.examine(setup)["status"] == "UP"
    assert SceneHttp.is_asked(setup.config)
    frame = Frame(SceneView(scene(tmp_path / "street")), 2)
    found = SceneHttp(setup).fit_click(frame, np.array([PARKED["x"], PARKED["y"], PARKED["z"]]), "car")
    assert found
    assert KINDS["cuboid"].similarity(found.box, PARKED) > 0.99
    assert found.label == "car"
    here = local(2, PARKED)
    assert server.asked[-1]["click"] == pytest.approx({key: here[key] for key in ("x", "y", "z")})


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


@pytest.mark.parametrize(("task", "numbers"), [("fit_click", 3), ("propagate", 7)])
def test_an_onnx_file_answers_where_it_is_asked(tmp_path: Path, task: str, numbers: int) -> None:
    """A model that puts a box of one size where it is pointed, or expected."""
    inputs = [
        helper.make_tensor_value_info("points", TensorProto.FLOAT, ["n", 4]),
        helper.make_tensor_value_info("asked", TensorProto.FLOAT, [1, numbers]),
    ]
    constants = [
        numpy_helper.from_array(np.array([[4.5, 1.9, 1.6, 0.0]], np.float32), "size"),
        numpy_helper.from_array(np.array([0], np.int64), "from"),
        numpy_helper.from_array(np.array([3], np.int64), "to"),
        numpy_helper.from_array(np.array([1], np.int64), "axis"),
        numpy_helper.from_array(np.array([0.9], np.float32), "score"),
        numpy_helper.from_array(np.array([0], np.float32), "label"),
    ]
    nodes = [
        helper.make_node("Slice", ["asked", "from", "to", "axis"], ["place"]),
        helper.make_node("Concat", ["place", "size"], ["boxes"], axis=1),
        helper.make_node("Identity", ["score"], ["scores"]),
        helper.make_node("Identity", ["label"], ["labels"]),
    ]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("boxes", "scores", "labels")]
    graph = helper.make_graph(nodes, "asked", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, str(tmp_path / "m.onnx"))
    setup = onnx_setup(tmp_path / "m.onnx", task=task)
    SceneOnnx.examine(setup)
    one = SceneView(scene(tmp_path / "street"))
    plugin = SceneOnnx(setup)
    try:
        at = np.array([PARKED["x"], PARKED["y"], PARKED["z"]])
        if task == "fit_click":
            found = plugin.fit_click(Frame(one, 1), at, "car")
        else:
            box = Found("car", PARKED, 1.0)
            found = plugin.propagate(Frame(one, 0), Frame(one, 1), box, box)
    finally:
        plugin.close()
    assert found
    assert [found.box[key] for key in ("x", "y", "z")] == pytest.approx(at.tolist(), abs=1e-3)
    assert (found.label, found.box["length"], round(found.score, 2)) == ("car", pytest.approx(4.5), 0.9)


def per_point(path: Path) -> Path:
    """A model that calls what lies low class 0, what stands class 1, and numbers what stands."""
    points = helper.make_tensor_value_info("points", TensorProto.FLOAT, ["n", 4])
    constants = [
        numpy_helper.from_array(np.array([2], np.int64), "column"),
        numpy_helper.from_array(np.array([1.6], np.float32), "height"),
    ]
    nodes = [
        helper.make_node("Gather", ["points", "column"], ["z"], axis=1),
        helper.make_node("Add", ["z", "height"], ["above"]),
        helper.make_node("Sign", ["above"], ["sign"]),
        helper.make_node("Relu", ["sign"], ["labels"]),
        helper.make_node("Identity", ["labels"], ["instances"]),
        helper.make_node("Sub", ["one", "labels"], ["ground"]),
    ]
    constants.append(numpy_helper.from_array(np.ones(1, np.float32), "one"))
    values = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 1]) for name in ("labels", "instances", "ground")
    ]
    graph = helper.make_graph(nodes, "points", [points], values, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    helper.set_model_props(model, {"names": "{0: 'road', 1: 'wall'}"})
    onnx.save(model, str(path))
    return path


def test_an_onnx_file_labels_points(tmp_path: Path) -> None:
    path = per_point(tmp_path / "m.onnx")
    one = scene(tmp_path / "street", frames=1)
    for task, classes in (("segment_points", [("road", 0), ("wall", 1)]), ("segment_ground", [("road", 0)])):
        setup = Setup(SceneOnnx.configuration({"task": task}), POINTS, path)
        assert SceneOnnx.examine(setup) == {"classes": ["road", "wall"]}
        model = SceneOnnx(setup)
        try:
            (found,) = proposals(model, one)
        finally:
            model.close()
        assert [(each["label"], each["instances"]) for each in found.data["classes"]] == classes
        assert 12_000 < found.data["classes"][0]["points"] < 12_800  # the foot of the wall too
    with pytest.raises(PrelabelError) as caught:
        SceneOnnx.examine(Setup(SceneOnnx.configuration({}), POINTS, path))
    assert caught.value.code == "onnx-boxes"


def test_an_onnx_detector_of_pictures_is_lifted_from_every_camera(tmp_path: Path) -> None:
    """It sees the parked car where the camera does, and a person where nothing stands."""
    bare = scene(tmp_path / "bare", frames=1)
    rig = SceneView(bare).manifest.rigs[0]
    assert rig.camera
    pixels, _ = rig.camera.project((ego(0) @ CAMERA).inverse().apply(corners(PARKED)))
    sides = np.concatenate([pixels.min(axis=0), pixels.max(axis=0)]) * np.tile((SIDE / 1280, SIDE / 720), 2)
    answer = np.array([[[*sides, 0.9, 0], [0, 0, 4, 4, 0.9, 1], [0, 0, 1, 1, 0.01, 0]]])
    path = constant_model(tmp_path / "m.onnx", {"output0": answer})
    one = scene(tmp_path / "street", frames=1)
    (tmp_path / "street" / "image 0").mkdir()
    Image.new("RGB", (1280, 720), "grey").save(tmp_path / "street" / "image 0" / "front", "png")
    setup = Setup(SceneCameras.configuration({"fit": "stretch"}), {**LABELS, "person": frozenset({"tag"})}, path)
    model = SceneCameras(setup)
    try:
        (found,) = proposals(model, one)
    finally:
        model.close()
    assert (found.kind, found.label) == ("cuboid", "car")
    assert KINDS["cuboid"].similarity(dict(found.data), PARKED) > 0.6
    assert 0.5 < found.score < 0.95
