"""The other end of `sandbox`: decodes files that strangers made, in a process that can be killed and owns little.

Reads one JSON request per line on standard input, answers one JSON line each on standard output. No Django, no
settings, no secrets: whatever a decoder is tricked into, there is nothing here to take.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from annotation.modalities import MODALITIES, Limits, Prepared, Rejected


def confine(memory: int, file_bytes: int) -> None:
    """No more memory, no huge files, no core dumps. A limit that the system sets lower already stays."""
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, allowed))


def answer(request: dict[str, Any]) -> dict[str, Any]:
    modality = MODALITIES[request["modality"]]
    limits = Limits(**request["limits"])
    files = {name: Path(path) for name, path in request["files"].items()}
    try:
        if request["verb"] == "split":
            (path,) = files.values()
            parts = modality.split(path, Path(request["folder"]))
            return {"parts": [{"name": part.name, "path": str(part.path)} for part in parts]}
        if request["verb"] == "join":
            joined = modality.join(list(files.values()), Path(request["folder"]))
            return {"joined": joined and str(joined)}
        prepared = modality.prepare(files, Path(request["folder"]), limits)
    except Rejected as error:
        return {"rejected": {"code": error.code, "text": error.text.json(), "params": error.params}}
    return {"prepared": _plain(prepared)}


def _plain(prepared: Prepared) -> dict[str, Any]:
    data = asdict(prepared)
    data["derivatives"] = [{**each, "path": str(each["path"])} for each in data["derivatives"]]
    return data


def main() -> None:
    confine(int(sys.argv[1]), int(sys.argv[2]))
    with own_output() as answers:
        for line in sys.stdin:
            answers.write(json.dumps(answer(json.loads(line))) + "\n")
            answers.flush()


def own_output() -> TextIO:
    """Standard output for answers alone: what a library prints, in whatever language, goes nowhere."""
    answers = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


if __name__ == "__main__":
    main()
