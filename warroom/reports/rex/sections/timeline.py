"""The timeline: key events with both their times, where nothing was written, what cannot be true, then every entry."""

from __future__ import annotations

from dataclasses import replace

from warroom import phrases
from warroom.commands.rex_words import contradiction_said, gap_said, without_hour_said
from warroom.domain.entries import Entry
from warroom.domain.rex import NoteKind, Step
from warroom.domain.rex_state import RexFacts
from warroom.domain.rex_timeline import AFTERWARDS
from warroom.reports.document import Block, Column, Paragraph, Row, Section, Table, Tone
from warroom.reports.rex.evidence import says
from warroom.reports.rex.others import others_of
from warroom.reports.rex.pictures import timeline_pictures
from warroom.reports.rex.said import text
from warroom.reports.rex.section import Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.reports.timeline import log_of
from warroom.reports.wording import DASH, section, table
from warroom.storage.views import LogFilter, Order
from warroom.words import _

KEY_EVENTS = 500  # more are in the log
WHOLE_LOG = 2_000  # a longer log is not repeated here: it goes with the report as its own document
POINTED_OUT = 200  # gaps and contradictions


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    found: list[Block | Section | None] = [
        *timeline_pictures(subject, rex),
        _key_events(subject),
        *(section(_heading(other), _key_events(other), level=2) for other in others_of(subject, rex)),
        _gaps(subject, rex),
        _contradictions(subject, rex),
        _every_entry(subject),
    ]
    return tuple(one for one in found if one is not None)


def _key_events(subject: Subject) -> Table | None:
    events = [
        entry
        for entry in subject.newest(LogFilter(key_events=True), count=KEY_EVENTS)
        if not entry.code.startswith(AFTERWARDS)
    ]
    columns = (
        Column(_("Event"), 1.4),
        Column(_("Written"), 1.4),
        Column(_("Delay"), 1),
        Column(_("No.")),
        Column(_("Text"), 5),
    )
    return table(_("Key events, in the order they happened"), columns, [_event(subject, entry) for entry in events])


def _heading(other: Subject) -> str:
    return f"{other.incident.number} · {other.incident.title}"


def _event(subject: Subject, entry: Entry) -> Row:
    late_by = entry.recorded_at - entry.event_at
    delay = phrases.duration(late_by) if late_by >= 60_000 else DASH
    if entry.is_late:
        delay = _("{delay} · late entry").format(delay=delay)
    if entry.source:
        delay = _("imported")
    said = entry.text
    if entry.corrected_by:
        said = _("{text} (corrected by {numbers})").format(text=said, numbers=", ".join(entry.corrected_by))
    happened = subject.moment(entry.event_at) if entry.has_hour else _("no hour given")
    cells = (happened, subject.moment(entry.recorded_at), delay, entry.number, said)
    return Row(cells, Tone.LATE if entry.is_late else Tone.PLAIN)


def _gaps(subject: Subject, rex: RexFacts | None) -> Section | None:
    if rex is None or rex.timeline is None or not (rex.timeline.gaps or rex.timeline.without_hour):
        return None
    now = subject.asked.now_ms
    said = [
        (one.key, gap_said(one, now, subject.asked.zone), f"{one.after.number} – {one.before.number}")
        for one in rex.timeline.gaps
    ]
    apart = Paragraph(without_hour_said(rex.timeline), Tone.MUTED) if rex.timeline.without_hour else None
    pointed = _pointed_out(subject, rex, _("Gaps in the log"), said)
    return section(_("Where nothing was written"), pointed, apart, level=2)


def _contradictions(subject: Subject, rex: RexFacts | None) -> Section | None:
    """Those to explain, and those that the log explains itself; a late entry stands with both its times above."""
    every = rex.timeline.contradictions if rex and rex.timeline else ()
    found = [one for one in every if one.needs_answer or one.given]
    if rex is None or not found:
        return None
    now, zone = subject.asked.now_ms, subject.asked.zone
    said = [(one.key, contradiction_said(one, now, zone), ", ".join(one.numbers)) for one in found]
    given = {one.key: [text(subject, one.given)] for one in found if one.given}
    pointed = _pointed_out(subject, rex, _("Contradictions of the log"), said, given)
    return section(_("What cannot be true as it stands"), pointed, level=2)


def _pointed_out(
    subject: Subject,
    rex: RexFacts,
    caption: str,
    said: list[tuple[str, str, str]],
    given: dict[str, list[str]] | None = None,
) -> Table | None:
    """What was pointed out beside what somebody explained of it; `given` is what the log itself says."""
    columns = (Column(_("No.")), Column(_("What"), 3), Column(_("Explanation"), 3))
    explained = dict(given or {})
    for note in rex.notes:
        if note.kind is NoteKind.EXPLAINED and note.about:
            rests = says(subject, note.evidence)
            explained.setdefault(note.about, []).append(
                f"{text(subject, note.text)} ({rests})" if rests else text(subject, note.text)
            )
    rows = [
        Row(
            (number, what, " · ".join(explained.get(key, ())) or _("not explained yet")),
            Tone.PLAIN if key in explained else Tone.LATE,
        )
        for key, what, number in said[:POINTED_OUT]
    ]
    return table(caption, columns, rows)


def _every_entry(subject: Subject) -> Section:
    total = subject.tally[0]
    title = _("Timeline: every entry")
    if total > WHOLE_LOG:
        said = _("The log has {count} entries; log.csv holds them all.").format(count=total)
        return Section(title, (Paragraph(said),), 2)
    caption = _("Every entry, in the order of the events")
    log = log_of(subject, subject.entries(Order.EVENT), caption=caption, order=Order.EVENT)
    return Section(title, (replace(log, lines=tuple(log.lines)),), 2)  # read again for each format it is written as


SECTION = ReviewSection(
    code="timeline",
    order=400,
    step=Step.TIMELINE,
    title=lambda: _("Timeline"),
    hint=lambda: _("Explain gaps and contradictions; say what the log does not tell."),
    nouns=("entry", "entry_mark", "incident", "decision"),
    blocks=_blocks,
    holds=lambda subject: True,
)
