"""Bringing labels in: matched with the project's labels, left out with a reason where they do not fit."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from accounts.models import User
from annotation.formats.pictures import png
from annotation.models import Document
from projects.models import ImportItem, LabelSchema, Project, Task
from tests.annotation.importing.helpers import finished, imported, outcomes
from tests.annotation.modalities.pictures import jpeg
from tests.conftest import Api
from tests.contents import everything

pytestmark = pytest.mark.django_db


def coco(*, names: tuple[str, ...] = ("Car", "van"), width: int = 64, per_image: int = 2, images: int = 2) -> bytes:
    """Every image has one object of each class in turn."""
    data: dict[str, Any] = {
        "images": [{"id": i, "file_name": f"{i}.jpg", "width": width, "height": 48} for i in range(images)],
        "categories": [{"id": i, "name": name} for i, name in enumerate(names)],
        "annotations": [
            {
                "id": i * per_image + j,
                "image_id": i,
                "category_id": j % len(names),
                "bbox": [1 + j, 2, 10, 12],
                "area": 120,
                "iscrowd": 0,
            }
            for i in range(images)
            for j in range(per_image)
        ],
    }
    return json.dumps(data).encode()


def pictures(count: int = 2) -> dict[str, bytes]:
    return {f"{index}.jpg": jpeg(seed=index) for index in range(count)}


def test_known_classes_become_records_and_unknown_ones_are_offered(project: Project, alice: User) -> None:
    done = imported(project, alice, {**pictures(), "labels.json": coco()}, format="coco")
    assert outcomes(done)["labels.json"] == "labels labels-read"
    assert outcomes(done)["van"] == "warning unknown-label"
    assert (done.counts["records"], done.counts["unknown_labels"]) == (2, {"van": 2})
    [record] = everything(document__task__asset__name="0.jpg")
    assert (record["label"], record["kind"], record["source"]) == ("car", "box", {"origin": "import"})
    assert record["data"] == {"x": 1, "y": 2, "width": 10, "height": 12}
    assert set(Task.objects.values_list("state", "object_count")) == {("new", 1)}


def test_labels_that_nobody_asked_to_read_are_told_of(project: Project, alice: User) -> None:
    done = imported(project, alice, {**pictures(), "labels.json": coco(), "notes.txt": b"Dear annotator"})
    found = outcomes(done)
    assert found["labels.json"] == "warning labels-unread"
    assert found["notes.txt"].startswith("rejected")
    row = done.items.get(name="labels.json")
    assert row.params == {"format": "COCO"}


def test_numbers_that_follow_from_others_are_computed_anew(project: Project, alice: User) -> None:
    """Whatever the file says of them; one that nothing is known of any more is dropped."""
    schema = Api(alice).get(f"/api/v1/projects/{project.pk}/schema").json()
    content = schema["content"]
    number = {"type": "number", "min": 0, "max": 10, "step": 0.1}
    content["labels"][0]["attributes"] = [
        {"key": "sure", "name": {"en": "Sure", "zh": "把握"}, **number},
        {"key": "total", "name": {"en": "Total", "zh": "总分"}, **number, "formula": "sure / 2 + 1"},
    ]
    body = {"content": content, "base_version": schema["version"]}
    assert Api(alice).post(f"/api/v1/projects/{project.pk}/schema-versions", body).status_code == 201
    labels = json.loads(coco(names=("car",), images=1))
    for annotation, values in zip(labels["annotations"], ({"sure": 8, "total": 9}, {"total": 9}), strict=True):
        annotation["attributes"] = values
    done = imported(project, alice, {**pictures(1), "a.json": json.dumps(labels).encode()}, format="coco")
    assert done.counts["records"] == 2
    found = sorted((record["attributes"] for record in everything()), key=len)
    assert found == [{}, {"sure": 8, "total": 5}]


def test_missing_labels_are_added_when_asked(project: Project, alice: User) -> None:
    done = imported(project, alice, {**pictures(), "a.json": coco()}, format="coco", add_missing_labels=True)
    assert (done.counts["records"], done.counts["unknown_labels"]) == (4, {})
    schema = LabelSchema.objects.filter(project=project)[0]
    assert [label["key"] for label in schema.content["labels"]] == ["car", "person", "van"]


def test_pictures_that_say_what_is_labelled_are_no_images(project: Project, alice: User) -> None:
    """A mask is not imported as an image of its own, and an image is not taken for its mask."""
    car = np.zeros((48, 64, 3), np.uint8)
    car[10:20, 10:30] = (255, 0, 0)
    files = {
        "labelmap.txt": b"car:255,0,0::\n",
        "JPEGImages/0.jpg": jpeg(seed=1),
        "SegmentationClass/0.png": png(car),
    }
    done = imported(project, alice, files, format="mask_png", add_missing_labels=True)
    assert outcomes(done)["SegmentationClass/0.png"] == "labels labels-read"
    assert list(Task.objects.values_list("asset__name", flat=True)) == ["JPEGImages/0.jpg"]
    [record] = everything()
    assert (record["kind"], record["data"]["area"]) == ("mask", 200)


def test_the_offer_is_taken_later(project: Project, alice: User) -> None:
    labels = coco(names=("van", "car"), images=3)
    done = imported(project, alice, {**pictures(3), "labels.json": labels}, format="coco")
    assert (done.counts["records"], len(everything())) == (3, 3)
    answer = Api(alice).post(f"/api/v1/imports/{done.pk}/labels")
    assert answer.status_code == 200, answer.content
    done.refresh_from_db()
    again = finished(done)
    assert (again.counts["records"], len(everything())) == (6, 6)
    assert again.counts["unknown_labels"] == {}
    assert "unknown-label" not in {item.code for item in ImportItem.objects.filter(imported_by=done)}


def test_labels_find_pictures_that_are_there_already(project: Project, alice: User) -> None:
    imported(project, alice, pictures())
    done = imported(project, alice, {"labels.json": coco(names=("car",))}, format="coco")
    assert done.counts["records"] == 4


def test_labels_that_cannot_be_placed_say_why(project: Project, alice: User, bob: User) -> None:
    first = imported(project, alice, pictures(3))
    Task.objects.filter(asset__name="1.jpg").update(state="in_progress", annotator=bob)
    done = imported(project, alice, {"labels.json": coco(images=4, names=("car",))}, format="coco")
    assert outcomes(done)["3.jpg"] == "warning no-picture"
    assert outcomes(done)["1.jpg"] == "warning has-work"
    again = imported(project, alice, {"labels.json": coco(images=1, names=("car",))}, format="coco")
    assert outcomes(again)["0.jpg"] == "warning has-work"
    assert (done.counts["records"], again.counts["records"], first.counts) == (4, 0, {"imported": 3})


def test_labels_of_another_size_are_left_out(project: Project, alice: User) -> None:
    done = imported(project, alice, {**pictures(1), "labels.json": coco(images=1, width=128)}, format="coco")
    item = ImportItem.objects.get(imported_by=done, code="size-differs")
    assert item.params == {"said": "128 × 48", "found": "64 × 48"}
    assert not Document.objects.exists()


def test_a_broken_label_file_leaves_the_pictures(project: Project, alice: User) -> None:
    done = imported(project, alice, {**pictures(), "labels.json": b'{"images": [{"id": 1, '}, format="coco")
    found = outcomes(done)
    assert found["0.jpg"] == found["1.jpg"] == "imported"
    assert any(outcome.startswith("warning") for name, outcome in found.items() if name.startswith("labels.json"))


@pytest.mark.parametrize("format", ["yolo", "voc"])
def test_other_formats_come_the_same_way(project: Project, alice: User, format: str) -> None:
    if format == "yolo":
        labels = {
            "data.yaml": b"names: [car, person]\ntrain: images\n",
            "labels/0.txt": b"0 0.5 0.5 0.25 0.5\n1 0.25 0.25 0.1 0.1\n",
        }
        files = {"images/0.jpg": jpeg(seed=1), **labels}
    else:
        box = "<bndbox><xmin>3</xmin><ymin>4</ymin><xmax>20</xmax><ymax>30</ymax></bndbox>"
        objects = "".join(f"<object><name>{name}</name>{box}</object>" for name in ("car", "person"))
        size = "<size><width>64</width><height>48</height><depth>3</depth></size>"
        xml = f"<annotation><filename>0.jpg</filename>{size}{objects}</annotation>"
        files = {"JPEGImages/0.jpg": jpeg(seed=1), "Annotations/0.xml": xml.encode()}
    done = imported(project, alice, files, format=format)
    assert done.counts["records"] == 2, list(ImportItem.objects.values("name", "code", "message"))
    assert {record["label"] for record in everything()} == {"car", "person"}


def test_an_unknown_format_is_refused_at_once(project: Project, alice: User) -> None:
    body = {"source": "folder", "location": "import", "format": "docx"}
    answer = Api(alice).post(f"/api/v1/projects/{project.pk}/imports", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown-format")
