"""Whisper models that an administrator brings as a folder. They run here, on the processor; nothing is downloaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotation.prelabel.base import Field, NeededFile, PrelabelError, Refused, Setup
from annotation.prelabel.hearing import Heard
from annotation.prelabel.recognising import Recognising
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.said import Said, read
from annotation.prelabel.speech import CHANNELS, LABEL
from annotation.prelabel.whisper.listener import Listener, ready
from core.text import Text


@PRELABELERS.register
class Whisper(Recognising):
    """In a process of its own, which sees the model and the samples of one stretch of speech after the other."""

    slug = "whisper"
    title = Text(en="Whisper model", zh="Whisper 模型")
    description = Text(
        en="Writes down what is said by a Whisper model of yours, here on the processor. Only stretches with speech are"
        " given to it, at most 30 seconds each; what it makes up is dropped.",
        zh="使用自备的 Whisper 模型在本机处理器上转写语音。只处理有语音的片段，每段不超过 30 秒；臆造内容会被剔除。",
    )
    prepared = True
    file = NeededFile(
        ".zip",
        Text(en="Folder of the model, as a zip file", zh="模型文件夹（zip 压缩包）"),
        Text(
            en="A CTranslate2 folder (model.bin, config.json, vocabulary.json), or one as Whisper models are published"
            " (config.json, *.safetensors, tokenizer.json), which is converted. At most 4 GB.",
            zh="CTranslate2 文件夹（model.bin、config.json、vocabulary.json），或公开发布的 Whisper 模型文件夹"
            "（config.json、*.safetensors、tokenizer.json，将自动转换）。最大 4 GB。",
        ),
    )
    fields = (
        Field("language", Text(en="Language (found out when empty)", zh="语言（留空自动识别）"), "text", "",
              help=Text(en="Two letters: en, zh, de.", zh="两个字母：en、zh、de。")),
        LABEL,
        CHANNELS,
        Field("longest", Text(en="Longest segment (s)", zh="最长时间段（秒）"), "number", 15, 2, 30),
        Field("counting", Text(en="Weights", zh="权重精度"), "select", "auto",
              options=(("auto", Text(en="8 bit, faster", zh="8 位，较快")),
                       ("float32", Text(en="32 bit, exact", zh="32 位，精确")))),
    )  # fmt: skip

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._listener = _listener(setup)

    def close(self) -> None:
        self._listener.close()

    @classmethod
    def configuration(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        config = super().configuration(given)
        config["language"] = str(config["language"] or "").strip().lower()
        return config

    @classmethod
    def ready(cls, file: Path, folder: Path) -> Path:
        return ready(file, folder)

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        """Load it, and see whether it knows the language."""
        listener = _listener(setup)
        listener.close()
        return {"languages": ", ".join(listener.languages or ["en"])}

    def hear(self, sound: Heard) -> Said | Refused:
        return read(self._listener.hear(sound, self.setup.config["language"]))


def _listener(setup: Setup) -> Listener:
    if setup.file is None:
        raise PrelabelError("whisper-folder", "The model's file is missing.")
    listener = Listener(setup.file, setup.config["counting"])
    language = setup.config["language"]
    if language and language not in (listener.languages or ["en"]):
        listener.close()
        wrong = {"language": ["is not one that the model knows"]}
        raise PrelabelError("bad-config", f"language: {wrong['language'][0]}", fields=wrong)
    return listener
