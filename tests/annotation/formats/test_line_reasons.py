"""What is wrong with a line is said in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import annotation.formats
from annotation.formats.line_reasons import SENTENCES, in_both
from annotation.formats.messages import worded

FORMATS = Path(annotation.formats.__file__).parent
SPOKEN = [
    *(FORMATS / f"{name}.py" for name in ("lined", "captions", "json_lines")),
    *(path for name in ("audacity", "audiofolder", "common_voice", "ctm", "eaf", "kaldi", "label_studio", "lhotse",
                        "ljspeech", "nemo", "rttm", "speechocean", "srt", "stm", "textgrid", "uem", "webvtt")
      for path in (FORMATS / name).glob("*.py")),
]  # fmt: skip


def literals(path: Path) -> Iterator[str]:
    """Sentences that a reader raises as ValueError or gives as the reason of a line, {} for what it quotes."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            raised = isinstance(node.func, ast.Name) and node.func.id == "ValueError"
            given = node.args[:1] if raised else [each.value for each in node.keywords if each.arg == "reason"]
            yield from (text for each in given if (text := said(each)))


def said(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""


def test_every_reason_of_a_reader_is_in_both_languages() -> None:
    found = {text for path in SPOKEN for text in literals(path)} - {"{}: {}"}
    assert found
    assert found - SENTENCES.keys() == set()


def test_what_is_quoted_stands_in_both() -> None:
    message, _ = worded("bad-line", {"reason": "it ends at 1.5 s, not after its beginning at 2 s"})
    assert message.en == "The line cannot be read: it ends at 1.5 s, not after its beginning at 2 s."
    assert message.zh == "无法读取该行：终点 1.5 秒不晚于起点 2 秒。"
    assert in_both("Expecting value: line 1").zh == "Expecting value: line 1"
