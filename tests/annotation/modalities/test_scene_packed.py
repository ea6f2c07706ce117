"""Packed points: every point once, within two millimetres, each with its number, and any beginning a fair sample."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from annotation.modalities.scene import packed

RNG = np.random.default_rng(11)


def sweep(count: int, reach: float = 80.0) -> NDArray[np.float64]:
    """Dense near the middle, as a spinning lidar sees it."""
    away = RNG.gamma(1.5, reach / 6, count)
    angle = RNG.uniform(-np.pi, np.pi, count)
    return np.stack([away * np.cos(angle), away * np.sin(angle), RNG.normal(0, 1.5, count)], axis=1)


def written(path: Path, xyz: NDArray[np.float64]) -> tuple[packed.Packed, dict[str, Any]]:
    intensity = (np.arange(len(xyz)) % 256).astype(np.uint8)
    flags = (np.arange(len(xyz)) % 2 * packed.GROUND | 3 << packed.LIDAR_SHIFT).astype(np.uint8)
    packed.write(path, xyz, intensity, flags, seed=1)
    data = path.read_bytes()
    length = int.from_bytes(data[4:8], "little")
    assert (8 + length) % 8 == 0
    header = json.loads(data[8 : 8 + length])
    assert len(data) == 8 + length + 12 * header["count"]
    return packed.read(path), header


def test_every_point_once_within_two_millimetres(tmp_path: Path) -> None:
    xyz = sweep(170_000)
    found, header = written(tmp_path / "a", xyz)
    assert np.array_equal(np.sort(found.index), np.arange(len(xyz)))
    assert np.abs(found.xyz - xyz[found.index]).max() < 0.002
    assert np.array_equal(found.intensity, found.index % 256)
    assert np.array_equal(found.ground, found.index % 2 == 1)
    assert set(found.lidar.tolist()) == {3}
    assert all(chunk["count"] <= packed.CHUNK for chunk in header["chunks"])
    for chunk in header["chunks"]:
        inside = xyz[found.index[chunk["first"] : chunk["first"] + chunk["count"]]]
        assert (inside >= chunk["min"]).all()
        assert (inside <= chunk["max"]).all()


def test_a_map_and_a_far_outlier_stay_precise(tmp_path: Path) -> None:
    xyz = np.concatenate([RNG.uniform(-900, 900, (80_000, 3)) * (1, 1, 0.02), [[30_000.0, 0, 0]]])
    found, header = written(tmp_path / "a", xyz)
    assert np.abs(found.xyz - xyz[found.index]).max() < 0.0021
    assert max(chunk["step"] for chunk in header["chunks"]) <= packed.WIDEST / packed.STEPS + 1e-12


def test_scattered_stars_do_not_make_a_chunk_each(tmp_path: Path) -> None:
    xyz = RNG.uniform(-1e6, 1e6, (30_000, 3))
    _, header = written(tmp_path / "a", xyz)
    assert len(header["chunks"]) <= packed.MOST_CHUNKS + 1


@pytest.mark.parametrize("share", [0.02, 0.1])
def test_the_beginning_of_each_chunk_is_a_fair_sample(tmp_path: Path, share: float) -> None:
    """The heights of the first few percent are distributed like those of all (two-sample Kolmogorov-Smirnov)."""
    from scipy.stats import ks_2samp

    xyz = sweep(100_000)
    xyz = xyz[np.argsort(xyz[:, 2])]
    found, header = written(tmp_path / "a", xyz)
    first = np.concatenate(
        [found.xyz[each["first"] : each["first"] + int(each["count"] * share)] for each in header["chunks"]]
    )
    for axis in range(3):
        assert ks_2samp(first[:, axis], xyz[:, axis]).pvalue > 0.001


def test_points_without_a_place_are_left_out_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    xyz = sweep(1000)
    xyz[5, 0], xyz[77, 2] = np.nan, np.inf
    found, header = written(tmp_path / "a", xyz)
    assert header["count"] == 998
    assert not {5, 77} & set(found.index.tolist())
    np.testing.assert_allclose(found.xyz, xyz[found.index], atol=0.002)


def test_the_same_points_give_the_same_bytes(tmp_path: Path) -> None:
    xyz = sweep(70_000)
    written(tmp_path / "a", xyz)
    written(tmp_path / "b", xyz)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_one_point_and_none(tmp_path: Path) -> None:
    found, _ = written(tmp_path / "a", np.array([[1.0, 2.0, 3.0]]))
    assert found.xyz.tolist() == [[1.0, 2.0, 3.0]]
    found, header = written(tmp_path / "b", np.full((3, 3), np.nan))
    assert (len(found), header["chunks"]) == (0, [])


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"ply\n")
    with pytest.raises(ValueError):
        packed.read(tmp_path / "a")
