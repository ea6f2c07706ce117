"""A file fits on a few screens and a function on one: that is what keeps this code readable."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture import source

LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def test_no_file_is_longer_than_400_lines() -> None:
    sized = [
        (len(path.read_text(encoding="utf-8").splitlines()), source.name(path))
        for path in source.with_suffix(".py", ".ts", ".tsx", ".mjs")
        if not source.is_generated(path)
    ]
    assert [f"{name}: {lines} lines" for lines, name in sized if lines > LONGEST_FILE] == []


def test_no_python_function_is_longer_than_50_lines() -> None:
    too_long = [
        f"{source.name(path)}:{node.lineno} {node.name}: {lines} lines"
        for path in source.python()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := _lines(node)) > LONGEST_FUNCTION
    ]
    assert too_long == []


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the last line; the docstring is free, for nobody should write less of it."""
    first = node.body[0]
    docstring = 0
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        docstring = (first.end_lineno or first.lineno) - first.lineno + 1
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def test_every_package_folder_has_an_init_file() -> None:
    folders = {path.parent for path in source.product_python()}
    assert [source.name(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_the_search_finds_the_source() -> None:
    names = {source.name(path) for path in source.files()}
    assert {"manage.py", "pyproject.toml", "dev"} <= names
    assert Path(__file__).resolve() in set(source.python())
