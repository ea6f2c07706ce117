"""Lists of one JSON object per line."""

from __future__ import annotations

import json
from typing import Any


def read_row(line: str, *needed: str) -> dict[str, Any]:
    """The object of a line. Raises ValueError unless it is one and has the needed texts."""
    try:
        row = json.loads(line)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(row, dict) or not all(text_of(row, key) for key in needed):
        raise ValueError(f"it is not an object with {' and '.join(needed)}")
    return row


def text_of(row: dict[str, Any], key: str) -> str:
    """Raises ValueError for what is not text; numbers are names that lost their quotes."""
    value = row.get(key)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"{key} is not text")
    return str(value)


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
