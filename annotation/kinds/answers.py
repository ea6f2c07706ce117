"""Answers to the questions about the whole task; they are the record's attributes."""

from __future__ import annotations

from annotation.kinds.registry import KINDS
from annotation.kinds.whole import Whole
from core.text import Text


@KINDS.register
class Answers(Whole):
    slug = "answers"
    title = Text(en="Answers", zh="问答")
    labelled = False
    single = True
