"""Guidelines: written in Markdown, shown as HTML that cannot harm, kept in versions."""

from __future__ import annotations

import pytest

from accounts.models import User
from projects.markdown import render
from projects.models import Guideline, Project
from tests.conftest import Api


def address(project: Project, tail: str = "guideline-versions") -> str:
    return f"/api/v1/projects/{project.pk}/{tail}"


def test_markdown_becomes_html() -> None:
    html = render("# Cars\n\n| a | b |\n|:-:|---|\n| 1 | ~~2~~ |\n\n- [x](https://example.com)\n")
    assert "<h1>Cars</h1>" in html
    assert '<th style="text-align:center">a</th>' in html
    assert "<s>2</s>" in html
    assert 'rel="noopener noreferrer nofollow"' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://tracker.example.com/pixel.png)",
        "<svg><script>alert(1)</script></svg>",
        "<a href='javascript:alert(1)'>x</a>",
        "```html\n<script>alert(1)</script>\n```",
        "[x]: javascript:alert(1)\n\n[x]",
        "<style>*{display:none}</style>",
    ],
)
def test_nothing_in_the_text_runs_or_calls_home(text: str) -> None:
    html = render(text)
    for tag in ("<script", "<svg", "<style", "onerror=a", 'href="javascript', 'href="data', 'src="http'):
        assert tag not in html.replace("&lt;", "").lower() or "<" + tag.strip("<") not in html, (tag, html)
    assert 'src="' not in html


def test_versions_are_published_compared_and_not_overwritten(project: Project, alice: User, bob: User) -> None:
    api = Api(alice)
    first = api.post(address(project), {"text": "# Label every car\n\nAnd vans.\n", "base_version": 1, "note": "Vans"})
    assert first.status_code == 201, first.content
    assert (first.json()["version"], first.json()["html"]) == (2, "<h1>Label every car</h1>\n<p>And vans.</p>\n")
    assert api.post(address(project), {"text": "x", "base_version": 1}).json()["code"] == "guidelines-changed"
    lines = Api(bob).get(address(project, "guideline-versions/2/changes")).json()["lines"]
    assert [(line["change"], line["text"]) for line in lines] == [
        ("same", "# Label every car"),
        ("added", ""),
        ("added", "And vans."),
    ]
    assert Api(bob).get(address(project, "guidelines")).json()["version"] == 2
    assert Api(bob).post(address(project), {"text": "x", "base_version": 2}).status_code == 403


def test_a_preview_keeps_nothing(project: Project, alice: User, erin: User) -> None:
    answer = Api(alice).post(address(project, "guideline-previews"), {"text": "*hi*"})
    assert answer.json() == {"html": "<p><em>hi</em></p>\n"}
    assert Guideline.objects.filter(project=project).count() == 1
    assert Api(erin).post(address(project, "guideline-previews"), {"text": "*hi*"}).status_code == 403


def test_the_list_takes_the_same_queries_for_one_and_many(
    project: Project, alice: User, bob: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for version in range(2, 8):
        Guideline.objects.create(project=project, version=version, text="x", created_by=alice)
    api = Api(bob)
    api.get("/api/v1/projects")  # the first request of a session is dearer
    with django_assert_num_queries(7):  # type: ignore[operator]
        assert len(api.get(address(project)).json()["results"]) == 7
