"""An ONNX model in a child process: one that crashes, hangs or eats memory costs one answer, never the worker."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import NeededFile, PrelabelError
from annotation.prelabel.process import Process
from core.text import Text

CHILD = Path(__file__).with_name("child.py")
MEMORY = 4 * 1024**3
LOAD_SECONDS = 120.0
RUN_SECONDS = 120.0
MOST_BYTES = 512 * 1024**2
"""Of all outputs for one picture."""

ONNX_FILE = NeededFile(
    ".onnx",
    Text(en="ONNX file", zh="ONNX 文件"),
    Text(
        en="One .onnx file of at most 2 GB, weights inside. It is tried as soon as you add the model, in a process of"
        " its own.",
        zh="单个 .onnx 文件，最大 2 GB，权重包含在内。添加模型时会立即在独立进程中试运行。",
    ),
)

Arrays = dict[str, NDArray[np.float64]]


class Runner:
    """Holds one model's process; begun anew after it died. `inputs` and `names` are what the file says of itself."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._process: Process | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        about = self._begin()
        self.inputs: list[dict[str, Any]] = about["inputs"]
        """name, shape (None where it is free) and type of each."""
        self.names: str = about["names"]

    def run(self, feed: Mapping[str, NDArray[Any]]) -> Arrays:
        """The outputs by name, in the model's order. Raises PrelabelError "onnx-run", "onnx-crashed", "onnx-slow"."""
        if self._process is None:
            self._begin()
        with self._within(RUN_SECONDS) as process:
            arrays = [{"name": name, "shape": value.shape, "type": str(value.dtype)} for name, value in feed.items()]
            process.send({"arrays": arrays}, *(np.ascontiguousarray(value).tobytes() for value in feed.values()))
            answer = process.line()
            if reason := answer.get("error"):
                raise PrelabelError("onnx-run", f"The model failed: {_short(reason)}", reason=_short(reason))
            return {each["name"]: _array(process, each["shape"]) for each in _small(answer["arrays"])}

    def close(self) -> None:
        """End the process; `run` would begin another."""
        if self._process is not None:
            self._process.close()
        if self._folder is not None:
            self._folder.cleanup()
        self._process = self._folder = None

    def _begin(self) -> dict[str, Any]:
        """Start the process in a folder that holds the file alone: one that refers to others finds none."""
        self._folder = tempfile.TemporaryDirectory(prefix="groundwork-model-")
        alone = Path(self._folder.name) / "model.onnx"
        shutil.copyfile(self._file, alone)
        self._process = Process(CHILD, str(alone), folder=self._folder.name, memory=MEMORY, family="onnx")
        with self._within(LOAD_SECONDS) as process:
            answer = process.line()
        if reason := answer.get("error"):
            self.close()
            raise PrelabelError("onnx-file", f"This ONNX file cannot be used: {_short(reason)}", reason=_short(reason))
        return answer

    @contextmanager
    def _within(self, seconds: float) -> Iterator[Process]:
        process = self._process
        assert process is not None
        try:
            with process.within(seconds):
                yield process
        finally:
            if process.ended:
                self.close()


def _small(arrays: list[dict[str, Any]]) -> list[dict[str, Any]]:
    size = sum(8 * math.prod(each["shape"]) for each in arrays)
    if size > MOST_BYTES:
        raise ValueError(size)
    return arrays


def _array(process: Process, shape: list[int]) -> NDArray[np.float64]:
    return np.frombuffer(process.read(8 * math.prod(shape)), dtype=np.float64).reshape(shape)


def _short(reason: str) -> str:
    return (reason.splitlines() or [""])[0][:300]
