"""What proposes labels: a built-in algorithm, a model file or a model server. No database in here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.base import Data
from core.errors import DomainError
from core.text import Text

Pixels = NDArray[np.uint8]
"""height x width x 3, blue green red, upright."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled thing that a pre-labeller may learn from or carry on."""

    kind: str
    label: str
    data: Data
    attributes: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""


def _no_file(role: str, key: str) -> AbstractContextManager[Path]:
    raise KeyError(f"{role} {key}")


def _nothing_known(role: str, key: str) -> Mapping[str, Any]:
    raise KeyError(f"{role} {key}")


@dataclass(frozen=True, slots=True)
class Picture:
    """An asset of the project, with the labels people gave it.

    `load` reads an image's pixels anew each time. Other media are read through `file`, which opens what the modality
    made (by role and key) as a local path and raises KeyError when there is none; their width and height are 0.
    """

    key: str
    name: str
    width: int
    height: int
    load: Callable[[], Pixels]
    url: Callable[[], str] = lambda: ""
    """Address under which a model server may fetch it for a few minutes."""
    labelled: Sequence[Labelled] = ()
    """Labels by people; empty where nobody has labelled it."""
    sequence: str = ""
    position: int = 0
    wanted: bool = True
    """Whether labels are to be proposed for it; the others only serve as examples."""
    meta: Mapping[str, Any] = field(default_factory=dict)
    """What probing found."""
    file: Callable[[str, str], AbstractContextManager[Path]] = _no_file
    about: Callable[[str, str], Mapping[str, Any]] = _nothing_known
    """What the modality says of such a file; raises KeyError when there is none."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed label: geometry in the picture's pixels, score from 0 to 1."""

    kind: str
    label: str
    data: Data
    score: float
    attributes: Mapping[str, Any] = field(default_factory=dict)
    blob: bytes = field(default=b"", repr=False)
    """The file that `data` names, for kinds that have one."""
    continues: str = ""
    """Id of the record that it carries on: accepted, it becomes a part of that one."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something that a model proposed cannot be used: `reason` is a key of the catalogue `prelabel:refused`, `what`
    names the thing in the model's own words (a class, a kind of region)."""

    reason: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting that a person chooses when they add a model; the form is made of these.

    `type` is number, text, secret (kept encrypted, never given back), select, checkbox, classes (class name or number
    -> label) or labels (some labels).
    """

    key: str
    title: Text
    type: str
    default: Any = None
    least: float | None = None
    most: float | None = None
    options: tuple[tuple[str, Text], ...] = ()
    required: bool = False
    help: Text | None = None

    def json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "title": self.title.json(),
            "type": self.type,
            "default": self.default,
            "min": self.least,
            "max": self.most,
            "options": [{"key": key, "name": name.json()} for key, name in self.options],
            "required": self.required,
            "help": self.help.json() if self.help else None,
        }


@dataclass(frozen=True, slots=True)
class NeededFile:
    """The file that an administrator brings: how its name ends, what it is called, what must be in it."""

    suffix: str
    title: Text
    hint: Text

    def json(self) -> dict[str, Any]:
        return {"suffix": self.suffix, "title": self.title.json(), "hint": self.hint.json()}


@dataclass(frozen=True, slots=True)
class Long:
    """Work on a picture that takes long, as a video does: how far it is, and where it goes on after it was stopped."""

    step: Callable[[float], None] = lambda share: None
    """Says how much of it is done, from 0 to 1."""
    keep: Callable[[str, Any], None] = lambda key, what: None
    """Remembers what has been found in the picture of this key, plain JSON. May raise to stop there."""
    recall: Callable[[str], Any] = lambda key: None
    """What was kept of it before the work was stopped, or None."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a model knows when it starts: its settings, its file, and the labels of the project."""

    config: Mapping[str, Any]
    labels: Mapping[str, frozenset[str]]
    """Key of each label of the project -> kinds it may be drawn as."""
    file: Path | None = None
    parts: Mapping[str, Path] = field(default_factory=dict)
    """The files of a model that has several, by key."""
    check: Callable[[], None] = lambda: None
    """Call between steps of long work: raises when somebody asked to stop."""
    project: str = ""
    long: Long = Long()


@dataclass(frozen=True, slots=True)
class Learned:
    """What training gave: the bytes of the model's file, and what was measured on examples kept aside."""

    file: bytes
    metrics: dict[str, Any]
    worth_it: bool


class PrelabelError(DomainError):
    """The model cannot do what was asked; `code` is one of those of the catalogue `errors`."""


class Prelabeler(ABC):
    """One way to propose labels. Plug-ins subclass it and register with PRELABELERS; one object serves one run."""

    slug: ClassVar[str]
    title: ClassVar[Text]
    description: ClassVar[Text]
    kinds: ClassVar[frozenset[str]]
    """Kinds of records it may propose."""
    fields: ClassVar[tuple[Field, ...]] = ()
    file: ClassVar[NeededFile | None] = None
    """What an administrator brings, if anything."""
    parts: ClassVar[tuple[tuple[str, NeededFile], ...]] = ()
    """What they bring where there are several files, by key."""
    prepared: ClassVar[bool] = False
    """Whether making that ready may take minutes: then a worker does it, not the request."""
    needs_server: ClassVar[bool] = False
    """Whether it asks another server."""
    learns: ClassVar[bool] = False
    """Whether it must be trained on the project's own labels first."""
    modalities: ClassVar[frozenset[str]] = frozenset({"image"})
    """Media that it can look at."""
    frame_by_frame: ClassVar[bool] = False
    """Whether it may look at the frames of videos one by one; what it finds is then joined into tracks."""
    uses_neighbours: ClassVar[bool] = False
    """Whether it carries on labels of other images of the sequence."""
    answers_prompts: ClassVar[bool] = False
    """Whether people ask it in the workbench, point by point (see `prompts`), instead of running it over tasks."""

    @classmethod
    def is_asked(cls, config: Mapping[str, Any]) -> bool:
        """Whether it is one of those as it is configured."""
        return cls.answers_prompts

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.refused: Counter[Refused] = Counter()
        """What was proposed and could not be used, and how often; whoever predicts adds to it."""

    def close(self) -> None:  # noqa: B027 - most hold nothing
        """Let go of what the model holds (a process, a file); nobody predicts afterwards."""

    @abstractmethod
    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        """Proposals for every wanted picture. Pictures come in the order of their sequences. Raises PrelabelError."""

    @classmethod
    def learn(cls, setup: Setup, pictures: Sequence[Picture]) -> Learned:
        """Train on labelled pictures; only those with `learns` can. Raises PrelabelError."""
        raise PrelabelError("cannot-learn", f"{cls.title.en} is not trained here.")

    @classmethod
    def brings_files(cls) -> bool:
        return bool(cls.file or cls.parts)

    @classmethod
    def ready(cls, file: Path, folder: Path) -> Path:
        """What is kept of a file that somebody brings: itself, or one made of it in `folder`. Raises PrelabelError."""
        return file

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        """Look at the file or server as soon as it is added; returns facts to show. Raises PrelabelError."""
        return {}

    @classmethod
    def configuration(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """The settings with defaults filled in; raises PrelabelError "bad-config" naming the field."""
        result = {each.key: given.get(each.key, each.default) for each in cls.fields}
        unknown = sorted(set(given) - set(result))
        wrong = {key: ["is not a setting of this model"] for key in unknown}
        wrong.update({each.key: [fault] for each in cls.fields if (fault := _fault(each, result[each.key]))})
        if wrong:
            raise PrelabelError("bad-config", f"{next(iter(wrong))}: {next(iter(wrong.values()))[0]}", fields=wrong)
        return result


def _fault(each: Field, value: Any) -> str | None:
    """Why a value does not fit its field, or None."""
    if value is None or value == "":
        return "is required" if each.required else None
    if each.type == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "must be a number"
        below = each.least is not None and value < each.least
        above = each.most is not None and value > each.most
        return f"must lie between {each.least} and {each.most}" if below or above else None
    return None if _has_type(each, value) else "has the wrong type"


def _has_type(each: Field, value: Any) -> bool:
    match each.type:
        case "checkbox":
            return isinstance(value, bool)
        case "select":
            return isinstance(value, str) and value in dict(each.options)
        case "classes":
            return isinstance(value, dict) and all(isinstance(name, str) for pair in value.items() for name in pair)
        case "labels":
            return isinstance(value, list) and all(isinstance(label, str) for label in value)
        case _:
            return isinstance(value, str) and len(value) <= 2000
