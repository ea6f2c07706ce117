"""Segmentation by points and boxes: an encoder and a decoder as ONNX files, laid out like those of Segment Anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import Field, Picture, PrelabelError, Setup
from annotation.prelabel.geometry import GREY
from annotation.prelabel.onnx.planes import Plane, Square, mask_of
from annotation.prelabel.onnx.runner import ONNX_FILE, Runner
from annotation.prelabel.prompts import Answer, Arrays, Prompt, Prompter, Spot
from annotation.prelabel.registry import PRELABELERS
from core.text import Text

SIDE = 1024
"""Of an input whose file leaves it open."""
MOST_SIDE = 4096
LOW = 256
SURE = 32.0
"""Beyond this a plane says no more than yes or no."""
PROMPTS = frozenset({"point_coords", "point_labels", "mask_input", "has_mask_input", "orig_im_size"})
OUTSIDE, INSIDE, CORNER, OTHER_CORNER, NOTHING = 0, 1, 2, 3, -1
"""What a decoder is told of each of its points."""
FEW = 2.5
"""With more points than this a decoder of four masks is believed its first, made for many; else the other three."""
RANGES = (
    ("imagenet", Text(en="ImageNet mean and deviation", zh="ImageNet 均值与标准差")),
    ("byte", Text(en="0 to 255", zh="0 到 255")),
    ("unit", Text(en="0 to 1", zh="0 到 1")),
)
FITS = (
    ("corner", Text(en="Keep its shape, empty right or below", zh="保持比例，右侧或下方留空")),
    ("stretch", Text(en="Stretch it to the whole input", zh="拉伸至整个输入")),
)


@PRELABELERS.register
class Sam(Prompter):
    """Every input of the decoder that is no prompt is an output of the encoder: of the same name, or the only one."""

    slug = "sam"
    title = Text(en="Points and boxes to masks (ONNX)", zh="点与框生成掩码（ONNX）")
    description = Text(
        en="A promptable model in the layout of Segment Anything: an encoder that reads an image or a frame once on a"
        " worker, and a decoder that answers each click in the workbench.",
        zh="Segment Anything 布局的可提示分割模型：编码器读取图片或视频帧一次，解码器在工作台中响应每次点击。",
    )
    kinds = frozenset({"mask", "polygon"})
    modalities = frozenset({"image", "video"})
    parts = (
        ("encoder", replace(ONNX_FILE, title=Text(en="Encoder: ONNX file", zh="编码器：ONNX 文件"))),
        ("decoder", replace(ONNX_FILE, title=Text(en="Decoder: ONNX file", zh="解码器：ONNX 文件"))),
    )
    fields = (
        Field("fit", Text(en="How an image is fitted in", zh="图片适配方式"), "select", "corner", options=FITS),
        Field("range", Text(en="Range of its input", zh="输入范围"), "select", "imagenet", options=RANGES),
    )

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._runners: dict[str, Runner] = {}

    def close(self) -> None:
        for runner in self._runners.values():
            runner.close()
        self._runners.clear()

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        """Read a grey picture and ask for what is in its middle."""
        model = cls(setup)
        try:
            width, height = model.square.width, model.square.height
            grey = np.full((height, width, 3), GREY, dtype=np.uint8)
            embedding = model.encode(Picture("", "", width, height, lambda: grey))
            scores = model._ask(embedding, (width, height), Prompt((Spot(width / 2, height / 2, True),)))["scores"]
        finally:
            model.close()
        shapes = {name: list(value.shape) for name, value in embedding.items()}
        return {"input": [width, height], "outputs": shapes, "masks": int(scores.size)}

    @property
    def square(self) -> Square:
        """How pictures lie in the encoder's input: its sides are the file's."""
        shape = self._opened("encoder").inputs[0]["shape"]
        height, width = (side if side and side <= MOST_SIDE else SIDE for side in shape[2:])
        return Square(width, height, self.setup.config["fit"] == "stretch")

    def encode(self, picture: Picture) -> Arrays:
        runner, square = self._opened("encoder"), self.square
        first = runner.inputs[0]
        values = square.fill(picture.load(), self.setup.config["range"])
        found = runner.run({first["name"]: values.astype(first["type"])})
        sides = np.array([square.width, square.height])
        return {**{name: value.astype(np.float16) for name, value in found.items()}, "square": sides}

    def decode(self, embedding: Arrays, size: tuple[int, int], prompt: Prompt) -> list[Answer]:
        found = self._ask(embedding, size, prompt)
        answers = []
        for index in _order(found["scores"], len(prompt.spots) + (2 if prompt.box else 1)):
            if data := mask_of(found["planes"][index], size):
                low = found["low"][index] if found["low"].size else None
                answers.append(Answer(data, float(np.clip(found["scores"][index], 0, 1)), low))
        return answers

    def _ask(self, embedding: Arrays, size: tuple[int, int], prompt: Prompt) -> dict[str, NDArray[Any]]:
        """`planes` over the whole picture, their `scores`, and their small pictures `low` (none where it has none)."""
        runner = self._opened("decoder")
        width, height = (int(side) for side in embedding["square"])
        square = Square(width, height, self.setup.config["fit"] == "stretch")
        # A plane as large as the input says all there is to say; to make it as large as the picture is done here.
        small = square.inner(size)
        feed = {**_seen(runner, embedding), **_prompts(runner, prompt, square.scale(size))}
        sized = "orig_im_size" in _names(runner)
        if sized:
            feed["orig_im_size"] = np.array([small[1], small[0]])
        types = {each["name"]: each["type"] for each in runner.inputs}
        outputs = runner.run({name: feed[name].astype(types[name]) for name in types})
        masks, scores = _answers(outputs)
        low = _low(outputs, masks)
        planes = masks if sized else np.stack([square.cropped(plane, size) for plane in masks])
        return {"planes": planes, "scores": scores, "low": low}

    def _opened(self, part: str) -> Runner:
        """The process of one part, begun when first needed."""
        if part in self._runners:
            return self._runners[part]
        file = self.setup.parts.get(part)
        if file is None:
            raise PrelabelError("onnx-file", "The model's file is missing.", reason="missing")
        runner = Runner(file)
        fault = _not_encoder(runner) if part == "encoder" else _not_decoder(runner)
        if fault is not None:
            runner.close()
            raise PrelabelError(f"onnx-{part}", f"This file is no {part}: its inputs are {fault}.", inputs=fault)
        self._runners[part] = runner
        return runner


def _names(runner: Runner) -> set[str]:
    return {each["name"] for each in runner.inputs}


def _described(runner: Runner) -> str:
    return ", ".join(f"{each['name']} {each['shape']}" for each in runner.inputs)


def _not_encoder(runner: Runner) -> str | None:
    shape = runner.inputs[0]["shape"] if len(runner.inputs) == 1 else []
    return None if len(shape) == 4 and shape[1] in {None, 3} else _described(runner)


def _not_decoder(runner: Runner) -> str | None:
    names = _names(runner)
    return None if {"point_coords", "point_labels"} <= names and names - PROMPTS else _described(runner)


def _seen(runner: Runner, embedding: Arrays) -> dict[str, NDArray[Any]]:
    """What the encoder saw, under the names by which the decoder asks for it."""
    wanted = [name for name in _names(runner) if name not in PROMPTS]
    outputs = {name: value for name, value in embedding.items() if name != "square"}
    if len(wanted) == len(outputs) == 1:
        return {wanted[0]: next(iter(outputs.values()))}
    missing = sorted(set(wanted) - set(outputs))
    if missing:
        described = ", ".join(sorted(outputs))
        raise PrelabelError(
            "onnx-pair",
            f"The decoder asks for {missing[0]}, which the encoder does not give: {described}.",
            missing=missing[0],
            given=described,
        )
    return {name: outputs[name] for name in wanted}


def _prompts(runner: Runner, prompt: Prompt, scale: tuple[float, float]) -> dict[str, NDArray[Any]]:
    rows = [(spot.x, spot.y, INSIDE if spot.inside else OUTSIDE) for spot in prompt.spots]
    if prompt.box:
        left, top, right, bottom = prompt.box
        rows += [(left, top, CORNER), (right, bottom, OTHER_CORNER)]
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    table[:, :2] *= scale
    if not prompt.box:
        table = np.vstack([table, (0, 0, NOTHING)])
    high, wide = next((each["shape"][2:] for each in runner.inputs if each["name"] == "mask_input"), (LOW, LOW))
    previous = np.zeros((high or LOW, wide or LOW))
    goes_on = prompt.previous is not None and prompt.previous.shape == previous.shape
    known: Mapping[str, NDArray[Any]] = {
        "point_coords": table[None, :, :2],
        "point_labels": table[None, :, 2],
        "mask_input": (prompt.previous if goes_on and prompt.previous is not None else previous)[None, None],
        "has_mask_input": np.array([float(goes_on)]),
    }
    return {name: value for name, value in known.items() if name in _names(runner)}


def _answers(outputs: Arrays) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """n planes and n scores; raises PrelabelError for what is none."""
    masks = outputs.get("masks", outputs.get("low_res_masks"))
    scores = outputs.get("iou_predictions", outputs.get("scores"))
    if masks is None or scores is None or masks.ndim != 4 or masks.shape[1] != scores.size or not masks.size:
        described = ", ".join(f"{name} {list(value.shape)}" for name, value in outputs.items())
        raise PrelabelError("onnx-masks", f"Its outputs are no masks with scores: {described}.", outputs=described)
    return np.nan_to_num(masks[0].astype(np.float32), nan=-SURE), np.nan_to_num(scores.reshape(-1))


def _low(outputs: Arrays, masks: NDArray[np.float32]) -> NDArray[Any]:
    """The planes that the decoder takes back as `mask_input`."""
    low = outputs.get("low_res_masks")
    if low is None:
        return masks if masks.shape[1:] == (LOW, LOW) else np.zeros(0)
    found: Plane = np.nan_to_num(np.clip(low[0], -SURE, SURE), nan=-SURE).astype(np.float32)
    return found if len(found) == len(masks) else np.zeros(0)


def _order(scores: NDArray[Any], points: int) -> list[int]:
    """Which mask first. Of four, the first is meant for many points and the others for few."""
    order = [int(index) for index in np.argsort(-scores, kind="stable")]
    if len(order) != 4:
        return order
    return [0] if points > FEW else [index for index in order if index != 0]
