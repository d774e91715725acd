"""Pieces of wording that several reports share: the facts at the top, tables of actions, decisions and services."""

from __future__ import annotations

from datetime import UTC

from warroom import phrases
from warroom.commands.said import (
    action_word,
    channel_word,
    milestone_word,
    service_word,
    severity_meaning,
    severity_word,
    status_word,
    verification_word,
)
from warroom.commands.said_ahead import unverified_said, window_said
from warroom.domain.actions import Action
from warroom.domain.decisions import Decision, DecisionState, How
from warroom.domain.dues import DueKind
from warroom.domain.entries import Entry
from warroom.domain.incidents import Incident, Milestone
from warroom.reports.document import Block, Column, Document, Facts, Paragraph, Row, Section, Table, Tone
from warroom.reports.subject import Subject
from warroom.words import _, ngettext, pgettext

DASH = "—"


def document(subject: Subject, *, name: str, title: str, sections: tuple[Section, ...]) -> Document:
    """A report with everything that stands on each of its pages."""
    incident = subject.incident
    page, _gap, of_total = _("Page {n} of {total}").partition("{n}")
    return Document(
        name=name,
        title=title,
        subject=incident.title,
        language=subject.language,
        facts=Facts(tuple(header(subject))),
        sections=sections,
        reference=incident.number,
        marking=subject.asked.marking,
        fingerprint=subject.fingerprint,
        fingerprint_word=_("Journal {fingerprint}").format(fingerprint=subject.fingerprint),
        digest_word=_("Full hash of the journal (SHA-256): {digest}").format(digest=subject.digest),
        page_words=(page, of_total.replace("{total}", "")),
        watermark=_("EXERCISE") if incident.exercise else "",
        watermark_sentence=_("This is an exercise. Nothing in this document is real.") if incident.exercise else "",
        author=subject.asked.member,
        made_at=subject.asked.now_ms,
        escaped_note=_(
            "Signs that this document cannot draw are written by their code, as in {example}; "
            "the other files of this folder hold them as typed."
        ).format(example="‹U+202E›"),
    )


def header(subject: Subject) -> list[tuple[str, str]]:
    """The facts at the top of every report."""
    incident, asked = subject.incident, subject.asked
    by = asked.member or _("station {letter}").format(letter=asked.station)
    rows = [
        (_("Incident"), f"{incident.number} · {incident.title}"),
        (_("Severity"), gravity(incident)),
        (_("Status"), status_word(incident.status)),
        (_("Mode"), _("EXERCISE") if incident.exercise else _("Real situation")),
        (_("Led by"), incident.owner),
        (_("Room"), subject.room),
        (_("Written by"), _("{name}, station {letter}").format(name=by, letter=asked.station) if asked.member else by),
        (_("Established"), subject.both(asked.now_ms)),
        (_("Marking"), asked.marking),
        (_("Source"), incident.source),
        (_("Fingerprint"), subject.fingerprint),
        (_("Full hash"), subject.digest),
    ]
    return [(label, value) for label, value in rows if value]


def gravity(incident: Incident) -> str:
    """`SEV1 · Critical`, and why when a vital service decided it."""
    said = f"{severity_word(incident.severity)} · {severity_meaning(incident.severity)}"
    return _("{severity} · vital service touched").format(severity=said) if incident.vital else said


def nothing(sentence: str = "") -> tuple[Block, ...]:
    return (Paragraph(sentence or _("Nothing recorded."), Tone.MUTED),)


def section(title: str, *blocks: Block | None, otherwise: str = "", level: int = 1) -> Section:
    """A section of the blocks that exist, or the sentence for none."""
    present = tuple(block for block in blocks if block is not None)
    return Section(title, present or nothing(otherwise), level)


def table(caption: str, columns: tuple[Column, ...], rows: list[Row]) -> Table | None:
    """A table, unless it would be empty."""
    return Table(caption, columns, tuple(rows)) if rows else None


def services_table(subject: Subject) -> Table | None:
    columns = (Column(_("Service"), 2), Column(_("State"), 1), Column(_("Since"), 1))
    rows = [
        Row((item.name, service_word(item.state), subject.brief(item.since) if item.since else DASH))
        for item in subject.services
    ]
    return table(_("Services touched"), columns, rows)


def milestones_table(subject: Subject, sources: dict[Milestone, str]) -> Table | None:
    columns = (
        Column(_("Milestone"), 1),
        Column(_("Local time"), 1),
        Column(_("UTC"), 1),
        Column(_("Where it comes from"), 2),
    )
    rows = [
        Row(
            (
                milestone_word(item),
                subject.moment(at),
                f"{phrases.local(at, UTC):%Y-%m-%d %H:%M}",
                sources.get(item, DASH),
            )
        )
        if (at := subject.incident.milestones.get(item)) is not None
        else Row((milestone_word(item), _("not known"), DASH, DASH))
        for item in Milestone
    ]
    return table(_("Milestones"), columns, rows)


def actions_table(subject: Subject, caption: str, actions: list[Action]) -> Table | None:
    columns = (
        Column(_("No.")),
        Column(_("Action"), 3),
        Column(_("Owner"), 1),
        Column(_("Due"), 1),
        Column(_("State"), 1),
        Column(_("Result"), 2),
    )
    return table(caption, columns, [_action_row(subject, action) for action in actions])


def _action_row(subject: Subject, action: Action) -> Row:
    late = action.is_late(subject.asked.now_ms)
    due = subject.brief(action.due_at) if action.due_at is not None else DASH
    if late and action.due_at is not None:
        due = f"{due} · {phrases.until(action.due_at, subject.asked.now_ms)}"
    state = action_word(action.state)
    if action.finished_at is not None:
        state = f"{state} · {subject.brief(action.finished_at)}"
    elif action.acknowledged_at is None and not action.state.is_over:
        state = _("{state} · not acknowledged").format(state=state)
    result = " · ".join(part for part in (action.result, action.reason) if part)
    return Row(
        (action.number, action.text, action.owner or DASH, due, state, result or DASH),
        Tone.LATE if late else Tone.PLAIN,
    )


def awaited_table(subject: Subject) -> Table | None:
    """Decisions awaited, the most pressing first."""
    columns = (
        Column(_("No.")),
        Column(_("To decide"), 3),
        Column(_("By whom"), 1),
        Column(_("Before"), 1),
        Column(_("Asked"), 1),
    )
    rows = []
    for decision in subject.decisions:
        if not decision.is_open:
            continue
        before = (
            phrases.due(decision.decide_before, subject.asked.now_ms, subject.asked.zone)
            if decision.decide_before
            else DASH
        )
        late = decision.decide_before is not None and decision.decide_before < subject.asked.now_ms
        cells = (
            decision.number,
            question_said(subject, decision),
            decision.decider or DASH,
            before,
            subject.brief(decision.requested_at),
        )
        rows.append(Row(cells, Tone.LATE if late else Tone.PLAIN))
    return table(_("Decisions awaited"), columns, rows)


def question_said(subject: Subject, decision: Decision) -> str:
    """What is to be decided, with what its time was computed from, and that nobody verified who asked."""
    window = window_said(decision.window, subject.asked.now_ms, subject.asked.zone) if decision.window else ""
    mark = unverified_said(decision.caller_reason) if decision.is_unverified else ""
    return " · ".join(part for part in (decision.question, window, mark) if part)


def taken_table(subject: Subject) -> Table | None:
    """Decisions taken, oldest first, without their reasons."""
    columns = (
        Column(_("No.")),
        Column(_("Decision"), 3),
        Column(_("Decided by"), 1),
        Column(_("Time"), 1),
        Column(_("To review"), 1),
    )
    taken = [item for item in subject.decisions if item.state is DecisionState.DECIDED]
    rows = [
        Row((
            item.number,
            item.decided,
            decider(item),
            subject.brief(item.decided_at) if item.decided_at else DASH,
            subject.brief(item.review_at) if item.review_at and not item.reviewed_at else DASH,
        ))
        for item in sorted(taken, key=lambda item: (item.decided_at or 0, item.number))
    ]  # fmt: skip
    return table(_("Decisions taken"), columns, rows)


def decider(decision: Decision) -> str:
    """Who decided, that it was by delegation, that nobody verified the caller."""
    name = decision.decider or DASH
    said = _("{name} by delegation").format(name=name) if decision.delegation else name
    return f"{said} · {unverified_said()}" if decision.is_unverified else said


def how_word(how: str) -> str:
    """How a decision reached the keyboard; a word nobody here knows is shown as it came."""
    said = {How.IN_PERSON: _("in person"), How.PHONE: _("by telephone"), How.WRITTEN: _("in writing")}
    return next((word for known, word in said.items() if known == how), how)


def clocks_table(subject: Subject, kind: DueKind, caption: str) -> Table | None:
    columns = (
        Column(pgettext("column", "Clock"), 2),
        Column(_("Due"), 1),
        Column(pgettext("clock", "Set"), 1),
        Column(_("Evidence"), 1),
    )
    rows = [
        Row(
            (
                due.label or _("Next update"),
                phrases.due(due.due_at, subject.asked.now_ms, subject.asked.zone),
                subject.brief(due.started_at) if due.started_at else DASH,
                due.evidence or DASH,
            ),
            Tone.LATE if due.due_at < subject.asked.now_ms else Tone.PLAIN,
        )
        for due in subject.dues
        if due.kind is kind
    ]
    return table(caption, columns, rows)


def entries_table(subject: Subject, caption: str, entries: list[Entry], *, state: bool = False) -> Table | None:
    """Entries as time, number, text and where it came from."""
    columns = (Column(_("Time"), 1.1), Column(_("No.")), Column(_("Text"), 5), Column(_("From"), 1.4))
    rows = []
    for entry in entries:
        text = entry.text
        if state:
            word = verification_word(entry.verification, entry.kind) or _("not marked as verified")
            text = f"{text} ({word})"
        if entry.corrects_number:
            text = _("{text} (corrects {number})").format(text=text, number=entry.corrects_number)
        time = subject.brief(entry.event_at)
        if entry.sheet:
            time = _("{time} · sheet {sheet}").format(time=time, sheet=entry.sheet)
        if entry.is_late:
            time = _("{time} · late entry").format(time=time)
        rows.append(Row((time, entry.number, text, said_by(entry) or entry.author or DASH)))
    return table(caption, columns, rows)


def said_by(entry: Entry) -> str:
    """Who spoke to whom, by which channel: `Léa → Host · telephone`."""
    who = " → ".join(part for part in (entry.from_who, entry.to_who) if part)
    if entry.to_who and not entry.from_who:
        who = f"→ {entry.to_who}"
    return " · ".join(part for part in (who, channel_word(entry.channel) if entry.channel else "") if part)


def counted(subject: Subject) -> str:
    """`43 entries, 3 to verify, 5 key events.`"""
    entries, to_verify, key_events, _last = subject.tally
    parts = [
        ngettext("{count} entry", "{count} entries", entries).format(count=entries),
        ngettext("{count} to verify", "{count} to verify", to_verify).format(count=to_verify),
        ngettext("{count} key event", "{count} key events", key_events).format(count=key_events),
    ]
    return ", ".join(parts) + "."
