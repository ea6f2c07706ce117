"""The record: one labelled thing as JSON, the same in the API, in patches and in files."""

from __future__ import annotations

import hashlib
import math
import re
from typing import Any, Literal, TypedDict, TypeGuard, get_args

from annotation.kinds import checking
from annotation.kinds.base import Data, InvalidData
from annotation.kinds.registry import KINDS

RECORD_KEYS = ("id", "kind", "label", "data", "attributes", "z", "group", "source", "score")
_ALL_KEYS = frozenset(RECORD_KEYS)
IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
LARGEST = 2**53 - 1
"""Of the integers that a browser can hold."""


class Record(TypedDict):
    id: str
    kind: str
    label: str
    data: Data
    attributes: dict[str, Any]
    z: int
    group: str | None
    source: dict[str, str]
    score: float | None


"""All nine fields are always present; two records are equal when their JSON is."""

Origin = Literal["human", "model", "import", "rule", "interpolation"]
ORIGINS = frozenset(get_args(Origin))


def new_record(
    *,
    id: str,
    kind: str,
    data: Data,
    label: str = "",
    attributes: dict[str, Any] | None = None,
    z: int = 0,
    group: str | None = None,
    origin: Origin = "import",
    score: float | None = None,
) -> Record:
    """A record with the usual defaults; `data` is not checked here."""
    return {
        "id": id,
        "kind": kind,
        "label": label,
        "data": data,
        "attributes": attributes or {},
        "z": z,
        "group": group,
        "source": {"origin": origin},
        "score": score,
    }


def stable_id(*parts: object) -> str:
    """A UUID that is the same for the same parts, so that reading a file twice gives the same records."""
    text = "\0".join(map(str, parts))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:]}"


def check_record(value: object) -> Record:
    """The value as a record; raises InvalidData naming the field. No label schema is asked."""
    if not isinstance(value, dict):
        raise InvalidData({"": ["must be an object"]})
    missing = {} if value.keys() == _ALL_KEYS else _wrong_keys(value)
    if (wrong := _wrong_fields(value)) or missing:
        raise InvalidData({**{key: [message] for key, message in wrong.items()}, **missing})
    try:
        KINDS[value["kind"]].validate(value["data"])
    except InvalidData as error:
        raise InvalidData(checking.below("data", error)) from None
    return value  # type: ignore[return-value]


def _wrong_keys(value: dict[str, Any]) -> dict[str, list[str]]:
    wrong = {key: ["is missing"] for key in RECORD_KEYS if key not in value}
    wrong.update({str(key): ["is not a field of a record"] for key in value if key not in _ALL_KEYS})
    return wrong


def _wrong_fields(value: dict[str, Any]) -> dict[str, str]:
    """The fields whose type is not that of a record; `data` is left to its kind."""
    get, wrong = value.get, {}
    identity, kind, label, z, group, score = get("id"), get("kind"), get("label"), get("z"), get("group"), get("score")
    attributes = get("attributes")
    if not (isinstance(identity, str) and IDENTITY.fullmatch(identity)):
        wrong["id"] = "must be a UUID"
    if not (isinstance(kind, str) and kind in KINDS):
        wrong["kind"] = "is not a kind known here"
    if not (is_text(label) and len(label) <= 100):
        wrong["label"] = "must be the key of a label"
    if fault := check_attributes(attributes):
        wrong["attributes"] = fault
    if not (type(z) is int and abs(z) < 2**31):
        wrong["z"] = "must be an integer"
    if group is not None and not (is_text(group) and len(group) <= 64):
        wrong["group"] = "must be a short string or null"
    wrong.update(_wrong_source(get("source")))
    if score is not None and not (isinstance(score, int | float) and 0 <= score <= 1):
        wrong["score"] = "must lie in 0..1 or be null"
    return wrong


def check_attributes(attributes: object) -> str | None:
    """Why they cannot be the attributes of a record, or None."""
    if not isinstance(attributes, dict):
        return "must be an object"
    if attributes and not all(map(_is_value, attributes.values())):
        return "must hold text, numbers of at most 53 bits, true or false, or lists of text"
    return None


def _wrong_source(value: object) -> dict[str, str]:
    origin = value.get("origin") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(origin, str):
        return {"source": "must hold an origin, and only text"}
    if origin not in ORIGINS:
        return {"source.origin": f"must be one of {', '.join(sorted(ORIGINS))}"}
    if len(value) > 1 and not all(map(is_text, (*value, *value.values()))):
        return {"source": "must hold an origin, and only text"}
    return {}


def _is_value(value: object) -> bool:
    """Whether it can be the value of an attribute, and comes back from a browser as it went there."""
    if isinstance(value, list):
        return all(map(is_text, value))
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or is_text(value) or (isinstance(value, int) and abs(value) <= LARGEST)


def is_text(value: object) -> TypeGuard[str]:
    """Whether it is text that a database can keep: without NUL and lone surrogates."""
    if not isinstance(value, str) or "\0" in value:
        return False
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return False
    return True
