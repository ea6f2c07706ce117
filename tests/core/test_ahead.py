"""Making things in a child process while the ones before are used."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.ahead import ahead
from core.errors import Conflict, DomainError


def numbers(upto: int) -> Iterator[list[int]]:
    for number in range(upto):
        yield [number, os.getpid()]


def test_parts_come_in_order_from_another_process() -> None:
    found = list(ahead(lambda: numbers(300), list[int]))
    assert [number for number, _ in found] == list(range(300))
    [child] = {pid for _, pid in found}
    assert child != os.getpid()
    assert not _lives(child)


def test_large_parts_come_whole() -> None:
    texts = ["é" * 3_000_000, "", "x"]
    assert list(ahead(lambda: iter(texts), str)) == texts


def test_what_the_child_refuses_is_raised_here_after_what_it_made() -> None:
    def parts() -> Iterator[int]:
        yield 1
        raise Conflict("taken", "It is taken.", name="a", where=Path("b"))

    found = ahead(parts, int)
    assert next(found) == 1
    with pytest.raises(DomainError) as refused:
        next(found)
    error = refused.value
    assert (error.code, error.message, error.status, error.params) == (
        "taken",
        "It is taken.",
        409,
        {"name": "a", "where": "b"},
    )


def test_what_breaks_in_the_child_comes_with_its_trace() -> None:
    def parts() -> Iterator[int]:
        yield int("no number")

    with pytest.raises(RuntimeError, match="no number"):
        list(ahead(parts, int))


def test_a_child_that_is_killed_is_missed() -> None:
    def parts() -> Iterator[int]:
        yield 1
        os.kill(os.getpid(), signal.SIGKILL)

    found = ahead(parts, int)
    assert next(found) == 1
    with pytest.raises(RuntimeError, match="without a word"):
        next(found)


def test_whoever_stops_early_leaves_no_child_behind() -> None:
    found = ahead(lambda: numbers(1_000_000), list[int])
    [_, child] = next(found)
    assert _lives(child)
    found.close()
    assert not _lives(child)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
