"""The vote of several people on the labels of a frame's points, as one file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import orjson
from django.core.cache import cache

from annotation.kinds.base import Data
from annotation.kinds.point_labels import pack, summed, unpack
from annotation.kinds.record import Record
from annotation.services import blobs
from qa.metrics.point_votes import voted

KEPT = 30 * 24 * 3600
"""Seconds. Files never change, so neither does what they have in common."""


class PointVotes:
    """Counts votes of a project; `told` says of each combined record of how many points anybody said something, on how
    many all said the same, and on how many nobody had the most votes."""

    def __init__(self, project: UUID) -> None:
        self._project = project
        self.told: dict[str, dict[str, int]] = {}

    def __call__(self, record: Record, given: Sequence[Record]) -> Record | None:
        """The record with what most people say of its points; None where that is nothing."""
        found = self.counted([each for each in given if each["data"]["count"] == record["data"]["count"]])
        self.told[record["id"]] = found["told"]
        if not found["data"]["classes"]:
            return None
        return cast(Record, {**record, "data": {**record["data"], **found["data"]}})

    def counted(self, given: Sequence[Record]) -> dict[str, Any]:
        """Of labels of one frame {"data": what most say, "told": how the vote ended, "with_most": of how many points
        each says what most do}."""
        said = [each["data"] for each in given]
        key = hashlib.sha256(orjson.dumps([self._project, *((each["blob"], _labels(each)) for each in said)]))
        name = f"point-votes:{key.hexdigest()}"
        found: dict[str, Any] | None = cache.get(name)
        if found is None:
            found = self._counted(said)
            cache.set(name, found, KEPT)
        return found

    def _counted(self, said: Sequence[Data]) -> dict[str, Any]:
        vote = voted([(unpack(blobs.read(self._project, each["blob"]), each["count"]), _labels(each)) for each in said])
        name = blobs.keep(self._project, pack(vote.values))
        return {
            "data": {"blob": name, "classes": summed(vote.values, vote.labels)},
            "told": {"points": vote.points, "agreed": vote.agreed, "tied": vote.tied},
            "with_most": vote.with_most,
        }


def _labels(data: Data) -> list[str]:
    return [each["label"] for each in data["classes"]]
