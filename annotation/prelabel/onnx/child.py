"""The other end of `runner`: runs a model file that a stranger may have made, in a process that owns nothing.

Started by its path, so that nothing of Groundwork is loaded: no settings, no secrets, no database. Arguments: the
model's file, bytes of memory. A message is one line of JSON and the bytes of the arrays that it describes.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import IO, Any

import numpy as np
import onnxruntime

KNOWN = {"tensor(float)": "float32", "tensor(float16)": "float16", "tensor(uint8)": "uint8", "tensor(int64)": "int64"}
THREADS = 2


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
    try:
        session = opened(sys.argv[1])
        send(answers, about(session))
    except Exception as error:  # onnxruntime raises its own types, one per kind of fault
        send(answers, {"error": str(error)})
        return
    for line in sys.stdin.buffer:
        feed = received(json.loads(line), sys.stdin.buffer)
        try:
            send(answers, *described(session, session.run(None, feed)))
        except Exception as error:
            send(answers, {"error": str(error)})


def opened(path: str) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def about(session: Any) -> dict[str, Any]:
    inputs = [
        {
            "name": each.name,
            "shape": [side if isinstance(side, int) else None for side in each.shape],
            "type": KNOWN.get(each.type, "float32"),
        }
        for each in session.get_inputs()
    ]
    return {"inputs": inputs, "names": session.get_modelmeta().custom_metadata_map.get("names", "")}


def described(session: Any, results: list[Any]) -> tuple[dict[str, Any], list[Any]]:
    """The outputs as doubles: what a detector says is small."""
    arrays = [np.ascontiguousarray(value, dtype=np.float64) for value in results]
    names = [output.name for output in session.get_outputs()]
    pairs = zip(names, arrays, strict=True)
    return {"arrays": [{"name": name, "shape": list(array.shape)} for name, array in pairs]}, arrays


def received(message: dict[str, Any], stream: IO[bytes]) -> dict[str, Any]:
    feed = {}
    for each in message["arrays"]:
        kind = np.dtype(each["type"])
        count = int(np.prod(each["shape"]))
        feed[each["name"]] = np.frombuffer(stream.read(count * kind.itemsize), dtype=kind).reshape(each["shape"])
    return feed


def send(stream: IO[bytes], message: dict[str, Any], arrays: list[Any] | None = None) -> None:
    stream.write(json.dumps(message).encode() + b"\n")
    for array in arrays or []:
        stream.write(array.tobytes())
    stream.flush()


if __name__ == "__main__":
    main()
