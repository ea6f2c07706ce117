"""Models that people ask in the workbench: points and a box in, masks out. A picture is read once, then asked often."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from numpy.typing import NDArray

from annotation.kinds.base import Data
from annotation.prelabel.base import Picture, Prelabeler, PrelabelError, Proposal

Arrays = Mapping[str, NDArray[Any]]
"""What an encoder says of a picture, by the names of its outputs."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in pixels of the picture that belongs to the object, or does not."""

    x: float
    y: float
    inside: bool


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a person pointed at. `previous` is the `low` of the answer that they go on from."""

    spots: tuple[Spot, ...] = ()
    box: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom."""
    previous: NDArray[Any] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One mask that the model finds likely; `low` is the small picture of it that the next prompt may begin from."""

    data: Data
    score: float
    low: NDArray[Any] | None


class Prompter(Prelabeler):
    """A model in two steps. Either can be used alone: `encode` on a worker, `decode` wherever a person waits."""

    answers_prompts: ClassVar[bool] = True

    @abstractmethod
    def encode(self, picture: Picture) -> Arrays:
        """Read a picture; takes seconds. Raises PrelabelError."""

    @abstractmethod
    def decode(self, embedding: Arrays, size: tuple[int, int], prompt: Prompt) -> list[Answer]:
        """The masks for a prompt in a picture of (width, height), the likeliest first. Raises PrelabelError."""

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        raise PrelabelError("model-answers-prompts", "This model is asked in the workbench, not run over tasks.")
