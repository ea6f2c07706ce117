"""Streams in pieces that fit into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def chunks(items: Iterable[T], *, most: int, weigh: Callable[[T], int], heaviest: int) -> Iterator[list[T]]:
    """Lists of up to `most` items that together weigh up to `heaviest`, or of one item that alone weighs more."""
    chunk: list[T] = []
    weight = 0
    for item in items:
        added = weigh(item)
        if chunk and (len(chunk) == most or weight + added > heaviest):
            yield chunk
            chunk, weight = [], 0
        chunk.append(item)
        weight += added
    if chunk:
        yield chunk
