"""Sound records by the list, judged by a compiled checker.

It accepts only what `check_record` accepts, and says no more than yes or no: whoever hears no asks `check_record`,
record by record, which names the field. An import has hundreds of thousands of records, nearly all of them sound.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from functools import cache, reduce
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from annotation.kinds.record import IDENTITY, Origin, Record, check_attributes, is_text
from annotation.kinds.registry import KINDS


class _Source(msgspec.Struct):
    origin: Origin


_IDENTITIES = re.compile(f"(?:{IDENTITY.pattern},)*")
_FIELDS: list[tuple[str, Any]] = [
    ("id", str),
    ("label", Annotated[str, Meta(max_length=100)]),
    ("attributes", dict[str, Any]),
    ("z", Annotated[int, Meta(gt=-(2**31), lt=2**31)]),
    ("group", Annotated[str, Meta(max_length=64)] | None),
    ("source", _Source),
    ("score", Annotated[float, Meta(ge=0, le=1)] | None),
]


def all_sound(records: Sequence[Record]) -> bool:
    """Whether these are sound records with an id each of its own; False may also mean that it cannot tell."""
    try:
        msgspec.convert(records, _checker())
    except (msgspec.ValidationError, UnicodeError):
        return False
    texts: set[str | None] = set()
    for record in records:
        texts.add(record["label"])
        texts.add(record["group"])
        if len(source := record["source"]) > 1 and not all(map(is_text, (*source, *source.values()))):
            return False
        if (attributes := record["attributes"]) and check_attributes(attributes):
            return False
    texts.discard(None)
    ids = {record["id"].lower() for record in records}
    return len(ids) == len(records) and bool(_IDENTITIES.fullmatch(",".join([*ids, ""]))) and all(map(is_text, texts))


@cache
def _checker() -> Any:
    """Lists of records of those kinds whose data has a compiled shape."""
    shaped = [kind for kind in KINDS if kind.compiled is not None]
    structs = [
        msgspec.defstruct(
            f"{kind.slug}_record",
            [*_FIELDS, ("data", kind.compiled)],
            tag_field="kind",
            tag=kind.slug,
            forbid_unknown_fields=True,
        )
        for kind in shaped
    ]
    return list[reduce(operator.or_, structs)]  # type: ignore[misc]
