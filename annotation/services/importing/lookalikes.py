"""Find pictures that look almost the same, among all of a project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt

from projects.models import Asset, Project

CLOSE = 4
"""Bits of 64 in which the hashes of near duplicates differ at most."""
STEP = 3
"""How far apart the numbers of two frames may be that count as consecutive."""
MOST_LOOKED_AT = 100
"""Pictures of a still scene may all look alike; the neighbours are among the last."""
NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Known:
    """A picture already there."""

    id: UUID
    name: str
    sequence: str

    def is_frame_beside(self, name: str, sequence: str) -> bool:
        """Whether both are consecutive frames of one sequence: their names differ a little in the last number.

        Such pictures look alike by nature, and nobody wants to hear of each.
        """
        if sequence != self.sequence or NUMBERS.split(name) != NUMBERS.split(self.name):
            return False
        ours, theirs = NUMBERS.findall(name), NUMBERS.findall(self.name)
        return bool(ours) and ours[:-1] == theirs[:-1] and abs(int(ours[-1]) - int(theirs[-1])) <= STEP


class Lookalikes:
    """Perceptual hashes of a project's pictures: eight bytes each, compared all at once."""

    def __init__(self, project: Project) -> None:
        rows = (
            Asset.objects.filter(project=project)
            .exclude(perceptual_hash="")
            .values_list("perceptual_hash", "pk", "name", "sequence")
        )
        self._known: list[Known] = []
        self._hashes: npt.NDArray[np.uint64] = np.zeros(1024, dtype=np.uint64)
        for hash_, pk, name, sequence in rows.iterator(chunk_size=5000):
            self.add(hash_, Known(pk, name, sequence))

    def add(self, hash_: str, known: Known) -> None:
        if not hash_:
            return
        count = len(self._known)
        if count == len(self._hashes):
            self._hashes = np.concatenate([self._hashes, np.zeros(count, dtype=np.uint64)])
        self._hashes[count] = int(hash_, 16)
        self._known.append(known)

    def nearest(self, hash_: str, name: str, sequence: str) -> tuple[Known, int] | None:
        """The most similar picture and the bits in which it differs; None when none is within CLOSE.

        A consecutive frame goes before every other: it explains the likeness.
        """
        if not hash_ or not self._known:
            return None
        distances = np.bitwise_count(self._hashes[: len(self._known)] ^ np.uint64(int(hash_, 16)))
        close = np.flatnonzero(distances <= CLOSE)
        if not close.size:
            return None
        best = int(close[distances[close].argmin()])
        frames = (int(at) for at in close[-MOST_LOOKED_AT:] if self._known[at].is_frame_beside(name, sequence))
        at = next(frames, best)
        return self._known[at], int(distances[at])
