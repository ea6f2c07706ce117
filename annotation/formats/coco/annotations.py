"""One COCO annotation as records: a box, the parts of a polygon or mask, key points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotation.formats import keypoints
from annotation.formats.labels import clean_attributes
from annotation.formats.masks import BadMask, counts_of, mask_record_data
from annotation.kinds import KINDS, InvalidData
from annotation.kinds.record import Record, new_record, stable_id

Tell = Callable[..., None]
"""Reports a problem of this annotation: tell(field, code, **params)."""
SLACK = 1.0
"""Pixels by which a shape may reach outside the image before it is mentioned."""
CROWD = "iscrowd"


class AnnotationReader:
    """Makes records of the annotations of one image."""

    def __init__(self, image: str, width: int | None, height: int | None) -> None:
        self._image = image
        self._size = (width, height)

    def records(self, annotation: dict[str, Any], label: str, names: list[str], tell: Tell) -> list[Record]:
        """The records of one annotation, several of one group when it has several parts."""
        attributes, wrong = clean_attributes(annotation.get("attributes"))
        for key in wrong:
            tell(f"attributes.{key}", "bad-value", field=key, reason="cannot be held by an attribute")
        if annotation.get("iscrowd") == 1:
            attributes[CROWD] = True
        shapes = self._shapes(annotation, tell)
        marked = self._keypoints(annotation, names, tell)
        if not shapes and not (marked and _bounds_only(annotation.get("bbox"), *marked[:2])):
            shapes = self._box(annotation, tell)
        parts = [(kind, data, attributes) for kind, data in shapes]
        if marked:
            kind, data, text = marked
            parts.append((kind, data, {**attributes, keypoints.ATTRIBUTE: text} if text else attributes))
        return self._as_records(parts, annotation, label)

    def _as_records(self, parts: list[Any], annotation: dict[str, Any], label: str) -> list[Record]:
        score = annotation.get("score")
        usable = isinstance(score, int | float) and not isinstance(score, bool) and 0 <= score <= 1
        number = annotation["id"]
        group = stable_id(self._image, number, "group") if len(parts) > 1 else None
        return [
            new_record(
                id=stable_id(self._image, number, index),
                kind=kind,
                data=data,
                label=label,
                attributes=attributes,
                group=group,
                score=score if usable else None,
            )
            for index, (kind, data, attributes) in enumerate(parts)
        ]

    def _shapes(self, annotation: dict[str, Any], tell: Tell) -> list[tuple[str, Any]]:
        segmentation = annotation.get("segmentation")
        if isinstance(segmentation, dict):
            return self._mask(segmentation, tell)
        if not isinstance(segmentation, list):
            return []
        if segmentation and not isinstance(segmentation[0], list):
            segmentation = [segmentation]
        found = []
        for index, flat in enumerate(segmentation):
            place = f"segmentation[{index}]"
            if not isinstance(flat, list) or len(flat) % 2:
                tell(place, "bad-geometry", field=place, reason="must be a flat list of x, y")
                continue
            data = {"points": [list(pair) for pair in zip(flat[::2], flat[1::2], strict=True)], "holes": []}
            if self._sound("polygon", data, place, tell):
                found.append(("polygon", data))
        return found

    def _mask(self, segmentation: dict[str, Any], tell: Tell) -> list[tuple[str, Any]]:
        try:
            counts, _, height = counts_of(segmentation, *self._size)
        except BadMask as error:
            tell("segmentation", "bad-mask", reason=str(error))
            return []
        data = mask_record_data(counts, height)
        return [("mask", data)] if data else []

    def _box(self, annotation: dict[str, Any], tell: Tell) -> list[tuple[str, Any]]:
        box = annotation.get("bbox")
        if annotation.get("segmentation") and box is None:
            return []
        if not isinstance(box, list) or len(box) != 4:
            tell("bbox", "bad-geometry", field="bbox", reason="must be [x, y, width, height]")
            return []
        data = {"x": box[0], "y": box[1], "width": box[2], "height": box[3]}
        return [("box", data)] if self._sound("box", data, "bbox", tell) else []

    def _keypoints(self, annotation: dict[str, Any], names: list[str], tell: Tell) -> tuple[str, Any, str] | None:
        """(kind, data, text that names the points where their kind does not); None when none is marked."""
        values = annotation.get("keypoints")
        if not isinstance(values, list) or not values:
            return None
        read = (keypoints.joints(values, names), "") if names else keypoints.read(values, names)
        if read is None or read[0] is None:
            tell("keypoints", "bad-geometry", field="keypoints", reason="must be a list of x, y, visibility (0, 1, 2)")
            return None
        kind, data = "skeleton" if names else "points", {"points": read[0]}
        if not data["points"] or not self._sound(kind, data, "keypoints", tell):
            return None
        return kind, data, read[1]

    def _sound(self, kind: str, data: Any, place: str, tell: Tell) -> bool:
        try:
            KINDS[kind].validate(data)
        except InvalidData as error:
            where, messages = next(iter(error.fields.items()))
            tell(place, "bad-geometry", field=where, reason=messages[0])
            return False
        width, height = self._size
        left, top, right, bottom = KINDS[kind].measure(data).bounds or (0, 0, 0, 0)
        if width and height and (min(left, top) < -SLACK or right > width + SLACK or bottom > height + SLACK):
            tell(place, "outside-image", width=width, height=height)
        return True


def _bounds_only(box: object, kind: str, data: Any) -> bool:
    """Whether the bounding box says no more than the key points themselves."""
    if not (isinstance(box, list) and len(box) == 4 and all(isinstance(value, int | float) for value in box)):
        return True
    left, top, right, bottom = KINDS[kind].measure(data).bounds or (0, 0, 0, 0)
    return bool(
        max(abs(left - box[0]), abs(top - box[1])) < 1e-6
        and max(abs(right - left - box[2]), abs(bottom - top - box[3])) < 1e-6
    )
