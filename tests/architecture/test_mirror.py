"""The server and the browser know the same things by the same names."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture import source

ROOT = source.ROOT
PYTHON_SLUG = re.compile(r"^    slug\s*=\s*\"([\w-]+)\"", re.MULTILINE)
# `defineKind<Box>({ id: 'box'` or, for what belongs to the whole asset, `assetLevelKind('tag'`.
BROWSER_SLUG = re.compile(r"(?:defineKind<\w+>\(\{\s*id:\s*|assetLevelKind\()'([\w-]+)'")


def _declared(folder: Path, suffix: str) -> set[str]:
    """The slugs that the files of a folder give their plug-ins."""
    pattern = PYTHON_SLUG if suffix == ".py" else BROWSER_SLUG
    paths = [path for path in folder.glob(f"*{suffix}") if ".test." not in path.name]
    return {slug for path in paths for slug in pattern.findall(path.read_text(encoding="utf-8"))}


def test_every_kind_exists_on_both_sides() -> None:
    server = _declared(ROOT / "annotation" / "kinds", ".py")
    browser = _declared(ROOT / "frontend" / "src" / "kinds", ".ts")
    assert "box" in server
    assert server == browser


def test_a_kind_is_named_like_its_file() -> None:
    for folder, suffix in ((ROOT / "annotation" / "kinds", ".py"), (ROOT / "frontend" / "src" / "kinds", ".ts")):
        assert {slug for slug in _declared(folder, suffix) if not (folder / f"{slug}{suffix}").exists()} == set()


def test_every_modality_exists_on_both_sides() -> None:
    def folders(place: Path) -> set[str]:
        return {path.name for path in place.iterdir() if path.is_dir() and not path.name.startswith(("_", "."))}

    assert folders(ROOT / "annotation" / "modalities") == folders(ROOT / "frontend" / "src" / "modalities")
