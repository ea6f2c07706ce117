"""What a format is: a way to read a data set from files and a way to write it, both as streams. No database."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Protocol

from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from annotation.kinds.record import Record
from core.errors import DomainError
from core.text import Text

IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp")
VIDEO_SUFFIXES = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".wmv", ".flv", ".ogv")


@dataclass(frozen=True, slots=True)
class Media:
    """The file of one item: its name in the source, and how to open it for reading.

    A video that lies there as a folder of pictures has them as `parts`; opened is the first of them.
    """

    name: str
    open: Callable[[], BinaryIO]
    parts: tuple[Media, ...] = ()


Derived = Callable[[str, str], AbstractContextManager[Path]]


def _nothing_derived(role: str, key: str) -> AbstractContextManager[Path]:
    raise KeyError(f"{role} {key}")


@dataclass(frozen=True, slots=True)
class Item:
    """One asset with its records, in the coordinates of its modality: those of an image in pixels of the image as
    people see it (after EXIF rotation).

    `name` is a safe relative POSIX path, unique in the data set; `meta` is JSON, of which the formats know "split"
    ("train", "val", "test"); `facts` is what probing the file found (docs/audio.md: rate, samples), where somebody
    knows it; `sequence` and `frame` say where it stands among others. `media` is the file, or the
    leading one of several, and `files` are all of them when there are several. `said_in` is the label file and the
    place in it where the records were read, for the report. `blobs` are the files that records point at, by their
    SHA-256; `derived` opens what the modality made of the files, by role and key (docs/scenes.md), and raises KeyError
    for what there is not.
    """

    name: str
    width: int | None
    height: int | None
    records: list[Record]
    media: Media | None = None
    sha256: str = ""
    meta: dict[str, Any] = field(default_factory=dict)
    sequence: str = ""
    frame: int = 0
    files: tuple[Media, ...] = ()
    said_in: tuple[str, str] | None = field(default=None, compare=False)
    facts: Mapping[str, Any] = field(default_factory=dict, compare=False)
    blobs: Mapping[str, bytes] = field(default_factory=dict, compare=False)
    derived: Derived = field(default=_nothing_derived, compare=False)


@dataclass(frozen=True, slots=True)
class Header:
    """What holds for the whole data set: the content of its label schema, and JSON about its origin.

    `kinds` are those that occur in it, where that is known before it is read; a format with several variants then
    chooses by what there is, else by what the schema allows.
    """

    schema: dict[str, Any]
    info: dict[str, Any] = field(default_factory=dict)
    kinds: frozenset[str] | None = None

    def has(self, kind: str) -> bool:
        """Whether there are, or may be, records of this kind."""
        if self.kinds is not None:
            return kind in self.kinds
        return any(kind in label.get("kinds", []) for label in self.schema.get("labels", []))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A data set being read: the items come once, as a stream, while `report` fills."""

    header: Header
    items: Iterator[Item]
    report: Report


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that a person may make for a format; the first of `choices` is the default."""

    key: str
    title: Text
    choices: tuple[tuple[str, Text], ...]
    reading: bool = True
    writing: bool = True
    """Whether it changes anything when such files are read, and when they are written."""

    @property
    def default(self) -> str:
        return self.choices[0][0]

    def json(self) -> dict[str, Any]:
        choices = [{"value": value, "title": title.json()} for value, title in self.choices]
        return {"key": self.key, "title": self.title.json(), "choices": choices}


Options = Mapping[str, str]


class Encoder(Protocol):
    """Writes one data set."""

    def __init__(self, header: Header, sink: Sink, *, images: bool) -> None: ...

    def run(self, items: Iterable[Item]) -> Report: ...


class Format(ABC):
    """One file format. Plug-ins subclass it in a folder of this package and register with FORMATS."""

    slug: ClassVar[str]
    title: ClassVar[Text]
    extensions: ClassVar[tuple[str, ...]]
    """Suffixes of the label files."""
    kinds: ClassVar[frozenset[str]]
    """Kinds that come through unchanged (up to what `cannot_carry` says)."""
    cannot_carry: ClassVar[tuple[Text, ...]]
    """What is lost in this format, for people to read before they export."""
    options: ClassVar[tuple[Option, ...]] = ()
    modalities: ClassVar[frozenset[str]] = frozenset({"image"})
    """Media whose labels it holds."""
    encoder: ClassVar[type[Encoder]]
    """What writes a format without options; others write `encode` themselves."""

    @classmethod
    def is_label_picture(cls, name: str) -> bool:
        """Whether a file with the name of an image is not one of the images but says what is labelled in one."""
        return False

    @classmethod
    @abstractmethod
    def recognises(cls, source: Source) -> bool:
        """Whether the files look like this format, judged cheaply by names and first bytes."""

    @classmethod
    @abstractmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        """Read a data set. What cannot be read goes to the report, the rest goes on.

        Whoever takes the items in asks `annotation.formats.reading.read`, which lets sound records through.
        """

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        """Write a data set; with `images` also the files themselves. The same input gives the same bytes."""
        cls.chosen(options)
        return cls.encoder(header, sink, images=images).run(items)

    @classmethod
    def chosen(cls, options: Options | None) -> dict[str, str]:
        """The options with defaults filled in; raises DomainError "bad-option" for what is not on offer."""
        given = dict(options or {})
        result: dict[str, str] = {}
        for option in cls.options:
            value = given.pop(option.key, option.default)
            if value not in dict(option.choices):
                raise DomainError(
                    "bad-option", f"{option.key} cannot be {value!r}.", option=option.key, value=str(value)
                )
            result[option.key] = value
        if given:
            unknown = sorted(given)[0]
            raise DomainError("unknown-option", f"{cls.slug} has no option {unknown!r}.", option=unknown)
        return result
