"""What the architecture tests read: this repository's own files, as git sees them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "accounts", "projects", "annotation", "qa", "delivery")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or about to be: what .gitignore leaves out is not ours."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file() and not path.is_symlink()))


def with_suffix(*suffixes: str) -> Iterator[Path]:
    return (path for path in files() if path.suffix in suffixes)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_generated(path: Path) -> bool:
    return "migrations" in path.parts or name(path) == "frontend/src/api/schema.d.ts"


def python() -> Iterator[Path]:
    return (path for path in with_suffix(".py") if not is_generated(path))


def product_python() -> Iterator[Path]:
    """Only what the server runs: no tests, tools or benchmarks."""
    return (path for path in python() if path.relative_to(ROOT).parts[0] in APPS)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def text_of(path: Path) -> str | None:
    """None for pictures and other bytes that are not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
