"""Objects of scenes gathered frame by frame, as most formats have them, into records.

A box that is the same in all frames is one box. What comes, goes or moves is a track; keyframes that lie on the way
between others to the millimetre are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from annotation.formats.base import Decoded, Header, Item
from annotation.formats.gathering import LARGEST
from annotation.formats.labels import SchemaGatherer, clean_attributes, label_name
from annotation.formats.names import folded, safe_name
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable
from annotation.formats.spool import LineSpool
from annotation.geometry3d import boxes
from annotation.kinds import KINDS, InvalidData
from annotation.kinds.base import Data
from annotation.kinds.keyframes import Keyframe, keyframe
from annotation.kinds.record import IDENTITY, Record, new_record, stable_id
from annotation.kinds.thinning import thinned

NEAR = 5e-4
"""Metres by which the corners of boxes may differ that are taken for the same."""


@dataclass(slots=True)
class Moment:
    """What a file says of an object in a frame."""

    label: str
    box: Data
    attributes: dict[str, Any]
    occluded: bool
    score: float | None


class Reading:
    """State of one reading: `scene` begins one, `keep` ends it, `decoded` gives them all."""

    def __init__(self, source: Source, title: str) -> None:
        self.source, self.report, self._title = source, Report(), title
        self._gatherer = SchemaGatherer()
        self._spool = LineSpool()
        self._names: set[str] = set()
        for rejected in source.rejected:
            self.report.problem(rejected.name, "", rejected.code, **rejected.params)

    def json(self, name: str) -> Any:
        """The content of a JSON file; None, with the reason reported, when there is none."""
        try:
            return orjson.loads(self.source.read(name, LARGEST))
        except Unreadable as error:
            self.report.problem(name, "", error.code, **error.params)
        except ValueError as error:
            self.report.problem(name, "", "bad-json", reason=str(error))
        return None

    def lines(self, name: str) -> list[list[str]]:
        """The words of each line that is not empty; none, with the reason reported, when the file cannot be read."""
        try:
            text = self.source.read(name, LARGEST).decode("utf-8", "replace")
        except Unreadable as error:
            self.report.problem(name, "", error.code, **error.params)
            return []
        return [line.split() for line in text.splitlines() if line.strip()]

    def fact(self, name: str, key: str) -> Any:
        """What somebody has found out about a scene that is not among the files; None for nothing."""
        return self.source.known().get(name, {}).get(key)

    def keep(self, found: Gathered) -> None:
        name = safe_name(found.name)
        if name is None or folded(name) in self._names:
            code = "unsafe-name" if name is None else "duplicate-name"
            self.report.problem(found.name, "", code, name=found.name)
            return
        self._names.add(folded(name))
        records = found.records()
        for record in records:
            self._gatherer.record(record)
        self._spool.add([name, records])

    def decoded(self) -> Decoded:
        if not self._spool.count and not self.report.problems:
            self.report.problem("", "", "nothing-found", format=self._title)
        return Decoded(Header(self._gatherer.schema(["cuboid"])), self._items(), self.report)

    def _items(self) -> Iterator[Item]:
        try:
            for name, records in self._spool:
                self.report.items += 1
                self.report.records += len(records)
                yield Item(name, None, None, records)
        finally:
            self._spool.close()


@dataclass
class Gathered:
    """The objects of one scene as they are read: `frames` are so many, or as many as anything is in."""

    reading: Reading
    name: str
    frames: int = 0
    _objects: dict[str, dict[int, Moment]] = field(default_factory=dict)
    _paths: dict[str, Record] = field(default_factory=dict)

    def add(
        self,
        where: tuple[str, str],
        key: str,
        frame: int,
        label: object,
        box: Callable[[], Data],
        attributes: object = None,
        *,
        occluded: bool = False,
        score: float | None = None,
    ) -> None:
        """Take an object in, or report why not. `key` is what its box in other frames shares; `box` makes the one of
        the world and may raise what conversions of strangers' values raise; `where` are file and place."""
        report, name = self.reading.report, label_name(label)
        if name is None:
            report.problem(*where, "missing-field", field="label")
            return
        try:
            data = KINDS["cuboid"].validate(dict(box()))
        except InvalidData as error:
            at, messages = next(iter(error.fields.items()))
            report.problem(*where, "bad-geometry", field=at, reason=messages[0])
            return
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
            report.problem(*where, "bad-value", field="box", reason=str(error)[:200] or type(error).__name__)
            return
        fine, wrong = clean_attributes(attributes or {})
        for each in wrong:
            report.problem(*where, "bad-value", field=each, reason="cannot be held by an attribute")
        moments = self._objects.setdefault(key, {})
        if frame in moments or not 0 <= frame < 10**6:
            report.problem(*where, "duplicate-id", id=key)
            return
        moments[frame] = Moment(name, data, fine, occluded, score)

    def add_path(
        self,
        where: tuple[str, str],
        key: str,
        label: object,
        kind: str,
        path: Callable[[], Data],
        attributes: object = None,
    ) -> None:
        """Take a line or an area of the world in, or report why not; of each key only the first."""
        report, name = self.reading.report, label_name(label)
        if key in self._paths:
            return
        if name is None:
            report.problem(*where, "missing-field", field="label")
            return
        try:
            data = KINDS[kind].validate(path())
        except InvalidData as error:
            at, messages = next(iter(error.fields.items()))
            report.problem(*where, "bad-geometry", field=at, reason=messages[0])
            return
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            report.problem(*where, "bad-value", field=kind, reason=str(error)[:200] or type(error).__name__)
            return
        fine, wrong = clean_attributes(attributes or {})
        for each in wrong:
            report.problem(*where, "bad-value", field=each, reason="cannot be held by an attribute")
        uid = key.lower() if IDENTITY.fullmatch(key) else stable_id(self.name, key)
        self._paths[key] = new_record(id=uid, kind=kind, label=name, data=data, attributes=fine)

    def records(self) -> list[Record]:
        frames = max([self.frames, *(max(moments) + 1 for moments in self._objects.values() if moments)])
        found = [self._record(key, moments, frames) for key, moments in self._objects.items() if moments]
        return [*found, *self._paths.values()]

    def _record(self, key: str, moments: Mapping[int, Moment], frames: int) -> Record:
        first = moments[min(moments)]
        shared = {
            name: value
            for name, value in first.attributes.items()
            if all(each.attributes.get(name) == value for each in moments.values())
        }
        scores = [each.score for each in moments.values() if each.score is not None]
        more: dict[str, Any] = {
            "id": key.lower() if IDENTITY.fullmatch(key) else stable_id(self.name, key),
            "label": first.label,
            "attributes": shared,
            "score": min(1.0, max(0.0, sum(scores) / len(scores))) if scores else None,
        }
        if len(moments) == frames and _is_still(first, moments.values()):
            return new_record(kind="cuboid", data=first.box, **more)
        return new_record(kind="track", data={"of": "cuboid", "keyframes": _keyframes(moments, shared, frames)}, **more)


def _is_still(first: Moment, others: Iterable[Moment]) -> bool:
    return all(
        not each.occluded and each.attributes == first.attributes and boxes.apart(first.box, each.box) <= NEAR
        for each in others
    )


def _keyframes(moments: Mapping[int, Moment], shared: Mapping[str, Any], frames: int) -> list[Keyframe]:
    """Keyframes of the frames in which it is, with its ends between them."""
    lives: list[list[Keyframe]] = []
    for frame in sorted(moments):
        each = moments[frame]
        changing = {name: value for name, value in each.attributes.items() if name not in shared}
        key = keyframe(frame, each.box, occluded=each.occluded, attributes=changing, origin="import")
        if lives and lives[-1][-1]["frame"] == frame - 1:
            lives[-1].append(key)
        else:
            lives.append([key])
    found: list[Keyframe] = []
    for life in lives:
        found += thinned(life, NEAR, of="cuboid", apart=boxes.apart)
        end = life[-1]["frame"] + 1
        if end < frames:
            found.append({**life[-1], "frame": end, "outside": True})
    return found
