"""What a label schema says about images beside its labels: the section `image`."""

from __future__ import annotations

from typing import Any

from projects.schema.reader import Reader

FIELDS = frozenset({"panoptic"})
"""`panoptic`: each pixel belongs to one mask at most, so whatever changes a mask takes its pixels from the others."""


def read_image(reader: Reader) -> dict[str, Any]:
    reader.only(FIELDS)
    return {"panoptic": True} if reader.flag("panoptic") else {}
