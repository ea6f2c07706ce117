"""Reading a large JSON object member by member, so that memory does not grow with the file."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from annotation.formats.source import Unreadable

CHUNK = 1 << 20
LARGEST_VALUE = 256 * 1024**2
"""Characters of one element, beyond which a file is refused."""
SPACE = re.compile(r"[ \t\n\r]*")


class JsonReader:
    """Decodes values from a byte stream of UTF-8, UTF-16 or UTF-32. Raises Unreadable "bad-json" or "too-deep"."""

    def __init__(self, stream: BinaryIO) -> None:
        first = stream.read(CHUNK)
        encoding = json.detect_encoding(first[:4])
        self._text = codecs.getincrementaldecoder(encoding)()
        self._stream = stream
        self._decode = json.JSONDecoder().raw_decode
        self._ended = False
        self._buffer = self._decoded(first)
        self._at = 0
        self._before = 0

    def peek(self) -> str:
        """The next character that is not white space; empty at the end."""
        while True:
            space = SPACE.match(self._buffer, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def take(self, expected: str) -> str:
        """Step over the next character, which must be one of `expected`."""
        letter = self.peek()
        if not letter or letter not in expected:
            raise self._broken(f"expected one of {' '.join(expected)}", self._at)
        self._at += 1
        return letter

    def value(self) -> tuple[Any, str]:
        """The next value and its text."""
        self.peek()
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if self._may_be_cut(error) and self._more():
                    continue
                raise self._broken(error.msg, error.pos) from None
            except RecursionError:
                raise Unreadable("too-deep", "The JSON is nested too deeply.") from None
            except ValueError as error:
                raise self._broken(str(error), self._at) from None
            if end == len(self._buffer) and not isinstance(value, dict | list | str) and self._more():
                continue
            text = self._buffer[self._at : end]
            self._at = end
            return value, text

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        """Whether the fault may be only that the buffer ends here."""
        return error.msg.startswith("Unterminated") or error.pos >= len(self._buffer) - 12

    def _more(self) -> bool:
        """Read on; drops what is behind. False at the end of the stream."""
        if self._ended:
            return False
        rest = len(self._buffer) - self._at
        if rest > LARGEST_VALUE:
            raise Unreadable("too-large", "One value of the file is too large.", limit=LARGEST_VALUE)
        # As much again as is pending, so that a large value is not decoded from its start too often.
        data = self._stream.read(max(CHUNK, rest))
        self._before += self._at
        self._buffer = self._buffer[self._at :] + self._decoded(data)
        self._at = 0
        return True

    def _decoded(self, data: bytes) -> str:
        self._ended = not data
        try:
            return self._text.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            raise Unreadable("bad-json", str(error), reason=error.reason) from None

    def _broken(self, message: str, at: int) -> Unreadable:
        reason = f"{message} at character {self._before + at}"
        return Unreadable("bad-json", reason, reason=reason)


def members(stream: BinaryIO, arrays: frozenset[str]) -> Iterator[tuple[str, int, Any, str]]:
    """The members of a top-level object as (key, index, value, text).

    An array whose key is in `arrays` comes element by element with index 0, 1, ...; anything else whole, with index -1.
    Other members that are arrays are stepped over without being kept.
    """
    reader = JsonReader(stream)
    reader.take("{")
    if reader.peek() == "}":
        return
    while True:
        key, _ = reader.value() if reader.peek() == '"' else (reader.take('"'), "")
        reader.take(":")
        if reader.peek() == "[":
            for index, (value, text) in enumerate(_elements(reader)):
                if key in arrays:
                    yield key, index, value, text
        else:
            value, text = reader.value()
            yield key, -1, value, text
        if reader.take(",}") == "}":
            return


def elements(stream: BinaryIO) -> Iterator[Any]:
    """The elements of a top-level array, one after the other."""
    return (value for value, _ in _elements(JsonReader(stream)))


def _elements(reader: JsonReader) -> Iterator[tuple[Any, str]]:
    reader.take("[")
    if reader.peek() == "]":
        reader.take("]")
        return
    while True:
        yield reader.value()
        if reader.take(",]") == "]":
            return
