"""The relief plan and the attendance sheet (émargement, ICS 211) on paper, as HTML too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from warroom import words
from warroom.commands.cell_words import seat_word
from warroom.commands.clock_words import disclaimer
from warroom.commands.duty_words import (
    end_said,
    finding_said,
    findings_brief,
    hours_said,
    only_noted,
    rest_said,
    rule_said,
    standing_said,
)
from warroom.domain.duty_board import Board, OnDuty, PlannedShift
from warroom.phrases import labelled
from warroom.reports.document import Column, Facts, Paragraph, Picture, Row, Section, Table, Tone
from warroom.reports.leaflet import Leaflet, Made, document_of, of_document
from warroom.reports.relief_chart import chart_of, mark_of, said_of, svg_of
from warroom.words import _

HOUR = 60 * 60_000
DAY = 24 * HOUR
DAYS_MOST = 7
BLANK_ROWS = 12


def relief_leaflet(made: Made, incident: str) -> Leaflet:
    """The plan day by day as bars and as a table, who is how tired, and the rules with their sources. Raises Trouble.

    It counts everybody's hours: call it from a task.
    """
    board = made.views.duty_board(incident, now_ms=made.now_ms)
    sections = [
        Section(_("Hour by hour"), tuple(_pictures(made, board)) or (_nothing(),)),
        Section(_("Shifts"), (_shifts(made, board),)),
        Section(_("Who is there, and how tired"), (_people(made, board), *_warned(made, board))),
        Section(_("Rules of rest"), (_rules(made), Paragraph(disclaimer(), Tone.MUTED))),
    ]
    return _leaflet(made, board, "relief", _("Relief plan {number}"), tuple(sections))


def attendance_leaflet(made: Made, incident: str) -> Leaflet:
    """Whoever was there with their times and room to sign, and blank lines for those still to come. Raises Trouble."""
    board = made.views.duty_board(incident, now_ms=made.now_ms)
    columns = (
        Column(_("Name"), 3), Column(_("Function, place"), 3), Column(_("Arrived"), 2), Column(_("Left"), 2),
        Column(_("Signature"), 3),
    )  # fmt: skip
    rows = [
        Row((
            board.names.get(stay.person, "") or "—",
            ", ".join(part for part in (stay.code, stay.place) if part) or "—",
            made.moment(stay.arrived_at),
            made.moment(stay.left_at) if stay.left_at is not None else "",
            "\n\n",
        ))
        for stay in board.stays
    ]  # fmt: skip
    blank = [Row(("\n\n", "", "", "", ""))] * BLANK_ROWS
    table = Table(_("Write the time, and sign on leaving"), columns, (*rows, *blank))
    section = Section(_("Arrivals and departures"), (table,))
    return _leaflet(made, board, "attendance", _("Attendance sheet {number}"), (section,))


def _leaflet(made: Made, board: Board, kind: str, title: str, sections: tuple[Section, ...]) -> Leaflet:
    heads = made.views.heads()
    there = sum(one.tiredness.is_there for one in board.people)
    facts = [
        (_("Crisis cell") if board.cell else _("Incident"), board.cell_number),
        (_("As things stood at"), made.full(made.now_ms)),
        (_("People there"), str(there)),
    ]
    document = document_of(
        made,
        heads,
        name=f"warroom-{board.cell_number}-{kind}".lower(),
        title=title.format(number=board.cell_number),
        reference=board.cell_number,
        facts=Facts(tuple(facts)),
        sections=sections,
    )
    return of_document(made, document, heads)


def _pictures(made: Made, board: Board) -> Iterable[Picture]:
    """One for each day that has a shift, the present one first."""
    if not board.plan:
        return
    start = (made.now_ms - 2 * HOUR) // HOUR * HOUR
    end = max(one.shift.until_at for one in board.plan)
    for day in range(DAYS_MOST):
        at = start + day * DAY
        if at >= end:
            return
        chart = chart_of(board, from_at=at, until_at=at + DAY)
        if day:
            chart = replace(chart, rows=tuple(row for row in chart.rows if row.is_shown(at, at + DAY)))
        yield Picture(svg_of(chart, made.zone), said_of(chart, made.zone))


def _shifts(made: Made, board: Board) -> Table:
    columns = (
        Column(_("Function"), 3), Column(_("Name"), 3), Column(_("From"), 2), Column(_("Until"), 2),
        Column(_("Warning"), 4),
    )  # fmt: skip
    coming = [one for one in board.plan if one.shift.until_at > made.now_ms]
    return Table(_("From now on"), columns, tuple(_shift(made, board, one) for one in coming))


def _shift(made: Made, board: Board, one: PlannedShift) -> Row:
    shift = one.shift
    warned = findings_brief(one.findings, made.now_ms, made.zone) or "—"
    name = f"{shift.code} {seat_word(shift.code, board.labels.get(shift.code, ''))}"
    tone = Tone.LATE if mark_of(one.findings) == "limit" else Tone.PLAIN
    return Row((name, one.name or "—", made.moment(shift.from_at), made.moment(shift.until_at), warned), tone)


def _people(made: Made, board: Board) -> Table:
    columns = (
        Column(_("Name"), 3), Column(_("State"), 3), Column(_("In a row"), 2), Column(_("Today"), 2),
        Column(_("This week"), 2), Column(_("Rest"), 3), Column(_("At the latest until"), 3),
    )  # fmt: skip
    return Table(only_noted(), columns, tuple(_person(made, one) for one in board.people))


def _person(made: Made, one: OnDuty) -> Row:
    tired, now = one.tiredness, made.now_ms
    cells = (
        one.name or "—", standing_said(tired, now, made.zone), hours_said(tired.row_min), hours_said(tired.day_min),
        hours_said(tired.week_min), rest_said(tired, now, made.zone), end_said(tired, now, made.zone) or "—",
    )  # fmt: skip
    return Row(cells, Tone.LATE if tired.is_there and tired.is_over else Tone.PLAIN)


def _warned(made: Made, board: Board) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(labelled(one.name, finding_said(each, made.now_ms, made.zone)), Tone.LATE)
        for one in board.people
        if one.tiredness.is_there
        for each in one.tiredness.findings
    )


def _rules(made: Made) -> Table:
    language = words.language()
    columns = (Column(_("Rule"), 3), Column(_("Source"), 4), Column(_("Looked at on"), 2))
    rows = tuple(
        Row((rule_said(rule), rule.own_reason or rule.source_said(language), rule.last_verified))
        for rule in made.views.rest_rules()
        if rule.is_on
    )
    return Table(_("They warn, and never block"), columns, rows)


def _nothing() -> Paragraph:
    return Paragraph(_("No shift is planned."), Tone.MUTED)
