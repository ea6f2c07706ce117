from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Param, Params, Tier
from qa.checks.registry import CHECKS

PIECE = 60.0
"""Seconds that are compared at a time."""


@CHECKS.register
class RecordedAs(Check):
    """Another rate, number of channels or depth than was agreed. Nothing is asked for until a number is set."""

    slug = "recorded-as"
    code = "S10"
    about_asset = True
    title = Text("Not recorded as agreed", "录音规格不符")
    message = Text("{rate} Hz, {channels} channels, {bits} bits.", "{rate} Hz，{channels} 声道，{bits} 位。")
    tiers = frozenset({"submit", "batch"})
    modalities = sound.MODALITIES
    params = (
        Param("rate", Text("Rate (0: any)", "采样率（0 为不限）"), 0, 0, 384_000, "Hz"),
        Param("channels", Text("Channels (0: any)", "声道数（0 为不限）"), 0, 0, 32),
        Param("bits", Text("Bits at least (0: any)", "最低位深（0 为不限）"), 0, 0, 64),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        found: dict[str, Any] = {key: answer.asset.get(key) for key in ("rate", "channels", "bits")}
        if not found["rate"]:
            return
        differs = any(params[key] and found[key] != params[key] for key in ("rate", "channels"))
        if differs or (found["bits"] or 0) < params["bits"]:
            yield Found(None, {**found, "bits": found["bits"] or "–"})


@CHECKS.register
class SameChannels(Check):
    """Channels that are sample for sample the same: one recording that was only written twice."""

    slug = "same-channels"
    code = "S10"
    about_asset = True
    title = Text("Identical channels", "声道完全相同")
    message = Text("All {channels} channels are the same.", "{channels} 个声道完全相同。")
    severity = "info"
    tiers: ClassVar[frozenset[Tier]] = frozenset({"batch"})
    modalities = sound.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        channels, samples = int(answer.asset.get("channels") or 1), int(answer.asset.get("samples") or 0)
        if channels < 2 or not samples:
            return
        with sound.listening(answer) as read:
            if read is not None and _are_same(read, channels, samples, round(PIECE * sound.rate_of(answer))):
                yield Found(None, {"channels": channels})


def _are_same(read: sound.Read, channels: int, samples: int, step: int) -> bool:
    for start in range(0, samples, max(1, step)):
        stop = min(samples, start + step)
        first = read(start, stop, 0)
        if not all(np.array_equal(first, read(start, stop, channel)) for channel in range(1, channels)):
            return False
    return True
