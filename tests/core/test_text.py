"""Sentences of plug-ins, in both languages."""

from __future__ import annotations

from core.text import Text


def test_what_is_counted_is_in_the_singular_or_the_plural() -> None:
    text = Text("{count:object was|objects were} left out of {name}.", "略去 {name} 的 {count} 个对象。")
    assert text.format(count=1, name="a").json() == {
        "en": "1 object was left out of a.",
        "zh": "略去 a 的 1 个对象。",
    }
    assert text.format(count=0, name="a").en == "0 objects were left out of a."
    assert text.format(name="{b}").en == "– objects were left out of {b}."


def test_a_reason_inside_a_sentence_is_said_in_its_language() -> None:
    text = Text("{count:file|files} left out: {reason}", "略去 {count} 个文件：{reason}")
    assert text.format(count=2, reason=Text("damaged.", "已损坏。")).json() == {
        "en": "2 files left out: damaged.",
        "zh": "略去 2 个文件：已损坏。",
    }
