"""Training, validation and test parts of a data set, as names of files and folders tell them."""

from __future__ import annotations

import re
from typing import Any

SPLITS = ("train", "val", "test")
UNSPLIT = "default"
"""In the names of files: readers go by the task and the part that a name speaks of, which also CVAT calls so."""
WORDS = {
    "train": "train",
    "training": "train",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "dev": "val",
    "test": "test",
    "testing": "test",
}
NAME = re.compile(r"^[a-z0-9][a-z0-9_-]{0,39}$")


def split_in(*names: str) -> str:
    """The split that the first telling name speaks of ("instances_val2017": "val"); empty if none does."""
    for name in names:
        for word in re.split(r"[^a-z]+", name.lower()):
            if word in WORDS:
                return WORDS[word]
    return ""


def split_of(meta: dict[str, Any]) -> str:
    """The split of an item as part of a file name; empty when it has none."""
    split = meta.get("split")
    return split if isinstance(split, str) and NAME.match(split) else ""
