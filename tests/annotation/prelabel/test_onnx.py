"""ONNX detectors of every style, on tiny files made here, and files that are none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from annotation.prelabel.base import PrelabelError, Setup
from annotation.prelabel.geometry import fitted
from annotation.prelabel.onnx import Onnx
from annotation.prelabel.onnx.runner import MEMORY, Runner
from tests.annotation.prelabel.pictures import picture, texture

LABELS = {"car": frozenset({"box"}), "person": frozenset({"box"})}
SIDE = 64


def constant_model(
    path: Path, outputs: dict[str, np.ndarray[Any, Any]], *, names: str = "{0: 'car', 1: 'person'}", size: Any = SIDE
) -> Path:
    """A model that answers every picture alike; each output also takes the input's sum times zero, so it is used."""
    picture_in = helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, size, size])
    nodes, values, constants = [], [], []
    constants.append(numpy_helper.from_array(np.zeros(1, dtype=np.float32), "zero"))
    nodes.append(helper.make_node("ReduceSum", ["images"], ["sum"], keepdims=0))
    nodes.append(helper.make_node("Mul", ["sum", "zero"], ["nothing"]))
    for name, value in outputs.items():
        constants.append(numpy_helper.from_array(value.astype(np.float32), f"{name}_value"))
        nodes.append(helper.make_node("Add", [f"{name}_value", "nothing"], [name]))
        values.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, list(value.shape)))
    graph = helper.make_graph(nodes, "detector", [picture_in], values, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    if names:
        helper.set_model_props(model, {"names": names})
    onnx.save(model, str(path))
    return path


# A car of 20 x 10 at (22, 27) to (42, 37), and a person of 8 x 16 at (6, 8) to (14, 24), in pixels of the input.
CAR, PERSON = [32, 32, 20, 10], [10, 16, 8, 16]
V5 = np.array([[[*CAR, 0.9, 0.95, 0.05], [*CAR, 0.8, 0.9, 0.1], [*PERSON, 0.7, 0.1, 0.9], [5, 5, 4, 4, 0.1, 0.5, 0.5]]])
V8 = np.array([[[*CAR, 0.9, 0.05], [*CAR, 0.8, 0.1], [*PERSON, 0.1, 0.7]] + [[5, 5, 4, 4, 0, 0]] * 9]).transpose(
    0, 2, 1
)
END = np.array([[[22, 27, 42, 37, 0.9, 0], [6, 8, 14, 24, 0.7, 1], [0, 0, 1, 1, 0.01, 0]]])
LOGITS = np.array([[[5.0, 0, 0], [0, 4.0, 0], [0, 0, 5.0]]])
SHARES = np.array([[[0.5, 0.5, 20 / 64, 10 / 64], [10 / 64, 0.25, 8 / 64, 0.25], [0.5, 0.5, 0.1, 0.1]]])
STYLES: dict[str, dict[str, np.ndarray[Any, Any]]] = {
    "yolov5": {"output0": V5},
    "yolov8": {"output0": V8},
    "end2end": {"output0": END},
    "detr": {"logits": LOGITS, "pred_boxes": SHARES},
    "rtdetr": {
        "labels": np.array([[0.0, 1.0]]),
        "boxes": np.array([[[22, 27, 42, 37], [6, 8, 14, 24]]]),
        "scores": np.array([[0.9, 0.7]]),
    },
}


def setup(path: Path, **config: Any) -> Setup:
    return Setup(Onnx.configuration(config), LABELS, path)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_gives_the_same_boxes(style: str, tmp_path: Path) -> None:
    path = constant_model(tmp_path / "m.onnx", STYLES[style])
    facts = Onnx.examine(setup(path))
    assert (facts["style"], facts["input"], facts["classes"]) == (style, [SIDE, SIDE], ["car", "person"])
    [(_, proposals)] = Onnx(setup(path)).predict([picture("a", texture(1, 128, 128))])
    found = {proposal.label: proposal for proposal in proposals}
    assert len(proposals) == 2
    assert found["car"].data == pytest.approx({"x": 44, "y": 54, "width": 40, "height": 20}, abs=0.05)
    assert found["person"].data == pytest.approx({"x": 12, "y": 16, "width": 16, "height": 32}, abs=0.05)
    assert found["car"].score > found["person"].score > 0.6


def test_boxes_come_back_out_of_the_letterbox(tmp_path: Path) -> None:
    path = constant_model(tmp_path / "m.onnx", STYLES["end2end"])
    [(_, proposals)] = Onnx(setup(path)).predict([picture("a", texture(1, 256, 128))])
    assert proposals[0].data == pytest.approx({"x": 88, "y": 44, "width": 80, "height": 40}, abs=0.05)


@pytest.mark.parametrize(
    ("how", "scale", "bars"),
    [("letterbox", (0.25, 0.25), (0, 16)), ("corner", (0.25, 0.25), (0, 0)), ("stretch", (0.25, 0.5), (0, 0))],
)
def test_every_way_to_fit_a_picture_in_leads_back(
    how: str, scale: tuple[float, float], bars: tuple[float, float], tmp_path: Path
) -> None:
    fit = fitted(texture(1, 256, 128), SIDE, SIDE, how)
    assert fit.pixels.shape == (SIDE, SIDE, 3)
    assert (fit.scale, fit.bars) == (scale, bars)
    path = constant_model(tmp_path / "m.onnx", STYLES["end2end"])
    [(_, [car, _person])] = list(found_by(path, texture(1, 256, 128), fit=how))
    left, top, right, bottom = (np.array([22, 27, 42, 37]) - np.tile(bars, 2)) / np.tile(scale, 2)
    inside = {"x": left, "y": max(top, 0), "width": right - left, "height": min(bottom, 128) - max(top, 0)}
    assert car.data == pytest.approx(inside, abs=0.05)


def found_by(path: Path, pixels: np.ndarray[Any, Any], **config: Any) -> Any:
    model = Onnx(setup(path, **config))
    try:
        yield from model.predict([picture("a", pixels)])
    finally:
        model.close()


def test_classes_are_mapped_by_name_or_number(tmp_path: Path) -> None:
    path = constant_model(tmp_path / "m.onnx", STYLES["end2end"], names="")
    [(_, proposals)] = Onnx(setup(path, classes={"0": "person"})).predict([picture("a", texture(1, 64, 64))])
    assert [proposal.label for proposal in proposals] == ["person"]
    with pytest.raises(PrelabelError) as refused:
        Onnx(setup(path))
    assert refused.value.code == "no-classes"


def test_a_dynamic_input_takes_the_configured_size(tmp_path: Path) -> None:
    path = constant_model(tmp_path / "m.onnx", STYLES["end2end"], size="side")
    assert Onnx.examine(setup(path, width=96, height=32))["input"] == [96, 32]
    assert Onnx.examine(setup(path))["input"] == [640, 640]


def test_numbers_that_are_none_are_passed_over(tmp_path: Path) -> None:
    broken = END.copy()
    broken[0, 1, 0] = np.nan
    path = constant_model(tmp_path / "m.onnx", {"output0": broken})
    [(_, proposals)] = Onnx(setup(path)).predict([picture("a", texture(1, 64, 64))])
    assert [proposal.label for proposal in proposals] == ["car"]


def test_files_that_are_no_detectors_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text.onnx").write_text("not a model")
    classifier = constant_model(tmp_path / "classes.onnx", {"output": np.zeros((1, 1000))})
    for path, code in ((tmp_path / "text.onnx", "onnx-file"), (classifier, "onnx-outputs")):
        with pytest.raises(PrelabelError) as refused:
            Onnx.examine(setup(path))
        assert refused.value.code == code


def test_a_file_that_refers_to_others_finds_none(tmp_path: Path) -> None:
    path = constant_model(tmp_path / "m.onnx", STYLES["end2end"])
    model = onnx.load(str(path))
    onnx.save_model(model, str(path), save_as_external_data=True, location="weights.bin", size_threshold=0)
    assert (tmp_path / "weights.bin").exists()
    with pytest.raises(PrelabelError) as refused:
        Onnx.examine(setup(path))
    assert refused.value.code == "onnx-file"


def misbehaving(path: Path, *nodes: Any, constants: dict[str, np.ndarray[Any, Any]]) -> Path:
    """A model whose nodes make `output0` [1, n, 6] of `images`."""
    inputs = [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, SIDE, SIDE])]
    outputs = [helper.make_tensor_value_info("output0", TensorProto.FLOAT, [1, None, 6])]
    values = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(list(nodes), "detector", inputs, outputs, values)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), str(path))
    return path


def greedy(path: Path) -> Path:
    """A model that wants eight terabytes."""
    node = helper.make_node("ConstantOfShape", ["shape"], ["output0"])
    return misbehaving(path, node, constants={"shape": np.array([1, 2**38, 6], dtype=np.int64)})


def test_a_model_that_eats_memory_costs_its_own_process_only(tmp_path: Path) -> None:
    with pytest.raises(PrelabelError) as refused:
        Onnx.examine(setup(greedy(tmp_path / "m.onnx")))
    assert refused.value.code in {"onnx-run", "onnx-crashed", "onnx-file"}


def test_a_process_that_dies_is_named_and_begun_anew(tmp_path: Path) -> None:
    runner = Runner(constant_model(tmp_path / "m.onnx", STYLES["end2end"]))
    feed = {"images": np.zeros((1, 3, SIDE, SIDE), dtype=np.float32)}
    before = runner.run(feed)
    assert runner._process is not None
    runner._process.child.kill()
    with pytest.raises(PrelabelError) as refused:
        runner.run(feed)
    assert refused.value.code == "onnx-crashed"
    np.testing.assert_array_equal(runner.run(feed)["output0"], before["output0"])
    runner.close()


def test_a_model_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop of more rounds than anybody waits for."""
    body = helper.make_graph(
        [helper.make_node("Identity", ["going"], ["on"]), helper.make_node("Identity", ["carried"], ["next"])],
        "body",
        [
            helper.make_tensor_value_info("round", TensorProto.INT64, []),
            helper.make_tensor_value_info("going", TensorProto.BOOL, []),
            helper.make_tensor_value_info("carried", TensorProto.FLOAT, [1, 1, 6]),
        ],
        [
            helper.make_tensor_value_info("on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("next", TensorProto.FLOAT, [1, 1, 6]),
        ],
    )
    loop = helper.make_node("Loop", ["rounds", "true", "first"], ["output0"], body=body)
    constants = {
        "rounds": np.array(2**60, dtype=np.int64),
        "true": np.array(True),
        "first": np.zeros((1, 1, 6), dtype=np.float32),
    }
    monkeypatch.setattr("annotation.prelabel.onnx.runner.RUN_SECONDS", 1.0)
    with pytest.raises(PrelabelError) as refused:
        Onnx.examine(setup(misbehaving(tmp_path / "m.onnx", loop, constants=constants)))
    assert (refused.value.code, refused.value.params) == ("onnx-slow", {"seconds": 1})


def test_the_process_knows_no_secret_and_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "s3cret")
    runner = Runner(constant_model(tmp_path / "m.onnx", STYLES["end2end"]))
    assert runner._process is not None
    place = Path(f"/proc/{runner._process.child.pid}")
    assert b"s3cret" not in (place / "environ").read_bytes()
    limits = (place / "limits").read_text()
    assert re.search(r"Max file size +0 ", limits)
    assert re.search(rf"Max address space +{MEMORY} ", limits)
    runner.close()
    assert not place.exists()


@pytest.mark.parametrize(
    ("config", "field"),
    [
        ({"threshold": 2}, "threshold"),
        ({"style": "x"}, "style"),
        ({"speed": 1}, "speed"),
        ({"classes": [1]}, "classes"),
    ],
)
def test_settings_are_checked(config: dict[str, Any], field: str) -> None:
    with pytest.raises(PrelabelError) as refused:
        Onnx.configuration(config)
    assert list(refused.value.fields) == [field]
