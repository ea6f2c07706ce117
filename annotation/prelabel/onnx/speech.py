"""Recognisers of speech as ONNX files: wav2vec 2.0 and its like, which say every 20 ms what is likely heard (CTC)."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import Field, NeededFile, Picture, Prelabeler, PrelabelError, Proposal, Refused, Setup
from annotation.prelabel.hearing import RATE, Heard, heard
from annotation.prelabel.onnx.runner import Runner
from annotation.prelabel.packed import unpack
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.speech import CHANNELS, CUT, LABEL, Stretch, samples, segment_label, stretches
from core.text import Text

if TYPE_CHECKING:
    from annotation.modalities.audio.pcm import Pcm

Floats = NDArray[np.float64]
NOTHING = ("<pad>", "[PAD]", "<blank>", "<blk>", "<ctc_blank>")
"""What the sign that stands for nothing may be called."""
BETWEEN = ("|", "▁", " ")
"""Signs between words; sentence pieces begin with the second."""
SUFFIXES = (".onnx", ".json", ".txt")
SHORTEST = RATE // 10
WIDE = 0x2E80
"""From here on lie the scripts of China and Japan."""


@dataclass(frozen=True, slots=True)
class Word:
    """From frame `first` up to `last`; `score` is the mean probability of its signs."""

    text: str
    first: int
    last: int
    score: float


class Recogniser:
    """The folder of a model: its file, its signs, and whether sound is brought to one loudness first."""

    def __init__(self, packed: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="groundwork-model-") as folder:
            found = sorted(unpack(packed, Path(folder), SUFFIXES))
            self.signs = _signs(Path(folder))
            self._even = _normalised(Path(folder))
            files = [name for name in found if name.endswith(".onnx")]
            if len(files) != 1:
                names = ", ".join(files) or "–"
                raise PrelabelError("speech-folder", f"One .onnx file is wanted, not {names}.", found=names)
            self._runner = Runner(Path(folder) / files[0])
        shape = self._runner.inputs[0]["shape"] if self._runner.inputs else []
        if len(shape) != 2:
            self.close()
            raise PrelabelError("speech-input", f"Its input is {shape}, not 1 x samples.", shape=str(shape))

    def words(self, sound: Heard) -> tuple[list[Word], int]:
        """The words, and how many frames there are. Raises PrelabelError."""
        wave = sound.astype(np.float64) / 32768
        if self._even:
            wave = (wave - wave.mean()) / np.sqrt(wave.var() + 1e-7)
        first, *others = self._runner.inputs
        feed: dict[str, NDArray[Any]] = {first["name"]: wave[None].astype(first["type"])}
        for mask in others:
            feed[mask["name"]] = np.ones((1, len(wave)), mask["type"])
        logits = next(iter(self._runner.run(feed).values()))
        if logits.ndim != 3 or logits.shape[2] != len(self.signs):
            text = f"It gives {list(logits.shape)} for {len(self.signs)} signs."
            raise PrelabelError("speech-output", text, shape=str(list(logits.shape)), signs=len(self.signs))
        return spelled(logits[0], self.signs), logits.shape[1]

    def close(self) -> None:
        self._runner.close()


@PRELABELERS.register
class SpeechOnnx(Prelabeler):
    slug = "speech_onnx"
    title = Text(en="ONNX speech recogniser", zh="ONNX 语音识别模型")
    description = Text(
        en="Writes down what is said, with the time and the confidence of every word, by a model of yours of the"
        " wav2vec 2.0 kind (CTC). Only stretches with speech are given to it.",
        zh="使用自备的 wav2vec 2.0 类（CTC）模型转写语音，并给出每个词的时间和置信度。只处理有语音的片段。",
    )
    kinds = frozenset({"segment"})
    modalities = frozenset({"audio"})
    file = NeededFile(
        ".zip",
        Text(en="Folder of the model, as a zip file", zh="模型文件夹（zip 压缩包）"),
        Text(
            en="One .onnx file (samples at 16 kHz in, 1 x n; logits out, 1 x frames x signs), vocab.json or tokens.txt"
            " and, if there is one, preprocessor_config.json.",
            zh="一个 .onnx 文件（输入 16 kHz 采样 1 x n，输出 logits 1 x 帧 x 符号）、vocab.json 或 tokens.txt，"
            "以及 preprocessor_config.json（如有）。",
        ),
    )
    fields = (
        LABEL,
        Field("word", Text(en="Label of words (none when empty)", zh="词标签（留空则不标）"), "text", ""),
        CHANNELS,
        Field("longest", Text(en="Longest segment (s)", zh="最长时间段（秒）"), "number", 15, 2, 30),
    )

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._recogniser = _recogniser(setup)

    def close(self) -> None:
        self._recogniser.close()

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        """Load it and run it once on a second of nearly nothing."""
        recogniser = _recogniser(setup)
        try:
            noise = np.random.default_rng(0).integers(-10, 10, RATE).astype("<i2")
            _, frames = recogniser.words(noise)
        finally:
            recogniser.close()
        return {"signs": len(recogniser.signs), "frames": frames}

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        utterance = segment_label(self.setup)
        word = segment_label(self.setup, "word") if self.setup.config["word"] else ""
        cut = {**CUT, "channels": self.setup.config["channels"], "longest": self.setup.config["longest"]}
        for picture in pictures:
            found: list[Proposal] = []
            with samples(picture) as pcm:
                for each in stretches(pcm, cut):
                    self.setup.check()
                    found += self._said(each, pcm, utterance, word)
            yield picture, found

    def _said(self, stretch: Stretch, pcm: Pcm, utterance: str, word: str) -> list[Proposal]:
        sound = heard(pcm, stretch.start, stretch.stop, stretch.channel)
        words, frames = self._recogniser.words(sound) if len(sound) >= SHORTEST else ([], 1)
        if not words:
            self.refused[Refused("nothing-said", "–")] += 1
            return []
        score = sum(each.score for each in words) / len(words)
        found = [Proposal("segment", utterance, stretch.data(joined(words)), round(score, 4))]
        step = (stretch.stop - stretch.start) / frames
        for each in words if word else ():
            start = stretch.start + round(each.first * step)
            stop = min(stretch.stop, max(start + 1, stretch.start + round(each.last * step)))
            place = {**stretch.data(each.text), "start": start, "stop": stop}
            found.append(Proposal("segment", word, place, round(each.score, 4)))
        return found


def spelled(logits: Floats, signs: list[str]) -> list[Word]:
    """The likeliest sign of every frame, what is repeated once, what stands for nothing left out, as words.

    Where a script puts nothing between words each sign is one.
    """
    blank = next((place for place, sign in enumerate(signs) if sign in NOTHING), 0)
    parted = any(sign in BETWEEN or sign.startswith("▁") for sign in signs)
    likely = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares = (likely / likely.sum(axis=1, keepdims=True)).max(axis=1)
    words: list[list[tuple[str, int, int, float]]] = [[]]
    at = 0
    for place, frames in groupby(logits.argmax(axis=1).tolist()):
        first, at = at, at + len(list(frames))
        sign = signs[place]
        if place == blank or _special(sign):
            continue
        if not parted or sign in BETWEEN or sign.startswith("▁") or _are_wide(sign, words[-1]):
            words.append([])
        if letters := sign.strip("|▁ "):
            words[-1].append((letters, first, at, float(shares[first:at].mean())))
    return [_word(parts) for parts in words if parts]


def _word(parts: list[tuple[str, int, int, float]]) -> Word:
    score = sum(score for *_, score in parts) / len(parts)
    return Word("".join(text for text, *_ in parts), parts[0][1], parts[-1][2], score)


def _special(sign: str) -> bool:
    """Whether a sign is one of begin, end and unknown, as <s>, </s>, <unk> and [UNK]."""
    return len(sign) > 2 and (sign[0], sign[-1]) in {("<", ">"), ("[", "]")}


def _is_wide(text: str) -> bool:
    """Whether text is of a script that puts nothing between words."""
    return all(ord(letter) >= WIDE for letter in text)


def _are_wide(sign: str, parts: list[tuple[str, int, int, float]]) -> bool:
    return _is_wide(sign) or bool(parts and _is_wide(parts[-1][0]))


def joined(words: list[Word]) -> str:
    """As a line of text."""
    text = ""
    for each in words:
        blank = text and not (_is_wide(text[-1]) and _is_wide(each.text[0]))
        text += f" {each.text}" if blank else each.text
    return text


def _recogniser(setup: Setup) -> Recogniser:
    if setup.file is None:
        raise PrelabelError("speech-folder", "The model's file is missing.", found="–")
    return Recogniser(setup.file)


def _signs(folder: Path) -> list[str]:
    """All signs by number, of vocab.json ({sign: number} or a list) or tokens.txt (sign and number on a line)."""
    try:
        if (folder / "vocab.json").exists():
            told = json.loads((folder / "vocab.json").read_text("utf-8"))
            numbered = dict(zip(map(str, told), range(len(told)), strict=True)) if isinstance(told, list) else told
        else:
            lines = (folder / "tokens.txt").read_text("utf-8").splitlines()
            numbered = {sign: int(number) for sign, _, number in (line.rpartition(" ") for line in lines if line)}
        by_number = {int(number): str(sign) for sign, number in numbered.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise PrelabelError("speech-signs", "vocab.json or tokens.txt is missing or no list of signs.") from error
    if sorted(by_number) != list(range(len(by_number))) or not by_number:
        raise PrelabelError("speech-signs", "The signs are not numbered from 0 on.")
    return [by_number[number] for number in range(len(by_number))]


def _normalised(folder: Path) -> bool:
    """Whether samples are brought to mean 0 and variance 1, as nearly all such models want it."""
    try:
        told = json.loads((folder / "preprocessor_config.json").read_text("utf-8"))
        return bool(told.get("do_normalize", True))
    except (OSError, ValueError, AttributeError, RecursionError):
        return True
