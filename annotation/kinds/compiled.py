"""Sound records by the list, judged by a compiled checker.

It accepts only what `check_record` accepts, and says no more than yes or no: whoever hears no asks `check_record`,
record by record, which names the field. An import has hundreds of thousands of records, nearly all of them sound.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from functools import cache, lru_cache, reduce
from operator import itemgetter
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from annotation.kinds.record import IDENTITY, Origin, Record, check_attributes, is_text
from annotation.kinds.registry import KINDS


class _Source(msgspec.Struct):
    origin: Origin


_ID, _LABEL, _GROUP, _ATTRIBUTES, _SOURCE = map(itemgetter, ("id", "label", "group", "attributes", "source"))
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
    texts = {*map(_LABEL, records), *map(_GROUP, records)} - {None}
    return (
        _all_named(list(map(_ID, records)))
        and all(map(_is_text, texts))
        and not any(map(check_attributes, filter(None, map(_ATTRIBUTES, records))))
        and (max(map(len, map(_SOURCE, records)), default=1) == 1 or all(map(_is_plain, map(_SOURCE, records))))
    )


def _all_named(ids: list[str]) -> bool:
    """Whether they are UUIDs, each another one: looked at as one text, for to look at each takes ten times as long."""
    text = ",".join([*ids, ""]).lower()
    apart = text.split(",")
    return len(apart) == len(ids) + 1 == len(set(apart)) and bool(_IDENTITIES.fullmatch(text))


@lru_cache(maxsize=4096)
def _is_text(text: str) -> bool:
    """Labels and groups come again and again."""
    return is_text(text)


def _is_plain(source: dict[str, str]) -> bool:
    return len(source) == 1 or all(map(is_text, (*source, *source.values())))


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
