"""What became of each file, as rows of the import's report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from annotation.formats.messages import PROBLEMS, worded
from annotation.formats.source import Rejected as RejectedFile
from annotation.modalities import Rejected, Warned
from annotation.services.importing.texts import TEXTS
from core.text import Text
from projects.models import Asset, Import, ImportItem

Outcome = ImportItem.Outcome
LONGEST = 1000


def item(
    imported: Import,
    name: str,
    outcome: str,
    code: str = "",
    *,
    text: Text | None = None,
    asset: UUID | None = None,
    params: dict[str, Any] | None = None,
) -> ImportItem:
    """A row; without `text` the sentence is that of `code`, filled with the params."""
    params = params or {}
    if code and text is None:
        text = TEXTS[code].format(**params)
    return ImportItem(
        imported_by=imported,
        name=name[:LONGEST],
        outcome=outcome,
        code=code,
        message=text.json() if text else {},
        params=params,
        asset_id=asset,
    )


def refused(imported: Import, name: str, error: Rejected) -> ImportItem:
    """A file that its modality did not take."""
    return item(imported, name, Outcome.REJECTED, error.code, text=error.text, params=error.params)


def not_offered(imported: Import, rejected: RejectedFile) -> ImportItem:
    """A file that the source itself did not offer: a bad name, a link in a zip, a broken archive."""
    text = problem_text(rejected.code, rejected.params)
    return item(imported, rejected.name, Outcome.REJECTED, rejected.code, text=text, params=rejected.params)


def problem_text(code: str, params: dict[str, Any]) -> Text:
    """The sentence of a code that formats and sources use, or one of the import's own."""
    if code in PROBLEMS:
        message, remedy = worded(code, params)
        return Text(f"{message.en} {remedy.en}", f"{message.zh}{remedy.zh}")
    return TEXTS[code].format(**params)


def taken(imported: Import, name: str, asset: Asset, warnings: list[Warned]) -> ImportItem:
    """A file that became an asset; the first warning names the row, all of them are in its params."""
    if not warnings:
        return item(imported, name, Outcome.IMPORTED, asset=asset.pk)
    near = next((each for each in warnings if each.code == "near-duplicate"), None)
    first = near or warnings[0]
    english = " ".join(each.text.en for each in warnings)
    chinese = "".join(each.text.zh for each in warnings)
    return item(
        imported,
        name,
        Outcome.NEAR_DUPLICATE if near else Outcome.WARNING,
        first.code,
        text=Text(english, chinese),
        asset=asset.pk,
        params={**first.params, "codes": [each.code for each in warnings]},
    )
