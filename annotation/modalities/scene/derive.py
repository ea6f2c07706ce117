"""From the files of a scene to what the workbench and the workers read: manifest, packed points, pictures, previews."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d.ground import ground_of
from annotation.geometry3d.pieces import pieces_of
from annotation.modalities.base import Derivative, Facts, Limits, Prepared, Rejected, Warned
from annotation.modalities.scene import birdseye, manifest, packed
from annotation.modalities.scene.clouds.cloud import MOST_POINTS, refuse_too_many
from annotation.modalities.scene.layouts import Files, layout_of
from annotation.modalities.scene.reasons import rejected, warned
from annotation.modalities.scene.source import Moment, SceneSource
from annotation.modalities.scene.views import Cameras

Floats = NDArray[np.float64]
MEDIA_TYPE = "application/vnd.groundwork.scene"
MOST_FRAMES = 5_000
FAR = 1_000.0
"""Metres from the origin beyond which a scene gets an origin of its own."""
BRIGHT = 8
"""Frames from which the range of intensities is taken."""
MOST_CUT = 20_000_000
"""Points of a frame beyond which it is not cut into pieces."""
MILLIMETRES = 2_000.0
"""Metres: no scene has half of its points so far from its middle."""


@dataclass(slots=True)
class Points:
    """The points of one frame, all lidars one after the other: world coordinates with every index kept."""

    world: Floats
    intensity: NDArray[np.float32] | None
    lidar: NDArray[np.uint8]
    sweeps: list[dict[str, Any]]


@dataclass(slots=True)
class Work:
    """One scene while it is prepared."""

    source: SceneSource
    folder: Path
    limits: Limits
    derivatives: list[Derivative] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    broken: list[tuple[str, Rejected]] = field(default_factory=list)
    placeless: int = 0
    total: int = 0
    low: Floats | None = None
    high: Floats | None = None


def prepare(paths: Mapping[str, Path], folder: Path, limits: Limits) -> Prepared:
    """Raises Rejected."""
    files = Files(paths)
    layout = layout_of(files)
    if layout is None:
        raise rejected("not-a-cloud")
    source = layout.open(files)
    if len(source.moments) > MOST_FRAMES:
        raise rejected("too-many-frames", frames=len(source.moments), limit=MOST_FRAMES)
    work = Work(source, folder, limits, warnings=list(source.warnings))
    data = {"version": manifest.VERSION, "layout": layout.slug, **_scene(work)}
    _tell(work)
    path = folder / "scene.json"
    path.write_text(json.dumps(data, separators=(",", ":"), allow_nan=False), encoding="utf-8")
    counts = {"frames": len(source.moments), "cameras": len(source.lenses), "points": work.total}
    work.derivatives.append(Derivative("scene", path, ".json", "", counts))
    meta = {"layout": layout.slug, "posed": source.posed, **counts}
    leading = Path(next(iter(paths))).suffix.lower()
    facts = Facts(MEDIA_TYPE, leading, None, None, meta, tuple(work.warnings))
    return Prepared(facts, tuple(work.derivatives))


def _scene(work: Work) -> dict[str, Any]:
    source = work.source
    origin = _origin(work, _first(work))
    dark, bright = _range(work)
    cameras = Cameras(source, work.folder, work.limits)
    frames = []
    for number, moment in enumerate(source.moments):
        points = _points(work, moment)
        known, ground = _write(work, number, moment, points, origin, (dark, bright))
        shots = cameras.take(number, moment, known)
        frames.append(_frame(moment, points, known, shots))
        if number == len(source.moments) // 2 or (number == 0 and len(known)):
            _thumbnail(work, moment, known, ground)
    if not work.total:
        raise work.broken[0][1] if work.broken else rejected("no-points")
    work.derivatives += cameras.derivatives
    work.warnings += cameras.warnings()
    return {
        "origin": origin.tolist(),
        "posed": source.posed,
        "bounds": manifest.bounds(work.low, work.high),
        "intensity": {"low": dark, "high": bright} if bright is not None else None,
        "lidars": [{"name": name} for name in source.lidars],
        "cameras": cameras.json(),
        "frames": frames,
    }


def _first(work: Work) -> Points:
    """The first frame that has points."""
    for moment in work.source.moments:
        points = _points(work, moment)
        if np.isfinite(points.world).all(axis=1).any():
            work.broken.clear()
            return points
    raise work.broken[0][1] if work.broken else rejected("no-points")


def _points(work: Work, moment: Moment) -> Points:
    """Read the sweeps of a frame. One that cannot be read is noted, and the frame has no points of it."""
    world, intensity, lidar, sweeps = [], [], [], []
    first = 0
    for sweep in moment.sweeps:
        try:
            cloud = sweep.load()
        except Rejected as error:
            work.broken.append((sweep.name, error))
            continue
        world.append(sweep.pose.apply(cloud.xyz.astype(np.float64)))
        lidar.append(np.full(len(cloud), sweep.lidar, np.uint8))
        intensity.append(cloud.intensity if cloud.intensity is not None else np.zeros(len(cloud), np.float32))
        sweeps.append(
            {"lidar": sweep.lidar, "time": sweep.time, "first": first, "count": len(cloud), "pose": sweep.pose.json()}
        )
        first += len(cloud)
    refuse_too_many(first)
    if not world:
        return Points(np.zeros((0, 3)), None, np.zeros(0, np.uint8), [])
    return Points(np.concatenate(world), np.concatenate(intensity), np.concatenate(lidar), sweeps)


def _origin(work: Work, first: Points) -> Floats:
    """Whole metres near the beginning of a scene that lies far from its world's origin; else the origin itself."""
    known = first.world[np.isfinite(first.world).all(axis=1)]
    middle: Floats = np.round(np.median(known, axis=0))
    # Around the middle: coordinates of a map lie far from its origin, and are metres all the same.
    if np.median(np.linalg.norm(known - middle, axis=1)) > MILLIMETRES:
        work.warnings.append(warned("looks-like-millimetres", distance=round(MILLIMETRES)))
    return middle if np.abs(middle).max() > FAR else np.zeros(3)


def _range(work: Work) -> tuple[float | None, float | None]:
    """The 1st and 99th percentile of the intensities over some frames; None when they say nothing."""
    moments = work.source.moments
    chosen = moments[:: max(1, len(moments) // BRIGHT)][:BRIGHT]
    values = []
    for moment in chosen:
        found = _points(work, moment).intensity
        if found is not None:
            values.append(found[np.isfinite(found)][::7])
    work.broken.clear()
    all_values = np.concatenate(values) if values else np.zeros(0)
    if not len(all_values):
        return None, None
    low, high = (float(each) for each in np.percentile(all_values, [1, 99]))
    return (low, high) if high > low else (None, None)


def _write(
    work: Work, number: int, moment: Moment, points: Points, origin: Floats, shades: tuple[float | None, float | None]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Write the packed points; returns the finite points in the ego frame, and which of them are ground."""
    finite = np.asarray(np.isfinite(points.world).all(axis=1), np.bool_)
    known = moment.ego.inverse().apply(points.world[finite])
    ground = ground_of(known)
    flags = (points.lidar << packed.LIDAR_SHIFT).astype(np.uint8)
    flags[np.flatnonzero(finite)[ground]] |= packed.GROUND
    path = work.folder / f"points-{number}.gwp"
    count = packed.write(path, points.world - origin, _shaded(points.intensity, shades), flags, seed=number)
    work.derivatives.append(Derivative("points", path, ".gwp", manifest.points_key(number), {"count": count}))
    _cut(work, number, known, ground, finite)
    work.total += count
    work.placeless += len(points.world) - count
    if count:
        low, high = points.world[finite].min(axis=0), points.world[finite].max(axis=0)
        work.low = low if work.low is None else np.minimum(work.low, low)
        work.high = high if work.high is None else np.maximum(work.high, high)
    if work.total > 100 * MOST_POINTS:
        raise rejected("too-many-points", points=work.total, limit=100 * MOST_POINTS)
    return known, ground


def _cut(work: Work, number: int, known: Floats, ground: NDArray[np.bool_], finite: NDArray[np.bool_]) -> None:
    """Write the pieces of the points, which a brush may take whole."""
    if not 0 < len(known) <= MOST_CUT:
        return
    of = np.zeros(len(finite), "<u4")
    of[finite] = pieces_of(known, ground)
    path = work.folder / f"pieces-{number}.zz"
    path.write_bytes(zlib.compress(of.tobytes(), 6))
    about = {"count": len(of), "pieces": int(of.max())}
    work.derivatives.append(Derivative("pieces", path, ".zz", manifest.points_key(number), about))


def _shaded(intensity: NDArray[np.float32] | None, shades: tuple[float | None, float | None]) -> NDArray[np.uint8]:
    low, high = shades
    if intensity is None or low is None or high is None:
        return np.zeros(0 if intensity is None else len(intensity), np.uint8)
    scaled: Floats = np.nan_to_num((intensity.astype(np.float64) - low) / (high - low), nan=0, posinf=1, neginf=0)
    return (np.clip(scaled, 0, 1) * 255).astype(np.uint8)


def _frame(moment: Moment, points: Points, known: Floats, shots: list[dict[str, Any]]) -> dict[str, Any]:
    low = high = None
    if len(known):
        finite = points.world[np.isfinite(points.world).all(axis=1)]
        low, high = finite.min(axis=0), finite.max(axis=0)
    return {
        "name": moment.name,
        "time": moment.time,
        "ego": moment.ego.json(),
        "count": len(points.world),
        "bounds": manifest.bounds(low, high),
        "sweeps": points.sweeps,
        "images": shots,
    }


def _thumbnail(work: Work, moment: Moment, known: Floats, ground: NDArray[np.bool_]) -> None:
    """From above; that of the middle frame replaces that of the first."""
    path = work.folder / "thumbnail.webp"
    if not len(known):
        return
    birdseye.draw(path, known, ground)
    if not any(each.role == "thumbnail" for each in work.derivatives):
        work.derivatives.append(Derivative("thumbnail", path, ".webp"))


def _tell(work: Work) -> None:
    """What people should know of the scene as a whole."""
    if work.broken:
        name, error = work.broken[0]
        work.warnings.append(warned("sweep-unreadable", count=len(work.broken), file=name, reason=error.text))
    if work.placeless:
        work.warnings.append(warned("points-without-place", count=work.placeless))
    if not work.source.posed and len(work.source.moments) > 1:
        work.warnings.append(warned("no-poses"))
