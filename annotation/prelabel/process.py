"""A child process that does risky work: one that crashes, hangs or eats memory costs one answer, never the worker.

A message is one line of JSON, and whatever bytes it announces.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from annotation.prelabel.base import PrelabelError

MOST_LINE = 1024**2


class Process:
    """Started by the path of its script, so that nothing of Groundwork is loaded: no settings, no secrets.

    `family` begins the codes of its errors: "onnx" gives "onnx-slow" and "onnx-crashed".
    """

    def __init__(self, script: Path, *arguments: str, folder: str, memory: int, family: str) -> None:
        self._family = family
        self._memory = memory
        self.child = subprocess.Popen(
            [sys.executable, "-I", str(script), *arguments, str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": os.defpath},
            close_fds=True,
        )
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self._to, self._from = self.child.stdin, self.child.stdout

    def send(self, message: Mapping[str, Any], *parts: bytes) -> None:
        self._to.write(json.dumps(message).encode() + b"\n")
        for part in parts:
            self._to.write(part)
        self._to.flush()

    def line(self) -> dict[str, Any]:
        """The next message. Raises EOFError when there is none."""
        line = self._from.readline(MOST_LINE)
        if not line.endswith(b"\n"):
            raise EOFError
        return dict(json.loads(line))

    def read(self, size: int) -> bytes:
        """So many bytes behind a message. Raises EOFError when there are fewer."""
        data = self._from.read(size)
        if len(data) < size:
            raise EOFError
        return data

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Talk to it for at most so long; whatever goes wrong with it, it is gone afterwards. Raises PrelabelError."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self.child.kill()

        watch = threading.Timer(seconds, end)
        watch.daemon = True
        watch.start()
        try:
            yield
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            self.close()
            if late.is_set():
                text = f"The model took longer than {seconds:.0f} s."
                raise PrelabelError(f"{self._family}-slow", text, seconds=round(seconds)) from None
            gigabytes = self._memory // 1024**3
            text = f"The model's process ended ({self.child.returncode}); it may use {gigabytes} GB."
            raise PrelabelError(f"{self._family}-crashed", text, gigabytes=gigabytes) from error
        finally:
            watch.cancel()

    @property
    def ended(self) -> bool:
        return self.child.poll() is not None

    def close(self) -> None:
        self.child.kill()
        for pipe in (self._to, self._from):
            _shut(pipe)
        self.child.wait()


def _shut(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        pass
