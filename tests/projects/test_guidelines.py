"""Guidelines: written in Markdown, shown as HTML that cannot harm, kept in versions."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from core import storage
from projects.markdown import render
from projects.models import Guideline, GuidelinePicture, Project, Task
from projects.services import guideline_pictures
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


def photograph(format: str = "PNG", size: tuple[int, int] = (40, 20), **how: Any) -> bytes:
    kept = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(kept, format, **how)
    return kept.getvalue()


def send(user: User, project: Project, content: bytes, name: str = "a.png") -> Any:
    upload = SimpleUploadedFile(name, content, "image/png")
    return Api(user).post(address(project, "guideline-pictures"), {"file": upload}, format="multipart")


def test_pictures_are_kept_by_content_and_shown_to_who_may_read(
    project: Project, task: Task, alice: User, bob: User, carol: User
) -> None:
    content = photograph()
    answer = send(alice, project, content)
    assert answer.status_code == 201, answer.content
    source = answer.json()["address"]
    assert (answer.json()["width"], answer.json()["height"]) == (40, 20)
    assert send(alice, project, content).json()["address"] == source
    text = f"A van:\n\n![van]({source})\n"
    Api(alice).post(address(project), {"text": text, "base_version": 1})
    Api(alice).post(address(project), {"text": "No pictures any more.", "base_version": 2})
    html = Api(bob).get(address(project, "guideline-versions/2")).json()["html"]
    path = html.split('src="')[1].split('"')[0]
    assert html.count(path) == 2, "a click on the picture opens it whole"
    shown = Api(bob).get(path)
    assert (shown["Content-Type"], b"".join(shown.streaming_content)) == ("image/png", content)  # type: ignore[attr-defined]
    assert Api(carol).get(path).status_code == 404, "the address is Bob's"
    assert Api(bob).post(address(project, "guideline-previews"), {"text": text}).json()["html"] == html


def test_the_workbench_shows_the_pictures(project: Project, task: Task, alice: User, bob: User) -> None:
    source = send(alice, project, photograph()).json()["address"]
    Api(alice).post(address(project), {"text": f"![van]({source})", "base_version": 1})
    Api(bob).post(f"/api/v1/projects/{project.pk}/next-task", {})
    html = Api(bob).get(f"/api/v1/tasks/{task.pk}/workbench").json()["guidelines"]["html"]
    assert 'src="/media/' in html


def test_a_picture_is_turned_as_it_says_and_made_fit_for_browsers(project: Project, alice: User) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    answer = send(alice, project, photograph("JPEG", exif=exif), "phone.jpg").json()
    assert (answer["width"], answer["height"]) == (20, 40)
    kept = GuidelinePicture.objects.get(pk=answer["id"])
    with storage.local_path(kept.stored) as path, Image.open(path) as shown:
        assert (shown.size, shown.getexif().get(0x0112, 1)) == ((20, 40), 1)
    deep = io.BytesIO()
    Image.new("I;16", (8, 8), 40_000).save(deep, "TIFF")
    scan = GuidelinePicture.objects.get(pk=send(alice, project, deep.getvalue(), "scan.tif").json()["id"])
    assert scan.stored.endswith(".png")


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        photograph()[:200],
        b"x" * 64,
    ],
)
def test_what_is_no_sound_picture_is_refused_and_nothing_kept(content: bytes, project: Project, alice: User) -> None:
    answer = send(alice, project, content)
    assert (answer.status_code, answer.json()["code"]) == (400, "picture-refused")
    assert set(answer.json()["params"]["reason"]) == {"en", "zh"}
    assert not GuidelinePicture.objects.exists()


def test_a_picture_has_a_largest_size(project: Project, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guideline_pictures, "MAX_BYTES", 500)
    answer = send(alice, project, photograph())
    assert (answer.status_code, answer.json()["code"]) == (413, "picture-too-large")


def test_pictures_of_other_projects_are_not_shown(project: Project, alice: User, bob: User) -> None:
    source = send(alice, project, photograph()).json()["address"]
    other = Project.objects.create(name="Other", organisation=project.organisation, modality="image")
    assert 'src="/media/' not in guideline_pictures.html_of(other, f"![x]({source})", alice)
    assert send(bob, project, photograph()).status_code == 403


def test_the_list_takes_the_same_queries_for_one_and_many(
    project: Project, alice: User, bob: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for version in range(2, 8):
        Guideline.objects.create(project=project, version=version, text="x", created_by=alice)
    api = Api(bob)
    api.get("/api/v1/projects")  # the first request of a session is dearer
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(api.get(address(project)).json()["results"]) == 7
