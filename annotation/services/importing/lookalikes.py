"""Find pictures that look almost the same, among all of a project."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt

from projects.models import Asset, Project

CLOSE = 4
"""Bits of 64 in which the hashes of near duplicates differ at most."""


@dataclass(frozen=True, slots=True)
class Known:
    """A picture already there."""

    id: UUID
    name: str
    sequence: str


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

    def nearest(self, hash_: str) -> tuple[Known, int] | None:
        """The most similar picture and the bits in which it differs; None when none is within CLOSE."""
        if not hash_ or not self._known:
            return None
        distances = np.bitwise_count(self._hashes[: len(self._known)] ^ np.uint64(int(hash_, 16)))
        at = int(distances.argmin())
        found = int(distances[at])
        return (self._known[at], found) if found <= CLOSE else None
