"""Read the label files of an import and give the pictures' tasks their records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from annotation.formats import FORMATS
from annotation.formats.reading import read
from annotation.kinds import KINDS
from annotation.models import Document, Revision
from annotation.services import blobs
from annotation.services.bulk import create_ready
from annotation.services.bulk_rows import Ready
from annotation.services.importing import items
from annotation.services.importing.classes import Classes
from annotation.services.importing.fitting import Fitted, Fitting, Portion, reason_in, totals_in
from annotation.services.importing.media import ids_by_name
from annotation.services.importing.missing import additions, wanted
from annotation.services.importing.sources import Files
from annotation.services.importing.texts import TEXTS
from annotation.services.label_rules import label_rules
from core.ahead import ahead
from core.text import Text
from projects.models import Asset, Import, ImportItem, Task
from projects.schema import SchemaContent, kinds_of, parse
from projects.services.imports import NO_TASK
from projects.services.schemas import current_schema, extend_schema

if TYPE_CHECKING:
    from core.jobs import JobRun

MOST_NAMED = 200
"""Unknown classes that are named one by one; a file with more of them is not of this project."""
Outcome = ImportItem.Outcome
AS_IMPORTED = Q(revision=1) & Exists(Revision.objects.filter(document=OuterRef("pk"), origin=Revision.Origin.IMPORT))
"""Documents as an import left them."""


@dataclass
class Tally:
    """What was read and what was left out, over all slices of the job."""

    records: int = 0
    images: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    misfits: Counter[str] = field(default_factory=Counter)
    additions: list[dict[str, Any]] = field(default_factory=list)
    """What the label schema of the project lacks for all of it to fit; found anew in every slice."""

    def add(self, item: Fitted) -> None:
        """Count what was left out of an item."""
        if item.left:
            self.unknown.update(item.left.unknown)
            self.misfits.update(item.left.misfits)

    def json(self) -> dict[str, Any]:
        return {
            "records": self.records,
            "images": self.images,
            "unknown": dict(self.unknown.most_common(MOST_NAMED)),
            "misfits": dict(self.misfits.most_common(50)),
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> Tally:
        return cls(
            data.get("records", 0),
            data.get("images", 0),
            Counter(data.get("unknown", {})),
            Counter(data.get("misfits", {})),
        )


class KnownAsset(NamedTuple):
    """What an asset has that a file may contradict."""

    pk: UUID
    name: str
    width: int | None
    height: int | None


class OpenTask(NamedTuple):
    """The first task of an asset; `worked_on` says that it has a work document that must stay."""

    pk: UUID
    project_id: UUID
    state: str
    worked_on: bool


class LabelImport:
    """Matches what the label files say with the assets and the label schema of the project."""

    def __init__(self, imported: Import, files: Files, tally: Tally, *, again: bool) -> None:
        """`again`: what an earlier reading made, and nobody touched since, is made anew."""
        self.imported = imported
        self.again = again
        self.project = imported.project
        self.tally = tally
        known = _known(imported)  # here: the labels are read where there is no database
        files.known = lambda: known
        self.decoded = read(FORMATS[imported.format], files, imported.options.get("format_options") or {})
        content = self._content()
        self.fitting = Fitting(Classes(content), label_rules(self.project.pk), totals=totals_in(content))
        self.by_file = ids_by_name(imported)
        self.rows: list[ImportItem] = []
        self.problems: list[dict[str, Any]] = []
        """What the label files themselves have wrong; known at the end."""

    def _content(self) -> SchemaContent:
        """The project's label schema, with what the files use added to it where somebody asked for that; otherwise
        the tally keeps what it lacks."""
        content = parse(current_schema(self.project).content)
        found = wanted(self.decoded.header.schema, Classes(content), kinds_of(self.project.modality))
        if self.imported.options.get("add_missing_labels"):
            assert self.imported.created_by is not None
            extended = extend_schema(project=self.project, content=found, by=self.imported.created_by)
            content = parse(extended.content)
        self.tally.additions = additions(content, found)
        return content

    def portions(self, files: Files, done: int) -> Generator[Portion]:
        """What is left after so many items, read in a process of its own where the files are on this machine."""
        left = islice(self.decoded.items, done, None)
        if not files.is_local:
            return self.fitting.portions(self.decoded, left)
        return ahead(lambda: self.fitting.portions(self.decoded, left), Portion)

    def take(self, chunk: Sequence[Fitted]) -> None:
        """Make the documents of these items, in one transaction with their rows in the report."""
        assets = self._assets(chunk)
        tasks = self._open_tasks(assets.values())
        found: list[tuple[OpenTask, Ready]] = []
        given: set[UUID] = set()
        for item in chunk:
            task = self._task(item, assets.get(item.name), tasks)
            if task is None or task.pk in given:
                continue
            given.add(task.pk)
            self.tally.add(item)
            if item.ready:
                found.append((task, item.ready))
                for content in item.blobs.values():
                    blobs.keep(self.project.pk, content)
        if self.again:
            new = [task.pk for task in tasks.values() if task.state == Task.State.NEW]
            Document.objects.filter(AS_IMPORTED, task__in=new, layer=Document.Layer.WORK).delete()
        self.tally.records += create_ready(found, origin="import", by=self.imported.created_by)
        self.tally.images += len(found)
        ImportItem.objects.bulk_create(self.rows)
        self.rows = []

    def _assets(self, chunk: Sequence[Fitted]) -> dict[str, KnownAsset]:
        """Assets by item name: of this import by the file's name, else of the data set by the name itself."""
        wanted: dict[str, UUID] = {}
        for item in chunk:
            found = self.by_file.get(item.file) or self.by_file.get(item.name)
            if found:
                wanted[item.name] = found
        by_id = {asset.pk: asset for asset in _known_assets(pk__in=set(wanted.values()))}
        result = {name: by_id[pk] for name, pk in wanted.items() if pk in by_id}
        others = [item.name for item in chunk if item.name not in result]
        result.update((asset.name, asset) for asset in _known_assets(dataset=self.imported.dataset, name__in=others))
        return result

    def _open_tasks(self, assets: Iterable[KnownAsset]) -> dict[UUID, OpenTask]:
        """The first task of each asset."""
        work = Document.objects.filter(task=OuterRef("pk"), layer=Document.Layer.WORK)
        if self.again:
            work = work.exclude(AS_IMPORTED)
        tasks = Task.objects.without_answers().filter(asset__in=[asset.pk for asset in assets])
        rows = tasks.annotate(worked_on=Exists(work)).order_by("-number")
        found = rows.values_list("asset", "pk", "state", "worked_on")
        return {asset: OpenTask(pk, self.project.pk, state, worked_on) for asset, pk, state, worked_on in found}

    def _task(self, item: Fitted, asset: KnownAsset | None, tasks: dict[UUID, OpenTask]) -> OpenTask | None:
        """The task that takes the item's records; None, with a row that says why, when there is none."""
        if asset is None:
            self._left_out(item, "no-picture")
            return None
        sizes = (item.width, item.height), (asset.width, asset.height)
        if None not in sizes[0] and sizes[0] != sizes[1]:
            said, found = (f"{width} × {height}" for width, height in sizes)
            self._left_out(item, "size-differs", asset.pk, said=said, found=found)
            return None
        task = tasks.get(asset.pk)
        if task is None:
            self._left_out(item, NO_TASK, asset.pk)
        elif task.state != Task.State.NEW or task.worked_on:
            self._left_out(item, "has-work", asset.pk)
            return None
        return task

    def _left_out(self, item: Fitted, code: str, asset: UUID | None = None, **params: Any) -> None:
        if not item.said:
            return
        self.rows.append(items.item(self.imported, item.name, Outcome.WARNING, code, asset=asset, params=params))


def _known_assets(**conditions: Any) -> Iterator[KnownAsset]:
    rows = Asset.objects.filter(**conditions).order_by().values_list(*KnownAsset._fields)
    return map(KnownAsset._make, rows)


def _known(imported: Import) -> dict[str, dict[str, Any]]:
    """What was found of the recordings, videos and scenes of the import and of its data set, by their names: a time
    needs a rate, a share of the picture its size, a box the way of the vehicle."""
    facts = ("rate", "samples", "channels", "frames", "posed")
    columns = [*(f"meta__{fact}" for fact in facts), "width", "height"]
    recordings = Asset.objects.filter(dataset=imported.dataset, meta__has_key="rate")
    assets = recordings.values_list("name", *columns)
    taken = ImportItem.objects.filter(imported_by=imported, asset__meta__has_key="rate")
    files = taken.values_list("name", *(f"asset__{column}" for column in columns))
    return {row[0]: dict(zip((*facts, "width", "height"), row[1:], strict=True)) for row in (*assets, *files)}


def take_labels(imported: Import, files: Files, run: JobRun) -> tuple[Tally, bool]:
    """Read all labels; False when the time slice is over before the end. Items done before are passed over."""
    state = run.state
    tally = Tally.of(state.get("tally", {}))
    reader = LabelImport(imported, files, tally, again=run.params.get("phase") == "labels")
    done = int(state.get("labelled", 0))
    total = max(len(reader.by_file), 1)
    with closing(reader.portions(files, done)) as portions:
        for portion in portions:
            with transaction.atomic():
                reader.take(portion.items)
                done += len(portion.items)
                run.job.done, run.job.total = done, max(total, done)
                run.checkpoint({**state, "labelled": done, "tally": tally.json()})
            reader.problems += portion.problems
            if portion.items and run.out_of_time():
                return tally, False
    _report(reader, state)
    return tally, True


def _report(reader: LabelImport, state: dict[str, Any]) -> None:
    """Rows for what the label files themselves have wrong, and for what the project's labels do not know."""
    imported, tally = reader.imported, reader.tally
    rows = [
        items.item(imported, label, Outcome.WARNING, "unknown-label", params={"label": label, "count": count})
        for label, count in tally.unknown.most_common(MOST_NAMED)
    ]
    rows += [_misfit(imported, text, count) for text, count in tally.misfits.most_common(50)]
    for problem in reader.problems:
        message, remedy = problem["message"], problem["remedy"]
        text = Text(f"{message['en']} {remedy['en']}", f"{message['zh']}{remedy['zh']}")
        name = f"{problem['file']}: {problem['place']}" if problem["place"] else problem["file"]
        rows.append(items.item(imported, name, Outcome.WARNING, problem["code"], text=text, params=problem["params"]))
    ImportItem.objects.bulk_create(rows, batch_size=500)


def _misfit(imported: Import, reason: str, count: int) -> ImportItem:
    code, label, thing = reason_in(reason)
    name = label or imported.format
    code = "question-missing" if code == "attribute-missing" and not label else code
    named = KINDS[thing].title if code == "shape-missing" else Text(thing, thing)
    en, zh = (TEXTS[code].format(label=label, count=count, thing=said) for said in (named.en, named.zh))
    text = Text(en.en, zh.zh)
    return items.item(imported, name, Outcome.WARNING, code, text=text, params={"thing": thing, "count": count})
