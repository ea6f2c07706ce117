"""Below the root, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.safe import safe_files, safe_open, safe_path
from core.safe.paths import PathRefused


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "a/b").mkdir(parents=True)
    (root / "a/b/c.txt").write_text("inside")
    (tmp_path / "secret.txt").write_text("outside")
    (root / "out").symlink_to(tmp_path)
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "self.txt").symlink_to("a/b/c.txt")
    os.mkfifo(root / "pipe")
    return root


def test_what_is_inside(root: Path) -> None:
    with safe_open(root, "a/b/c.txt") as file:
        assert file.read() == b"inside"
    with safe_open(str(root), "./a//b/c.txt") as file:
        assert file.read() == b"inside"
    assert safe_path(root, "a/b") == root / "a/b"
    assert safe_path(root, "") == root


def test_a_root_that_is_a_link_itself(root: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(root)
    with safe_open(tmp_path / "alias", "a/b/c.txt") as file:
        assert file.read() == b"inside"


@pytest.mark.parametrize(
    ("relative", "reason"),
    [
        ("../secret.txt", "climbs"),
        ("a/../../secret.txt", "climbs"),
        ("/etc/passwd", "absolute"),
        ("C:\\x", "absolute"),
        ("a\\b", "absolute"),
        ("a\0", "nul"),
        ("link.txt", "link"),
        ("self.txt", "link"),
        ("out/secret.txt", "link"),
        ("a/b/c.txt/d", "link"),
        ("", "empty"),
        ("a/b", "not-a-file"),
        ("pipe", "not-a-file"),
    ],
)
def test_what_is_refused(root: Path, relative: str, reason: str) -> None:
    with pytest.raises(PathRefused) as caught:
        safe_open(root, relative)
    assert caught.value.params["reason"] == reason


@pytest.mark.parametrize("relative", ["../secret.txt", "/etc", "link.txt", "out", "out/secret.txt"])
def test_paths_are_refused_alike(root: Path, relative: str) -> None:
    with pytest.raises(PathRefused):
        safe_path(root, relative)


def test_what_is_missing(root: Path) -> None:
    with pytest.raises(FileNotFoundError):
        safe_open(root, "a/none.txt")
    with pytest.raises(FileNotFoundError):
        safe_path(root, "none")


def test_listing_passes_over_links_and_pipes(root: Path) -> None:
    assert list(safe_files(root)) == ["a/b/c.txt"]
    with pytest.raises(PathRefused):
        list(safe_files(root, "out"))
