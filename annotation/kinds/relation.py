"""Relations: an arrow from one record to another. Its label says what it means."""

from __future__ import annotations

from annotation.kinds import checking
from annotation.kinds.base import Data, InvalidData, Kind, Measure
from annotation.kinds.record import IDENTITY
from annotation.kinds.registry import KINDS
from core.text import Text

ENDS = ("from", "to")


@KINDS.register
class Relation(Kind):
    """The types of relations are labels of the schema that allow this kind, with names, colours and attributes."""

    slug = "relation"
    title = Text(en="Relation", zh="关系")
    spatial = False
    schema = {
        "type": "object",
        "properties": {end: {"type": "string", "format": "uuid"} for end in ENDS},
        "required": list(ENDS),
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        relation = checking.mapping(data, ENDS)
        for end in ENDS:
            if not (isinstance(relation[end], str) and IDENTITY.fullmatch(relation[end])):
                raise InvalidData({end: ["must be the id of a record"]})
        if relation["from"] == relation["to"]:
            raise InvalidData({"to": ["must be another record"]})
        return relation

    @classmethod
    def measure(cls, data: Data) -> Measure:
        return Measure()

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        return float(a == b)

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        return a if t < 1 else b
