"""Everything a person reads exists in English and Chinese: plug-ins' own text, errors, and reasons of a refusal."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture import source

LANGUAGES = ("en", "zh")
LOCALES = source.ROOT / "frontend" / "src" / "locales"
PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORDS = "role|found|kind|reason|edge_zh"
"""Parameters that hold Chinese words rather than numbers or names."""
CROWDED = re.compile(
    rf"[\u4e00-\u9fff](?:\d|\{{(?!{WORDS})\w)|(?:\d[%°]?|\{{(?!{WORDS})\w[^}}]*\}}[%°]?)[\u4e00-\u9fff]"
)
ROOT_ERROR = "DomainError"


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with the last part of the name that is called."""
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


def _literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _argument(call: ast.Call, position: int, keyword: str) -> ast.expr | None:
    named = next((item.value for item in call.keywords if item.arg == keyword), None)
    return named or (call.args[position] if len(call.args) > position else None)


def test_plug_ins_say_everything_in_both_languages() -> None:
    problems = []
    for path in source.product_python():
        for called, call in _calls(path):
            english, chinese = _literal(_argument(call, 0, "en")), _literal(_argument(call, 1, "zh"))
            if called != "Text" or (english is None and chinese is None):
                continue
            where = f"{source.name(path)}:{call.lineno}"
            if not english or not chinese:
                problems.append(f"{where}: one language is missing")
            elif _parameters(english) != _parameters(chinese):
                problems.append(f"{where}: the languages use different parameters")
            elif not CHINESE.search(chinese) and chinese != english:
                problems.append(f"{where}: {chinese!r} is not Chinese")
    assert problems == []


def test_chinese_sets_numbers_off_by_a_space() -> None:
    texts = [
        (f"{source.name(path)}:{call.lineno}", _literal(_argument(call, 1, "zh")) or "")
        for path in source.product_python()
        for called, call in _calls(path)
        if called == "Text"
    ]
    assert [text for text in texts if CROWDED.search(text[1])] == []
    assert CROWDED.search("有{count} 个对象")
    assert CROWDED.search("占 3%以上")


def _parameters(text: str) -> set[str]:
    """The names in braces; `{name_en}` and `{name_zh}` are the same name in two languages."""
    return {re.sub(r"_(en|zh)$", "", name) for name in PLACEHOLDER.findall(text)}


@cache
def _error_classes() -> dict[str, ast.ClassDef]:
    """Every class that is a DomainError, by name, however many steps up."""
    classes = [
        node
        for path in source.product_python()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.ClassDef)
    ]
    found: dict[str, ast.ClassDef] = {node.name: node for node in classes if node.name == ROOT_ERROR}
    while True:
        more = {
            node.name: node
            for node in classes
            if node.name not in found and any(isinstance(base, ast.Name) and base.id in found for base in node.bases)
        }
        if not more:
            return found
        found |= more


def _takes_a_code(error: ast.ClassDef) -> bool:
    """A subclass with its own __init__ has its code inside it."""
    own = any(isinstance(item, ast.FunctionDef) and item.name == "__init__" for item in error.body)
    return error.name == ROOT_ERROR or not own


@cache
def raised_codes() -> frozenset[str]:
    with_code = {name for name, error in _error_classes().items() if _takes_a_code(error)}
    codes: set[str] = set()
    for path in source.product_python():
        for called, call in _calls(path):
            if called in with_code and (code := _literal(_argument(call, 0, "code"))):
                codes.add(code)
    for error in _error_classes().values():
        for node in ast.walk(error):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "__init__":
                code = _literal(_argument(node, 0, "code"))
                codes |= {code} if code else set()
    return frozenset(codes)


@cache
def refusal_reasons() -> frozenset[str]:
    found = (
        _literal(_argument(call, 0, "reason"))
        for path in source.product_python()
        for called, call in _calls(path)
        if called in {"Denied", "NotAllowed"}
    )
    return frozenset(reason for reason in found if reason)


def _catalogue(language: str, namespace: str) -> set[str]:
    """Keys of a namespace, which several files may fill: `errors.json`, `errors.people.json`."""
    paths = [*LOCALES.glob(f"{language}/{namespace}.json"), *LOCALES.glob(f"{language}/{namespace}.*.json")]
    keys = {key for path in paths for key in json.loads(path.read_text(encoding="utf-8"))}
    return {re.sub(r"_(one|other)$", "", key) for key in keys}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_code_is_translated(language: str) -> None:
    assert "not-found" in raised_codes()
    assert sorted(raised_codes() - _catalogue(language, "errors")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_for_a_refusal_is_translated(language: str) -> None:
    assert sorted(refusal_reasons() - _catalogue(language, "reasons")) == []


def test_codes_and_reasons_are_kebab_case() -> None:
    assert [
        code for code in sorted(raised_codes() | refusal_reasons()) if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    ] == []


def test_every_modality_has_a_name_where_projects_are_listed() -> None:
    folders = {each.parent.name for each in (source.ROOT / "annotation" / "modalities").glob("*/__init__.py")}
    assert {"image", "video"} <= folders
    for language in LANGUAGES:
        names = json.loads((LOCALES / language / "projects.json").read_text(encoding="utf-8"))["modality"]
        assert folders <= set(names), language
