"""The other end of `listener`: a Whisper model of CTranslate2, in a process that owns nothing and writes nothing.

Started by its path, so that nothing of Groundwork is loaded. Arguments: the model's folder, how exactly to count, bytes
of memory. A request is one line of JSON and the samples that it announces (16 kHz, 16 bit), at most 30 s of them.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import numpy as np

RATE = 16_000
LONGEST = 30 * RATE
WINDOW, HOP = 400, 160
BINS = WINDOW // 2 + 1
KNEE = 1000.0
"""Hertz up to which the scale of mel is even."""
STEP = np.log(6.4) / 27
"""Of the logarithm of frequency, for each mel above."""
THREADS = 2
BEAM = 5


def confine(memory: int) -> None:
    """No more memory, no file written, no core dump. A limit that the system sets lower already stays."""
    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, allowed))


def filters(count: int) -> Any:
    """Triangles over the bins of the spectrum, of equal area, evenly apart in mel (Slaney's scale)."""
    mels = np.linspace(0, KNEE * 3 / 200 + np.log(RATE / 2 / KNEE) / STEP, count + 2)
    above = mels - KNEE * 3 / 200
    hertz = np.where(above < 0, mels * 200 / 3, KNEE * np.exp(STEP * above))
    bins = np.linspace(0, RATE / 2, BINS)
    rising = (bins - hertz[:-2, None]) / np.diff(hertz)[:-1, None]
    falling = (hertz[2:, None] - bins) / np.diff(hertz)[1:, None]
    return np.maximum(0, np.minimum(rising, falling)) * (2 / (hertz[2:] - hertz[:-2]))[:, None]


def spectrum(samples: Any, bank: Any) -> Any:
    """Log mel energies of 30 s, as Whisper was trained with: from 80 dB below the loudest on all is alike."""
    padded = np.zeros(LONGEST + WINDOW)
    padded[WINDOW // 2 : WINDOW // 2 + len(samples)] = samples / 32768
    padded[: WINDOW // 2] = padded[WINDOW // 2 + 1 : WINDOW + 1][::-1]
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[:LONGEST:HOP]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    energy = bank @ (np.abs(np.fft.rfft(frames * hann, axis=1)) ** 2).T
    levels = np.log10(np.maximum(energy, 1e-10))
    return ((np.maximum(levels, levels.max() - 8) + 4) / 4).astype(np.float32)


def letters() -> dict[str, int]:
    """Which byte a sign of a token stands for: printable ones for themselves, the others follow from U+0100 on."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in plain]
    return {chr(byte): byte for byte in plain} | {chr(256 + place): byte for place, byte in enumerate(others)}


class Listener:
    def __init__(self, folder: str, counting: str) -> None:
        import ctranslate2

        self._views = ctranslate2.StorageView
        self._model = ctranslate2.models.Whisper(
            folder, device="cpu", compute_type=counting, inter_threads=1, intra_threads=THREADS
        )
        tokens = json.loads(Path(folder, "vocabulary.json").read_text("utf-8"))
        self._bytes = letters()
        self.languages = self._languages(tokens)
        self._bank = filters(self._model.n_mels)

    def _languages(self, tokens: list[str]) -> list[str]:
        """Codes of the languages that it knows; none of a model for English alone."""
        if not self._model.is_multilingual:
            return []
        begun = tokens[tokens.index("<|startoftranscript|>") + 1 :]
        codes = [token[2:-2] for token in begun if token.startswith("<|") and token.endswith("|>")]
        return codes[: codes.index("translate")] if "translate" in codes else []

    def hear(self, sound: bytes, language: str) -> dict[str, Any]:
        samples = np.frombuffer(sound, dtype="<i2")[:LONGEST]
        heard = self._views.from_array(np.ascontiguousarray(spectrum(samples, self._bank)[None]))
        prompt = ["<|startoftranscript|>"]
        if self._model.is_multilingual:
            code = f"<|{language}|>" if language else self._model.detect_language(heard)[0][0][0]
            prompt += [code, "<|transcribe|>"]
        prompt.append("<|notimestamps|>")
        [result] = self._model.generate(heard, [prompt], beam_size=BEAM, return_scores=True, return_no_speech_prob=True)
        said = result.sequences[0]
        return {
            "text": self._text(said),
            "avg_logprob": result.scores[0] * len(said) / (len(said) + 1),
            "no_speech_prob": result.no_speech_prob,
        }

    def _text(self, tokens: list[str]) -> str:
        words = "".join(token for token in tokens if not token.startswith("<|"))
        return bytes(self._bytes.get(sign, 0x20) for sign in words).decode("utf-8", "replace").strip()


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    confine(int(sys.argv[3]))

    def say(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    try:
        listener = Listener(sys.argv[1], sys.argv[2])
    except Exception as error:  # CTranslate2 raises RuntimeError and ValueError of every kind
        say({"error": str(error)})
        return
    say({"languages": listener.languages})
    for line in sys.stdin.buffer:
        request = json.loads(line)
        sound = sys.stdin.buffer.read(request["bytes"])
        try:
            say(listener.hear(sound, request["language"]))
        except Exception as error:
            say({"error": str(error)})


if __name__ == "__main__":
    main()
