"""What a reviewer changed in an answer, in the measures of what it holds: words, boundaries, turns, objects, tracks,
ratings, boxes and labels of points in scenes.

The reviewer's answer is the reference. Counts are kept, not rates, so that those of many reviews add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from accounts.models import User
from annotation.models import Document, Revision
from annotation.services.documents import read_records
from annotation.transcription import rules_of
from annotation.transcription.distance import Rate, Step, characters_of, rate, rate_of
from annotation.transcription.versions import steps_between, utterances
from qa.metrics.boundaries import Boundaries, boundaries
from qa.metrics.boxes3d import Boxes3d
from qa.metrics.labelled_points import Panoptic
from qa.metrics.objects import Objects, Size, compared, drawn
from qa.metrics.tracks import Following, following
from qa.metrics.turns import Diarization, Turn, diarization
from qa.metrics.videos import moments, tracks_of
from qa.services.scene_changes import SceneFacts, differences, facts_of

TOLERANCE = 0.050
"""Seconds by which a boundary may be moved and still stands where it stood."""
MOST_CORRECTIONS = 50
"""Corrections of words kept of one review."""
RATED = ("number", "select")
"""Types of attributes whose values are ratings or choices."""

NOTHING = SceneFacts()

Record = dict[str, Any]
Changes = dict[str, Any]


def changes_of(document: Document, by: User) -> Changes:
    """What the newest revisions, as far as they are this reviewer's, made of the answer; {} for nothing measurable."""
    after = read_records(document)
    before = {record["id"]: record for record in after}
    newest = document.revisions.order_by("-number").with_patches("author", "origin")
    for author, origin, patch in newest:
        if (author, origin) != (by.pk, Revision.Origin.REVIEW):
            break
        for change in patch:
            before.pop(change["id"], None)
            if change["before"] is not None:
                before[change["id"]] = change["before"]
    schema = document.task.project.schemas.filter(version=document.schema_version).values_list("content", flat=True)
    asset, records = document.task.asset, list(before.values())
    rate_hertz = int(asset.meta.get("rate") or 0)
    scene = facts_of(document.task, [*records, *after])
    return measured(records, after, schema.first() or {}, rate_hertz, (asset.width, asset.height), scene)


def measured(
    before: list[Record],
    after: list[Record],
    schema: Mapping[str, Any],
    rate_hertz: int,
    size: Size = (None, None),
    scene: SceneFacts = NOTHING,
) -> Changes:
    """{"words": [errors, of], "characters": [errors, of], "corrections": [[from, to, times]],
    "bounds": [hits, reference, found], "turns": [speech, missed, false alarm, confusion] in seconds,
    "objects": see Objects.json, "tracks": see Following.json, "boxes": see Boxes3d.json, "points": see Panoptic.json,
    "ratings": {key: [[before, after, times]]}}, each only where there is something to count. `size` is that of the
    picture."""
    found: Changes = {}
    said, heard = utterances(after), utterances(before)
    if said or heard:
        found |= _words(steps_between(said, heard, rules_of(schema)))
    if rate_hertz:
        found |= _times(before, after, rate_hertz)
    if drawn(before) or drawn(after):
        found["objects"] = compared(after, before, size).json()
    if tracks_of(before) or tracks_of(after):
        found["tracks"] = following(list(moments(tracks_of(after), tracks_of(before)))).json()
    found |= differences(before, after, scene)
    if ratings := _ratings(before, after, schema):
        found["ratings"] = ratings
    return found


def _words(steps: list[Step]) -> Changes:
    words = rate_of(steps)
    characters = Rate()
    corrections: Counter[tuple[str, str]] = Counter()
    for stretch in _unequal(steps):
        said, heard = [step.said for step in stretch if step.said], [step.heard for step in stretch if step.heard]
        characters += rate(characters_of(said), characters_of(heard))
        corrections[" ".join(heard)[:60], " ".join(said)[:60]] += 1
    alike = len(characters_of(step.said for step in steps if step.edit == "equal"))
    characters += Rate(0, alike)
    return {
        "words": [words.errors, words.of],
        "characters": [characters.errors, characters.of],
        "corrections": [[*pair, times] for pair, times in corrections.most_common(MOST_CORRECTIONS)],
    }


def _unequal(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """Stretches of steps that change something."""
    stretch: list[Step] = []
    for step in steps:
        if step.edit != "equal":
            stretch.append(step)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _times(before: list[Record], after: list[Record], hertz: int) -> Changes:
    one, two = ([record for record in records if record["kind"] == "segment"] for records in (after, before))
    if not one and not two:
        return {}
    bounds = Boundaries()
    for label in {record["label"] for record in (*one, *two)}:
        bounds += boundaries(_ends(one, label), _ends(two, label), TOLERANCE * hertz)
    found: Changes = {"bounds": [bounds.hits, bounds.reference, bounds.found]}
    turns = [_turns(part, hertz) for part in (one, two)]
    if any(turns):
        figures = diarization(*turns)
        found["turns"] = [
            round(each, 3) for each in (figures.speech, figures.missed, figures.false_alarm, figures.confusion)
        ]
    return found


def _ends(records: Iterable[Record], label: str) -> list[int]:
    return [record["data"][end] for record in records if record["label"] == label for end in ("start", "stop")]


def _turns(records: Iterable[Record], hertz: int) -> list[Turn]:
    named = [record["data"] for record in records if record["data"]["speaker"] and record["data"]["parent"] is None]
    return [(data["start"] / hertz, data["stop"] / hertz, data["speaker"]) for data in named]


def _ratings(
    before: list[Record], after: list[Record], schema: Mapping[str, Any]
) -> dict[str, list[tuple[Any, Any, int]]]:
    """Pairs of values by "label.attribute", those of questions by "?.attribute"; of records that both versions have."""
    rated = rated_attributes(schema)
    earlier = {record["id"]: record for record in before}
    pairs: dict[str, Counter[tuple[Any, Any]]] = {}
    for record in after:
        old = earlier.get(record["id"])
        owner = "?" if record["kind"] == "answers" else record["label"]
        for key, value in record["attributes"].items() if old else ():
            name, was = f"{owner}.{key}", old["attributes"].get(key) if old else None
            if name in rated and value is not None and was is not None:
                pairs.setdefault(name, Counter())[was, value] += 1
    return {name: [(*pair, times) for pair, times in each.items()] for name, each in pairs.items()}


def rated_attributes(schema: Mapping[str, Any]) -> set[str]:
    """Those that are ratings, as "label.attribute"; questions about the whole as "?.attribute"."""
    owners = [(label["key"], label["attributes"]) for label in schema.get("labels", [])]
    return {
        f"{owner}.{attribute['key']}"
        for owner, attributes in (*owners, ("?", schema.get("questions", [])))
        for attribute in attributes
        if attribute["type"] in RATED
    }


def total(found: Iterable[Changes]) -> Changes:
    """The figures of many reviews together."""
    words, characters, bounds, turns = Rate(), Rate(), Boundaries(), Diarization()
    objects, tracks, boxes, points = Objects(), Following(), Boxes3d(), Panoptic()
    corrections: Counter[tuple[str, str]] = Counter()
    ratings: dict[str, Counter[tuple[Any, Any]]] = {}
    for each in found:
        words += Rate(*each.get("words", ()))
        characters += Rate(*each.get("characters", ()))
        bounds += Boundaries(*each.get("bounds", ()))
        turns += Diarization(*each.get("turns", ()))
        objects += Objects.of(each.get("objects", {}))
        tracks += Following.of(each.get("tracks", {}))
        boxes += Boxes3d.of(each.get("boxes", {}))
        points += Panoptic.of(each.get("points", {}))
        for old, new, times in each.get("corrections", ()):
            corrections[old, new] += times
        for name, pairs in each.get("ratings", {}).items():
            for old, new, times in pairs:
                ratings.setdefault(name, Counter())[old, new] += times
    return {
        "words": words,
        "characters": characters,
        "bounds": bounds,
        "turns": turns,
        "objects": objects,
        "tracks": tracks,
        "boxes": boxes,
        "points": points,
        "corrections": corrections,
        "ratings": ratings,
    }
