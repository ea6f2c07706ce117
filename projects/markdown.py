"""Markdown that a person wrote, as HTML that may be put into a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

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


def _nowhere(source: str) -> str:
    return ""


def sources(text: str) -> list[str]:
    """Where the pictures of a text come from, as it says, each once and in order."""
    return list(dict.fromkeys(str(image.attrs["src"]) for image, _, _ in _images(_MARKDOWN.parse(text))))


def _images(tokens: Sequence[Token]) -> Iterator[tuple[Token, list[Token], bool]]:
    """(a picture, the tokens it is one of, whether it is in a link already)."""
    for inline in tokens:
        children = inline.children or []
        depth = 0
        for child in list(children):
            depth += child.nesting if child.type in {"link_open", "link_close"} else 0
            if child.type == "image":
                yield child, children, depth > 0


def _show(image: Token, beside: list[Token], in_link: bool, address: str) -> None:
    """Give a picture its address, and open it whole on a click: beside the work it is shown small."""
    image.attrs["src"] = address
    if address and not in_link:
        at = next(at for at, each in enumerate(beside) if each is image)
        beside[at : at + 1] = [Token("link_open", "a", 1, {"href": address}), image, Token("link_close", "a", -1)]


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """`render` of a text without pictures of ours: the same guidelines open with every task."""
    return render(text)


def render(text: str, picture: Callable[[str], str] = _nowhere) -> str:
    """HTML of CommonMark with tables and strikethrough, by allow-lists of tags, attributes and schemes.

    No scripts, no styles but the alignment of columns; HTML inside the text is shown as text. `picture` says under
    which address of ours a picture's source is found, "" for nowhere.
    """
    tokens = _MARKDOWN.parse(text)
    for image, beside, in_link in _images(tokens):
        _show(image, beside, in_link, picture(str(image.attrs["src"])))
    return nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}),
        tags=TAGS,
        attributes={**ATTRIBUTES, "th": {"style"}, "td": {"style"}},
        filter_style_properties={"text-align"},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
