"""What an ONNX file says that its classes are called."""

from __future__ import annotations

import ast

MOST_CLASSES = 10_000


def class_names(text: str) -> list[str]:
    """The names that exporters of YOLO write into the file ({0: 'person', ...}); empty when there are none."""
    try:
        names = ast.literal_eval(text) if len(text) < 1_000_000 else None
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return []
    if isinstance(names, dict) and all(isinstance(key, int) and 0 <= key < MOST_CLASSES for key in names):
        names = [names.get(number, str(number)) for number in range(max(names, default=-1) + 1)]
    return [str(name)[:100] for name in names] if isinstance(names, list) else []
