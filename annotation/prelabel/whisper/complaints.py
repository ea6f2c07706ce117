"""What CTranslate2 and its converter say when they cannot use a model, in words for those who brought it."""

from __future__ import annotations

from core.text import Text

KNOWN: tuple[tuple[tuple[str, ...], Text], ...] = (
    (
        ("vocabulary",),
        Text(en="its vocabulary (vocabulary.json) is missing or broken", zh="词表（vocabulary.json）缺失或损坏"),
    ),
    (("incomplete", "failed to read"), Text(en="model.bin is incomplete", zh="model.bin 不完整")),
    (
        ("version", "revision", "not a whisper"),
        Text(
            en="model.bin is of another version of CTranslate2, or of another kind of model",
            zh="model.bin 属于其他版本的 CTranslate2，或不是 Whisper 模型",
        ),
    ),
    (("open file", "no such file"), Text(en="a file of the model is missing", zh="缺少模型文件")),
    (("alloc", "memory"), Text(en="there is too little memory for it", zh="内存不足")),
    (("config", "json"), Text(en="config.json is broken", zh="config.json 损坏")),
)
"""Parts of a message, the first that fits counts."""


def worded(said: str) -> Text:
    """The reason, as far as it is known; else what was said, as it is."""
    first = (said.splitlines() or [""])[0][:300]
    for parts, text in KNOWN:
        if any(part in first.lower() for part in parts):
            return text
    return Text(en=first, zh=first)
