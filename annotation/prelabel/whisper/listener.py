"""A Whisper model in a child process: what it hears in a stretch of speech."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotation.prelabel.base import PrelabelError
from annotation.prelabel.hearing import Heard
from annotation.prelabel.packed import pack, unpack
from annotation.prelabel.process import Process
from annotation.prelabel.whisper.complaints import worded

CHILD, CONVERT = (Path(__file__).with_name(name) for name in ("child.py", "convert.py"))
MEMORY = 12 * 1024**3
LOAD_SECONDS, HEAR_SECONDS, CONVERT_SECONDS = 300.0, 300.0, 900.0
SUFFIXES = (".json", "model.bin", ".safetensors")
"""Of the files that are looked at. Others stay packed: those of PyTorch would run code when they are read."""


def ready(packed: Path, folder: Path) -> Path:
    """A zip of a model in CTranslate2's form: the one given, or what becomes of one as its authors publish it.

    Raises PrelabelError.
    """
    source, target = folder / "source", folder / "target"
    source.mkdir()
    target.mkdir()
    names = unpack(packed, source, SUFFIXES)
    if "model.bin" in names:
        return packed
    if not any(name.endswith(".safetensors") for name in names):
        raise PrelabelError("whisper-folder", "Neither model.bin nor *.safetensors is in it.")
    process = _process(CONVERT, folder, str(source), str(target))
    try:
        with process.within(CONVERT_SECONDS):
            _sound(process.line())
    finally:
        process.close()
    return pack(sorted(target.iterdir()), folder / "model.zip")


class Listener:
    """One process for many stretches; begun anew after it died. `languages` are the codes of those that it knows, none
    where it knows English alone."""

    def __init__(self, packed: Path, counting: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="groundwork-model-")
        self._counting = counting
        self._process: Process | None = None
        try:
            unpack(packed, Path(self._folder.name), SUFFIXES)
            self.languages: list[str] = self._begin()["languages"]
        except BaseException:
            self.close()
            raise

    def hear(self, sound: Heard, language: str) -> dict[str, Any]:
        """text, avg_logprob and no_speech_prob. Raises PrelabelError."""
        if self._process is None or self._process.ended:
            self._begin()
        assert self._process is not None
        data = sound.tobytes()
        with self._process.within(HEAR_SECONDS):
            self._process.send({"bytes": len(data), "language": language}, data)
            return _sound(self._process.line())

    def close(self) -> None:
        if self._process is not None:
            self._process.close()
        self._folder.cleanup()

    def _begin(self) -> dict[str, Any]:
        folder = Path(self._folder.name)
        self._process = _process(CHILD, folder, str(folder), self._counting)
        with self._process.within(LOAD_SECONDS):
            return _sound(self._process.line())


def _process(script: Path, folder: Path, *arguments: str) -> Process:
    return Process(script, *arguments, folder=str(folder), memory=MEMORY, family="whisper")


def _sound(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer that is no complaint. Raises PrelabelError."""
    if "error" in answer:
        reason = worded(str(answer["error"]))
        raise PrelabelError("whisper-model", f"The model cannot be used: {reason.en}.", reason=reason.json())
    return dict(answer)
