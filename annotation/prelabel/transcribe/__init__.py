"""Any server that speaks OpenAI's `/v1/audio/transcriptions`: whisper.cpp, speaches, vLLM, a cloud.

Only stretches where somebody speaks are sent, each by itself: recognisers invent words in silence, and times stay those
of the recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotation.prelabel.base import Field, PrelabelError, Refused, Setup
from annotation.prelabel.hearing import Heard, wav
from annotation.prelabel.recognising import Recognising
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.said import Said
from annotation.prelabel.speech import CHANNELS, LABEL
from annotation.prelabel.transcribe.client import Client
from core.text import Text

KEY = Text(en="Sent as a bearer token. Kept encrypted, never shown.", zh="作为 Bearer 令牌发送。加密保存，不再显示。")


@PRELABELERS.register
class Transcribe(Recognising):
    slug = "transcribe"
    title = Text(en="Speech recognition server", zh="语音识别服务")
    description = Text(
        en="Writes down what is said, by any server that answers /v1/audio/transcriptions as OpenAI's does. Only"
        " stretches with speech are sent, at most 30 seconds each.",
        zh="通过兼容 OpenAI /v1/audio/transcriptions 的服务转写语音。只发送有语音的片段，每段不超过 30 秒。",
    )
    needs_server = True
    fields = (
        Field("url", Text(en="Address", zh="地址"), "text", required=True,
              help=Text(en="Without /v1/audio/transcriptions.", zh="不含 /v1/audio/transcriptions。")),
        Field("model", Text(en="Model", zh="模型"), "text", "whisper-1", required=True),
        Field("language", Text(en="Language (found out when empty)", zh="语言（留空自动识别）"), "text", "",
              help=Text(en="Two letters: en, zh, de.", zh="两个字母：en、zh、de。")),
        Field("prompt", Text(en="Words to expect", zh="提示词"), "text", "",
              help=Text(en="Names and terms in the spelling that is wanted.", zh="希望采用的人名和术语写法。")),
        LABEL,
        CHANNELS,
        Field("longest", Text(en="Longest segment (s)", zh="最长时间段（秒）"), "number", 15, 2, 30),
        Field("password", Text(en="Key", zh="密钥"), "secret", help=KEY),
    )  # fmt: skip

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._client = Client(setup)

    @classmethod
    def configuration(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """As all do; a secret must be one that fits into a header, and the address may end in /v1."""
        config = super().configuration(given)
        config["url"] = str(config["url"]).strip().rstrip("/").removesuffix("/v1")
        secret = config["password"] = str(config["password"] or "").strip()
        if not (secret.isascii() and secret.isprintable()):
            wrong = {"password": ["must be of plain letters, digits and signs"]}
            raise PrelabelError("bad-config", f"password: {wrong['password'][0]}", fields=wrong)
        return config

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        """Ask which models there are; a server that does not say is taken as it is."""
        names = Client(setup).models()
        if names and setup.config["model"] not in names:
            known = ", ".join(names[:10])
            wrong = {"model": [f"is not one of the server's: {known}"]}
            raise PrelabelError("bad-config", f"model: {wrong['model'][0]}", fields=wrong)
        return {"models": ", ".join(names[:20])} if names else {}

    def hear(self, sound: Heard) -> Said | Refused:
        return self._client.transcript(wav(sound))
