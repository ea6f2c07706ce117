"""Checks of videos, of skeletons and lines, and of work beside what a model proposed."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from annotation.kinds import KINDS
from annotation.kinds.keyframes import keyframe, state_at
from qa.checks import CHECKS, Answer, Found
from tests.qa.test_checks import answer, box, record, run

VIDEO = {"rate": 25.0, "frames": 200}


def square(x: float, y: float = 100, side: float = 40) -> dict[str, float]:
    return {"x": x, "y": y, "width": side, "height": side}


def track(*places: tuple[int, Any], label: str = "car", attributes: Any = None, **more: Any) -> dict[str, Any]:
    """A box by (frame, x or data); None ends it there."""
    frames, last = [], square(0)
    for frame, place in places:
        outside = place is None
        last = last if outside else square(place) if isinstance(place, int | float) else place
        frames.append(keyframe(frame, last, outside=outside, **more))
    return record("track", label, of="box", keyframes=frames, attributes=attributes or {})


def event(start: int, stop: int, label: str = "car", tier: str = "") -> dict[str, Any]:
    data = {"start": start, "stop": stop, "channel": None, "tier": tier, "speaker": "", "parent": None, "text": ""}
    return record("segment", label, **data)


def skeleton(group: str | None = None, /, **points: list[float]) -> dict[str, Any]:
    return record("skeleton", "person", points={name: [*at, 2] for name, at in points.items()}, group=group)


def suggested(made: dict[str, Any], score: float) -> dict[str, dict[str, Any]]:
    return {made["id"]: {**made, "score": score}}


def line(*points: tuple[float, float], group: str | None = None) -> dict[str, Any]:
    return record("polyline", points=[list(point) for point in points], group=group)


def video(*records: dict[str, Any]) -> Answer:
    return answer(*records, asset=VIDEO)


GOOD = (track((0, 100), (15, 110), (16, None)), track((0, 400), (15, 410)), event(0, 10), event(10, 20))
BODY: dict[str, list[float]] = {
    "left_eye": [60, 10],
    "right_eye": [40, 10],
    "left_shoulder": [80, 40],
    "right_shoulder": [20, 40],
}
CROSSING = (
    track((0, 100), (5, 150), (6, 240), (11, 190)),
    track((0, 300), (5, 250), (6, 160), (11, 210)),
)
TURNED = keyframe(9, square(130), attributes={"side": "right"})

BAD: list[tuple[str, Answer]] = [
    ("track-label", video(track((0, 100), (9, 100), (10, None)), track((11, 101), (30, 101), label="person"))),
    (
        "track-attribute",
        video(
            record(
                "track",
                of="box",
                keyframes=[keyframe(0, square(100)), TURNED],
                attributes={"side": "left"},
            )
        ),
    ),
    ("track-jump", video(track((0, 10), (1, 300)))),
    ("track-size", video(track((0, square(100)), (1, square(100, side=90))))),
    ("track-short", video(track((5, 100), (7, None)))),
    ("track-flicker", video(track((0, 100), (20, None), (22, 100), (40, None)))),
    ("track-fragments", video(track((0, 100), (10, 200), (11, None)), track((15, 250), (40, 300)))),
    ("track-swap", video(*CROSSING)),
    ("keyframes-apart", video(track((0, 10), (50, 500)))),
    (
        "interpolation-doubted",
        replace(
            video(track((0, 100), (10, 200))),
            suggestions=suggested(track((0, 102), (5, 102), (10, 202)), 0.9),
        ),
    ),
    ("track-frozen", video(track((0, 100), (9, 100)), track((0, 10), (9, 110)), track((0, 300), (9, 400)))),
    ("events-overlap", video(event(0, 30), event(20, 50))),
    ("beyond-video", video(event(190, 300))),
    ("beyond-video", video(track((150, 100), (250, 120)))),
    ("beyond-video", video(record("time_point", at=200, channel=None, tier="", text=""))),
    (
        "points-outside-box",
        answer(box(10, 10, 50, 50, "person", group="g"), skeleton("g", nose=[20, 20], left_ankle=[200, 40])),
    ),
    ("sides-swapped", answer(skeleton(**BODY, left_hip=[20, 90], right_hip=[80, 90]))),
    ("unlabelled-object", answer(suggestions=suggested(box(10, 10, 50, 50), 0.95))),
    ("unsupported-label", answer(box(300, 300, 50, 50), suggestions=suggested(box(10, 10, 50, 50), 0.5))),
    ("label-doubted", answer(box(10, 10, 50, 50), suggestions=suggested(box(10, 10, 50, 50, "person"), 0.99))),
    ("line-crossing", answer(line((0, 0), (100, 100)), line((0, 100), (100, 0)))),
    ("line-crossing", answer(line((0, 0), (100, 0), (100, 100), (50, -50)))),
    ("line-reversed", answer(*(line((x, 400), (x, 10)) for x in (10, 90, 200)), line((300, 10), (300, 400)))),
    ("line-gap", answer(line((0, 0), (100, 0), group="g"), line((120, 0), (200, 0), group="g"))),
    ("text-letters", answer(box(1, 1, 90, 20, attributes={"text": "Pаris"}))),
    ("text-letters", answer(box(1, 1, 90, 20, attributes={"text": "a\u202eb"}))),
]
IDS = [f"{slug}-{n}" for n, (slug, _) in enumerate(BAD)]


def mended(bad: Answer, found: Found) -> Answer:
    records = {each["id"]: each for each in bad.records}
    for change in found.fix or ():
        assert change["before"] == records.get(change["id"])
        records.pop(change["id"], None)
        if change["after"] is not None:
            KINDS[change["after"]["kind"]].validate(change["after"]["data"])
            records[change["id"]] = change["after"]
    return replace(bad, records=list(records.values()))


@pytest.mark.parametrize(("slug", "bad"), BAD, ids=IDS)
def test_check_finds_what_it_is_for_and_its_fix_mends_it(slug: str, bad: Answer) -> None:
    found = run(slug, bad)
    assert found
    for each in found:
        text = CHECKS[slug].message.format(**each.params)
        assert text.en != text.zh
        if each.fix:
            again = {(f.record, f.key) for f in run(slug, mended(bad, each))}
            assert (each.record, each.key) not in again


@pytest.mark.parametrize("slug", sorted({slug for slug, _ in BAD}))
def test_check_leaves_good_work_alone(slug: str) -> None:
    seen = box(10, 10, 100, 50)
    drawn = [
        seen, skeleton(**BODY), line((0, 0), (100, 100)), line((100, 100), (200, 300)),
        box(1, 1, 90, 20, "person", attributes={"text": "Παρίσι 巴黎 Paris"}),
    ]  # fmt: skip
    assert run(slug, video(*GOOD), answer(*drawn, suggestions=suggested(box(11, 10, 100, 50), 0.97))) == []


@pytest.mark.parametrize(
    ("slug", "after"),
    [
        ("track-fragments", lambda records: len(records) == 1),
        ("track-flicker", lambda records: _at(records[0], 20) is not None),
        ("track-label", lambda records: {each["label"] for each in records} == {"car"}),
        ("unlabelled-object", lambda records: len(records) == 1),
        ("track-swap", lambda records: _at(records[0], 11)["x"] == 210),
    ],
)
def test_what_a_fix_makes_of_it(slug: str, after: Callable[[list[Any]], bool]) -> None:
    bad = dict(BAD)[slug]
    [found, *_] = run(slug, bad)
    assert after(mended(bad, found).records)


def _at(made: dict[str, Any], frame: int) -> Any:
    state = state_at(made["data"], frame, KINDS["box"].interpolate)
    return state["data"] if state else None


def test_things_that_cross_smoothly_have_not_swapped() -> None:
    smooth = video(track((0, 100), (5, 150), (6, 160), (11, 210)), track((0, 300), (5, 250), (6, 240), (11, 190)))
    assert run("track-swap", smooth) == []


def test_a_text_that_is_far_too_long_for_its_box_stands_out() -> None:
    texts = ("Paris", "Rome", "Madrid")
    boxes = [box(1, 1, 10 * len(text), 15, attributes={"text": text}) for text in texts]
    usual = [answer(*boxes, task=str(n)) for n in range(10)]
    odd = answer(box(1, 1, 50, 15, attributes={"text": "a text of forty letters and some more of it"}), task="odd")
    found = list(CHECKS["text-length"]().run_batch([*usual, odd], CHECKS["text-length"].defaults()))
    assert [task for task, _ in found] == ["odd"]


def test_a_limb_that_is_far_too_long_stands_out_and_a_short_one_does_not() -> None:
    template = {
        "points": [{"key": name} for name in ("head", "hand", "foot")],
        "edges": [["head", "hand"]],
        "mirror": [],
    }
    schema = {"labels": [{"key": "person", "skeleton": template}]}

    def person(hand: float, size: float) -> dict[str, Any]:
        return skeleton(head=[0, 0], hand=[hand * size, 0], foot=[0, size])

    usual = [answer(person(0.2, 50 + n), task=str(n), schema=schema) for n in range(25)]
    short, long = (
        answer(person(hand, 80), task=task, schema=schema) for hand, task in ((0.05, "short"), (0.9, "long"))
    )
    check = CHECKS["limb-ratio"]()
    [(task, found)] = check.run_batch([*usual, short, long], check.defaults())
    assert (task, found.params["start"], found.params["end"]) == ("long", "head", "hand")
    assert found.params["usual"] == 20 < found.params["percent"]
    assert list(check.run_batch([*usual[:10], long], check.defaults())) == []


def test_neighbours_of_a_gap_may_be_far_apart() -> None:
    """Of thousands of tracks only those that follow one another closely are compared."""
    ids = itertools.count()
    many = [track((10 * n, 10 * (next(ids) % 50)), (10 * n + 5, None)) for n in range(15)]
    assert run("track-fragments", video(*many), seconds=0) == []
