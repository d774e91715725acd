"""The full log: every entry with all its fields, in the order it was written, corrections beside what they correct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from warroom import phrases
from warroom.commands.said import kind_word, priority_word, verification_word
from warroom.domain.entries import Entry, Kind
from warroom.reports.document import Column, Document, Line, Log, Row, Section, Table
from warroom.reports.subject import Subject
from warroom.reports.wording import counted, document, said_by, table
from warroom.storage.views import Order
from warroom.words import _

VOLUME = 10_000  # entries; a longer log comes in several documents, or no reader could open it
QUOTED = 400  # characters of another entry quoted beside this one; its own line has it whole


def log_reports(subject: Subject) -> Iterator[Document]:
    """The log as documents of at most VOLUME entries; each must be written before the next is asked for."""
    volumes = max(1, -(-subject.tally[0] // VOLUME))
    entries = subject.entries()
    for number in range(1, volumes + 1):
        part = entries if number == volumes else islice(entries, VOLUME)
        title = _("Log") if volumes == 1 else _("Log, volume {number} of {total}").format(number=number, total=volumes)
        both = _("The time is that of the event; when it was written at another, that is said.")
        note = f"{subject.zone_sentence()} {both} {counted(subject)}"
        files = files_table(subject) if number == volumes else None
        sections = [
            Section(
                _("Entries, in the order they were written"),
                (log_of(subject, part, caption=note, order=Order.RECORDED),),
            )
        ]
        if files:
            sections.append(Section(_("Files attached"), (files,)))
        name = "log" if volumes == 1 else f"log-{number:02d}"
        yield document(subject, name=name, title=title, sections=tuple(sections))


def log_of(subject: Subject, entries: Iterable[Entry], *, caption: str, order: Order) -> Log:
    """Entries as lines, with the day said when it changes."""
    return Log(caption, (_("No. and time"), _("Entry")), _lines(subject, entries, order))


def _lines(subject: Subject, entries: Iterable[Entry], order: Order) -> Iterator[Line]:
    zone, day_before = subject.asked.zone, ""
    kinds = {kind: kind_word(kind) for kind in Kind}
    for entry in entries:
        of_order = entry.recorded_at if order is Order.RECORDED else entry.event_at
        day = subject.day(of_order)
        yield Line(
            number=entry.number,
            event=_on(subject, entry.event_at, day),
            recorded=_("written {time}").format(time=_on(subject, entry.recorded_at, day))
            if entry.recorded_at // 1000 != entry.event_at // 1000
            else "",
            late=_("late entry") if entry.is_late else "",
            key_event=_("key event") if entry.key_event else "",
            head=_head(entry, kinds[entry.kind], phrases.utc_offset(entry.recorded_at, zone)),
            text=entry.text,
            notes=tuple(_notes(subject, entry)),
            day=day if day != day_before else "",
        )
        day_before = day


def _on(subject: Subject, ms: int, day: str) -> str:
    """The time of day; with its date when it is not of the day above."""
    clock = subject.clock(ms)
    return clock if subject.day(ms) == day else f"{phrases.date(ms, subject.asked.zone)} {clock}"


def _head(entry: Entry, kind: str, offset: str) -> str:
    """Nature, reliability, author and station, from and to, channel, and the rest of the fields."""
    author = _("{name} ({letter})").format(name=entry.author, letter=entry.station) if entry.author else entry.station
    parts = [
        kind,
        verification_word(entry.verification, entry.kind) if entry.verification else "",
        author,
        said_by(entry),
    ]
    if entry.priority:
        parts.append(priority_word(entry.priority))
    parts += [entry.workstream, entry.services, entry.handling]
    written_at = phrases.offset_word(entry.offset_min)
    if not entry.source and written_at != offset:
        parts.append(_("written at {offset}").format(offset=written_at))
    return " · ".join(part for part in parts if part)


def _notes(subject: Subject, entry: Entry) -> Iterator[str]:
    if entry.corrects:
        wrong = subject.views.entry(entry.corrects)
        said = _quoted(subject.shown(wrong).text) if wrong else ""
        yield _("Corrects {number}: “{text}”").format(number=entry.corrects_number, text=said)
    if entry.corrected_by:
        for later in subject.views.corrections(entry.id):
            yield _("Corrected by {number}: “{text}”").format(
                number=later.number, text=_quoted(subject.shown(later).text)
            )
    if entry.reason and entry.reason not in entry.text:
        yield _("Reason: {reason}").format(reason=entry.reason)
    if entry.follow_up:
        yield _("Follow-up: {text}").format(text=entry.follow_up)
    if entry.sheet:
        yield _("Transcribed from sheet {sheet}").format(sheet=entry.sheet)
    if entry.source:
        yield _("Imported from {source}").format(source=entry.source)
    if entry.original_time:
        yield _("Time as first written: {text}").format(text=entry.original_time)
    if entry.flags:
        yield _("Flags: {flags}").format(flags=", ".join(entry.flags))
    if entry.attachments:
        for file in subject.views.attachments(entry.id):
            yield _("File: {name}, {size}, SHA-256 {sha}").format(
                name=subject.shown(file).name, size=phrases.file_size(file.size), sha=file.sha256
            )


def _quoted(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def files_table(subject: Subject) -> Table | None:
    """Every file of the incident with its hash, whatever it hangs on."""
    columns = (
        Column(_("File"), 2),
        Column(_("Size")),
        Column(_("Added"), 1),
        Column(_("By"), 1),
        Column(_("SHA-256"), 3),
    )
    rows = []
    for file in subject.attachments:
        name = _("{name} (not received yet)").format(name=file.name) if file.awaited else file.name
        origin = _("{name}, origin: {origin}").format(name=name, origin=file.origin) if file.origin else name
        rows.append(
            Row((origin, phrases.file_size(file.size), subject.brief(file.added_at), file.captured_by, file.sha256))
        )
    return table(_("Files attached, with their SHA-256"), columns, rows)
