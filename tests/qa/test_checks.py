"""Every check finds what it is for, leaves good work alone, and offers a fix that mends it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from annotation.kinds.mask import mask_data
from qa.checks import CHECKS, Answer, Found
from tests.conftest import SCHEMA

_ids = (f"00000000-0000-4000-8000-{number:012d}" for number in itertools.count(1))


def record(kind: str = "box", label: str = "car", /, **data: Any) -> dict[str, Any]:
    attributes = data.pop("attributes", {})
    group = data.pop("group", None)
    return {
        "id": next(_ids),
        "kind": kind,
        "label": label,
        "data": data,
        "attributes": attributes,
        "z": 0,
        "group": group,
        "source": {"origin": "human"},
        "score": None,
    }


def box(x: float, y: float, width: float, height: float, label: str = "car", **more: Any) -> dict[str, Any]:
    return record("box", label, x=x, y=y, width=width, height=height, **more)


def polygon(*points: tuple[float, float]) -> dict[str, Any]:
    return record("polygon", points=[list(point) for point in points], holes=[])


def mask(x: int, y: int, width: int, height: int, *more: Any, without: Any = None, group: Any = None) -> dict[str, Any]:
    """A full rectangle of pixels, with others added or one taken out."""
    pixels = np.zeros((480, 640), dtype=np.bool_)
    for left, top, across, down in ((x, y, width, height), *more):
        pixels[top : top + down, left : left + across] = True
    if without:
        left, top, across, down = without
        pixels[top : top + down, left : left + across] = False
    return record("mask", group=group, **(mask_data(pixels) or {}))


def track(label: str = "car", *, of: str = "box", **more: Any) -> dict[str, Any]:
    """One thing in two frames; what it looks like does not matter."""
    frames: list[dict[str, Any]] = [
        {"frame": frame, "data": {}, "outside": False, "attributes": {}} for frame in (0, 9)
    ]
    return record("track", label, of=of, keyframes=frames, **more)


def schema(**attribute: Any) -> dict[str, Any]:
    """The tests' schema with one more attribute for cars."""
    plain = {
        "key": "side",
        "name": {"en": "Side", "zh": "侧面"},
        "type": "select",
        "options": [{"key": "left", "name": {}}, {"key": "right", "name": {}}],
        "min": None,
        "max": None,
        "step": None,
        "default": None,
        "required": False,
        "when": None,
    }
    car, person = SCHEMA["labels"]
    return {**SCHEMA, "labels": [{**car, "attributes": [*car["attributes"], {**plain, **attribute}]}, person]}


def answer(*records: dict[str, Any], **facts: Any) -> Answer:
    return Answer(
        task=facts.pop("task", "t1"),
        records=list(records),
        schema=facts.pop("schema", SCHEMA),
        width=640,
        height=480,
        **facts,
    )


def run(slug: str, *answers: Answer, **params: float) -> list[Found]:
    check = CHECKS[slug]
    return [found for _, found in check().run_batch(answers, {**check.defaults(), **params})]


GOOD = box(10, 10, 100, 50)
EMPTY = record("empty", "")
SURE = [box(20 * n, 10, 15, 15) for n in range(6)]
UNSURE = {r["id"]: {**r, "score": 0.2} for r in SURE}

BAD: list[tuple[str, Answer]] = [
    ("label-unknown", answer(box(1, 1, 9, 9, "lorry"))),
    ("label-unknown", answer(record("polyline", "person", points=[[0, 0], [5, 5]]))),
    ("label-unknown", answer(track("person", of="polyline"))),
    ("label-unknown", answer(record("point_labels", "", classes=[{"label": "lorry", "points": 1, "instances": 0}]))),
    ("attribute-missing", answer(GOOD, schema=schema(required=True))),
    ("attribute-invalid", answer(box(1, 1, 9, 9, attributes={"side": "up"}), schema=schema())),
    ("attribute-invalid", answer(box(1, 1, 9, 9, attributes={"wings": 2}))),
    (
        "attribute-condition",
        answer(
            box(1, 1, 9, 9, attributes={"side": "left", "occluded": False}),
            schema=schema(when={"attribute": "occluded", "in": [True]}),
        ),
    ),
    ("not-finite", answer(box(float("nan"), 1, 9, 9))),
    ("not-finite", answer(box(1, 1, -9, 9))),
    ("unconfirmed-empty", answer()),
    ("empty-contradicted", answer(EMPTY, GOOD)),
    ("lone-group", answer(box(1, 1, 9, 9, group="g"))),
    ("lost-relation", answer(GOOD, record("relation", "rides", **{"from": GOOD["id"], "to": next(_ids)}))),
    ("too-fast", answer(*SURE, seconds=5, typical_seconds=10.0)),
    ("unread-suggestions", answer(*SURE, suggestions=UNSURE)),
    ("guideline-outdated", answer(GOOD, guideline_version=1, current_guideline=2)),
    ("outside-image", answer(box(600, 10, 60, 20))),
    ("outside-image", answer(polygon((-5, 5), (20, 5), (20, 20)))),
    ("tiny", answer(box(10, 10, 2, 40))),
    ("tiny", answer(mask(10, 10, 2, 40))),
    ("mask-fragments", answer(mask(10, 10, 40, 40, (80, 80, 2, 2)))),
    ("mask-fragments", answer(mask(10, 10, 40, 40, without=(20, 20, 3, 3)))),
    ("mask-overlap", answer(mask(10, 10, 40, 40), mask(48, 10, 40, 40))),
    ("unlabelled-pixels", answer(mask(0, 0, 640, 460))),
    ("box-off-mask", answer(box(10, 10, 40, 40, group="g"), mask(10, 10, 45, 40, group="g"))),
    ("tiny", answer(record("rotated_box", cx=50, cy=50, width=80, height=1.5, angle=0.7))),
    ("aspect-ratio", answer(box(0, 0, 400, 5))),
    ("duplicate-box", answer(box(10, 10, 100, 50), box(11, 10, 100, 50))),
    ("conflicting-label", answer(box(10, 10, 100, 50), box(10, 10, 100, 50, "person"))),
    ("box-inside", answer(box(10, 10, 100, 50), box(20, 20, 20, 10))),
    ("polygon-invalid", answer(polygon((0, 0), (10, 10), (10, 0), (0, 10)))),
    ("polygon-invalid", answer(polygon((0, 0), (10, 10), (20, 20)))),
    ("polygon-invalid", answer(polygon((0, 0), (10, 0), (10, 0.1), (10, 10)))),
    ("truncation-flag", answer(box(0, 10, 50, 50), schema=schema(key="truncated", type="checkbox", options=[]))),
    ("sharp-turn", answer(record("polyline", points=[[0, 0], [100, 0], [5, 2]]))),
    ("sharp-turn", answer(record("polyline", points=[[0, 0], [100, 0], [140, 80]]))),
    ("near-duplicate", answer(GOOD, asset={"near_duplicate_of": "other.jpg"})),
]
PEER_TASKS = [answer(*[box(9 * n, 9, 5, 5, "person") for n in range(60)], task="t2", annotator="ben")]


@pytest.mark.parametrize(("slug", "bad"), BAD, ids=[f"{slug}-{n}" for n, (slug, _) in enumerate(BAD)])
def test_check_finds_what_it_is_for(slug: str, bad: Answer) -> None:
    assert run(slug, bad)


@pytest.mark.parametrize("slug", sorted(CHECKS.slugs()))
def test_check_leaves_good_work_alone(slug: str) -> None:
    good = answer(GOOD, box(200, 200, 60, 40, "person"), polygon((5, 5), (60, 5), (60, 60)), seconds=90)
    other = answer(box(33, 10, 90, 50), box(210, 200, 60, 40, "person"), seconds=80, task="t2")
    assert run(slug, good, other) == []


@pytest.mark.parametrize(("slug", "bad"), BAD, ids=[f"{slug}-{n}" for n, (slug, _) in enumerate(BAD)])
def test_fix_mends_the_finding(slug: str, bad: Answer) -> None:
    for found in run(slug, bad):
        if found.fix is None:
            continue
        records = {r["id"]: r for r in bad.records}
        for change in found.fix:
            assert change["before"] == records[change["id"]]
            if change["after"] is None:
                del records[change["id"]]
            else:
                records[change["id"]] = change["after"]
        mended = replace(bad, records=list(records.values()))
        again = {(f.record, f.key) for f in run(slug, mended)}
        assert (found.record, found.key) not in again


def test_copied_work_is_found_in_both_tasks() -> None:
    boxes = [box(10 + 50 * n, 10, 30, 30) for n in range(3)]
    copies = [{**each, "id": next(_ids)} for each in boxes]
    check = CHECKS["copied"]
    pairs = check().run_batch([answer(*boxes, task="a"), answer(*copies, task="b")], check.defaults())
    assert {task for task, _ in pairs} == {"a", "b"}


def test_drift_names_the_annotator_who_labels_unlike_the_others() -> None:
    usual = [answer(*[box(9 * n, 9, 5, 5) for n in range(60)], task="t1", annotator="bob")]
    check = CHECKS["annotator-drift"]
    found = list(check().run_batch(usual + PEER_TASKS, check.defaults()))
    assert {task for task, _ in found} == {"t1", "t2"}
    same = [replace(PEER_TASKS[0], task="t3", annotator="bob")]
    assert list(check().run_batch(same + PEER_TASKS, check.defaults())) == []


def test_thresholds_change_what_is_found() -> None:
    small = answer(box(10, 10, 8, 8))
    assert run("tiny", small) == []
    assert len(run("tiny", small, side=10)) == 1


def test_what_is_missing_says_where_it_is() -> None:
    (gap,) = run("unlabelled-pixels", answer(mask(0, 0, 640, 460), mask(0, 460, 270, 20), mask(370, 460, 270, 20)))
    assert 270 <= gap.params["x"] < 370
    assert 460 <= gap.params["y"] < 480
    seen = {**box(100, 40, 60, 20), "score": 0.95}
    (overlooked,) = run("unlabelled-object", answer(suggestions={seen["id"]: seen}))
    assert (overlooked.params["x"], overlooked.params["y"]) == (130, 50)


def test_proportions_are_those_of_the_label_not_of_all() -> None:
    """Cars lie, people stand: either is odd among the others, and of few boxes nobody knows."""
    usual = [answer(box(9, 9, 60 + n, 30), box(9, 9, 20, 60 + n, "person"), task=str(n)) for n in range(25)]
    odd = answer(box(9, 9, 30, 90), box(9, 9, 90, 30, "person"), box(9, 9, 70, 30), task="odd")
    check = CHECKS["odd-proportions"]
    found = list(check().run_batch([*usual, odd], check.defaults()))
    assert [(task, each.params["label"], each.params["ratio"]) for task, each in found] == [
        ("odd", "car", 0.33),
        ("odd", "person", 3.0),
    ]
    assert list(check().run_batch([*usual[:5], odd], check.defaults())) == []


def test_one_shared_pixel_is_too_many_where_masks_never_overlap() -> None:
    masks = mask(10, 10, 40, 40), mask(49, 49, 40, 40)
    assert not run("mask-overlap", answer(*masks))
    (found,) = run("mask-overlap", answer(*masks, schema={**SCHEMA, "image": {"panoptic": True}}))
    assert found.params["pixels"] == 1


def test_required_attribute_is_not_asked_when_its_condition_fails() -> None:
    asked = schema(required=True, when={"attribute": "occluded", "in": [True]})
    assert run("attribute-missing", answer(box(1, 1, 9, 9, attributes={"occluded": False}), schema=asked)) == []
    assert len(run("attribute-missing", answer(box(1, 1, 9, 9, attributes={"occluded": True}), schema=asked))) == 1


@pytest.mark.parametrize("slug", sorted(CHECKS.slugs()))
def test_message_has_every_parameter_in_both_languages(slug: str) -> None:
    examples = [found for name, bad in BAD if name == slug for found in run(slug, bad)]
    for found in examples:
        text = CHECKS[slug].message.format(**found.params)
        assert text.en
        assert text.zh
        assert text.en != text.zh


def test_thousands_of_boxes_stay_quick_to_compare() -> None:
    """Only neighbours are compared: five thousand boxes that do not touch give no pair."""
    from qa.checks.pairs import overlapping

    grid = [box(10 * (n % 100), 10 * (n // 100), 6, 6) for n in range(5000)]
    assert list(overlapping(grid)) == []
