"""Groundwork JSONL: a header line, then one line per image. Nothing is lost.

Files that records point at lie beside it, in `blobs/` under their SHA-256.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import orjson

from annotation.formats.base import Decoded, Format, Header, Item, Options
from annotation.formats.groundwork.lines import FORMAT, VERSION, Line, header_of, item_of, line_of
from annotation.formats.images import ImageIndex
from annotation.formats.labels import SchemaGatherer
from annotation.formats.names import folded
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source, Unreadable
from annotation.formats.writing import copy_files
from annotation.kinds import KINDS
from annotation.modalities import MODALITIES
from core.json_text import encode
from core.text import Text

LONGEST_LINE = 256 * 1024**2
FILE = "dataset.jsonl"
BLOBS = "blobs"
LARGEST_BLOB = 64 * 1024**2


@FORMATS.register
class Groundwork(Format):
    """Everything a document holds, with the label schema it was made by."""

    slug = "groundwork"
    title = Text(en="Groundwork JSONL", zh="Groundwork JSONL")
    extensions = (".jsonl",)
    kinds = frozenset(KINDS.slugs())
    modalities = frozenset(MODALITIES.slugs())
    cannot_carry = ()

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return bool(_files(source))

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        report = Report()
        for rejected in source.rejected:
            report.problem(rejected.name, "", rejected.code, **rejected.params)
        files = _files(source)
        if not files:
            report.problem("", "", "nothing-found", format="Groundwork JSONL")
        headers = [_first_header(source, name) for name in files]
        header = headers[0] if headers else Header(SchemaGatherer().schema())
        return Decoded(header, _items(source, files, report), report)

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        cls.chosen(options)
        report = Report()
        if images:
            items = _copied(items, sink, report)
        items = _with_blobs(items, sink)
        with _Lines(sink, after_images=images or header.has("point_labels")) as lines:
            lines.write(encode({"format": FORMAT, "version": VERSION, "schema": header.schema, "info": header.info}))
            for item in items:
                lines.write(encode(line_of(item)))
                report.items += 1
                report.records += len(item.records)
        return report


def _files(source: Source) -> list[str]:
    found = []
    for name in source.names:
        if name.lower().endswith(".jsonl"):
            try:
                with source.open(name) as stream:
                    head = stream.read(200)
            except Unreadable:
                continue
            if FORMAT.encode() in head:
                found.append(name)
    return found


def _first_header(source: Source, name: str) -> Header:
    try:
        with source.open(name) as stream:
            return header_of(orjson.loads(stream.readline(LONGEST_LINE)))
    except (Unreadable, ValueError):
        return Header(SchemaGatherer().schema())


def _items(source: Source, files: list[str], report: Report) -> Iterator[Item]:
    images = ImageIndex(source)
    has_blobs = any(f"/{BLOBS}/" in f"/{name}" for name in source.names)
    seen: set[str] = set()
    for file in files:
        for line in _lines(source, file, report):
            item = item_of(line, report)
            if item is None:
                continue
            name = folded(item.name)
            if name in seen:
                report.problem(file, line.place, "duplicate-name", name=item.name)
                continue
            seen.add(name)
            found = images.find(item.name, file.rpartition("/")[0])
            report.items += 1
            report.records += len(item.records)
            if found:
                item = replace(item, media=images.media(found))
            yield replace(item, blobs=_blobs(source, item, file, report)) if has_blobs else item


def _blobs(source: Source, item: Item, file: str, report: Report) -> dict[str, bytes]:
    """The files that the records of a line point at, as far as they are there."""
    folder = file.rpartition("/")[0]
    found: dict[str, bytes] = {}
    for record in item.records:
        name = _blob_named(record)
        path = f"{folder}/{BLOBS}/{name}".lstrip("/")
        if name and path in source.names and name not in found:
            try:
                found[name] = source.read(path, LARGEST_BLOB)
            except Unreadable as error:
                report.problem(path, "", error.code, **error.params)
    return {name: content for name, content in found.items() if hashlib.sha256(content).hexdigest() == name}


def _blob_named(record: Any) -> str:
    """What a record, sound or not, names as its file."""
    data = record.get("data") if isinstance(record, dict) else None
    name = data.get("blob") if isinstance(data, dict) else None
    return name if isinstance(name, str) else ""


def _lines(source: Source, file: str, report: Report) -> Iterator[Line]:
    """The lines after the header as JSON; what is not JSON goes to the report."""
    try:
        with source.open(file) as stream:
            number = 0
            while text := stream.readline(LONGEST_LINE):
                number += 1
                place = f"line {number}"
                if len(text) >= LONGEST_LINE:
                    raise Unreadable("too-large", "A line is too long.", limit=LONGEST_LINE)
                value = _json(text, file, place, report)
                if number > 1 and isinstance(value, dict):
                    yield Line(file, place, value)
    except Unreadable as error:
        report.problem(file, "", error.code, **error.params)


def _json(text: bytes, file: str, place: str, report: Report) -> Any:
    if not text.strip():
        return None
    try:
        value = orjson.loads(text)
    except ValueError as error:
        if "depth limit" in str(error):
            report.problem(file, place, "too-deep")
        else:
            report.problem(file, place, "bad-json", reason=str(error))
    else:
        if isinstance(value, dict):
            return value
        report.problem(file, place, "bad-value", field="line", reason="must be an object")
    return None


def _copied(items: Iterable[Item], sink: Sink, report: Report) -> Iterator[Item]:
    for item in items:
        copy_files(item, "images", sink, report)
        yield item


def _with_blobs(items: Iterable[Item], sink: Sink) -> Iterator[Item]:
    written: set[str] = set()
    for item in items:
        for name in item.blobs:
            if name not in written:
                written.add(name)
                sink.write(f"{BLOBS}/{name}", item.blobs[name])
        yield item


class _Lines:
    """Writes the lines at once, or after the images when a sink can write only one file at a time."""

    def __init__(self, sink: Sink, *, after_images: bool) -> None:
        self._sink = sink
        self._spool = tempfile.TemporaryFile() if after_images else None  # noqa: SIM115 - closed in __exit__
        self._context = None if after_images else sink.create(FILE)

    def __enter__(self) -> _Lines:
        self._stream = self._spool or (self._context.__enter__() if self._context else None)
        return self

    def write(self, text: bytes) -> None:
        assert self._stream is not None
        self._stream.write(text + b"\n")

    def __exit__(self, *error: Any) -> None:
        if self._context:
            self._context.__exit__(*error)
        if self._spool:
            with self._spool:
                self._spool.seek(0)
                if error[0] is None:
                    self._sink.copy(FILE, self._spool)
