"""Take the media of an import: chunk by chunk, each chunk wholly or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction

from annotation.formats.source import Unreadable
from annotation.modalities import MODALITIES, Group, Prepared, Rejected, Warned
from annotation.modalities.sandbox import Sandbox, Work
from annotation.services.importing import items
from annotation.services.importing.lookalikes import Known, Lookalikes
from annotation.services.importing.sources import Files
from annotation.services.importing.texts import TEXTS
from core import storage
from projects.models import Asset, AssetFile, Batch, Import, ImportItem
from projects.services.assets import add_assets, remove_unused

if TYPE_CHECKING:
    from core.jobs import JobRun

CHUNK = 64
CHUNK_BYTES = 256 * 1024**2
"""A chunk ends early with the file that makes it larger: what is made of a long recording is many times its size."""
PIECE = 1024 * 1024
WRITERS = 8
COLUMNS = ("display", "thumbnail")
"""Roles of derivatives that every asset may have; the others are rows of their own."""
Outcome = ImportItem.Outcome


@dataclass(frozen=True, slots=True)
class Copied:
    """One file that was copied here to be looked at."""

    name: str
    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """The files of one asset to be, the leading one first."""

    name: str
    files: tuple[Copied, ...]
    folder: Path

    @property
    def sha256(self) -> str:
        """Of the file; of several files, that of their names and hashes as `sha256sum` writes them."""
        if len(self.files) == 1:
            return self.files[0].sha256
        lines = sorted(f"{each.sha256}  {each.name}\n" for each in self.files)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @property
    def size(self) -> int:
        return sum(each.size for each in self.files)

    def discard(self) -> None:
        """What was not taken makes room."""
        for each in self.files:
            each.path.unlink(missing_ok=True)


class MediaImport:
    """Takes assets into one data set. What is in the report already is not looked at again, so a retry goes on."""

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
        self.sizes: dict[Path, int] = {}

    def take(self, groups: Sequence[Group], sandbox: Sandbox) -> int:
        """Look at the first of these files, a chunk of them, and write what became of them in one transaction.

        Returns how many it was.
        """
        rows: list[ImportItem] = []
        found, taken = self._candidates(groups, sandbox, rows)
        fresh, twins = self._fresh(found, rows)
        works = [Work({each.name: each.path for each in one.files}, one.folder, one) for one in fresh]
        results = [(work.tag, result) for work, result in sandbox.prepare(works)]
        became: dict[str, Asset | Rejected] = {}
        files: list[AssetFile] = []
        try:
            self._keep_all(results)
            for candidate, result in results:
                asset = became[candidate.sha256] = self._became(candidate, result, rows)
                if isinstance(asset, Asset) and isinstance(result, Prepared):
                    files += self._files(asset, candidate, result)
            rows += [self._twin(twin, became[twin.sha256]) for twin in twins]
            self._write([each for each in became.values() if isinstance(each, Asset)], files, rows)
        except BaseException:
            remove_unused(self.stored.values())
            raise
        finally:
            for candidate in (*fresh, *twins):
                candidate.discard()
        return taken

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
    def _write(self, assets: list[Asset], files: list[AssetFile], rows: list[ImportItem]) -> None:
        add_assets(self.project, assets, tasks=self.imported.options.get("tasks", True), batch=self.batch)
        AssetFile.objects.bulk_create(files, batch_size=500)
        ImportItem.objects.bulk_create(rows)

    def _candidates(
        self, groups: Sequence[Group], sandbox: Sandbox, rows: list[ImportItem]
    ) -> tuple[list[Candidate], int]:
        """(local copies of a chunk of the groups, how many groups it took); what cannot be read has a row now."""
        found: list[Candidate] = []
        size = 0
        for at, group in enumerate(groups[:CHUNK]):
            if size > CHUNK_BYTES:
                return found, at
            candidate = self._candidate(at, group, rows)
            if candidate is not None:
                found += self._apart(candidate, sandbox, rows)
                size += candidate.size
        return found, min(CHUNK, len(groups))

    def _apart(self, whole: Candidate, sandbox: Sandbox, rows: list[ImportItem]) -> list[Candidate]:
        """The candidate, or one for each page of it, in the order of the pages; the file itself has a row then."""
        leading = whole.files[0]
        if len(whole.files) > 1:
            return self._joined(whole, sandbox, rows)
        if not _may_hold_several(self.project.modality, leading.path):
            return [whole]
        try:
            parts = sandbox.split(Work({leading.name: leading.path}, whole.folder))
        except Rejected as error:
            rows.append(items.refused(self.imported, whole.name, error))
            whole.discard()
            return []
        if not parts:
            return [whole]
        whole.discard()
        below = str(PurePosixPath(whole.name).with_suffix(""))
        params = {"count": len(parts), "folder": below}
        rows.append(items.item(self.imported, whole.name, Outcome.WARNING, "pages", params=params))
        found = []
        for number, part in enumerate(parts):
            folder = whole.folder / f"part-{number}"
            folder.mkdir()
            copied = Copied(part.name, part.path, _digest_of(part.path), part.path.stat().st_size)
            found.append(Candidate(f"{below}/{part.name}", (copied,), folder))
        return found

    def _joined(self, whole: Candidate, sandbox: Sandbox, rows: list[ImportItem]) -> list[Candidate]:
        """The candidate, its files made one where the modality does that."""
        if not MODALITIES[self.project.modality].joins_files:
            return [whole]
        try:
            path = sandbox.join(Work({each.name: each.path for each in whole.files}, whole.folder))
        except Rejected as error:
            rows.append(items.refused(self.imported, whole.name, error))
            whole.discard()
            return []
        if path is None:
            return [whole]
        whole.discard()
        copied = Copied(whole.name, path, _digest_of(path), path.stat().st_size)
        return [Candidate(whole.name, (copied,), whole.folder)]

    def _fresh(
        self, candidates: Sequence[Candidate], rows: list[ImportItem]
    ) -> tuple[list[Candidate], list[Candidate]]:
        """(what the project does not have yet, more of the same bytes); all others have a row now."""
        hashes = {candidate.sha256 for candidate in candidates}
        same = {asset.sha256: asset for asset in Asset.objects.filter(project=self.project, sha256__in=hashes)}
        fresh: dict[str, Candidate] = {}
        twins: list[Candidate] = []
        for candidate in candidates:
            if candidate.sha256 in same:
                rows.append(self._duplicate(candidate, same[candidate.sha256]))
                candidate.discard()
            elif candidate.sha256 in fresh:
                twins.append(candidate)
            else:
                fresh[candidate.sha256] = candidate
        return list(fresh.values()), twins

    def _candidate(self, at: int, group: Group, rows: list[ImportItem]) -> Candidate | None:
        """Local copies of a group's files; None, with a row, when one cannot be read or is too large."""
        folder = self.folder / str(at)
        folder.mkdir(exist_ok=True)
        copied: list[Copied] = []
        for number, name in enumerate(group.files):
            # The name's own ending stays, so that the modality can tell when it is wrong.
            path = folder / f"original-{number}{_suffix(name)}"
            try:
                copied.append(self._copied(name, path))
            except Unreadable as error:
                path.unlink(missing_ok=True)
                Candidate(group.name, tuple(copied), folder).discard()
                text = items.problem_text(error.code, error.params)
                rows.append(
                    items.item(self.imported, group.name, Outcome.REJECTED, error.code, text=text, params=error.params)
                )
                return None
        return Candidate(group.name, tuple(copied), folder)

    def _copied(self, name: str, path: Path) -> Copied:
        """A local copy with its SHA-256. Raises Unreadable."""
        digest, size = hashlib.sha256(), 0
        limit = settings.IMPORT_MAX_FILE_BYTES
        with self.files.open(name) as source, path.open("wb") as copy:
            while chunk := source.read(PIECE):
                size += len(chunk)
                if size > limit:
                    raise Unreadable("too-large", "too large", limit=limit)
                digest.update(chunk)
                copy.write(chunk)
        return Copied(name, path, digest.hexdigest(), size)

    def _duplicate(self, candidate: Candidate, asset: Asset) -> ImportItem:
        params = {"of": asset.name}
        return items.item(self.imported, candidate.name, Outcome.DUPLICATE, "duplicate", asset=asset.pk, params=params)

    def _asset(self, candidate: Candidate, prepared: Prepared) -> tuple[Asset, list[Warned]]:
        """The asset with its files in the store, not yet in the database."""
        facts, warnings = prepared.facts, list(prepared.facts.warnings)
        derived = {each.role: self.stored[each.path] for each in prepared.derivatives if each.role in COLUMNS}
        name = self._free_name(candidate.name, warnings)
        asset = Asset(
            project=self.project,
            dataset=self.imported.dataset,
            name=name,
            media_type=facts.media_type,
            sha256=candidate.sha256,
            size=candidate.size,
            original=self.stored[candidate.files[0].path],
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

    def _files(self, asset: Asset, candidate: Candidate, prepared: Prepared) -> list[AssetFile]:
        """What has no column of the asset: the originals when there are several, and the modality's derivatives."""
        found = [
            AssetFile(
                asset=asset, role=each.role, key=each.key, stored=self.stored[each.path],
                size=self.sizes[each.path], meta=each.meta,
            )
            for each in prepared.derivatives
            if each.role not in COLUMNS
        ]  # fmt: skip
        if len(candidate.files) > 1:
            found += [
                AssetFile(asset=asset, role="original", key=each.name, stored=self.stored[each.path], size=each.size)
                for each in candidate.files
            ]
        return found

    def _keep_all(self, results: list[tuple[Candidate, Prepared | Rejected]]) -> None:
        """Put originals and derivatives into the store, several at once: each waits for the disk or the network."""
        self.stored, self.sizes = {}, {}
        files: list[tuple[Path, str, str]] = []
        for candidate, result in results:
            if isinstance(result, Prepared):
                leading, *others = candidate.files
                files.append((leading.path, "originals", result.facts.suffix))
                files += [(each.path, "originals", _suffix(each.name)) for each in others]
                files += [(each.path, f"{each.role}s", each.suffix) for each in result.derivatives]
        # A derivative may be one of the originals, as a photograph that the browser shows as it is: kept once.
        files = list({file[0]: file for file in files}.values())
        self.sizes = {path: path.stat().st_size for path, _, _ in files}
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


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _may_hold_several(modality: str, path: Path) -> bool:
    with path.open("rb") as file:
        return MODALITIES[modality].may_hold_several(file.read(512))


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix.isascii() and len(suffix) <= 10 and suffix[1:].isalnum() else ""


def stored_prefix(imported: Import) -> str:
    """Where the files of an import lie in the store: by themselves, so that an import that broke off can be swept."""
    return f"assets/{imported.project_id}/{imported.pk}"


def take_media(media: MediaImport, run: JobRun, groups: Sequence[Group], sandbox: Sandbox) -> bool:
    """Take all groups that are not in the report yet; False when the time slice is over before the end."""
    done = set(ImportItem.objects.filter(imported_by=media.imported).values_list("name", flat=True))
    left = [group for group in groups if group.name[: items.LONGEST] not in done]
    count = len(groups) - len(left)
    run.progress(count, len(groups))
    start = 0
    while start < len(left):
        if run.out_of_time():
            return False
        start += media.take(left[start : start + CHUNK], sandbox)
        run.progress(count + start, len(groups))
    return True


def ids_by_name(imported: Import) -> dict[str, UUID]:
    """Assets by the names of the files they came from, those found as duplicates included."""
    rows = ImportItem.objects.filter(imported_by=imported, asset__isnull=False).values_list("name", "asset_id")
    return dict(rows)
