"""A long video of real frames: the demonstration's, enlarged to 1080p, encoded once and repeated packet by packet."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from benchmarks.label_studio.client import Client
from dev.places import ROOT

SOURCE = ROOT / "demo" / "video" / "car-detection.mp4"
WIDTH, HEIGHT, RATE = 1920, 1080, 25
KEY_EVERY = 50
"""Frames from one at which decoding can begin to the next: what cameras and cutters write."""
KEYFRAME_EVERY = 37
"""Frames from one keyframe of a track to the next."""


def write(path: Path, frames: int) -> None:
    """H.264 with pictures that depend on later ones."""
    once = path.with_name("once.mp4")
    _encode(once)
    with av.open(str(path), "w") as file, av.open(str(once)) as source:
        (template,) = source.streams.video
        stream = file.add_stream_from_template(template)
        count = 0
        while count < frames:
            source.seek(0)
            packets = [each for each in source.demux(template) if each.size]
            for packet in packets:
                assert packet.time_base is not None
                assert packet.pts is not None
                assert packet.dts is not None
                shift = round(count / RATE / packet.time_base)
                packet.pts, packet.dts, packet.stream = packet.pts + shift, packet.dts + shift, stream
                file.mux(packet)
            count += len(packets)
    once.unlink()


def _encode(path: Path) -> None:
    """One round of the demonstration."""
    with av.open(str(path), "w") as file, av.open(str(SOURCE)) as source:
        options = {"g": str(KEY_EVERY), "preset": "veryfast", "bf": "2"}
        stream: Any = file.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number, frame in enumerate(source.decode(video=0)):
            image: Any = frame.reformat(WIDTH, HEIGHT, format="yuv420p")
            image.pts, image.time_base, image.pict_type = number, Fraction(1, RATE), 0
            file.mux(stream.encode(image))
        file.mux(stream.encode(None))


def tracks(count: int, frames: int, seed: int = 1) -> list[dict[str, Any]]:
    """Boxes that come, go about and leave, with a keyframe about every second and a half."""
    chance = random.Random(seed)
    return [_track(chance, frames, number) for number in range(count)]


def _track(chance: random.Random, frames: int, number: int) -> dict[str, Any]:
    life = min(chance.randint(200, 1200), frames // 2)
    first = chance.randint(0, frames - life - 1)
    x, y = chance.uniform(0, WIDTH - 300), chance.uniform(0, HEIGHT - 300)
    width, height = chance.uniform(40, 220), chance.uniform(40, 220)
    turn = chance.uniform(0, 2 * math.pi)
    keys = []
    for frame in range(first, first + life, KEYFRAME_EVERY):
        turn += chance.uniform(-0.5, 0.5)
        x = min(max(0.0, x + 30 * math.cos(turn)), WIDTH - width)
        y = min(max(0.0, y + 30 * math.sin(turn)), HEIGHT - height)
        keys.append(_key(frame, x, y, width, height))
    keys.append({**keys[-1], "frame": first + life, "outside": True})
    return {
        "id": f"01a22b9d-0000-7000-8000-{number:012x}", "kind": "track", "label": "car",
        "data": {"of": "box", "keyframes": keys}, "attributes": {}, "z": number, "group": None,
        "source": {"origin": "human"}, "score": None,
    }  # fmt: skip


def _key(frame: int, x: float, y: float, width: float, height: float) -> dict[str, Any]:
    data = {"x": round(x, 1), "y": round(y, 1), "width": round(width, 1), "height": round(height, 1)}
    return {
        "frame": frame, "data": data, "outside": False, "occluded": False, "attributes": {}, "origin": "human",
    }  # fmt: skip


def put(client: Client, api: str, task: str, records: list[dict[str, Any]], portion: int = 50) -> None:
    """Saves records as a browser would."""
    document = client.json("GET", f"{api}/tasks/{task}/workbench")["document"]
    revision = document["revision"]
    for start in range(0, len(records), portion):
        patch = [{"id": each["id"], "before": None, "after": each} for each in records[start : start + portion]]
        body = {"op_id": f"01a22b9d-0001-7000-8000-{start:012x}", "base_revision": revision, "patch": patch}
        revision = client.json("PATCH", f"{api}/documents/{document['id']}", body)["revision"]
