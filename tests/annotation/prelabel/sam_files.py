"""Tiny ONNX files with the interface of Segment Anything that find what is coloured like the place pointed at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

STEP = 4
"""Pixels of the input per place of the embedding."""
FLOAT, INT = TensorProto.FLOAT, TensorProto.INT64


class Graph:
    """Nodes and constants by name, put together step by step."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: Any, kind: Any = np.float32) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(value, dtype=kind), name))
        return name

    def put(self, operation: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        output = name or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, list(inputs), [output], **attributes))
        return output

    def save(self, path: Path, inputs: dict[str, Any], outputs: dict[str, Any]) -> Path:
        def infos(values: dict[str, Any]) -> list[Any]:
            return [helper.make_tensor_value_info(name, FLOAT, shape) for name, shape in values.items()]

        graph = helper.make_graph(self.nodes, "sam", infos(inputs), infos(outputs), self.constants)
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), str(path))
        return path


def encoder(path: Path, side: int = 64, *, name: str = "image_embeddings") -> Path:
    """The mean colour of every 4 x 4 pixels."""
    graph = Graph()
    graph.put("AveragePool", "image", name=name, kernel_shape=[STEP, STEP], strides=[STEP, STEP])
    small = side // STEP
    return graph.save(path, {"image": [1, 3, side, side]}, {name: [1, 3, small, small]})


def decoder(path: Path, side: int = 64, *, tolerance: float = 1.0, masks: int = 1) -> Path:
    """All places coloured like a point inside, or like the middle of the box and within it, or in the previous mask,
    but those coloured like a point outside. Of four masks the second is the surest."""
    graph, small = Graph(), side // STEP
    colours = graph.put(
        "Transpose", graph.put("Squeeze", "image_embeddings", graph.constant([0], np.int64)), perm=[1, 2, 0]
    )
    labels = graph.put("Reshape", "point_labels", graph.constant([-1, 1, 1], np.int64))
    places = graph.put("Div", graph.put("Squeeze", "point_coords", graph.constant([0], np.int64)), graph.constant(STEP))

    def like(at: str) -> str:
        index = graph.put("Cast", graph.put("Clip", at, graph.constant(0), graph.constant(small - 1)), to=INT)
        colour = graph.put("GatherND", colours, graph.put("Gather", index, graph.constant([1, 0], np.int64), axis=1))
        colour = graph.put("Reshape", colour, graph.constant([-1, 1, 1, 3], np.int64))
        apart = graph.put(
            "ReduceSum", graph.put("Abs", graph.put("Sub", colours, colour)), graph.constant([3], np.int64), keepdims=0
        )
        return graph.put("Sub", graph.constant(tolerance), apart)

    def labelled(kind: int) -> str:
        return graph.put("Equal", labels, graph.constant(kind))

    def most(condition: str, planes: str) -> str:
        return graph.put("ReduceMax", graph.put("Where", condition, planes, graph.constant(-1)), axes=[0], keepdims=1)

    def corner(kind: int) -> str:
        chosen = graph.put("Cast", graph.put("Reshape", labelled(kind), graph.constant([-1, 1], np.int64)), to=FLOAT)
        return graph.put("ReduceSum", graph.put("Mul", places, chosen), graph.constant([0], np.int64), keepdims=1)

    each = like(places)
    first, last = corner(2), corner(3)
    middle = like(graph.put("Div", graph.put("Add", first, last), graph.constant(2)))
    grid = graph.constant(np.stack(np.meshgrid(np.arange(small), np.arange(small)), axis=-1) + 0.5)
    within = graph.put("And", graph.put("Greater", grid, first), graph.put("Less", grid, last))
    within = graph.put("ReduceMin", graph.put("Cast", within, to=FLOAT), axes=[2], keepdims=0)
    boxed = graph.put("ReduceMax", graph.put("Cast", labelled(2), to=FLOAT), axes=[0, 1, 2], keepdims=0)
    has_box = graph.put("Greater", boxed, graph.constant(0))
    plane = graph.put("Max", most(labelled(1), each), graph.put("Where", has_box, middle, graph.constant(-1)))
    previous = graph.put("Mul", "mask_input", "has_mask_input")
    previous = graph.put("Add", previous, graph.put("Sub", "has_mask_input", graph.constant(1)))
    previous = graph.put("Reshape", previous, graph.constant([1, small, small], np.int64))
    plane = graph.put("Max", plane, previous)
    against = graph.put("Mul", graph.put("Relu", most(labelled(0), each)), graph.constant(100))
    plane = graph.put("Sub", plane, against)
    kept = graph.put("Or", graph.put("Not", has_box), graph.put("Greater", within, graph.constant(0)))
    plane = graph.put("Where", kept, plane, graph.constant(-1))
    plane = graph.put("Reshape", plane, graph.constant([1, 1, small, small], np.int64))
    shades = [graph.put("Sub", plane, graph.constant(0.05 * index)) for index in range(masks)]
    low = graph.put("Concat", *shades, name="low_res_masks", axis=1)
    scale = graph.put("Div", graph.constant(float(small)), graph.put("ReduceMax", "orig_im_size", keepdims=1))
    inner = graph.put("Cast", graph.put("Ceil", graph.put("Mul", "orig_im_size", scale)), to=INT)
    cut = graph.put("Slice", low, graph.constant([0, 0], np.int64), inner, graph.constant([2, 3], np.int64))
    whole = graph.put("Cast", "orig_im_size", to=INT)
    sizes = graph.put("Concat", graph.constant([1, masks], np.int64), whole, axis=0)
    graph.put("Resize", cut, "", "", sizes, name="masks", mode="linear")
    scores = [0.5, 0.9, 0.8, 0.7][:masks]
    graph.put("Identity", graph.constant([scores]), name="iou_predictions")
    prompts = {
        "image_embeddings": [1, 3, small, small],
        "point_coords": [1, "points", 2],
        "point_labels": [1, "points"],
        "mask_input": [1, 1, small, small],
        "has_mask_input": [1],
        "orig_im_size": [2],
    }
    outputs = {
        "masks": [1, masks, "height", "width"],
        "iou_predictions": [1, masks],
        "low_res_masks": [1, masks, small, small],
    }
    return graph.save(path, prompts, outputs)
