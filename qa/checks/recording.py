from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS

COMMON = -30.0
"""dBFS that the loudest moment of speech reaches, at the least, where somebody spoke up."""


class _Recording(Check):
    """What the import measured of the recording itself; findings concern the task, one for each channel."""

    code = "S10"
    about_asset = True
    tiers = frozenset({"submit", "batch"})
    modalities = sound.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for channel, facts in enumerate(answer.asset.get("signal", [])):
            found = self.look(facts, params, answer)
            if found is not None:
                yield Found(None, {"channel": channel + 1, **found}, key=str(channel))

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        """The message's params when something is wrong with this channel."""
        raise NotImplementedError


@CHECKS.register
class Clipped(_Recording):
    """The level was too high: at full scale, or flat tops at a level that was turned down later."""

    slug = "clipped"
    title = Text("Clipped", "削波")
    message = Text(
        "Channel {channel}: {percent} % at full scale, {runs} flat tops at {level} dBFS.",
        "声道 {channel}：{percent}% 满幅，{level} dBFS 处有 {runs} 个平顶。",
    )
    params = (
        Param("percent", Text("Share at full scale", "满幅占比"), 0.1, 0, 100, "%"),
        Param("runs", Text("Flat tops per minute", "每分钟平顶数"), 60, 1, 100_000),
    )

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        minutes = max(answer.asset.get("seconds", 0) / 60, 1 / 60)
        percent = 100 * facts["clipped"]
        if percent <= params["percent"] and facts["flat_runs"] / minutes <= params["runs"]:
            return None
        return {"percent": round(percent, 3), "runs": facts["flat_runs"], "level": facts["flat_level"]}


@CHECKS.register
class Noisy(_Recording):
    """Speech stands too little above the noise."""

    slug = "noisy"
    title = Text("Noisy", "信噪比低")
    message = Text("Channel {channel}: signal-to-noise ratio {snr} dB.", "声道 {channel}：信噪比 {snr} dB。")
    params = (Param("snr", Text("Signal-to-noise ratio at least", "信噪比不低于"), 10, -10, 80, "dB"),)

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        snr = facts["snr"]
        return {"snr": snr} if snr is not None and snr < params["snr"] else None


@CHECKS.register
class NoiseUnsure(_Recording):
    """Two ways to measure the noise contradict each other: very short, gated or processed sound, or music."""

    slug = "noise-unsure"
    title = Text("Noise measured two ways", "两种信噪比不一致")
    message = Text(
        "Channel {channel}: {snr} dB by its pauses, {wada} dB by its amplitudes.",
        "声道 {channel}：按停顿估计 {snr} dB，按幅度分布估计 {wada} dB。",
    )
    severity = "info"
    params = (Param("apart", Text("Apart by more than", "相差超过"), 25, 3, 100, "dB"),)

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        snr, wada = facts["snr"], facts.get("wada")
        if snr is None or wada is None or abs(snr - wada) <= params["apart"]:
            return None
        return {"snr": snr, "wada": wada}


@CHECKS.register
class CutEnds(_Recording):
    """Somebody speaks in the very first or last moment: the recording began too late or ended too early."""

    slug = "cut-ends"
    title = Text("Cut at its ends", "首尾被截断")
    message = Text(
        "Channel {channel}: {lead} ms before the first sound, {tail} ms after the last.",
        "声道 {channel}：首个声音前 {lead} 毫秒，最后声音后 {tail} 毫秒。",
    )
    severity = "info"
    params = (Param("milliseconds", Text("Silence at either end at least", "首尾静音不少于"), 40, 0, 5000, "ms"),)

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        lead, tail = (1000 * facts[key] for key in ("lead", "tail"))
        if min(lead, tail) >= params["milliseconds"]:
            return None
        return {"lead": round(lead), "tail": round(tail)}


@CHECKS.register
class Floor(_Recording):
    """The room or the device is loud even where nobody speaks."""

    slug = "noise-floor"
    title = Text("Loud background", "本底噪声高")
    message = Text("Channel {channel}: noise floor at {floor} dBFS.", "声道 {channel}：本底噪声 {floor} dBFS。")
    params = (Param("floor", Text("Noise floor at most", "本底噪声不高于"), -30, -120, 0, "dBFS"),)

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        return {"floor": facts["floor"]} if facts["floor"] > params["floor"] else None


@CHECKS.register
class Offset(_Recording):
    """The mean of the samples is not zero: a fault of the recorder."""

    slug = "dc-offset"
    title = Text("DC offset", "直流偏移")
    message = Text(
        "Channel {channel}: the mean lies at {percent} % of full scale.", "声道 {channel}：均值为满幅的 {percent}%。"
    )
    params = (Param("percent", Text("At most, of full scale", "不高于满幅的"), 0.5, 0, 100, "%"),)

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        percent = 100 * abs(facts["dc"])
        return {"percent": round(percent, 2)} if percent > params["percent"] else None


@CHECKS.register
class Quiet(_Recording):
    """The loudest sample is far below full scale."""

    slug = "quiet"
    title = Text("Too quiet", "音量过低")
    message = Text("Channel {channel}: loudest at {peak} dBFS.", "声道 {channel}：峰值 {peak} dBFS。")
    params = (Param("peak", Text("Peak at least", "峰值不低于"), -30, -100, 0, "dBFS"),)

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        return {"peak": facts["peak"]} if facts["peak"] < params["peak"] else None


@CHECKS.register
class Loud(_Recording):
    """The loudest sample is next to full scale: nothing may have been clipped, but the next word would be."""

    slug = "loud"
    title = Text("Too loud", "音量过高")
    message = Text("Channel {channel}: loudest at {peak} dBFS.", "声道 {channel}：峰值 {peak} dBFS。")
    params = (Param("peak", Text("Peak below", "峰值低于"), -0.1, -60, 0, "dBFS"),)

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        return {"peak": facts["peak"]} if facts["peak"] >= params["peak"] else None


@CHECKS.register
class Gated(_Recording):
    """Between the words of a voice of common loudness there is less than any room has: a gate or noise suppression."""

    slug = "gated"
    title = Text("Background cut away", "背景被门限切除")
    message = Text(
        "Channel {channel}: the background is at {floor} dBFS, lower than any room’s.",
        "声道 {channel}：本底为 {floor} dBFS，低于任何真实房间。",
    )
    params = (Param("floor", Text("Noise floor at least", "本底噪声不低于"), -90, -120, 0, "dBFS"),)

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        is_gated = facts["peak"] > COMMON and facts["floor"] < params["floor"]
        return {"floor": facts["floor"]} if is_gated else None


@CHECKS.register
class LongSilence(_Recording):
    """Long silence before the first sound, after the last, or between two."""

    slug = "long-silence"
    title = Text("Long silence", "静音过长")
    message = Text(
        "Channel {channel}: {lead} s of silence first, {tail} s last, {pause} s at most between.",
        "声道 {channel}：开头静音 {lead} 秒，结尾 {tail} 秒，中间最长 {pause} 秒。",
    )
    severity = "info"
    params = (
        Param("ends", Text("Silence at either end at most", "首尾静音不超过"), 2, 0, 3600, "s"),
        Param("pause", Text("A pause at most", "停顿不超过"), 10, 0, 3600, "s"),
    )

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        """Of recordings that were imported before pauses were measured, the ends are known."""
        lead, tail, pause = facts["lead"], facts["tail"], facts.get("pause", 0.0)
        if max(lead, tail) <= params["ends"] and pause <= params["pause"]:
            return None
        return {"lead": round(lead, 2), "tail": round(tail, 2), "pause": round(pause, 2)}


@CHECKS.register
class MostlySilent(_Recording):
    """There is little but silence."""

    slug = "mostly-silent"
    title = Text("Mostly silence", "静音过多")
    message = Text("Channel {channel}: {percent} % silence.", "声道 {channel}：静音占 {percent}%。")
    severity = "info"
    params = (Param("percent", Text("Silence at most", "静音不超过"), 50, 0, 100, "%"),)

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        percent = 100 * facts["silence"]
        return {"percent": round(percent)} if percent > params["percent"] else None


@CHECKS.register
class Narrow(_Recording):
    """The sound ends far below half the rate: it came through a telephone or a lossy codec, or was upsampled."""

    slug = "narrow-band"
    title = Text("Upsampled or narrow", "带宽不足或经上采样")
    message = Text(
        "Channel {channel}: no sound above {hertz} Hz at a rate of {rate} Hz.",
        "声道 {channel}：采样率 {rate} Hz，但 {hertz} Hz 以上没有声音。",
    )
    params = (Param("percent", Text("Of half the rate at least", "占奈奎斯特频率不低于"), 60, 0, 100, "%"),)

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        rate = sound.rate_of(answer)
        if not rate or 100 * facts["bandwidth"] >= params["percent"] * rate / 2:
            return None
        return {"hertz": facts["bandwidth"], "rate": rate}


@CHECKS.register
class DigitalSilence(_Recording):
    """Digital silence inside the sound: a gate, a dropout, or noise suppression."""

    slug = "digital-silence"
    title = Text("Digital silence inside", "内部数字静音")
    message = Text(
        "Channel {channel}: {milliseconds} ms of exact zeros.", "声道 {channel}：连续 {milliseconds} 毫秒零值。"
    )
    params = (Param("milliseconds", Text("At most", "不超过"), 50, 0, 60_000, "ms"),)

    def look(self, facts: dict[str, Any], params: Params, answer: Answer) -> dict[str, Any] | None:
        milliseconds = 1000 * facts["zeros"]
        return {"milliseconds": round(milliseconds)} if milliseconds > params["milliseconds"] else None


@CHECKS.register
class SameSound(Check):
    """The very same samples in two tasks, in whatever files."""

    slug = "same-sound"
    code = "S10"
    about_asset = True
    title = Text("Same recording twice", "重复录音")
    message = Text("Another task has exactly the same sound.", "另一任务中有完全相同的声音。")
    tiers = frozenset({"batch"})
    modalities = sound.MODALITIES

    def run_batch(self, answers: Iterable[Answer], params: Params) -> Iterator[tuple[str, Found]]:
        first: dict[str, str] = {}
        told: set[str] = set()
        for answer in answers:
            digest = answer.asset.get("pcm_sha256")
            other = first.setdefault(digest, answer.task) if digest else answer.task
            if other == answer.task:
                continue
            yield answer.task, Found(params={"task": other})
            if other not in told:
                told.add(other)
                yield other, Found(params={"task": answer.task})
