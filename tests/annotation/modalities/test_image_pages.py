"""TIFF files of several pages: every page becomes a file of its own, with the very bytes of its pixels."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pyvips
from PIL import Image

from annotation.modalities import Rejected
from annotation.modalities.image import pages
from tests.annotation.modalities.pictures import encoded, photograph, tiff, written

PAGES = [photograph(70, 50, seed=seed) for seed in range(12)]


def apart(folder: Path, content: bytes) -> list[Path]:
    out = folder / "out"
    out.mkdir()
    return [part.path for part in pages.split(written(folder, "many.tif", content), out)]


def of_pages(images: Sequence[Image.Image], **options: Any) -> bytes:
    return encoded(images[0], "TIFF", save_all=True, append_images=list(images[1:]), **options)


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits"])
def test_each_page_is_as_it_was(tmp_path: Path, compression: str) -> None:
    content = of_pages(PAGES, compression=compression)
    found = apart(tmp_path, content)
    assert [path.name for path in found] == [f"page-{number:02}.tif" for number in range(1, 13)]
    with Image.open(tmp_path / "many.tif") as whole:
        for number, path in enumerate(found):
            whole.seek(number)
            with Image.open(path) as page:
                assert getattr(page, "n_frames", 1) == 1
                assert np.array_equal(np.asarray(page), np.asarray(whole)), number


def test_tiled_pages_of_sixteen_bits_in_a_large_file(tmp_path: Path) -> None:
    values = np.random.default_rng(0).integers(0, 65_536, (3, 300, 400), dtype=np.uint16)
    tall = pyvips.Image.new_from_array(values.reshape(900, 400)).copy(interpretation="grey16")
    tall.tiffsave(str(tmp_path / "a.tif"), page_height=300, tile=True, compression="deflate", bigtiff=True)
    found = apart(tmp_path, (tmp_path / "a.tif").read_bytes())
    assert [bool(np.array_equal(pyvips.Image.new_from_file(str(path)).numpy(), page)) for path, page in
            zip(found, values, strict=True)] == [True, True, True]  # fmt: skip


def test_pages_that_look_alike_are_files_of_their_own(tmp_path: Path) -> None:
    found = apart(tmp_path, of_pages([PAGES[0], PAGES[0]]))
    assert found[0].read_bytes() != found[1].read_bytes()


def test_smaller_copies_are_no_pages(tmp_path: Path) -> None:
    image = pyvips.Image.new_from_array(np.zeros((600, 600), np.uint8))
    image.tiffsave(str(tmp_path / "pyramid.tif"), tile=True, pyramid=True, subifd=False)
    assert apart(tmp_path, (tmp_path / "pyramid.tif").read_bytes()) == []


def test_one_page_is_left_as_it_is(tmp_path: Path) -> None:
    assert apart(tmp_path, tiff()) == []


def test_pages_that_lie_upon_each_other_do_not_multiply(tmp_path: Path) -> None:
    content = bytearray(of_pages([photograph(400, 400)], compression="raw"))
    (first,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, first)
    entries = bytes(content[first : first + 2 + 12 * count])
    for _ in range(20):
        content += bytes(len(content) % 2)
        struct.pack_into("<I", content, _end_of_chain(content), len(content))
        content += entries + bytes(4)
    with pytest.raises(Rejected) as caught:
        apart(tmp_path, bytes(content))
    assert caught.value.code == "broken"


def _end_of_chain(content: bytearray) -> int:
    """Where the place of the next directory is to be written."""
    at = 4
    while (found := struct.unpack_from("<I", content, at)[0]) != 0:
        at = found + 2 + 12 * struct.unpack_from("<H", content, found)[0]
    return at
