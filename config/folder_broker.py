"""Kombu's filesystem transport with messages that appear whole.

Kombu creates a message's file first and writes it afterwards; a worker that looks in between finds an empty message and
stops for good. Here a message is written under another name and then renamed, which no reader can see half-done.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, message: Any, **_: Any) -> None:  # type: ignore[override]  # its stubs know no options
        folder = Path(self.data_folder_out)
        name = f"{round(time.monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        draft = folder / f"{name}.draft"
        draft.write_text(dumps(message), encoding="utf-8")
        draft.replace(folder / name)


class Transport(filesystem.Transport):
    Channel = Channel
