"""JSON-MIN, Label Studio's short export: a task with what it is about and what each control said, side by side.

Which region an answer belongs to is not told there, so answers are about the whole.
"""

from __future__ import annotations

import re
from typing import Any

from annotation.formats.base import IMAGE_SUFFIXES, VIDEO_SUFFIXES
from annotation.formats.label_studio_images.tasks import ANSWER

KEPT = frozenset(
    {
        "id",
        "annotator",
        "annotation_id",
        "created_at",
        "updated_at",
        "lead_time",
        "agreement",
        "unresolved_comment_count",
    }
)
"""What Label Studio itself says of a task."""
ADDRESS = re.compile("|".join(map(re.escape, (*IMAGE_SUFFIXES, *VIDEO_SUFFIXES, "://", "?d="))), re.IGNORECASE)
"""In a text that says where a file is, and is no answer."""
SIZE = ("original_width", "original_height", "image_rotation")


def is_minimal(head: bytes) -> bool:
    """Whether a file begins like an array of such tasks."""
    told = any(word in head for word in (b'"original_width"', b'"annotation_id"', b'"annotator"'))
    return head[:1] == b"[" and told and not any(word in head for word in (b'"annotations"', b'"from_name"'))


def whole(task: object) -> object:
    """The task as the full export has it; what is none of these comes back as it is."""
    if not isinstance(task, dict) or isinstance(task.get("data"), dict) or not KEPT & task.keys():
        return task
    data, results = {}, []
    for name, said in task.items():
        if name in KEPT:
            continue
        listed = said if isinstance(said, list) else [said]
        if all(isinstance(each, dict) for each in listed) and listed:
            results += [found for each in listed if (found := _result(name, each))]
        elif isinstance(said, str):
            data[name] = said
            if not ADDRESS.search(said):
                results.append({"from_name": name, "type": ANSWER, "value": {ANSWER: said}})
    return {"id": task.get("id"), "data": data, "annotations": [{"result": results}]}


def _result(name: str, value: dict[str, Any]) -> dict[str, Any] | None:
    kind = _kind(value)
    if kind is None:
        return None
    size = {key: value[key] for key in SIZE if key in value}
    return {**size, "from_name": name, "type": kind, "value": {k: v for k, v in value.items() if k not in SIZE}}


def _kind(value: dict[str, Any]) -> str | None:
    """The type of a result by what its value holds."""
    if "sequence" in value:
        return "videorectangle"
    if "ranges" in value:
        return "timelinelabels"
    known = ("choices", "number", "rating", "taxonomy", "datetime")
    labels = next((key for key in value if key.endswith("labels") and key != "labels"), None)
    return labels or next((key for key in known if key in value), "textarea" if "text" in value else None)
