"""What a check is: a class with a name and a message in every language, thresholds, and one method."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal

from annotation.kinds import KINDS, Measure
from core.text import Text

Record = dict[str, Any]
Patch = list[dict[str, Any]]
Tier = Literal["live", "submit", "batch"]
Severity = Literal["block", "warning", "info"]
PICTURES = frozenset({"image", "video", "scene"})
"""Media in which things have a place in a picture."""


@dataclass(frozen=True, slots=True)
class Param:
    """One threshold a project may set: its name for people, its default and its limits."""

    key: str
    title: Text
    default: float
    minimum: float = 0
    maximum: float = 1e9
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `key` tells findings of one record apart, so that the same finding keeps its row and its waiver.

    The browser goes to the record, of `params` to the "frame", and where there is no record to "x" and "y".
    """

    record: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    fix: Patch | None = None
    key: str = ""


def _no_file(role: str, key: str) -> AbstractContextManager[Path]:
    raise KeyError(f"{role} {key}")


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a check may look at: one task's work document and the facts around it. Pixels, seconds.

    `asset` holds what probing its file found. `files` opens a derivative of the modality by role and key as a local
    path, for checks that run on a worker; it raises KeyError when there is none. `blobs` are the files that records
    point at.
    """

    task: str
    records: list[Record]
    schema: dict[str, Any]
    width: int | None
    height: int | None
    suggestions: dict[str, Record] = field(default_factory=dict)
    annotator: str = ""
    seconds: int = 0
    typical_seconds: float | None = None
    guideline_version: int | None = None
    current_guideline: int | None = None
    asset: dict[str, Any] = field(default_factory=dict)
    files: Callable[[str, str], AbstractContextManager[Path]] = _no_file
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What one check has worked out for the next: they look at the same points."""

    def labels(self) -> dict[str, dict[str, Any]]:
        return {label["key"]: label for label in self.schema.get("labels", [])}

    def objects(self) -> list[Record]:
        """Labelled things: without the confirmation of emptiness and the answers to questions."""
        return [record for record in self.records if record["kind"] not in {"empty", "answers"}]


Params = dict[str, float]


class Check:
    """Base of all checks. A subclass sets the attributes and yields findings from `run`, or from `run_batch` when it
    compares tasks with one another. `code` is the rule's number in the quality handbook (G1, I7, ...)."""

    slug: ClassVar[str]
    code: ClassVar[str]
    title: ClassVar[Text]
    message: ClassVar[Text]
    severity: ClassVar[Severity] = "warning"
    tiers: ClassVar[frozenset[Tier]] = frozenset({"live", "submit", "batch"})
    params: ClassVar[tuple[Param, ...]] = ()
    modalities: ClassVar[frozenset[str] | None] = None
    """Media it makes sense for; None for all."""

    about_asset: ClassVar[bool] = False
    """Whether it speaks of the file alone, whatever is labelled in it."""

    @classmethod
    def defaults(cls) -> Params:
        return {param.key: param.default for param in cls.params}

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        """Findings of one answer."""
        return iter(())

    def run_batch(self, answers: Iterable[Answer], params: Params) -> Iterator[tuple[str, Found]]:
        """Findings of many answers as (task id, finding); by default each answer by itself."""
        for answer in answers:
            for found in self.run(answer, params):
                yield answer.task, found


def measure(record: Record) -> Measure:
    """Area, length and bounds of a record, by its kind; empty for one without a place."""
    return KINDS[record["kind"]].measure(record["data"])


def change(before: Record | None, after: Record | None) -> dict[str, Any]:
    """One change of a fix."""
    record = before or after
    assert record is not None
    return {"id": record["id"], "before": before, "after": after}
