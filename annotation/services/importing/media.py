"""Take the media files of an import: chunk by chunk, each chunk wholly or not at all."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction

from annotation.formats.source import Unreadable
from annotation.modalities import Prepared, Rejected, Warned
from annotation.modalities.sandbox import Sandbox, Work
from annotation.services.importing import items
from annotation.services.importing.lookalikes import Known, Lookalikes
from annotation.services.importing.sources import Files
from annotation.services.importing.texts import TEXTS
from core import storage
from projects.models import Asset, Batch, Import, ImportItem
from projects.services.assets import add_assets, remove_unused

if TYPE_CHECKING:
    from core.jobs import JobRun

CHUNK = 64
PIECE = 1024 * 1024
WRITERS = 8
Outcome = ImportItem.Outcome


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that was copied here to be looked at."""

    name: str
    path: Path
    folder: Path
    sha256: str
    size: int


class MediaImport:
    """Takes files into one data set. What is in the report already is not looked at again, so a retry goes on."""

    def __init__(self, imported: Import, files: Files, folder: Path) -> None:
        self.imported = imported
        self.project = imported.project
        self.files = files
        self.folder = folder
        self.prefix = stored_prefix(imported)
        batch = imported.options.get("batch")
        self.batch = Batch.objects.filter(pk=batch).first() if batch else None
        self.lookalikes = Lookalikes(self.project)
        self.names = set(Asset.objects.filter(dataset=imported.dataset).values_list("name", flat=True))
        self.stored: dict[Path, str] = {}

    def take(self, names: list[str], sandbox: Sandbox) -> None:
        """Look at these files and write what became of them, in one transaction."""
        rows: list[ImportItem] = []
        fresh, twins = self._fresh(names, rows)
        works = [Work(candidate.path, candidate.folder, candidate) for candidate in fresh]
        results = [(work.tag, result) for work, result in sandbox.prepare(works)]
        became: dict[str, Asset | Rejected] = {}
        try:
            self._keep_all(results)
            for candidate, result in results:
                became[candidate.sha256] = self._became(candidate, result, rows)
            rows += [self._twin(twin, became[twin.sha256]) for twin in twins]
            self._write([each for each in became.values() if isinstance(each, Asset)], rows)
        except BaseException:
            remove_unused(self.stored.values())
            raise
        finally:
            for candidate in (*fresh, *twins):
                candidate.path.unlink(missing_ok=True)  # what was not taken makes room

    def _became(self, candidate: Candidate, result: Prepared | Rejected, rows: list[ImportItem]) -> Asset | Rejected:
        if isinstance(result, Rejected):
            rows.append(items.refused(self.imported, candidate.name, result))
            return result
        asset, warnings = self._asset(candidate, result)
        rows.append(items.taken(self.imported, candidate.name, asset, warnings))
        return asset

    def _twin(self, twin: Candidate, first: Asset | Rejected) -> ImportItem:
        """A file of the same bytes as an earlier one of the chunk shares its fate."""
        if isinstance(first, Rejected):
            return items.refused(self.imported, twin.name, first)
        return self._duplicate(twin, first)

    @transaction.atomic
    def _write(self, assets: list[Asset], rows: list[ImportItem]) -> None:
        add_assets(self.project, assets, tasks=self.imported.options.get("tasks", True), batch=self.batch)
        ImportItem.objects.bulk_create(rows)

    def _fresh(self, names: list[str], rows: list[ImportItem]) -> tuple[list[Candidate], list[Candidate]]:
        """(files that the project does not have yet, further files of the same bytes); all others have a row now."""
        found = [self._copied(at, name, rows) for at, name in enumerate(names)]
        candidates = [candidate for candidate in found if candidate is not None]
        hashes = {candidate.sha256 for candidate in candidates}
        same = {asset.sha256: asset for asset in Asset.objects.filter(project=self.project, sha256__in=hashes)}
        fresh: dict[str, Candidate] = {}
        twins: list[Candidate] = []
        for candidate in candidates:
            if candidate.sha256 in same:
                rows.append(self._duplicate(candidate, same[candidate.sha256]))
                candidate.path.unlink()
            elif candidate.sha256 in fresh:
                twins.append(candidate)
            else:
                fresh[candidate.sha256] = candidate
        return list(fresh.values()), twins

    def _copied(self, at: int, name: str, rows: list[ImportItem]) -> Candidate | None:
        """A local copy with its SHA-256; None when it cannot be read or is too large."""
        folder = self.folder / str(at)
        folder.mkdir(exist_ok=True)
        # The name's own ending stays, so that the modality can tell when it is wrong.
        path = folder / f"original{_suffix(name)}"
        digest, size = hashlib.sha256(), 0
        limit = settings.IMPORT_MAX_FILE_BYTES
        try:
            with self.files.open(name) as source, path.open("wb") as copy:
                while chunk := source.read(PIECE):
                    size += len(chunk)
                    if size > limit:
                        raise Unreadable("too-large", "too large", limit=limit)
                    digest.update(chunk)
                    copy.write(chunk)
        except Unreadable as error:
            path.unlink(missing_ok=True)
            text = items.problem_text(error.code, error.params)
            rows.append(items.item(self.imported, name, Outcome.REJECTED, error.code, text=text, params=error.params))
            return None
        return Candidate(name, path, folder, digest.hexdigest(), size)

    def _duplicate(self, candidate: Candidate, asset: Asset) -> ImportItem:
        params = {"of": asset.name}
        return items.item(self.imported, candidate.name, Outcome.DUPLICATE, "duplicate", asset=asset, params=params)

    def _asset(self, candidate: Candidate, prepared: Prepared) -> tuple[Asset, list[Warned]]:
        """The asset with its files in the store, not yet in the database."""
        facts, warnings = prepared.facts, list(prepared.facts.warnings)
        derived = {each.role: self.stored[each.path] for each in prepared.derivatives}
        name = self._free_name(candidate.name, warnings)
        asset = Asset(
            project=self.project,
            dataset=self.imported.dataset,
            name=name,
            media_type=facts.media_type,
            sha256=candidate.sha256,
            size=candidate.size,
            original=self.stored[candidate.path],
            display=derived.get("display", ""),
            thumbnail=derived.get("thumbnail", ""),
            width=facts.width,
            height=facts.height,
            meta={**facts.meta, "warnings": [each.code for each in facts.warnings]},
            perceptual_hash=prepared.perceptual_hash,
            sequence=str(PurePosixPath(name).parent).removeprefix(".")[-200:],
            created_by=self.imported.created_by,
        )
        self._compare(asset, warnings)
        return asset, warnings

    def _keep_all(self, results: list[tuple[Candidate, Prepared | Rejected]]) -> None:
        """Put originals and derivatives into the store, several at once: each waits for the disk or the network."""
        self.stored = {}
        files: list[tuple[Path, str, str]] = []
        for candidate, result in results:
            if isinstance(result, Prepared):
                files.append((candidate.path, "originals", result.facts.suffix))
                files += [(each.path, f"{each.role}s", each.suffix) for each in result.derivatives]
        with ThreadPoolExecutor(WRITERS, thread_name_prefix="store") as pool:
            for (path, _, _), name in zip(files, pool.map(self._keep, files), strict=True):
                self.stored[path] = name

    def _keep(self, file: tuple[Path, str, str]) -> str:
        path, place, suffix = file
        return storage.put(path, f"{self.prefix}/{place}", suffix=suffix, move=True).name

    def _free_name(self, name: str, warnings: list[Warned]) -> str:
        """A name that no other asset of the data set has."""
        free = said = name[-500:]
        head, dot, tail = said.rpartition(".")
        number = 1
        while free in self.names:
            number += 1
            free = f"{head} ({number}).{tail}" if dot else f"{said} ({number})"
        if free != said:
            params = {"said": said, "name": free}
            warnings.append(Warned("renamed", TEXTS["renamed"].format(**params), params))
        self.names.add(free)
        return free

    def _compare(self, asset: Asset, warnings: list[Warned]) -> None:
        """Note what it looks like. That a frame looks like the one before is no news: nothing is said of it."""
        found = self.lookalikes.nearest(asset.perceptual_hash, asset.name, asset.sequence)
        if found and not found[0].is_frame_beside(asset.name, asset.sequence):
            known, bits = found
            asset.near_duplicate_of_id = known.id
            params = {"of": known.name, "bits": bits}
            warnings.append(Warned("near-duplicate", TEXTS["near-duplicate"].format(**params), params))
        self.lookalikes.add(asset.perceptual_hash, Known(asset.pk, asset.name, asset.sequence))


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix.isascii() and len(suffix) <= 10 and suffix[1:].isalnum() else ""


def stored_prefix(imported: Import) -> str:
    """Where the files of an import lie in the store: by themselves, so that an import that broke off can be swept."""
    return f"assets/{imported.project_id}/{imported.pk}"


def take_media(media: MediaImport, run: JobRun, names: list[str], sandbox: Sandbox) -> bool:
    """Take all of `names` that are not in the report yet; False when the time slice is over before the end."""
    done = set(ImportItem.objects.filter(imported_by=media.imported).values_list("name", flat=True))
    left = [name for name in names if name[: items.LONGEST] not in done]
    count = len(names) - len(left)
    run.progress(count, len(names))
    for start in range(0, len(left), CHUNK):
        if run.out_of_time():
            return False
        chunk = left[start : start + CHUNK]
        media.take(chunk, sandbox)
        count += len(chunk)
        run.progress(count, len(names))
    return True


def ids_by_name(imported: Import) -> dict[str, UUID]:
    """Assets by the names of the files they came from, those found as duplicates included."""
    rows = ImportItem.objects.filter(imported_by=imported, asset__isnull=False).values_list("name", "asset_id")
    return dict(rows)
