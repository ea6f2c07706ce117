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


class Finder(Graph):
    """What the decoder does with places and colours, step by step."""

    def __init__(self, small: int, tolerance: float) -> None:
        super().__init__()
        self.small, self.tolerance = small, tolerance
        first = self.constant([0], np.int64)
        self.colours = self.put("Transpose", self.put("Squeeze", "image_embeddings", first), perm=[1, 2, 0])
        self.labels = self.put("Reshape", "point_labels", self.constant([-1, 1, 1], np.int64))
        self.places = self.put("Div", self.put("Squeeze", "point_coords", first), self.constant(STEP))

    def like(self, at: str) -> str:
        """How alike every place is to each of those at `at`; more than 0 is alike."""
        index = self.put("Cast", self.put("Clip", at, self.constant(0), self.constant(self.small - 1)), to=INT)
        colour = self.put("GatherND", self.colours, self.put("Gather", index, self.constant([1, 0], np.int64), axis=1))
        colour = self.put("Reshape", colour, self.constant([-1, 1, 1, 3], np.int64))
        apart = self.put("Abs", self.put("Sub", self.colours, colour))
        apart = self.put("ReduceSum", apart, self.constant([3], np.int64), keepdims=0)
        return self.put("Sub", self.constant(self.tolerance), apart)

    def labelled(self, kind: int) -> str:
        return self.put("Equal", self.labels, self.constant(kind))

    def most(self, kind: int, planes: str) -> str:
        chosen = self.put("Where", self.labelled(kind), planes, self.constant(-1))
        return self.put("ReduceMax", chosen, axes=[0], keepdims=1)

    def corner(self, kind: int) -> str:
        chosen = self.put("Reshape", self.labelled(kind), self.constant([-1, 1], np.int64))
        chosen = self.put("Mul", self.places, self.put("Cast", chosen, to=FLOAT))
        return self.put("ReduceSum", chosen, self.constant([0], np.int64), keepdims=1)

    def within(self, first: str, last: str) -> str:
        """1 for every place in the box, 0 elsewhere."""
        side = np.arange(self.small)
        grid = self.constant(np.stack(np.meshgrid(side, side), axis=-1) + 0.5)
        inside = self.put("And", self.put("Greater", grid, first), self.put("Less", grid, last))
        return self.put("ReduceMin", self.put("Cast", inside, to=FLOAT), axes=[2], keepdims=0)

    def previous(self) -> str:
        """The mask before, or -1 everywhere."""
        before = self.put("Mul", "mask_input", "has_mask_input")
        before = self.put("Add", before, self.put("Sub", "has_mask_input", self.constant(1)))
        return self.put("Reshape", before, self.constant([1, self.small, self.small], np.int64))

    def plane(self) -> str:
        each = self.like(self.places)
        first, last = self.corner(2), self.corner(3)
        middle = self.like(self.put("Div", self.put("Add", first, last), self.constant(2)))
        boxed = self.put("ReduceMax", self.put("Cast", self.labelled(2), to=FLOAT), axes=[0, 1, 2], keepdims=0)
        has_box = self.put("Greater", boxed, self.constant(0))
        found = self.put("Max", self.most(1, each), self.put("Where", has_box, middle, self.constant(-1)))
        found = self.put("Max", found, self.previous())
        against = self.put("Mul", self.put("Relu", self.most(0, each)), self.constant(100))
        found = self.put("Sub", found, against)
        inside = self.put("Greater", self.within(first, last), self.constant(0))
        kept = self.put("Or", self.put("Not", has_box), inside)
        found = self.put("Where", kept, found, self.constant(-1))
        return self.put("Reshape", found, self.constant([1, 1, self.small, self.small], np.int64))

    def answer(self, masks: int) -> None:
        """The outputs: what covers the picture of `low_res_masks`, at the size that is asked for."""
        plane = self.plane()
        shades = [self.put("Sub", plane, self.constant(0.05 * index)) for index in range(masks)]
        low = self.put("Concat", *shades, name="low_res_masks", axis=1)
        scale = self.put("Div", self.constant(float(self.small)), self.put("ReduceMax", "orig_im_size", keepdims=1))
        inner = self.put("Cast", self.put("Ceil", self.put("Mul", "orig_im_size", scale)), to=INT)
        cut = self.put("Slice", low, self.constant([0, 0], np.int64), inner, self.constant([2, 3], np.int64))
        whole = self.put("Cast", "orig_im_size", to=INT)
        sizes = self.put("Concat", self.constant([1, masks], np.int64), whole, axis=0)
        self.put("Resize", cut, "", "", sizes, name="masks", mode="linear")
        self.put("Identity", self.constant([[0.5, 0.9, 0.8, 0.7][:masks]]), name="iou_predictions")


def decoder(path: Path, side: int = 64, *, tolerance: float = 1.0, masks: int = 1) -> Path:
    """All places coloured like a point inside, or like the middle of the box and within it, or in the previous mask,
    but those coloured like a point outside. Of four masks the second is the surest."""
    small = side // STEP
    graph = Finder(small, tolerance)
    graph.answer(masks)
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
