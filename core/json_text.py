"""JSON as text, compact and fast, and strict about what neither a database nor a browser can hold."""

from __future__ import annotations

import json

import orjson

_FINITE = json.JSONEncoder(allow_nan=False, check_circular=False)


def encode(value: object) -> bytes:
    """UTF-8 of a value whose numbers are known to be finite: others would become null.

    Raises ValueError for integers beyond 53 bits, which a browser would round, for lone surrogates, and for what is
    not JSON.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_STRICT_INTEGER)
    except TypeError as error:
        raise ValueError(str(error)) from error


def encode_finite(value: object) -> bytes:
    """The same of any value; NaN and infinity raise ValueError too."""
    text = encode(value)
    if b"null" in text:
        _FINITE.encode(value)
    return text


def encode_sorted(value: object) -> bytes:
    """The same with the keys of objects in order: equal values have equal texts."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
