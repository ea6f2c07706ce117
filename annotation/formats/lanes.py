"""How formats with named tiers call the lanes of records: "speaker - words", as the Montreal Forced Aligner does."""

from __future__ import annotations

from annotation.formats import timed
from annotation.formats.report import Report
from annotation.formats.timed import Line

LANES = {timed.SPEECH: "speech", timed.WORD: "words", timed.PHONE: "phones", timed.READING: "readings"}
LABELS = {
    "speech": timed.SPEECH, "utterance": timed.SPEECH, "utterances": timed.SPEECH,
    "word": timed.WORD, "words": timed.WORD, "phone": timed.PHONE, "phones": timed.PHONE,
    "readings": timed.READING,
}  # fmt: skip
"""Names of tiers that everybody uses, and the labels that they stand for."""
BETWEEN = " - "


def lane_name(line: Line, report: Report) -> str:
    """The tier that a record goes to."""
    label, tier = line.record["label"], line.data["tier"]
    if tier and label != timed.SPEECH:
        report.loss("label-dropped")
    lane = tier or LANES.get(label, label)
    return f"{line.data['speaker']}{BETWEEN}{lane}" if line.data["speaker"] else lane


def lane_of(name: str, participant: str | None = None) -> tuple[str, str, str]:
    """(speaker, label, tier) that the name of a tier stands for; `participant` is its speaker where a file says it."""
    speaker, between, lane = name.partition(BETWEEN)
    if not between or (participant and speaker != participant):
        speaker, lane = participant or "", name
    label = LABELS.get(lane.strip().lower())
    return speaker[:100], label or timed.SPEECH, "" if label else lane[:100]
