"""The parts of a set of papers. Every time is absolute: paper is read later, and `in 6 min` would then be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from warroom import phrases
from warroom.commands.cell_words import level_said, seat_word
from warroom.commands.clock_words import clock_kind_word, clock_state_word, disclaimer
from warroom.commands.said import kind_word, service_word, verification_word
from warroom.domain.clocks import Clock, ClockKind, ClockState
from warroom.domain.decisions import DecisionState
from warroom.domain.entries import Entry
from warroom.domain.exchange import Trust
from warroom.reports.document import (
    BlankSheet,
    Block,
    Column,
    Facts,
    Paragraph,
    Question,
    Row,
    Section,
    SheetWords,
    Table,
    Tone,
)
from warroom.reports.field import committed_line, means_table, teams_table
from warroom.reports.incoming import inbound_table, promises_table
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, decider, gravity, question_said, said_by, section, table
from warroom.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from warroom.reports.paper import OfCell, OfIncident, Papers

DECISIONS_TAKEN = 10  # the last of each incident


def first_page(papers: Papers, sheets: Sequence[str], *, is_rolling: bool) -> list[Section]:
    """How to go on from here, in a few sentences."""
    if is_rolling:
        said = _("This copy is written anew while the room changes. Whoever can open this disk can read it.")
        return [section(_("What this is"), Paragraph(said))]
    steps = [
        _("1. Note the time. From now on every fact, order and decision goes on a numbered sheet, with its time."),
        _("2. One sheet per scribe. A number is used once; a spoiled sheet is struck through and kept."),
        _("3. The clocks below are times of day: write what is met, and when, beside them."),
        _("4. When a laptop is back: page “Paper” (Alt+0), choose the number of the sheet, type its lines."),
    ]
    if sheets:
        told = _("Blank sheets {first} to {last} are at the end.").format(first=sheets[0], last=sheets[-1])
        steps.append(told)
    return [section(_("Going on without laptops"), *map(Paragraph, steps))]


def cell_section(papers: Papers, of_cell: OfCell) -> Section:
    """Level, intent, objectives, what is frozen, and the next point."""
    subject, cell = papers.incidents[0].subject, of_cell.cell
    rows = [
        (pgettext("cell", "Level"), level_said(cell.level)),
        (_("Activated"), subject.both(cell.activated_at)),
        (_("By decision of"), cell.decider),
        (_("Covers"), ", ".join(of_cell.covered)),
        (_("Intent of the director"), cell.intent or _("none stated")),
        (_("Next point"), subject.both(of_cell.next_point) if of_cell.next_point else _("not fixed")),
        (_("Changes frozen"), "\n".join(freeze.scope for freeze in of_cell.freezes)),
    ]
    objectives = [item for item in of_cell.objectives if item.closed_at is None]
    columns = (Column(_("Objective"), 4), Column(_("Until"), 1.6))
    lines = [Row((item.text, subject.both(item.period_until) if item.period_until else DASH)) for item in objectives]
    title = " · ".join(part for part in (_("Crisis cell"), cell.number, cell.name) if part)
    facts = Facts(tuple((label, value) for label, value in rows if value))
    return section(title, facts, table(_("Objectives of the period"), columns, lines))


def incident_sections(each: OfIncident) -> Iterable[Section]:
    """One incident: what is held true, what is to be decided, what is to be done, the last entries."""
    subject = each.subject
    incident = subject.incident
    head = Facts(
        tuple(
            (label, value)
            for label, value in (
                (_("Severity"), gravity(incident)),
                (_("Began"), subject.both(incident.began_at)),
                (_("Led by"), incident.owner),
                (_("Users"), incident.users),
            )
            if value
        )
    )
    yield section(f"{incident.number} · {incident.title}", head)
    yield section(_("Situation"), *_situation(each), otherwise=_("No summary has been written."), level=2)
    yield section(_("Decisions awaited"), _awaited(subject), otherwise=_("No decision is awaited."), level=2)
    yield section(_("Last decisions taken"), _taken(subject), otherwise=_("No decision was taken."), level=2)
    yield section(_("Open actions"), _open_actions(subject), otherwise=_("No action is open."), level=2)
    waits = inbound_table(subject, live=True)
    yield section(_("Messages that wait"), waits, otherwise=_("No message waits."), level=2)
    yield section(
        _("Promises to keep"), promises_table(subject, live=True), otherwise=_("No promise is open."), level=2
    )
    yield section(_("Teams out"), teams_table(subject), otherwise=_("No team was out."), level=2)
    means, committed = means_table(subject), committed_line(subject)
    yield section(_("Means asked for"), means, committed, otherwise=_("Nothing was asked for."), level=2)


def entries_section(each: OfIncident) -> Section:
    """The end of an incident's log."""
    title = _("Last entries of the log of {number}").format(number=each.subject.incident.number)
    return section(title, _entries(each.subject, each.last), otherwise=_("The log is empty."))


def _situation(each: OfIncident) -> list[Block | None]:
    subject = each.subject
    blocks: list[Block] = list(each.situation)
    if subject.incident.situation and not blocks:
        blocks = [Paragraph(subject.incident.situation)]
    columns = (Column(_("Service"), 2), Column(_("State"), 1), Column(_("Since"), 1.6))
    rows = [
        Row((item.name, service_word(item.state), subject.both(item.since) if item.since else DASH))
        for item in subject.services
    ]
    return [*blocks, table(_("Services touched"), columns, rows)]


def _awaited(subject: Subject) -> Table | None:
    columns = (
        Column(_("No.")), Column(_("To decide"), 3), Column(_("Options"), 2), Column(_("By whom"), 1),
        Column(_("Before"), 1.6),
    )  # fmt: skip
    rows = [
        Row((
            item.number,
            "\n".join(part for part in (question_said(subject, item), item.context) if part),
            "\n".join(f"– {option.title}" for option in item.options) or DASH,
            item.decider or DASH,
            subject.both(item.decide_before) if item.decide_before else DASH,
        ))
        for item in subject.decisions
        if item.is_open
    ]  # fmt: skip
    return table(_("Waiting to be decided"), columns, rows)


def _taken(subject: Subject) -> Table | None:
    columns = (
        Column(_("No.")), Column(_("Decision"), 3), Column(_("Decided by"), 1), Column(_("Time"), 1.6),
        Column(_("To review"), 1.6),
    )  # fmt: skip
    taken = [item for item in subject.decisions if item.state is DecisionState.DECIDED]
    taken.sort(key=lambda item: (item.decided_at or 0, item.number))
    rows = [
        Row((
            item.number,
            item.decided,
            decider(item),
            subject.both(item.decided_at) if item.decided_at else DASH,
            subject.both(item.review_at) if item.review_at and not item.reviewed_at else DASH,
        ))
        for item in taken[-DECISIONS_TAKEN:]
    ]  # fmt: skip
    return table(_("The last decisions, oldest first"), columns, rows)


def _open_actions(subject: Subject) -> Table | None:
    from warroom.commands.said import action_word

    columns = (
        Column(_("No.")), Column(_("Action"), 3), Column(_("Owner"), 1), Column(_("Due"), 1.6), Column(_("State"), 1),
    )  # fmt: skip
    now = subject.asked.now_ms
    rows = [
        Row(
            (
                action.number,
                action.text,
                action.owner or DASH,
                subject.both(action.due_at) if action.due_at is not None else DASH,
                _("{state} · late").format(state=action_word(action.state))
                if action.is_late(now)
                else action_word(action.state),
            ),
            Tone.LATE if action.is_late(now) else Tone.PLAIN,
        )
        for action in subject.actions
        if not action.state.is_over
    ]
    return table(_("Actions that are not finished"), columns, rows)


def _entries(subject: Subject, entries: Sequence[Entry]) -> Table | None:
    columns = (Column(_("Time"), 1.3), Column(_("No.")), Column(_("Text"), 5), Column(_("From"), 1.4))
    rows = []
    for entry in entries:
        state = verification_word(entry.verification, entry.kind)
        said = [kind_word(entry.kind), state, _("key event") if entry.key_event else ""]
        if entry.sheet:
            said.append(_("transcribed from sheet {sheet}").format(sheet=entry.sheet))
        if entry.corrected_by:
            said.append(_("corrected by {number}").format(number=", ".join(entry.corrected_by)))
        head = " · ".join(part for part in said if part)
        who = said_by(entry) or entry.author or DASH
        rows.append(Row((subject.brief(entry.event_at), entry.number, f"{head}\n{entry.text}", who)))
    caption = ngettext("The last {count} entry as written", "The last {count} entries, as they were written", len(rows))
    return table(caption.format(count=len(rows)), columns, rows)


def clocks_section(papers: Papers) -> Section:
    """Every clock as a time of day here and in UTC."""
    subject = papers.incidents[0].subject
    many = len(papers.incidents) > 1
    columns = (
        Column(_("Local time"), 1.5),
        Column(_("UTC"), 1.5),
        Column(pgettext("column", "Clock"), 3),
        Column(_("Owner"), 1),
        Column(_("State"), 1),
    )
    rows = [_clock_row(subject, clock, many=many) for clock in papers.clocks]
    zone = phrases.utc_offset(papers.asked.now_ms, papers.asked.zone)
    caption = _("Everything that is due, soonest first; local time is {zone} when nothing else is said").format(
        zone=zone
    )
    legal = any(clock.kind is ClockKind.LEGAL for clock in papers.clocks)
    note = Paragraph(disclaimer(), Tone.MUTED) if legal else None
    return section(_("Clocks"), table(caption, columns, rows), note, otherwise=_("No clock is running."))


def _clock_row(subject: Subject, clock: Clock, *, many: bool) -> Row:
    label = " · ".join(
        part
        for part in (
            clock.incident_number if many else "",
            clock_kind_word(clock.kind),
            clock.number,
            clock.label if clock.label != clock_kind_word(clock.kind) else "",
            clock.legal_ref,
        )
        if part
    )
    if clock.due_at is None:
        return Row((DASH, DASH, label, clock.owner or DASH, _state(clock.state)))
    zone = subject.asked.zone
    offset = phrases.utc_offset(clock.due_at, zone)
    shown = f"{phrases.day(clock.due_at, zone)} {phrases.time_of_day(clock.due_at, zone)}"
    if offset != phrases.utc_offset(subject.asked.now_ms, zone):
        shown = f"{shown} {offset}"
    utc = f"{phrases.local(clock.due_at, UTC):%Y-%m-%d %H:%M}"
    late = clock.state is ClockState.LATE
    return Row((shown, utc, label, clock.owner or DASH, _state(clock.state)), Tone.LATE if late else Tone.PLAIN)


def _state(state: ClockState) -> str:
    """How a clock stands: what is late is said; that something is near is not, paper is read later."""
    return clock_state_word(ClockState.RUNNING if state is ClockState.AMBER else state)


def functions_section(papers: Papers) -> Section:
    """Who holds which function, and how to reach them."""
    subject = papers.incidents[0].subject
    columns = (
        Column(_("Function"), 1.4), Column(_("Holder"), 1.6), Column(_("Telephone"), 1.4), Column(_("Deputy"), 1.4),
        Column(_("Relief"), 2),
    )  # fmt: skip
    rows = [
        Row(
            (
                f"{item.code} · {seat_word(item.code, item.label)}",
                item.holder or _("VACANT"),
                item.phone or DASH,
                item.deputy or DASH,
                " · ".join(
                    part for part in (item.relief, subject.both(item.relief_at) if item.relief_at else "") if part
                )
                or DASH,
            ),
            Tone.PLAIN if item.holder else Tone.LATE,
        )
        for of_cell in papers.cells
        for item in of_cell.functions
    ]
    by_hand = Question(_("No function was armed in this room: names, functions and numbers, by hand"), lines=8)
    return section(_("Functions and telephones"), table(_("Functions of the cell"), columns, rows) or by_hand)


def stations_section(papers: Papers) -> Section:
    """The other laptops and how old what we know of them is."""
    subject = papers.incidents[0].subject
    others = [peer for peer in papers.stations if not peer.is_ours and peer.trust is not Trust.REVOKED]
    columns = (Column(_("Station"), 2), Column(_("Last heard"), 2), Column(_("Entries of it that are here"), 2))
    rows = [
        Row(
            (
                " · ".join(part for part in (peer.letter, peer.name) if part),
                subject.both(peer.heard_at) if peer.heard_at else _("never"),
                str(peer.entries),
            )
        )
        for peer in others
    ]
    return section(
        _("Other stations"),
        table(_("What they wrote after they were last heard is not in these papers"), columns, rows),
        otherwise=_("This room has no other station."),
    )


def blank_sheets(sheets: Sequence[str], incidents: tuple[str, ...]) -> Section:
    """One page a sheet."""
    words = SheetWords(
        title=_("Sheet"),
        how=_("One line, one fact. The time first, on 24 hours. Hand full sheets to the scribe; throw none away."),
        date=_("Date"),
        incident=_("Incident"),
        other=pgettext("incident", "other"),
        time=_("Time"),
        who=pgettext("sheet", "From"),
        to=pgettext("sheet", "To"),
        channels=(
            pgettext("sheet", "tel."), pgettext("sheet", "radio"), pgettext("sheet", "in person"),
            pgettext("sheet", "mail"),
        ),
        verified=_("verified"),
        text=_("Text"),
        written_by=_("Written by"),
        transcribed=_("Transcribed by, at"),
    )  # fmt: skip
    return Section("", tuple(BlankSheet(number, incidents, words) for number in sheets))
