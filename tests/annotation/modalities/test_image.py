"""Pictures: what is taken and how it is shown, what is refused and why. Nothing takes the decoder's process along."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from annotation.modalities import MODALITIES, Limits, Prepared, Rejected
from annotation.modalities.image import perceptual
from annotation.modalities.sandbox import Sandbox, Work
from tests.annotation.modalities.pictures import (
    SVG,
    blank_png,
    bmp_header,
    encoded,
    jpeg,
    jpeg_header_only,
    photograph,
    tiff,
    tiff_tagged,
    with_orientation,
    written,
)

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "images"


TILED = {"thumbnail": ".webp", "tiles": ".zip", "tile_table": ".bin"}


def work_of(path: Path, folder: Path, tag: Any = None) -> Work:
    return Work({path.name: path}, folder, tag)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox("image", Limits(pixels=10**9, memory=1 << 30, seconds=60), processes=1) as box:
        yield box


@pytest.fixture
def look(sandbox: Sandbox, tmp_path: Path) -> Any:
    """`look(name, content)` gives Prepared or Rejected."""

    def one(name: str, content: bytes) -> Prepared | Rejected:
        folder = tmp_path / "out" / name
        folder.mkdir(parents=True)
        ((_, result),) = sandbox.prepare([work_of(written(tmp_path, name, content), folder)])
        return result

    return one


def roles(prepared: Prepared) -> dict[str, str]:
    return {each.role: each.suffix for each in prepared.derivatives}


def warnings(prepared: Prepared) -> list[str]:
    return [each.code for each in prepared.facts.warnings]


def test_the_modality_says_what_it_takes() -> None:
    modality = MODALITIES["image"]
    assert set(modality.media_types) >= {"image/jpeg", "image/png", "image/webp", "image/tiff", "image/bmp"}
    assert modality.title.zh


@pytest.mark.parametrize(
    ("kind", "name", "media_type", "copy"),
    [
        ("JPEG", "a.jpg", "image/jpeg", None),
        ("PNG", "a.png", "image/png", None),
        ("WEBP", "a.webp", "image/webp", None),
        ("BMP", "a.bmp", "image/bmp", None),
        ("TIFF", "a.tif", "image/tiff", ".png"),
    ],
)
def test_ordinary_pictures_are_taken(look: Any, kind: str, name: str, media_type: str, copy: str | None) -> None:
    seen = look(name, encoded(photograph(400, 300), kind))
    assert (seen.facts.media_type, seen.facts.width, seen.facts.height) == (media_type, 400, 300)
    assert roles(seen) == {"thumbnail": ".webp"} | ({"display": copy} if copy else {})
    assert warnings(seen) == []
    assert len(seen.perceptual_hash) == 16
    with Image.open(seen.derivatives[0].path) as thumbnail:
        assert (thumbnail.size, thumbnail.format) == ((320, 240), "WEBP")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_rotated_photograph_is_seen_upright(look: Any, orientation: int) -> None:
    upright = photograph(80, 40, seed=3)
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition that a camera would have made
    stored = upright if orientation == 1 else upright.transpose(Image.Transpose(undo[orientation]))
    seen = look(f"{orientation}.jpg", with_orientation(stored, orientation))
    assert (seen.facts.width, seen.facts.height) == (80, 40)
    assert ("display" in roles(seen)) == (orientation != 1)
    for each in seen.derivatives:
        with Image.open(each.path) as shown:
            difference = np.abs(np.asarray(shown.convert("RGB"), float) - np.asarray(upright, float))
            assert difference.mean() < 6, (orientation, each.role)


def test_an_orientation_that_makes_no_sense_turns_nothing(look: Any) -> None:
    seen = look("0.jpg", with_orientation(photograph(80, 40), 0))
    assert (seen.facts.width, roles(seen)) == (80, {"thumbnail": ".webp"})


def test_broken_exif_is_passed_over(look: Any) -> None:
    content = jpeg(exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff garbage")
    seen = look("exif.jpg", content)
    assert (seen.facts.width, seen.facts.meta.get("orientation")) == (64, None)


def test_cmyk_is_shown_as_rgb(look: Any) -> None:
    seen = look("cmyk.jpg", encoded(photograph().convert("CMYK"), "JPEG"))
    assert (warnings(seen), roles(seen)["display"]) == (["converted-color"], ".jpg")
    with Image.open(seen.derivatives[1].path) as shown:
        assert shown.mode == "RGB"


def test_sixteen_bits_are_stretched_between_percentiles(look: Any) -> None:
    values = np.linspace(1000, 3000, 100 * 100, dtype=np.uint16).reshape(100, 100)
    values[0, 0] = 65535  # one hot pixel
    seen = look("deep.png", encoded(Image.fromarray(values), "PNG"))
    assert warnings(seen) == ["scaled-depth"]
    low, high = seen.facts.meta["display_range"]
    assert (990 < low < 1050, 2950 < high < 3050, seen.facts.meta["bits"]) == (True, True, 16)
    with Image.open(seen.derivatives[1].path) as shown:
        assert (shown.mode, shown.getextrema()) == ("L", (0, 255))


@pytest.mark.parametrize("kind", ["TIFF", "PNG"])
def test_palette_bilevel_and_transparent_pictures_are_taken(look: Any, kind: str) -> None:
    base = photograph(40, 40)
    clear = base.convert("RGBA")
    clear.putalpha(90)
    for name, image in {"p": base.convert("P"), "1": base.convert("1"), "a": clear, "l": base.convert("L")}.items():
        seen = look(f"{name}.{kind.lower()}", encoded(image, kind))
        assert (seen.facts.width, warnings(seen)) == (40, ["transparent"] if name == "a" else []), name
        assert ("display" in roles(seen)) == (kind == "TIFF")


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_only_the_first_frame_counts_and_it_says_so(look: Any, kind: str) -> None:
    frames = [photograph(seed=seed) for seed in range(3)]
    seen = look(f"moving.{kind.lower()}", encoded(frames[0], kind, save_all=True, append_images=frames[1:]))
    assert (warnings(seen), roles(seen)["display"]) == (["first-frame"], ".png")
    assert seen.facts.warnings[0].params == {"frames": 3}


def test_a_wrong_ending_is_taken_for_what_it_is(look: Any) -> None:
    seen = look("really-png.jpg", encoded(photograph(), "PNG"))
    assert (seen.facts.media_type, seen.facts.suffix, warnings(seen)) == ("image/png", ".png", ["wrong-suffix"])


def test_a_jpeg_with_a_web_page_behind_it_is_a_jpeg(look: Any) -> None:
    seen = look("tail.jpg", jpeg() + b"<html><script>alert(1)</script></html>")
    assert (seen.facts.media_type, roles(seen)) == ("image/jpeg", {"thumbnail": ".webp"})


def archive() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("a.jpg", jpeg())
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.jpg", b"", "empty-file"),
        ("text.jpg", b"hello", "not-a-picture"),
        ("drawing.svg", SVG, "not-a-picture"),
        ("drawing.png", SVG, "not-a-picture"),
        ("archive.jpg", archive(), "not-a-picture"),
        ("page.jpg", b"<!DOCTYPE html><script>1</script>", "not-a-picture"),
        ("cut.jpg", jpeg(640, 480)[:-900], "truncated"),
        ("cut.png", encoded(photograph(200, 200), "PNG")[:-5000], "truncated"),
        ("header.jpg", jpeg_header_only(), "too-many-pixels"),
        ("long-header.jpg", jpeg_header_only(60_000, 15_000), "broken"),
        ("small-header.jpg", jpeg_header_only(100, 100), "broken"),
        ("bomb.png", blank_png(50_000, 50_000), "too-many-pixels"),
        ("noodle.png", blank_png(1, 1_000_000), "side-too-long"),
        ("cut-large.png", blank_png(9000, 9000, bits=8)[:-5000], "truncated"),
        ("cut.tif", tiff()[:-60], "truncated"),
        ("half.tif", tiff_tagged(273, 1_000_000), "cut-off"),
        ("jp2.tif", tiff_tagged(259, 34712), "unsupported-compression"),
        ("huge.tif", tiff_tagged(256, 30_000, 257, 30_000), "truncated"),
        ("magic-only.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "broken"),
        ("magic-only.tif", b"II*\0\xff\xff\xff\x7f", "truncated"),
        ("magic-only.webp", b"RIFF\x20\0\0\0WEBPVP8 \x10\0\0\0garbagegarbage", "broken"),
        ("magic-only.bmp", b"BM" + b"\xff" * 60, "truncated"),
    ],
)
def test_what_is_refused_says_why(look: Any, name: str, content: bytes, code: str) -> None:
    seen = look(name, content)
    assert isinstance(seen, Rejected)
    assert seen.code == code
    assert seen.text.en
    assert seen.text.zh


def test_a_large_palette_picture_stays_within_its_memory(look: Any) -> None:
    seen = look("palette.png", blank_png(12_000, 12_000, bits=8, colour=3))
    assert (seen.facts.width, roles(seen), seen.perceptual_hash) == (12_000, TILED | {"display": ".jpg"}, "")


def test_what_needs_too_much_memory_costs_one_file(tmp_path: Path) -> None:
    with Sandbox("image", Limits(memory=220 * 1024**2, seconds=30), processes=1) as sandbox:
        big = written(tmp_path, "big.bmp", bmp_header(9000, 7000))
        os.truncate(big, 54 + 3 * 9000 * 7000)
        good = written(tmp_path, "good.jpg", jpeg())
        results = [result for _, result in sandbox.prepare([work_of(big, tmp_path), work_of(good, tmp_path)])]
    assert isinstance(results[0], Rejected)
    assert results[0].code == "too-large-to-decode"
    assert isinstance(results[1], Prepared)


def test_a_decoder_that_hangs_is_ended(tmp_path: Path) -> None:
    slow = written(tmp_path, "slow.png", blank_png(14_000, 14_000, bits=8))
    with Sandbox("image", Limits(seconds=0.05), processes=1) as sandbox:
        ((_, result),) = sandbox.prepare([work_of(slow, tmp_path)])
    assert isinstance(result, Rejected)
    assert result.code == "decoding-too-long"


def test_the_perceptual_hash_survives_scaling_and_saving_again(look: Any) -> None:
    image = photograph(640, 480, seed=5)
    first = look("a.png", encoded(image, "PNG")).perceptual_hash
    again = look("b.jpg", encoded(image.resize((320, 240)), "JPEG", quality=60)).perceptual_hash
    other = look("c.jpg", jpeg(640, 480, seed=6)).perceptual_hash
    assert perceptual.distance(int(first, 16), int(again, 16)) <= 4
    assert perceptual.distance(int(first, 16), int(other, 16)) > 12


def expected() -> dict[str, Any]:
    path = SHARED / "python-pillow_Pillow" / "expected_decode_pillow13.json"
    return dict(json.loads(path.read_text())["files"]) if path.exists() else {}


TAKEN = {"JPEG", "MPO", "PNG", "WEBP", "TIFF", "BMP", "GIF"}
ROTATED_BY_XMP_ONLY = "xmp_tags_orientation.png"


@pytest.mark.skipif(not expected(), reason="needs ../shared/data/images/python-pillow_Pillow")
def test_the_stress_pictures_of_pillow_are_judged_as_pillow_does(sandbox: Sandbox, tmp_path: Path) -> None:
    works, facts = [], expected()
    for at, name in enumerate(facts):
        folder = tmp_path / str(at)
        folder.mkdir()
        works.append(work_of(SHARED / name.replace("/dev/", "/"), folder, name))
    wrong = []
    for work, result in sandbox.prepare(works):
        fact = facts[work.tag]
        good = fact.get("load") == "ok" and fact["format"] in TAKEN and "ERR" not in str(fact.get("exif"))
        if good != isinstance(result, Prepared):
            wrong.append((work.tag, result))
        elif isinstance(result, Prepared) and not work.tag.endswith(ROTATED_BY_XMP_ONLY):
            size = [result.facts.width, result.facts.height]
            if size != fact["size_after_exif_transpose"]:
                wrong.append((work.tag, result))
    assert wrong == []
