"""Answers as JSON, written by orjson: long lists take the standard library as long as the database does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

# Times go to REST framework's own encoder, which writes UTC as Z.
OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS


class Json(JSONRenderer):
    """What JSONRenderer writes, byte for byte in meaning; with `indent` asked for it is JSONRenderer."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """UTF-8. NaN and infinity become null."""
        context = dict(renderer_context or {})
        if data is None or self.get_indent(accepted_media_type or "", context):
            return bytes(super().render(data, accepted_media_type, context))
        return orjson.dumps(data, default=JSONEncoder().default, option=OPTIONS)
