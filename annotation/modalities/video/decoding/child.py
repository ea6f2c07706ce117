"""Decodes packets of a video that a stranger may have made, in a process that owns nothing, for whoever asks.

Started by its path, so that nothing of Groundwork is loaded. Arguments: the stream's file, bytes of memory. A request
is one line of JSON; for each frame that it wants comes a line, and the bytes of the picture; at last a line that says
so.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import sys
from typing import IO, Any

import av
import numpy as np
from av.error import FFmpegError

DECODERS = {"avc1": "h264", "vp8": "vp8", "vp09": "vp9", "av01": "libdav1d"}
THREADS = 2
MOST_LINE = 64 * 1024**2


def confine(memory: int) -> None:
    """No more memory, no file written, no core dump. A limit that the system sets lower already stays."""
    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, allowed))


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    confine(int(sys.argv[2]))
    with open(sys.argv[1], "rb") as stream:
        for line in iter(lambda: sys.stdin.buffer.readline(MOST_LINE), b""):
            request = json.loads(line)
            try:
                for rank, image in decoded(stream, request):
                    send(answers, {"rank": rank, "shape": list(image.shape)}, image)
                send(answers, {"end": True})
            except FFmpegError as error:
                send(answers, {"error": str(error)})


def decoded(stream: IO[bytes], request: dict[str, Any]) -> Any:
    """(rank, picture) of the frames that are wanted, in the order in which they are seen."""
    wanted = set(request["ranks"])
    codec: Any = av.CodecContext.create(DECODERS[request["codec"].split(".")[0]], "r")
    if request["description"]:
        codec.extradata = base64.b64decode(request["description"])
    codec.thread_count, codec.thread_type = THREADS, "AUTO"
    for position, size, rank in request["packets"]:
        stream.seek(position)
        packet = av.Packet(stream.read(size))
        packet.pts = rank
        yield from pictures(codec.decode(packet), wanted, request)
    yield from pictures(codec.decode(None), wanted, request)


def pictures(frames: list[Any], wanted: set[int], request: dict[str, Any]) -> Any:
    """Upright, of the size that is asked for: grey, or blue green red."""
    turned = request["rotation"] in (90, 270)
    width, height = request["width"], request["height"]
    size = (height, width) if turned else (width, height)
    for frame in frames:
        if frame.pts in wanted:
            image = frame.reformat(*size, format="gray" if request["grey"] else "bgr24", interpolation="AREA")
            yield frame.pts, np.rot90(image.to_ndarray(), -request["rotation"] // 90)


def send(stream: IO[bytes], message: dict[str, Any], image: Any = None) -> None:
    stream.write(json.dumps(message).encode() + b"\n")
    if image is not None:
        stream.write(np.ascontiguousarray(image).tobytes())
    stream.flush()


if __name__ == "__main__":
    main()
