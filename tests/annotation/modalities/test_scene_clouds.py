"""Point clouds of all formats are read to the last digit, and what attacks or lies is refused with a reason."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from annotation.modalities import Rejected
from annotation.modalities.scene.clouds import Cloud, read
from annotation.modalities.scene.clouds.lzf import decompress
from tests.annotation.modalities.clouds import POINTS, kitti, las, lzf, npy, pcd, ply
from tests.shared_data import shared

GRID = POINTS.astype(np.float64)
GRID[:, :3] += (448_000.0, 5_411_000.0, 90.0)
NAMED = np.zeros(50, [("x", "<f8"), ("y", "<f8"), ("z", "<f8"), ("reflectivity", "<u2")])
for at, axis in enumerate("xyz"):
    NAMED[axis] = POINTS[:, at]
NAMED["reflectivity"] = POINTS[:, 3]
FIVE = np.concatenate([POINTS, np.arange(50, dtype=np.float32)[:, None] % 32], axis=1)


def opened(folder: Path, name: str, data: bytes, columns: int | None = None) -> Cloud:
    path = folder / "cloud"
    path.write_bytes(data)
    return read(path, name, columns)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pcd", pcd("ascii")),
        ("a.pcd", pcd("binary")),
        ("a.pcd", pcd("binary_compressed")),
        ("a.ply", ply("ascii")),
        ("a.ply", ply("binary_little_endian", intensity="scalar_Intensity")),
        ("a.ply", ply("binary_big_endian", intensity="intensity")),
        ("a.bin", kitti()),
        ("a.bin", kitti(FIVE[:47])),
        ("a.pcd.bin", kitti(FIVE)),
        ("a.npy", npy(POINTS)),
        ("a.npy", npy(np.asfortranarray(POINTS))),
        ("a.npy", npy(NAMED)),
    ],
)
def test_every_format_gives_the_same_points(tmp_path: Path, name: str, data: bytes) -> None:
    cloud = opened(tmp_path, name, data)
    count = len(cloud)
    assert count in {47, 50}
    np.testing.assert_allclose(cloud.xyz, POINTS[:count, :3], atol=1e-6)
    assert cloud.intensity is not None
    np.testing.assert_array_equal(cloud.intensity, POINTS[:count, 3])
    if name == "a.ply":
        assert cloud.rgb is not None
        assert cloud.rgb.tolist() == [[10, 20, 30]] * 50


@pytest.mark.parametrize(("compressed", "version"), [(False, "1.2"), (False, "1.4"), (True, "1.2"), (True, "1.4")])
def test_las_keeps_the_millimetres_of_a_map_grid(tmp_path: Path, compressed: bool, version: str) -> None:
    cloud = opened(tmp_path, "a.laz", las(GRID, compressed=compressed, version=version))
    assert cloud.xyz.dtype == np.float64
    np.testing.assert_allclose(cloud.xyz, GRID[:, :3], atol=0.00051)
    assert cloud.intensity is not None
    np.testing.assert_array_equal(cloud.intensity, POINTS[:, 3])
    assert (cloud.rgb is None) == (version == "1.2")
    if cloud.rgb is not None:
        assert cloud.rgb[0].tolist() == [10, 20, 30]


def test_files_that_others_wrote_are_read() -> None:
    """A compressed PCD of pypcd4, and a COPC octree of copclib, whose points come node by node."""
    folder = Path(__file__).parent / "written"
    cloud = read(folder / "pypcd4.pcd", "pypcd4.pcd")
    np.testing.assert_array_equal(cloud.xyz, POINTS[:, :3])
    cloud = read(folder / "copclib.copc.laz", "copclib.copc.laz")
    order = [*range(0, 50, 2), *range(1, 50, 2)]
    np.testing.assert_allclose(cloud.xyz, GRID[order, :3], atol=0.00051)
    assert cloud.intensity is not None
    np.testing.assert_array_equal(cloud.intensity, POINTS[order, 3])


def test_double_columns_of_a_pcd_stay_double(tmp_path: Path) -> None:
    head = "FIELDS x y z\nSIZE 8 8 8\nTYPE F F F\nCOUNT 1 1 1\nPOINTS 50\n"
    data = head.encode() + b"DATA binary\n" + GRID[:, :3].astype("<f8").tobytes()
    np.testing.assert_array_equal(opened(tmp_path, "a.pcd", data).xyz, GRID[:, :3])
    text = "\n".join(" ".join(map(repr, row)) for row in GRID[:, :3].tolist())
    np.testing.assert_array_equal(opened(tmp_path, "a.pcd", f"{head}DATA ascii\n{text}\n".encode()).xyz, GRID[:, :3])


def test_colours_packed_into_a_float_are_unpacked(tmp_path: Path) -> None:
    packed = np.array([255 << 16 | 128 << 8 | 7], "<u4").view("<f4")[0]
    head = "FIELDS x y z rgb\nSIZE 4 4 4 4\nTYPE F F F {}\nCOUNT 1 1 1 1\nPOINTS 1\nDATA {}\n"
    binary = head.format("F", "binary").encode() + struct.pack("<ffff", 1, 2, 3, packed)
    ascii_float = head.format("F", "ascii") + f"1 2 3 {packed!s}\n"
    ascii_whole = head.format("U", "ascii") + f"1 2 3 {255 << 16 | 128 << 8 | 7}\n"
    for data in (binary, ascii_float.encode(), ascii_whole.encode()):
        cloud = opened(tmp_path, "a.pcd", data)
        assert cloud.rgb is not None
        assert cloud.rgb.tolist() == [[255, 128, 7]]


def test_a_hash_inside_a_field_name_is_no_comment(tmp_path: Path) -> None:
    head = "# comment\nFIELDS x y z return#\nSIZE 4 4 4 4\nTYPE F F F F\nPOINTS 1\nDATA binary\n"
    assert len(opened(tmp_path, "a.pcd", head.encode() + struct.pack("<ffff", 1, 2, 3, 4))) == 1


def test_points_without_a_place_keep_their_numbers(tmp_path: Path) -> None:
    points = POINTS.copy()
    points[3, 1], points[7, 0] = np.nan, np.inf
    for name, data in (("a.pcd", pcd("ascii", points)), ("a.pcd", pcd("binary", points)), ("a.bin", kitti(points))):
        cloud = opened(tmp_path, name, data)
        assert len(cloud) == 50
        assert np.flatnonzero(~np.isfinite(cloud.xyz).all(axis=1)).tolist() == [3, 7]


def test_lzf_copies_what_runs_into_itself() -> None:
    for data in (b"a" * 1000, b"abc" * 300 + bytes(range(256)), POINTS.tobytes()):
        packed = lzf(data)
        assert bytes(decompress(packed, len(data))) == data


def hostile() -> dict[str, tuple[str, bytes, str]]:
    """What is wrong -> (name, bytes, code)."""
    good, packed = pcd("binary"), pcd("binary_compressed")
    start = packed.index(b"compressed\n") + 11
    bomb = packed[:start] + struct.pack("<II", 9, 50 * 20) + packed[start + 8 : start + 17]
    million = "FIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nPOINTS 1000000\n"
    blown = (million + "DATA binary_compressed\n").encode() + struct.pack("<II", 300, 12_000_000) + bytes(300)
    back = packed[:start] + struct.pack("<II", 3, 1000) + bytes([0xE0, 0xFF, 0x10]) + bytes(2000)
    truncated_laz = las(GRID, compressed=True)
    lying = bytearray(las(GRID, compressed=False))
    lying[247:255] = struct.pack("<Q", 10**12)
    return {
        "10^12 points": ("a.pcd", pcd("binary", claim=10**12), "too-many-points"),
        "10^12 points of text": ("a.pcd", pcd("ascii", claim=10**12), "too-many-points"),
        "10^12 vertices": ("a.ply", ply("ascii", claim=10**12), "too-many-points"),
        "10^12 points of a grid": ("a.las", bytes(lying), "too-many-points"),
        "fewer bytes": ("a.pcd", good[:-1], "cloud-truncated"),
        "fewer bytes of a ply": ("a.ply", ply("binary_little_endian")[:-400], "cloud-truncated"),
        "fewer lines": ("a.pcd", pcd("ascii", claim=51), "bad-cloud"),
        "fewer compressed bytes": ("a.pcd", packed[:-1], "cloud-truncated"),
        "fewer bytes of a laz": ("a.laz", truncated_laz[:-60], "bad-cloud"),
        "half a point": ("a.bin", kitti()[:-2], "bad-cloud"),
        "a bomb": ("a.pcd", blown, "bad-cloud"),
        "too little comes out": ("a.pcd", bomb, "bad-cloud"),
        "a reference to nothing": ("a.pcd", back, "bad-cloud"),
        "no end of the header": ("a.pcd", b"VERSION 0.7\nFIELDS x y z\n", "bad-cloud"),
        "no fields": ("a.pcd", b"FIELDS\nSIZE\nTYPE\nPOINTS 1\nDATA ascii\n1 2 3\n", "bad-cloud"),
        "unlike lists": ("a.pcd", b"FIELDS x y z\nSIZE 4 4\nTYPE F F F\nPOINTS 1\nDATA ascii\n1 2 3\n", "bad-cloud"),
        "a type of no size": ("a.pcd", b"FIELDS x y z\nSIZE 4 4 3\nTYPE F F F\nPOINTS 0\nDATA ascii\n", "bad-cloud"),
        "fewer than no points": ("a.pcd", pcd("ascii").replace(b"POINTS 50", b"POINTS -50"), "bad-cloud"),
        "words": ("a.pcd", b"FIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nPOINTS 1\nDATA ascii\n1 two 3\n", "bad-cloud"),
        "no z": ("a.pcd", b"FIELDS x y t\nSIZE 4 4 4\nTYPE F F F\nPOINTS 1\nDATA ascii\n1 2 3\n", "no-coordinates"),
        "an unknown encoding": ("a.pcd", pcd("binary").replace(b"DATA binary", b"DATA base64"), "bad-cloud"),
        "a list in a vertex": (
            "a.ply",
            b"ply\nformat ascii 1.0\nelement vertex 1\nproperty list uchar int y\nend_header\n1 1 1\n",
            "bad-cloud",
        ),
        "objects": ("a.npy", npy(np.array([{"a": 1}], dtype=object)), "pickled"),
        "an array of text": ("a.npy", npy(np.array([["a", "b", "c"]])), "no-coordinates"),
        "an array of one axis": ("a.npy", npy(np.zeros(9)), "no-coordinates"),
        "a short array": ("a.npy", npy(POINTS)[:-8], "cloud-truncated"),
        "a long claim": ("a.npy", npy(POINTS).replace(b"(50, 4)", b"(9**9,)"), "bad-cloud"),
        "nothing": ("a.pcd", b"", "empty-file"),
        "a picture": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(60), "not-a-cloud"),
        "numbers that are no metres": ("a.bin", np.random.default_rng(1).bytes(16_000), "bad-cloud"),
    }  # fmt: skip


@pytest.mark.parametrize("case", hostile().items(), ids=lambda case: case[0])
def test_what_lies_is_refused(tmp_path: Path, case: tuple[str, tuple[str, bytes, str]]) -> None:
    name, data, code = case[1]
    with pytest.raises(Rejected) as refused:
        opened(tmp_path, name, data)
    assert refused.value.code == code
    assert refused.value.text.zh
    assert "{" not in refused.value.text.en


def test_damaged_bytes_never_break_anything(tmp_path: Path) -> None:
    """Each byte of the first three hundred turned over: refused, or read as some points."""
    for name, data in (("a.pcd", pcd("binary_compressed")), ("a.ply", ply("binary_big_endian")), ("a.npy", npy(POINTS)),
                       ("a.laz", las(GRID, compressed=True))):  # fmt: skip
        for at in range(0, min(len(data), 300), 3):
            broken = bytearray(data)
            broken[at] ^= 0x5F
            with suppress(Rejected):
                assert len(opened(tmp_path, name, bytes(broken))) < 10**7


def test_the_sweeps_of_real_recorders() -> None:
    toolkit = shared("pointcloud/scaleapi_scale-lidar-toolkit") / "pointcloud" / "1.ply"
    points = read(toolkit, toolkit.name)
    assert (len(points), points.intensity is not None) == (168_814, True)
    sustech = shared("pointcloud/naurril_SUSTechPOINTS") / "example" / "lidar" / "000950.pcd"
    assert len(read(sustech, sustech.name)) == 68_242
    hitachi = shared("pointcloud/Hitachi_semantic-segmentation-editor") / "pointcloud_labeling.pcd"
    np.testing.assert_allclose(read(hitachi, hitachi.name).xyz[0], [56.116, 3.292, 2.11], atol=1e-3)
