"""The log for spreadsheets: UTF-8 with BOM, `;` in French and `,` in English, ISO times, formulas disarmed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from operator import attrgetter

from warroom.commands.said import channel_word, kind_word, priority_word, verification_word
from warroom.domain.entries import Kind, Verification
from warroom.reports.subject import Subject
from warroom.words import _, pgettext

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BATCH = 500  # entries a piece


def disarmed(text: str) -> str:
    """A cell that a spreadsheet would compute gets a leading apostrophe; VERIFY.txt says so, and takes it off again."""
    if not text or text[0].isalnum():
        return text
    return f"'{text}" if text.startswith("'") or text.lstrip(" \n\u00a0").startswith(FORMULA_STARTS) else text


def log_csv(subject: Subject) -> Iterator[bytes]:
    """Every entry in the order it was written, in pieces."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=";" if subject.language == "fr" else ",", lineterminator="\r\n")
    page.write(BOM)
    writer.writerow(_headings())
    rows = _rows(subject)
    while True:
        batch = [row for _index, row in zip(range(BATCH), rows, strict=False)]
        if not batch:
            break
        writer.writerows(batch)
        yield page.getvalue().encode()
        page.seek(0)
        page.truncate()
    if page.tell():
        yield page.getvalue().encode()


def _headings() -> list[str]:
    """In the order of the cells of `_rows`."""
    written = [
        _("No."),
        _("Event time"),
        _("Recorded time"),
        pgettext("entry", "Late"),
        _("Type"),
        _("Reliability"),
        _("Key event"),
    ]
    joined = [_("Channel"), _("Priority"), _("Corrected by"), _("Files"), _("Flags"), _("Offset when written (min)")]
    typed = [_("Text"), _("Author"), _("Station"), _("From"), _("To"), _("Workstream"), _("Services"), _("Handling")]
    paper = [_("Transcribed from sheet")]
    more = [_("Corrects"), _("Reason"), _("Follow-up"), _("Source"), _("Time as first written"), _("Zone when written")]
    return [*written, *typed, *more, *paper, *joined, _("Mode"), _("Id")]


_typed = attrgetter(
    "text", "author", "station", "from_who", "to_who", "workstream", "services", "handling",
    "corrects_number", "reason", "follow_up", "source", "original_time", "zone", "sheet",
)  # fmt: skip


def _rows(subject: Subject) -> Iterator[list[str]]:
    kinds = {kind: kind_word(kind) for kind in Kind}
    states = {state: verification_word(state) for state in Verification}
    yes, mode = _("yes"), _("EXERCISE") if subject.incident.exercise else _("real")
    for entry in subject.entries():
        yield [
            disarmed(entry.number),
            subject.iso(entry.event_at),
            subject.iso(entry.recorded_at),
            yes if entry.is_late else "",
            kinds[entry.kind],
            states[entry.verification],
            yes if entry.key_event else "",
            *[text if not text or text[0].isalnum() else disarmed(text) for text in _typed(entry)],
            disarmed(channel_word(entry.channel)) if entry.channel else "",
            disarmed(priority_word(entry.priority)) if entry.priority else "",
            disarmed(" ".join(entry.corrected_by)),
            str(entry.attachments or ""),
            disarmed(" ".join(entry.flags)),
            str(entry.offset_min),
            mode,
            entry.id,
        ]
