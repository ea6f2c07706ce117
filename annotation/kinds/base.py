"""What every kind of record can do with its `data`. Pure geometry: no database, no request, no document."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from core.errors import DomainError
from core.text import Text

Data = dict[str, Any]
"""The `data` of one record, as JSON, in the coordinates of its modality; image: pixels, x right, y down, origin at the
image's top-left corner; scene: metres in its world frame, right-handed, z up."""

Affine = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = a x + b y + c, y' = d x + e y + f."""

Bounds = tuple[float, float, float, float]
"""(left, top, right, bottom) in pixels."""


class InvalidData(DomainError):
    """`data` is not what its kind says; `fields` maps the path inside data ("points[3][1]") to what is wrong there."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        where, messages = next(iter(fields.items()))
        super().__init__("invalid-data", f"{where}: {messages[0]}", fields=fields, where=where)


@dataclass(frozen=True, slots=True)
class Measure:
    """Size of one record.

    In the image plane: area in square pixels, length (outline or line) in pixels, and bounds if it has a place. In
    space: volume in cubic metres. In time: duration in the units of the asset (frames or samples).
    """

    area: float = 0.0
    length: float = 0.0
    bounds: Bounds | None = None
    volume: float = 0.0
    duration: float = 0.0


@dataclass(frozen=True, slots=True)
class Use:
    """One label of the schema that a record uses: drawn as this kind, with these attributes."""

    label: str
    kind: str
    attributes: Mapping[str, Any]


class Kind(ABC):
    """One kind of record. Subclasses are never instantiated; every method is a function of data.

    All functions but `validate` expect data that `validate` has let through.
    """

    slug: ClassVar[str]
    title: ClassVar[Text]
    schema: ClassVar[dict[str, Any]]
    """JSON Schema of `data`, from which the API description and the browser's types are generated."""
    compiled: ClassVar[Any] = None
    """A msgspec type that accepts only data which `validate` lets through; see `annotation.kinds.compiled`."""
    spatial: ClassVar[bool] = True
    """Whether it has a place in the image plane."""
    labelled: ClassVar[bool] = True
    """Whether its `label` names a class of the schema; otherwise the label is empty."""
    single: ClassVar[bool] = False
    """Whether a document holds at most one."""
    whole: ClassVar[bool] = False
    """Whether it speaks of the asset as a whole; two of one label then say the same."""
    layered: ClassVar[bool] = False
    """Whether each label lies on a layer of its own: an utterance of one word is not the same thing as the word."""
    trackable: ClassVar[bool] = False
    """Whether a track may be made of it: it has a place that changes over time."""
    with_blob: ClassVar[bool] = False
    """Whether its data may name a file beside the records; see `blob_of`."""
    stands_for: ClassVar[str] = ""
    """The key of `data` that names the kind which the label schema sees in its place; empty when it sees this one."""

    @classmethod
    @abstractmethod
    def validate(cls, data: object) -> Data:
        """The data itself when it is sound; raises InvalidData with the path of what is not."""

    @classmethod
    @abstractmethod
    def measure(cls, data: Data) -> Measure:
        """Area, length and bounds."""

    @classmethod
    @abstractmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """How alike two are, from 0 (nothing in common) to 1 (the same)."""

    @classmethod
    def counterpart(cls, a: Data, b: Data) -> float:
        """How much speaks for it that what two people made is of one thing, from 0 to 1."""
        return cls.similarity(a, b)

    @classmethod
    def seen_as(cls, data: Data) -> str:
        """The slug of the kind that a label must allow for such a record: a track of boxes is seen as a box."""
        return str(data[cls.stands_for]) if cls.stands_for else cls.slug

    @classmethod
    def uses(cls, label: str, data: Data, attributes: Mapping[str, Any]) -> Iterable[Use]:
        """Everything for which a record of this kind relies on the label schema."""
        return (Use(label, cls.seen_as(data), attributes),) if cls.labelled else ()

    @classmethod
    def reattributed(cls, data: Data, change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Data:
        """The data with each set of attributes inside it changed."""
        return data

    @classmethod
    def relabelled(cls, data: Data, key: Callable[[str], str | None]) -> tuple[Data, list[str]]:
        """The data with labels inside it under other keys, and those that have none: such data is of no use."""
        return data, []

    @classmethod
    def blob_of(cls, data: Data) -> str | None:
        """SHA-256 of the file that holds what is too large for `data`. Always None unless `with_blob`."""
        return None

    @classmethod  # noqa: B027 - most kinds have none
    def check_blob(cls, data: Data, content: bytes) -> None:
        """Raises InvalidData when the file that `data` names is not what it says."""

    @classmethod
    def transform(cls, data: Data, matrix: Affine) -> Data:
        """The data after an affine map of the image plane. A box stays upright: it becomes the bounds of its corners.

        What has no place in the image plane stays as it is.
        """
        return data

    @classmethod
    def clip(cls, data: Data, width: float, height: float) -> list[Data]:
        """The parts inside the image: none when it lies outside, several when the edge cuts it into pieces."""
        return [data]

    @classmethod
    @abstractmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        """Between `a` (t = 0) and `b` (t = 1)."""

    @classmethod
    def translate(cls, data: Data, dx: float, dy: float) -> Data:
        return cls.transform(data, (1.0, 0.0, dx, 0.0, 1.0, dy))
