"""What several formats cannot carry."""

from __future__ import annotations

from core.text import Text

EMPTY_UNSEEN = Text(
    en="An image confirmed empty looks like one nobody labelled.", zh="确认为空的图片与未标注的图片无法区分。"
)
