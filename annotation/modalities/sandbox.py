"""Decode files in child processes with little memory, no secrets and a time limit. One that dies costs one file."""

from __future__ import annotations

import json
import os
import queue
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from annotation.modalities.base import Derivative, Facts, Limits, Part, Prepared, Rejected, Warned
from core.text import Text

ROOT = Path(__file__).resolve().parents[2]
FILES_PER_CHILD = 1000
"""A child that has served so many files makes room for a fresh one: decoders leak."""

SPARING = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
"""Memory is limited by addresses, of which threads reserve far more than they use."""

TIMED_OUT = Text(
    en="Decoding took longer than {seconds} seconds. Save the file in a simpler form.",
    zh="解码超过 {seconds} 秒。请另存为更简单的格式。",
)
CRASHED = Text(
    en="The decoder broke down on this file; it may be damaged or made to attack. It was not taken.",
    zh="解码器在处理此文件时崩溃；文件可能已损坏或含有攻击内容，未导入。",
)


class _Child:
    """One child process that answers one request after another."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.served = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "annotation.modalities.child", str(limits.memory), str(limits.file_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), **SPARING},
            close_fds=True,
        )

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer. Raises Rejected when the child dies or takes too long; it is gone then."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.served += 1
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
            if not self._answers_in_time():
                self.end()
                seconds = round(self.limits.seconds)
                raise Rejected("decoding-too-long", TIMED_OUT.format(seconds=seconds), seconds=seconds)
            line = self.process.stdout.readline()
            return dict(json.loads(line))
        except (BrokenPipeError, ValueError) as error:
            self.end()
            raise Rejected("decoder-crashed", CRASHED) from error

    def _answers_in_time(self) -> bool:
        assert self.process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            return bool(selector.select(self.limits.seconds))

    @property
    def is_fit(self) -> bool:
        return self.served < FILES_PER_CHILD and self.process.poll() is None

    def end(self) -> None:
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    pass
        self.process.wait()


@dataclass(frozen=True, slots=True)
class Work:
    """The files of one asset by name, the folder for its derivatives, and whatever the caller wants back with the
    result."""

    files: Mapping[str, Path]
    folder: Path
    tag: Any = field(default=None)


class Sandbox:
    """Prepares files of one modality in `processes` children at once.

    >>> with Sandbox("image", Limits()) as sandbox:
    ...     for work, result in sandbox.prepare(works): ...  # result: Prepared or Rejected
    """

    def __init__(self, modality: str, limits: Limits, *, processes: int | None = None) -> None:
        self.modality = modality
        self.limits = limits
        self.processes = processes or min(4, os.cpu_count() or 1)
        self._idle: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        self._pool = ThreadPoolExecutor(self.processes, thread_name_prefix="sandbox")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        while not self._idle.empty():
            self._idle.get().end()

    def prepare(self, works: Iterable[Work]) -> Iterator[tuple[Work, Prepared | Rejected]]:
        """Results in the order of the works."""
        futures: list[tuple[Work, Future[Prepared | Rejected]]] = [
            (work, self._pool.submit(self._one, work)) for work in works
        ]
        for work, future in futures:
            yield work, future.result()

    def split(self, work: Work) -> list[Part]:
        """The assets that one file holds. Raises Rejected."""
        answer = self._ask("split", work)
        if isinstance(answer, Rejected):
            raise answer
        return [Part(each["name"], Path(each["path"])) for each in answer["parts"]]

    def join(self, work: Work) -> Path | None:
        """The files of one asset as a single one; None when they stay apart. Raises Rejected."""
        answer = self._ask("join", work)
        if isinstance(answer, Rejected):
            raise answer
        return Path(answer["joined"]) if answer["joined"] else None

    def _one(self, work: Work) -> Prepared | Rejected:
        answer = self._ask("prepare", work)
        return answer if isinstance(answer, Rejected) else _prepared(answer["prepared"])

    def _ask(self, verb: str, work: Work) -> dict[str, Any] | Rejected:
        child = self._child()
        request = {
            "verb": verb,
            "modality": self.modality,
            "files": {name: str(path) for name, path in work.files.items()},
            "folder": str(work.folder),
            "limits": asdict(self.limits),
        }
        try:
            answer = child.ask(request)
        except Rejected as error:
            return error
        finally:
            if child.is_fit:
                self._idle.put(child)
            else:
                child.end()
        if refused := answer.get("rejected"):
            return Rejected(refused["code"], Text(**refused["text"]), **refused["params"])
        return answer

    def _child(self) -> _Child:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return _Child(self.limits)


def prepare_one(modality: str, files: Mapping[str, Path], folder: Path, limits: Limits | None = None) -> Prepared:
    """Prepare a single asset. Raises Rejected."""
    with Sandbox(modality, limits or Limits(), processes=1) as sandbox:
        ((_, result),) = sandbox.prepare([Work(files, folder)])
    if isinstance(result, Rejected):
        raise result
    return result


def working_folder() -> tempfile.TemporaryDirectory[str]:
    """Where files lie while they are looked at; gone afterwards."""
    return tempfile.TemporaryDirectory(prefix="groundwork-import-")


def _prepared(data: dict[str, Any]) -> Prepared:
    facts = data["facts"]
    warnings = tuple(Warned(each["code"], Text(**each["text"]), each["params"]) for each in facts["warnings"])
    derivatives = tuple(Derivative(**{**each, "path": Path(each["path"])}) for each in data["derivatives"])
    return Prepared(Facts(**{**facts, "warnings": warnings}), derivatives, data["perceptual_hash"])
