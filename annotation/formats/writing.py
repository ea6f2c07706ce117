"""Steps that writers share."""

from __future__ import annotations

from dataclasses import replace

from annotation.formats.base import Item
from annotation.formats.names import base, folded, stem
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Unreadable
from annotation.kinds.record import Record

LEFT_OUT = {"tag": "tag-dropped", "answers": "answers-dropped"}


def copy_files(item: Item, folder: str, sink: Sink, report: Report) -> None:
    """Copy all files of an item below a folder of the sink: the one under the item's name, several under their own."""
    if not item.files:
        copy_image(item, f"{folder}/{item.name}", sink, report)
    for each in item.files:
        copy_image(replace(item, media=each), f"{folder}/{each.name}", sink, report)


def copy_image(item: Item, name: str, sink: Sink, report: Report) -> None:
    """Copy the file of an item to the sink; a file that is not there is counted as a loss."""
    if item.media is None:
        report.loss("image-not-there")
        return
    for part in item.media.parts:
        copy_image(replace(item, media=part), f"{stem(name)}/{base(part.name)}", sink, report)
    if item.media.parts:
        return
    try:
        with item.media.open() as stream:
            sink.copy(name, stream)
    except Unreadable as error:
        report.problem(item.media.name, "", error.code, **error.params)


def count_losses(record: Record, report: Report, *fields: str) -> None:
    """Note which of these fields of a record a format leaves out, of "attributes", "group", "score" and "z"."""
    lost = {
        "attributes": ("attributes-dropped", bool(record["attributes"])),
        "group": ("group-dropped", bool(record["group"])),
        "score": ("score-dropped", record["score"] is not None),
        "z": ("z-order-dropped", bool(record["z"])),
    }
    for field in fields:
        code, is_lost = lost[field]
        report.loss(code, int(is_lost))


def count_left_out(record: Record, report: Report) -> None:
    """Note a record of a kind that the format does not hold; that an image is empty is no such loss."""
    if record["kind"] != "empty":
        report.loss(LEFT_OUT.get(record["kind"], "kind-not-carried"))


def free_stem(item: Item, taken: set[str], report: Report) -> str:
    """The item's name without its suffix, for the files beside it; with it where another item has that name."""
    name = stem(item.name)
    if folded(name) in taken:
        name = item.name
        report.loss("renamed")
    taken.add(folded(name))
    return name
