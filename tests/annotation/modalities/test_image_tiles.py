"""Pictures that are too large or too deep for a browser: tiles at halved sizes, with every bit of the file."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pyvips
from PIL import Image

from annotation.modalities import Limits, Prepared, Rejected
from annotation.modalities.base import Derivative
from annotation.modalities.image import header, tiled
from tests.annotation.modalities.pictures import encoded, photograph, with_orientation, written


def prepared(folder: Path, name: str, content: bytes) -> Prepared:
    """In tiles whatever its size."""
    path, out = written(folder, name, content), folder / f"of-{name}"
    out.mkdir()
    with header.opened(path, Limits()) as picture:
        return tiled.prepare(path, picture, out)


def role(seen: Prepared, name: str) -> Derivative:
    return next(each for each in seen.derivatives if each.role == name)


def put_together(seen: Prepared, level: int) -> np.ndarray[Any, Any]:
    """A level as whoever has read docs/images.md would put it together from the packed file and its table."""
    about = role(seen, "tiles").meta
    packed = role(seen, "tiles").path.read_bytes()
    table = zlib.decompress(role(seen, "tile_table").path.read_bytes())
    count = len(table) // 12
    offsets, lengths = np.frombuffer(table[: 8 * count], "<f8"), np.frombuffer(table[8 * count :], "<u4")
    side = about["side"]
    grids = [(-(-width // side), -(-height // side)) for width, height in about["levels"]]
    first = sum(columns * rows for columns, rows in grids[:level])
    assert sum(columns * rows for columns, rows in grids) == count
    columns, rows = grids[level]
    lines = []
    for row in range(rows):
        places = range(first + row * columns, first + (row + 1) * columns)
        tiles = [packed[int(offsets[at]) : int(offsets[at]) + int(lengths[at])] for at in places]
        lines.append(np.concatenate([np.asarray(Image.open(BytesIO(tile))) for tile in tiles], axis=1))
    return np.concatenate(lines)


def test_a_large_picture_is_cut_into_tiles_at_every_size(tmp_path: Path) -> None:
    image = photograph(1500, 700, seed=4)
    seen = prepared(tmp_path, "large.png", encoded(image, "PNG"))
    about = role(seen, "tiles").meta
    assert about["levels"] == [[1500, 700], [750, 350], [375, 175]]
    assert (about["media_type"], about["bits"], seen.facts.width, seen.facts.height) == ("image/jpeg", 8, 1500, 700)
    for level, (width, height) in enumerate(about["levels"]):
        tile = put_together(seen, level)
        assert tile.shape == (height, width, 3)
        there = np.asarray(image.resize((width, height), Image.Resampling.BOX), float)
        assert np.abs(tile - there).mean() < 4, level
    with Image.open(role(seen, "thumbnail").path) as thumbnail, Image.open(role(seen, "display").path) as display:
        assert (thumbnail.size, display.size) == ((320, 149), (1500, 700))


def test_a_turned_photograph_lies_upright_in_its_tiles(tmp_path: Path) -> None:
    upright = photograph(80, 40, seed=3)
    seen = prepared(tmp_path, "turned.jpg", with_orientation(upright.transpose(Image.Transpose.ROTATE_90), 6))
    assert (seen.facts.width, seen.facts.height) == (80, 40)
    assert np.abs(put_together(seen, 0) - np.asarray(upright, float)).mean() < 6


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_stay_sixteen_bits(tmp_path: Path, kind: str) -> None:
    values = np.random.default_rng(1).integers(0, 65_536, (600, 520), dtype=np.uint16)
    seen = prepared(tmp_path, f"deep.{kind.lower()}", encoded(Image.fromarray(values), kind))
    assert np.array_equal(put_together(seen, 0), values)
    about = role(seen, "tiles").meta
    assert (about["bits"], about["channels"], about["range"], about["offset"], about["slope"]) == (
        16, 1, [int(values.min()), int(values.max())], 0.0, 1.0,
    )  # fmt: skip
    assert sum(about["histogram"]) == values.size
    low, high = np.percentile(values, [0.5, 99.5])
    assert np.abs(np.array(about["window"]) - [low, high]).max() <= 2


@pytest.mark.parametrize("sort", ["int16", "int32", "float32"])
def test_other_numbers_are_told_by_an_offset_and_a_slope(tmp_path: Path, sort: str) -> None:
    values = (np.linspace(-1000, 3000, 64 * 48).reshape(48, 64)).astype(sort)
    path = tmp_path / "numbers.tif"
    pyvips.Image.new_from_array(values).tiffsave(str(path))
    seen = prepared(tmp_path, "numbers.tif", path.read_bytes())
    about = role(seen, "tiles").meta
    told = about["offset"] + about["slope"] * put_together(seen, 0).astype(float)
    assert np.abs(told - values).max() <= (0.04 if sort == "float32" else 0)
    assert about["bits"] == 16


def test_sixteen_bits_of_each_colour_are_kept(tmp_path: Path) -> None:
    values = np.random.default_rng(2).integers(0, 65_536, (40, 50, 3), dtype=np.uint16)
    path = tmp_path / "colours.png"
    pyvips.Image.new_from_array(values).copy(interpretation="rgb16").pngsave(str(path))
    seen = prepared(tmp_path, "colours.png", path.read_bytes())
    about, table = role(seen, "tiles").meta, zlib.decompress(role(seen, "tile_table").path.read_bytes())
    offset, length = int(np.frombuffer(table[:8], "<f8")[0]), int(np.frombuffer(table[8:], "<u4")[0])
    tile = role(seen, "tiles").path.read_bytes()[offset : offset + length]
    assert np.array_equal(pyvips.Image.new_from_buffer(tile, "").numpy(), values)
    assert (about["channels"], seen.facts.meta["bits"]) == (3, 16)


def test_infinities_and_gaps_do_not_stretch_the_window(tmp_path: Path) -> None:
    values = np.linspace(0, 1, 64 * 48, dtype=np.float32).reshape(48, 64)
    values[0, :3] = np.nan, np.inf, -np.inf
    path = tmp_path / "gaps.tif"
    pyvips.Image.new_from_array(values).tiffsave(str(path))
    seen = prepared(tmp_path, "gaps.tif", path.read_bytes())
    low, high = seen.facts.meta["display_range"]
    assert 0 <= low < 0.1 < 0.9 < high <= 1


def test_damaged_tiles_are_refused_and_not_painted_black(tmp_path: Path) -> None:
    path = tmp_path / "whole.tif"
    noise = np.random.default_rng(0).integers(0, 256, (600, 600), dtype=np.uint8)
    pyvips.Image.new_from_array(noise).tiffsave(str(path), tile=True, compression="deflate")
    content = bytearray(path.read_bytes())
    content[100_000:200_000] = bytes(100_000)
    with pytest.raises(Rejected) as caught:
        prepared(tmp_path, "damaged.tif", bytes(content))
    assert caught.value.code == "broken"
    assert "/" not in caught.value.text.en
