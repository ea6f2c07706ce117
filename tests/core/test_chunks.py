"""Streams in pieces."""

from __future__ import annotations

from core.chunks import chunks


def pieces(weights: list[int]) -> list[list[int]]:
    return list(chunks(iter(weights), most=3, weigh=lambda weight: weight, heaviest=10))


def test_a_piece_ends_when_it_is_full_or_heavy_enough() -> None:
    assert pieces([]) == []
    assert pieces([1, 1, 1, 1]) == [[1, 1, 1], [1]]
    assert pieces([4, 6, 1]) == [[4, 6], [1]]
    assert pieces([4, 7, 1]) == [[4], [7, 1]]


def test_what_alone_is_too_heavy_comes_alone() -> None:
    assert pieces([99, 1, 99, 0]) == [[99], [1], [99], [0]]
