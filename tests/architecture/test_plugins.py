"""A plug-in is a folder or file of its own: it registers itself, and no other plug-in of its group knows it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import source

GROUPS = (
    "annotation/formats",
    "annotation/kinds",
    "annotation/modalities",
    "annotation/prelabel",
    "projects/templates",
    "qa/checks",
)
REGISTERS = re.compile(r"^@[A-Z_]+\.register\b", re.MULTILINE)
HEAVY = {"open3d": "annotation/modalities", "av": "annotation/modalities"}
LEARNED = {"sklearn", "onnxruntime"}


def _units(group: str) -> dict[str, list[Path]]:
    """The plug-ins of a group: name -> its files. What registers nothing is the group's own tools."""
    folder = source.ROOT / group
    units: dict[str, list[Path]] = {}
    for path in source.python():
        if folder in path.parents:
            units.setdefault(path.relative_to(folder).parts[0].removesuffix(".py"), []).append(path)
    return {
        name: paths
        for name, paths in units.items()
        if any(REGISTERS.search(path.read_text(encoding="utf-8")) for path in paths)
    }


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("group", GROUPS)
def test_plug_ins_do_not_know_each_other(group: str) -> None:
    units = _units(group)
    assert units, f"no plug-ins in {group}"
    package = group.replace("/", ".")
    known = [
        f"{source.name(path)} imports {imported}"
        for name, paths in units.items()
        for path in paths
        for imported in _imports(path)
        for other in units
        if other != name and (imported == f"{package}.{other}" or imported.startswith(f"{package}.{other}."))
    ]
    assert sorted(set(known)) == []


def test_heavy_libraries_have_one_home() -> None:
    strangers = [
        f"{source.name(path)} imports {top}"
        for path in source.product_python()
        for top in {name.split(".")[0] for name in _imports(path)}
        if (top in HEAVY and not source.name(path).startswith(HEAVY[top]))
        or (top in LEARNED and not source.name(path).startswith("annotation/prelabel"))
    ]
    assert sorted(strangers) == []
    for library in HEAVY:
        homes = [path for path in source.product_python() if library in {name.split(".")[0] for name in _imports(path)}]
        assert len({path.parent for path in homes}) == len(homes), f"a plug-in imports {library} in two modules"
