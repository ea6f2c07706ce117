"""ONNX detectors of every style, on tiny files made here, and files that are none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from annotation.prelabel.base import PrelabelError, Setup
from annotation.prelabel.geometry import letterbox
from annotation.prelabel.onnx import Onnx
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
    boxed, scale, left, top = letterbox(texture(1, 256, 128), SIDE, SIDE)
    assert boxed.shape == (SIDE, SIDE, 3)
    assert (scale, left, top) == (0.25, 0, 16)


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
