"""Identifiers: time-ordered, so that indexes stay compact."""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

_RANDOM_BITS = 74
_STEP_BITS = 64
_lock = threading.Lock()
_last = 0
"""Milliseconds and random bits of the newest identifier, as one number."""


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits.

    Those made in one process follow one another, also within a millisecond (section 6.2, method 2): the random bits of
    the one before are counted on by a random step. Lists ordered by id show things in the order in which they came.
    """
    global _last
    random = int.from_bytes(os.urandom(10), "big")
    fresh = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | random >> (80 - _RANDOM_BITS)
    with _lock:
        _last = max(fresh, _last + 1 + (random & ((1 << _STEP_BITS) - 1)) // 2)
        milliseconds, bits = _last >> _RANDOM_BITS, _last & ((1 << _RANDOM_BITS) - 1)
    value = milliseconds << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0x2 << 62 | bits & ((1 << 62) - 1)
    return UUID(int=value)
