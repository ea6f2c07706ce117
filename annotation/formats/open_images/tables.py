"""The tables of Open Images: which there are, what their columns are called, and how they are read row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from annotation.formats.names import base
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable, beginnings
from annotation.formats.splits import split_in

FLAGS = {
    "IsOccluded": "occluded",
    "IsTruncated": "truncated",
    "IsGroupOf": "group_of",
    "IsDepiction": "depiction",
    "IsInside": "inside",
}
"""Columns of boxes, and the attributes that they are here."""
BOXES, TAGS, MASKS, IMAGES, CLASSES = "boxes", "tags", "masks", "images", "classes"
COLUMNS = {
    CLASSES: ("LabelName", "DisplayName"),
    IMAGES: ("ImageID", "Subset", "Width", "Height", "FileName"),
    BOXES: ("ImageID", "Source", "LabelName", "Confidence", "XMin", "XMax", "YMin", "YMax", *FLAGS),
    TAGS: ("ImageID", "Source", "LabelName", "Confidence"),
    MASKS: ("MaskPath", "ImageID", "LabelName", "BoxID", "BoxXMin", "BoxXMax", "BoxYMin", "BoxYMax", "PredictedIoU"),
}
TOLD_BY = {MASKS: "MaskPath", BOXES: "XMin", TAGS: "LabelName", IMAGES: "ImageID"}
"""A column that tells tables with an ImageID apart, the most telling first."""
FOLDER = "masks"

Row = dict[str, str]


class Table(NamedTuple):
    file: str
    holds: str
    split: str


def is_label_picture(name: str) -> bool:
    """See Format.is_label_picture."""
    return FOLDER in name.split("/")[:-1]


def tables_of(source: Source) -> Iterator[Table]:
    """The tables that hold something of Open Images."""
    for name, head in beginnings(source, ".csv", 4096):
        columns = head.decode("utf-8-sig", "replace").splitlines()[:1]
        named = set(columns[0].split(",")) if columns else set()
        if {"LabelName", "DisplayName"} <= named or base(name) == "class-descriptions.csv":
            yield Table(name, CLASSES, "")
        elif "ImageID" in named:
            holds = next(kind for kind, column in TOLD_BY.items() if column in named)
            yield Table(name, holds, split_in(base(name)))


def rows_of(source: Source, table: Table, report: Report) -> Iterator[tuple[int, Row]]:
    """(number of the line, row); what comes before a fault is given."""
    # The first editions list the classes without a line that names the columns.
    names = COLUMNS[CLASSES] if table.holds == CLASSES and not _is_named(source, table.file) else None
    try:
        with source.open(table.file) as stream, io.TextIOWrapper(stream, "utf-8-sig", "replace", newline="") as text:
            rows = csv.DictReader(text, fieldnames=names)
            for row in rows:
                yield rows.line_num, {key: value or "" for key, value in row.items() if isinstance(key, str)}
    except Unreadable as error:
        report.problem(table.file, "", error.code, **error.params)
    except csv.Error as error:
        report.problem(table.file, "", "not-readable", reason=str(error))


def _is_named(source: Source, file: str) -> bool:
    with source.open(file) as stream:
        return b"LabelName" in stream.read(64)
