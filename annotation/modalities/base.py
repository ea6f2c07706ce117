"""What a modality is: which files it takes, what it finds in them, and what the browser needs to show them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Protocol

from core.text import Text


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one asset may ask for: pixels in all and per side, bytes of memory, seconds to decode it, and bytes of
    the largest derivative."""

    pixels: int = 250_000_000
    side: int = 65_000
    memory: int = 2 * 1024**3
    seconds: float = 120.0
    file_bytes: int = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should know of a file that was taken nevertheless. `text` has the params filled in."""

    code: str
    text: Text
    params: dict[str, Any] = field(default_factory=dict)


class Rejected(Exception):
    """The file cannot be taken: a stable code, and why in both languages with the params filled in."""

    def __init__(self, code: str, text: Text, **params: Any) -> None:
        super().__init__(text.en)
        self.code = code
        self.text = text
        self.params = params


@dataclass(frozen=True, slots=True)
class Facts:
    """What the header says. `suffix` (".jpg") and `media_type` follow from the content, never from the name.

    Width and height are pixels as people see the picture, after EXIF rotation; None for media without a picture.
    """

    media_type: str
    suffix: str
    width: int | None
    height: int | None
    meta: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivative:
    """A file made from the originals that can always be made again, or one of them that is shown as it is.

    Every asset may have one `thumbnail` and one `display` (what the browser shows instead of the original), and any
    number of `preview`s: pictures by which people judge it before tasks are made. Other roles are the modality's own
    ("points", "peaks"); `key` tells files of one role apart (a frame, a sensor), and `meta` is what the browser needs
    to know before it fetches the file.
    """

    role: str
    path: Path
    suffix: str
    key: str = ""
    meta: dict[str, Any] = field(default_factory=dict)


class Names(Protocol):
    """The files that an import offers, by safe relative POSIX names."""

    names: list[str]

    def read(self, name: str, limit: int) -> bytes:
        """All bytes of a small file; raises a DomainError beyond `limit` bytes or when it cannot be read."""


@dataclass(frozen=True, slots=True)
class Group:
    """The files that make up one asset. `name` is that of the asset; the leading file, whose name is tried for labels
    and shown as the original, comes first."""

    name: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of several assets that a file holds, as a file of its own: a page."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was decoded to its end. `perceptual_hash` is 16 hex digits, "" where none makes sense."""

    facts: Facts
    derivatives: tuple[Derivative, ...] = ()
    perceptual_hash: str = ""


class Modality(ABC):
    """One kind of media. Plug-ins subclass it in a folder of this package and register with MODALITIES.

    `probe`, `split`, `join` and `prepare` run in a process of their own with little memory (see `sandbox`), where there
    is no Django.
    """

    slug: ClassVar[str]
    title: ClassVar[Text]
    media_types: ClassVar[tuple[str, ...]]
    suffixes: ClassVar[tuple[str, ...]]
    """Endings of file names that are worth opening; what else lies beside them is passed over."""
    beside: ClassVar[tuple[str, ...]] = ()
    """Those of them that are read beside media and are none by themselves: such a file may hold labels."""
    kinds: ClassVar[tuple[str, ...]]
    """Kinds of records that labels of such projects may allow."""
    joins_files: ClassVar[bool] = False
    """Whether it makes one file of a group of several: see `join`."""
    limits: ClassVar[Limits] = Limits()
    """What one asset may ask for, where the operator sets nothing else."""
    judged_first: ClassVar[bool] = False
    """Whether people look at the previews of its assets before tasks are made: imports of the browser wait for it."""

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        """Which of the files `names` make up one asset each; by default every file is one.

        Files in no group are reported as no part of anything. Small files of `source` may be read for it. Must give
        the same groups whenever it is asked: an import that was interrupted goes on by their names.
        """
        return (Group(name, (name,)) for name in names)

    @classmethod
    def readers(cls) -> str:
        """What decodes its files, with versions, for the operator; "" when there is nothing to choose or to miss.

        Raises ImportError or OSError when it is not there.
        """
        return ""

    @classmethod
    def may_hold_several(cls, head: bytes) -> bool:
        """Whether a file that begins so is worth asking `split` about; at most 512 bytes are given."""
        return False

    @classmethod
    def split(cls, path: Path, folder: Path) -> list[Part]:
        """The assets that one file holds, as files below `folder`; none when it is one asset. Raises Rejected."""
        return []

    @classmethod
    def join(cls, files: Sequence[Path], folder: Path) -> Path | None:
        """The several files of a group as one below `folder`, which is kept in their place; None when they stay apart.

        Raises Rejected.
        """
        return None

    @classmethod
    @abstractmethod
    def probe(cls, path: Path, limits: Limits) -> Facts:
        """Read the header of the leading file only. Raises Rejected."""

    @classmethod
    @abstractmethod
    def prepare(cls, files: Mapping[str, Path], folder: Path, limits: Limits) -> Prepared:
        """Decode all files of one group, by their names in the import, and write the derivatives below `folder`.

        Raises Rejected.
        """
