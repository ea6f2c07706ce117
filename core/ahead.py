"""Make things in a child process while the ones before are used, so that reading and writing take two cores.

A thread would not do: both sides are Python, and take turns at its lock.
"""

from __future__ import annotations

import fcntl
import gc
import os
import signal
import struct
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn, TypeVar

import msgspec

from core.errors import DomainError

T = TypeVar("T")
PART, REFUSED, FAILED, END = b"P", b"R", b"F", b"E"
PIPE = 1 << 20
_HEAD = struct.Struct("!cQ")


def ahead(parts: Callable[[], Iterator[T]], kind: type[T]) -> Generator[T]:
    """What `parts()` yields, of a type that msgspec can carry, each made in a child while the one before is used.

    The child is a fork: it has all that is here, and must keep away from what both would share, such as the database
    and other connections. DomainErrors of the child are raised here with code, message and params; anything else as
    RuntimeError with its trace, and so is the end of a child that ends without a word.
    """
    reading, writing = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):  # Linux: else each part goes over in pieces of 64 KiB
        with suppress(OSError):
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE)
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(parts, writing)
    os.close(writing)
    decoder = msgspec.msgpack.Decoder(kind)
    try:
        with open(reading, "rb") as stream:
            while (message := _received(stream))[0] != END:
                yield decoder.decode(_part(*message))
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _received(stream: BinaryIO) -> tuple[bytes, bytes]:
    head = stream.read(_HEAD.size)
    kind, size = _HEAD.unpack(head) if len(head) == _HEAD.size else (FAILED, 0)
    body = stream.read(size)
    return (kind, body) if len(body) == size else (FAILED, b"")


def _part(kind: bytes, body: bytes) -> bytes:
    """The body of a part; raises what the child tells of in its place."""
    if kind == PART:
        return body
    if kind == REFUSED:
        told = msgspec.msgpack.decode(body)
        raise DomainError(told["code"], told["message"], status=told["status"], **told["params"])
    raise RuntimeError(body.decode() or "The child process ended without a word; it may have run out of memory.")


def _work(parts: Callable[[], Iterator[Any]], writing: int) -> NoReturn:
    """The child's whole life. It leaves by `os._exit`: nothing of its parent is to be tidied up twice."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()
    gc.set_threshold(10 * gc.get_threshold()[0], 10, 10)  # a part is many objects, all of them needed
    encode = msgspec.msgpack.Encoder(enc_hook=str).encode
    with suppress(BrokenPipeError), open(writing, "wb") as stream:
        try:
            for part in parts():
                _send(stream, PART, encode(part))
            _send(stream, END, b"")
        except DomainError as error:
            told = {"code": error.code, "message": error.message, "status": error.status, "params": error.params}
            _send(stream, REFUSED, encode(told))
        except BaseException:
            _send(stream, FAILED, traceback.format_exc(limit=-5).encode())
    os._exit(0)


def _send(stream: BinaryIO, kind: bytes, body: bytes) -> None:
    stream.write(_HEAD.pack(kind, len(body)))
    stream.write(body)
    stream.flush()
