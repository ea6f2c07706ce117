"""Moving house: a project of CVAT or Label Studio comes over with what the label schema here lacks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from accounts.models import User
from annotation.skeletons import drawn_as
from projects.models import LabelSchema, Project
from tests.annotation.importing.helpers import finished, imported, outcomes
from tests.annotation.modalities.pictures import jpeg
from tests.conftest import Api
from tests.contents import everything

pytestmark = pytest.mark.django_db

POINTS = "".join(
    f'<circle r="1.5" cx="{20 * at}" cy="50" data-type="element node" data-element-id="{at}" data-node-id="{at}" '
    f'data-label-name="{name}"/>'
    for at, name in enumerate(("nose", "tail"), 1)
)
CVAT = f"""<?xml version="1.0" encoding="utf-8"?>
<annotations><version>1.1</version><meta><job><id>7</id><labels>
<label><name>Car</name><color>#ff6a4d</color><type>any</type><attributes>
<attribute><name>Colour (main)</name><mutable>False</mutable><input_type>select</input_type>
<default_value>red</default_value><values>red
blue</values></attribute>
<attribute><name>share</name><mutable>True</mutable><input_type>select</input_type>
<default_value>&lt;50%</default_value><values>&lt;50%
&gt;50%</values></attribute></attributes></label>
<label><name>dog</name><color>#4dff6a</color><type>skeleton</type><attributes></attributes><svg>{POINTS}</svg></label>
<label><name>nose</name><color>#111111</color><type>points</type><attributes></attributes><parent>dog</parent></label>
<label><name>tail</name><color>#222222</color><type>points</type><attributes></attributes><parent>dog</parent></label>
</labels></job></meta>
<image id="0" name="0.jpg" width="64" height="48">
<ellipse label="Car" source="manual" occluded="1" cx="20" cy="20" rx="9" ry="5" z_order="2" group_id="3">
<attribute name="Colour (main)">blue</attribute><attribute name="share">&gt;50%</attribute></ellipse>
<box label="Car" source="manual" occluded="0" xtl="1" ytl="2" xbr="20" ybr="30" z_order="0"/>
<skeleton label="dog" source="manual" z_order="0"><points label="nose" outside="0" occluded="0" points="5,5"/>
<points label="tail" outside="0" occluded="1" points="9,9"/></skeleton>
</image></annotations>"""


def moved(project: Project, alice: User, **wish: Any) -> Any:
    return imported(project, alice, {"0.jpg": jpeg(seed=1), "annotations.xml": CVAT.encode()}, **wish)


def test_what_is_missing_is_shown_and_then_added_in_one_step(project: Project, alice: User) -> None:
    done = moved(project, alice, format="auto")
    assert (done.format, outcomes(done)["annotations.xml"]) == ("cvat", "labels labels-read")
    assert [record["kind"] for record in everything()] == ["box"]
    said = {item.code: item.message["en"] for item in done.items.all() if item.name == "car"}
    assert said["shape-missing"] == "1 object was left out: “car” is not drawn as this shape in the project (Ellipse)."
    car, dog = done.counts["additions"]
    assert dog["color"] == "#4dff6a"  # as it is in CVAT
    assert (car["label"], car["new"], car["kinds"], car["points"]) == ("car", False, ["ellipse"], [])
    asked = [(each["key"], each["type"], each["new"], each["options"]) for each in car["attributes"]]
    assert asked == [
        ("Colour -main", "select", True, ["red", "blue"]),
        ("share", "text", True, []),  # no schema holds such options: the answers come as text
    ]
    assert (dog["label"], dog["new"], dog["kinds"], dog["points"]) == ("dog", True, ["skeleton"], ["nose", "tail"])
    assert Api(alice).post(f"/api/v1/imports/{done.pk}/labels").status_code == 200
    done.refresh_from_db()
    again = finished(done)
    assert again.counts["additions"] == []
    oval, box, skeleton = sorted(everything(), key=lambda record: ["ellipse", "box", "skeleton"].index(record["kind"]))
    assert oval["attributes"] == {"occluded": True, "Colour -main": "blue", "share": ">50%"}
    assert (oval["label"], oval["z"], oval["group"]) == ("car", 2, "3")
    assert box["label"] == "car"
    assert skeleton["data"]["points"] == {"nose": [5, 5, 2], "tail": [9, 9, 1]}


def test_a_skeleton_that_is_there_gets_the_points_it_lacks(project: Project, alice: User) -> None:
    schema = Api(alice).get(f"/api/v1/projects/{project.pk}/schema").json()
    ours = drawn_as(["nose", "ear"], [["nose", "ear"]])
    dog = {"key": "dog", "name": {"en": "Dog", "zh": "狗"}, "color": "#123456", "kinds": ["skeleton"], "skeleton": ours}
    content = {**schema["content"], "labels": [*schema["content"]["labels"], dog]}
    body = {"content": content, "base_version": schema["version"]}
    assert Api(alice).post(f"/api/v1/projects/{project.pk}/schema-versions", body).status_code == 201
    done = moved(project, alice, format="cvat", add_missing_labels=True)
    assert done.counts["additions"] == []
    labels = LabelSchema.objects.filter(project=project).order_by("-version")[0].content["labels"]
    [dog] = [label for label in labels if label["key"] == "dog"]
    assert [point["key"] for point in dog["skeleton"]["points"]] == ["nose", "ear", "tail"]
    assert dog["skeleton"]["edges"] == [["nose", "ear"]]


def test_names_of_attributes_and_options_find_their_keys(project: Project, alice: User) -> None:
    """What the project has under another key but the same name is no addition."""
    schema = Api(alice).get(f"/api/v1/projects/{project.pk}/schema").json()
    colour = {"key": "c", "name": {"en": "Colour (main)", "zh": "颜色"}, "type": "select"}
    options = [{"key": f"{at}", "name": {"en": name, "zh": name}} for at, name in enumerate(("Red", "Blue"))]
    schema["content"]["labels"][0]["attributes"] = [{**colour, "options": options}]
    body = {"content": schema["content"], "base_version": schema["version"]}
    assert Api(alice).post(f"/api/v1/projects/{project.pk}/schema-versions", body).status_code == 201
    done = moved(project, alice, format="cvat", add_missing_labels=True)
    assert done.counts["additions"] == []
    [oval] = [record for record in everything() if record["kind"] == "ellipse"]
    assert oval["attributes"] == {"occluded": True, "c": "1", "share": ">50%"}


def label_studio() -> bytes:
    """As it exports: what the task is about comes after its annotations."""
    same = {"original_width": 64, "original_height": 48, "image_rotation": 0, "to_name": "image", "origin": "manual"}
    box = {"x": 10, "y": 10, "width": 20, "height": 20, "rotation": 0}

    def about(region: str, name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
        return {**same, "id": region, "from_name": name, "type": kind, "value": value}

    results = [
        about("a1", "label", "rectanglelabels", {**box, "rectanglelabels": ["Car"]}),
        about("a1", "seen", "choices", {**box, "choices": ["front", "side"]}),
        about("b2", "label", "rectanglelabels", {**box, "rotation": 30, "rectanglelabels": ["Car"]}),
        about("b2", "seen", "choices", {**box, "choices": ["side"]}),
        about("c3", "scene", "choices", {"choices": ["street"]}),
        about("a1", "note", "textarea", {**box, "text": ["dirty"]}),
        about("d4", "caption", "textarea", {"text": ["A car."]}),
        about("e5", "quality", "rating", {"rating": 4}),
        {"from_id": "b2", "to_id": "a1", "type": "relation", "direction": "right", "labels": ["part of"]},
        {"from_id": "b2", "to_id": "zz", "type": "relation", "direction": "right"},
    ]
    task = {"id": 1, "annotations": [{"id": 3, "completed_by": 1, "result": results}], "data": {"image": "0.jpg"}}
    return json.dumps([task]).encode()


def test_answers_and_relations_of_label_studio_arrive(project: Project, alice: User) -> None:
    files = {"0.jpg": jpeg(seed=1), "project-1-at-2026.json": label_studio()}
    done = imported(project, alice, files, format="auto", add_missing_labels=True)
    assert (done.format, done.counts["additions"]) == ("label_studio_images", [])
    found = {(record["kind"], record["label"]): record for record in everything()}
    car, wheel = found["box", "car"], found["rotated_box", "car"]
    # One of several chosen is still an answer to a choice of several.
    assert (car["attributes"], wheel["attributes"]) == (
        {"seen": ["front", "side"], "note": "dirty"},
        {"seen": ["side"]},
    )
    labels = LabelSchema.objects.filter(project=project).order_by("-version")[0].content["labels"]
    [note] = [each for label in labels for each in label["attributes"] if each["key"] == "note"]
    assert note["type"] == "text"
    assert found["tag", "street"]["data"] == {}
    assert found["answers", ""]["attributes"] == {"caption": "A car.", "quality": 4}
    assert found["relation", "part of"]["data"] == {"from": wheel["id"], "to": car["id"]}
    assert len(found) == 5
    assert any("relation" in str(item.message) for item in done.items.filter(code="bad-value"))


def test_tracks_of_cvat_over_images_become_tracks_of_a_video_of_them(project: Project, alice: User) -> None:
    """A task of images, written as CVAT for video: labels, attributes, tracks and numbers of frames arrive."""
    project.modality = "video"
    project.save()
    shape = '<box frame="{}" keyframe="1" outside="{}" occluded="{}" xtl="1" ytl="2" xbr="{}" ybr="30" z_order="0">'
    answers = '<attribute name="Colour (main)">red</attribute><attribute name="share">{}</attribute></box>'
    boxes = "".join(
        shape.format(frame, int(frame == 3), int(frame == 2), 20 + frame)
        + answers.format("much" if frame else "little")
        for frame in (0, 2, 3)
    )
    labels = CVAT[CVAT.index("<labels>") : CVAT.index("</labels>")].replace("select", "text") + "</labels>"
    text = (
        f"<annotations><version>1.1</version><meta><task><name>walk</name><size>4</size><mode>annotation</mode>{labels}"
        f'</task></meta><track id="0" label="Car" source="manual">{boxes}</track></annotations>'
    )
    pictures = {f"walk/{name}.jpg": jpeg(seed=at) for at, name in enumerate(("a 1", "a 2", "b", "c"))}
    done = imported(
        project, alice, {**pictures, "annotations.xml": text.encode()}, format="auto", add_missing_labels=True
    )
    assert (done.format, outcomes(done)["walk.mov"]) == ("cvat_video", "imported")
    assert done.counts["records"] == 1
    [asset] = project.assets.all()
    assert (asset.meta["frames"], asset.width, asset.height) == (4, 64, 48)
    [track] = everything()
    assert (track["kind"], track["label"], track["attributes"]) == ("track", "car", {"Colour -main": "red"})
    told = [
        (each["frame"], each["outside"], each["occluded"], each["data"]["width"], each["attributes"]["share"])
        for each in track["data"]["keyframes"]
    ]
    assert told == [(0, False, False, 19, "little"), (2, False, True, 21, "much"), (3, True, False, 22, "much")]


def test_pictures_alone_have_no_format_and_other_files_keep_their_reason(project: Project, alice: User) -> None:
    files = {"a/0.jpg": jpeg(seed=1), "b/1.jpg": jpeg(seed=2), "notes.json": json.dumps({"dear": "all"}).encode()}
    done = imported(project, alice, files, format="auto")
    assert (done.format, done.counts["imported"]) == ("", 2)
    assert outcomes(done)["notes.json"].startswith("rejected")
