"""What lists and statistics know of a document without reading it."""

from __future__ import annotations

from typing import Any

from annotation.services.counts import count_records, objects_in


def _record(kind: str, label: str = "", **data: Any) -> dict[str, Any]:
    return {"kind": kind, "label": label, "data": data}


def test_labels_inside_a_record_are_counted_as_its_labels() -> None:
    classes = [{"label": label, "points": 5, "instances": 0} for label in ("road", "car")]
    counts = count_records([_record("point_labels", classes=classes), _record("cuboid", "car"), _record("empty")])
    assert counts == {"road": {"point_labels": 1}, "car": {"point_labels": 1, "cuboid": 1}, "": {"empty": 1}}
    assert objects_in(counts) == 3
