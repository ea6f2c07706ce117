"""An ONNX model in a child process: one that crashes, hangs or eats memory costs one answer, never the worker."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import PrelabelError

CHILD = Path(__file__).with_name("child.py")
MEMORY = 4 * 1024**3
LOAD_SECONDS = 120.0
RUN_SECONDS = 120.0
MOST_BYTES = 512 * 1024**2
"""Of all outputs for one picture."""
MOST_LINE = 1024**2

Arrays = dict[str, NDArray[np.float64]]


class Runner:
    """Holds one model's process; begun anew after it died. `inputs` and `names` are what the file says of itself."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._process: subprocess.Popen[bytes] | None = None
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
            assert process.stdin is not None
            arrays = [{"name": name, "shape": value.shape, "type": str(value.dtype)} for name, value in feed.items()]
            process.stdin.write(json.dumps({"arrays": arrays}).encode() + b"\n")
            for value in feed.values():
                process.stdin.write(np.ascontiguousarray(value).tobytes())
            process.stdin.flush()
            assert process.stdout is not None
            answer = _line(process.stdout)
            if reason := answer.get("error"):
                raise PrelabelError("onnx-run", f"The model failed: {_short(reason)}", reason=_short(reason))
            return {each["name"]: _array(process.stdout, each["shape"]) for each in _small(answer["arrays"])}

    def close(self) -> None:
        """End the process; `run` would begin another."""
        if self._process is not None:
            self._process.kill()
            for pipe in (self._process.stdin, self._process.stdout):
                _shut(pipe)
            self._process.wait()
        if self._folder is not None:
            self._folder.cleanup()
        self._process = self._folder = None

    def _begin(self) -> dict[str, Any]:
        """Start the process in a folder that holds the file alone: one that refers to others finds none."""
        self._folder = tempfile.TemporaryDirectory(prefix="groundwork-model-")
        alone = Path(self._folder.name) / "model.onnx"
        shutil.copyfile(self._file, alone)
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(CHILD), str(alone), str(MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder.name,
            env={"PATH": os.defpath},
            close_fds=True,
        )
        with self._within(LOAD_SECONDS) as process:
            assert process.stdout is not None
            answer = _line(process.stdout)
        if reason := answer.get("error"):
            self.close()
            raise PrelabelError("onnx-file", f"This ONNX file cannot be used: {_short(reason)}", reason=_short(reason))
        return answer

    @contextmanager
    def _within(self, seconds: float) -> Iterator[subprocess.Popen[bytes]]:
        """Talk to the process for at most so long; whatever goes wrong with it, it is gone afterwards."""
        process = self._process
        assert process is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(seconds, end)
        watch.daemon = True
        watch.start()
        try:
            yield process
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            self.close()
            if late.is_set():
                raise PrelabelError(
                    "onnx-slow", f"The model took longer than {seconds:.0f} s.", seconds=round(seconds)
                ) from None
            gigabytes = MEMORY // 1024**3
            raise PrelabelError(
                "onnx-crashed",
                f"The model's process ended ({process.returncode}); it may use {gigabytes} GB.",
                gigabytes=gigabytes,
            ) from error
        finally:
            watch.cancel()


def _line(stream: IO[bytes]) -> dict[str, Any]:
    line = stream.readline(MOST_LINE)
    if not line.endswith(b"\n"):
        raise EOFError
    return dict(json.loads(line))


def _small(arrays: list[dict[str, Any]]) -> list[dict[str, Any]]:
    size = sum(8 * math.prod(each["shape"]) for each in arrays)
    if size > MOST_BYTES:
        raise ValueError(size)
    return arrays


def _array(stream: IO[bytes], shape: list[int]) -> NDArray[np.float64]:
    size = 8 * math.prod(shape)
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return np.frombuffer(data, dtype=np.float64).reshape(shape)


def _short(reason: str) -> str:
    return (reason.splitlines() or [""])[0][:300]


def _shut(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        pass
