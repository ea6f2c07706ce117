"""The other end of `ears`: PocketSphinx in a process that owns nothing, for its decoder is C and not to be trusted.

Arguments: bytes of memory. A request is a line of JSON and `bytes` of 16 bit samples at 16 kHz: {"task": "hear"} or
{"task": "align", "text", "words": {word: its phones}} for words that the dictionary lacks. The answer is a line:
{"words": [[word, first frame, frames, score, [[phone, first frame, frames, score]]]]}, 100 frames a second.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterable
from typing import Any

SILENT = ("<", "[", "+")
"""How the names of what is no word begin."""
Row = tuple[str, int, int, float, list[tuple[str, int, int, float]]]


def confine(memory: int) -> None:
    """No more memory, no file written, no core dump. A limit that the system sets lower already stays."""
    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, allowed))


class Listener:
    """Loads the language model only when it is asked to hear."""

    def __init__(self) -> None:
        self._hearing: Any = None
        self._aligning: Any = None

    def hear(self, sound: bytes) -> dict[str, Any]:
        if self._hearing is None:
            self._hearing = _decoder()
        _decode(self._hearing, sound)
        if self._hearing.hyp() is None:
            return {"words": []}
        found: list[Row] = [
            (_plain(each.word), each.start_frame, each.end_frame - each.start_frame + 1, float(each.prob), [])
            for each in self._hearing.seg()
            if not each.word.startswith(SILENT)
        ]
        return {"words": found}

    def align(self, sound: bytes, text: str, words: dict[str, str]) -> dict[str, Any]:
        if self._aligning is None:
            self._aligning = _decoder(lm=None, bestpath=False)
        decoder = self._aligning
        missing = [word for word in dict.fromkeys(text.split()) if decoder.lookup_word(word) is None]
        for number, word in enumerate(missing):
            decoder.add_word(word, words[word], number == len(missing) - 1)
        decoder.set_align_text(text)
        _decode(decoder, sound)
        if decoder.hyp() is None:
            return {"words": []}
        decoder.set_alignment()
        _decode(decoder, sound)
        # The alignment owns its words: without a name of its own it is gone while they are read.
        alignment = decoder.get_alignment()
        return {"words": list(_rows(alignment)) if alignment is not None else []}


def _decoder(**options: Any) -> Any:
    import pocketsphinx

    return pocketsphinx.Decoder(samprate=16000, loglevel="FATAL", **options)


def _decode(decoder: Any, sound: bytes) -> None:
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()


def _rows(alignment: Iterable[Any]) -> Iterable[Row]:
    for word in alignment:
        if not word.name.startswith(SILENT):
            phones = [(phone.name, phone.start, phone.duration, float(phone.score)) for phone in word]
            yield _plain(word.name), word.start, word.duration, float(word.score), phones


def _plain(word: str) -> str:
    """Without the number of its pronunciation: "and(2)"."""
    return word.split("(")[0]


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    listener = Listener()
    confine(int(sys.argv[1]))
    for line in sys.stdin.buffer:
        request = json.loads(line)
        sound = sys.stdin.buffer.read(request["bytes"])
        if request["task"] == "hear":
            answer = listener.hear(sound)
        else:
            answer = listener.align(sound, request["text"], request["words"])
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
