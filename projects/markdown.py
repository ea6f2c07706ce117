"""Markdown that a person wrote, as HTML that may be put into a page."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table", "strikethrough"])

TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "em", "strong", "s",
    "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "img",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "code": {"class"}}


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Pictures are ours or none at all: one from elsewhere would tell its server who reads the guidelines."""
    if tag == "img" and name == "src":
        return value if value.startswith("/media/") else None
    if tag == "code" and name == "class":
        return value if value.startswith("language-") else None
    return value


def render(text: str) -> str:
    """HTML of CommonMark with tables and strikethrough, by allow-lists of tags, attributes and schemes.

    No scripts, no styles but the alignment of columns; HTML inside the text is shown as text.
    """
    return nh3.clean(
        _MARKDOWN.render(text),
        tags=TAGS,
        attributes={**ATTRIBUTES, "th": {"style"}, "td": {"style"}},
        filter_style_properties={"text-align"},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
