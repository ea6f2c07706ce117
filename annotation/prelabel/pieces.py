"""Work on one recording that is done piece by piece: hours of it go on where they were stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from annotation.prelabel.base import Picture, Proposal, Setup

KEEP_SECONDS = 20.0
"""Between two notes of what has been found: so much is done again after a crash."""
Piece = TypeVar("Piece")


def one_by_one(
    setup: Setup, picture: Picture, pieces: Sequence[Piece], find: Callable[[Piece], list[Proposal]]
) -> list[Proposal]:
    """What is found in all of them. What was kept counts as long as there are as many pieces as there were."""
    known = setup.long.recall(picture.key) or {}
    done = [_read(each) for each in known["done"]] if known.get("of") == len(pieces) else []
    kept = time.monotonic()
    for piece in pieces[len(done) :]:
        setup.check()
        done.append(find(piece))
        setup.long.step(len(done) / len(pieces))
        if time.monotonic() - kept >= KEEP_SECONDS:
            setup.long.keep(picture.key, {"of": len(pieces), "done": [_written(each) for each in done]})
            kept = time.monotonic()
    return [proposal for each in done for proposal in each]


def _written(found: list[Proposal]) -> list[Any]:
    return [[each.kind, each.label, dict(each.data), each.score] for each in found]


def _read(written: list[Any]) -> list[Proposal]:
    return [Proposal(*each) for each in written]
