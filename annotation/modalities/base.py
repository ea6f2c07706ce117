"""What a modality is: which files it takes, what it finds in them, and what the browser needs to show them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from core.text import Text


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask for: pixels in all and per side, bytes of memory and seconds to decode it."""

    pixels: int = 250_000_000
    side: int = 65_000
    memory: int = 2 * 1024**3
    seconds: float = 120.0


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
    """A file made from the original that can always be made again: `display` or `thumbnail`."""

    role: str
    path: Path
    suffix: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was decoded to its end. `perceptual_hash` is 16 hex digits, "" where none makes sense."""

    facts: Facts
    derivatives: tuple[Derivative, ...] = ()
    perceptual_hash: str = ""


class Modality(ABC):
    """One kind of media. Plug-ins subclass it in a folder of this package and register with MODALITIES.

    `probe` and `prepare` run in a process of their own with little memory (see `sandbox`), where there is no Django.
    """

    slug: ClassVar[str]
    title: ClassVar[Text]
    media_types: ClassVar[tuple[str, ...]]
    suffixes: ClassVar[tuple[str, ...]]
    """Endings of file names that are worth opening; what else lies beside them is passed over."""
    kinds: ClassVar[tuple[str, ...]]
    """Kinds of records that labels of such projects may allow."""

    @classmethod
    @abstractmethod
    def probe(cls, path: Path, limits: Limits) -> Facts:
        """Read the header only. Raises Rejected."""

    @classmethod
    @abstractmethod
    def prepare(cls, path: Path, folder: Path, limits: Limits) -> Prepared:
        """Decode the whole file and write its derivatives below `folder`. Raises Rejected."""
