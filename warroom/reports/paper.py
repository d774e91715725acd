"""Everything needed to go on without laptops, in one document: what holds now, and numbered sheets for what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warroom.domain.cells import Cell, Freeze, Function, Objective
from warroom.domain.clocks import Clock, in_order
from warroom.domain.entries import Entry
from warroom.domain.exchange import Peer
from warroom.domain.heads import Heads, digest_of, fingerprint_of
from warroom.domain.incidents import Incident, Mode
from warroom.reports.document import Block, Document, Facts, Section
from warroom.reports.paper_parts import (
    blank_sheets,
    cell_section,
    clocks_section,
    entries_section,
    first_page,
    functions_section,
    incident_sections,
    stations_section,
)
from warroom.reports.sentences import situation_blocks
from warroom.reports.subject import Asked, Subject, gather
from warroom.storage.views import Views
from warroom.words import _
from warroom.words import language as spoken

LAST_ENTRIES = 30  # of each incident


@dataclass(frozen=True, slots=True)
class OfIncident:
    """One incident as the papers show it."""

    subject: Subject
    situation: tuple[Block, ...]  # what is verified and what is to be confirmed, with the entries it rests on
    last: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OfCell:
    """One cell as the papers show it."""

    cell: Cell
    covered: tuple[str, ...]  # numbers
    objectives: tuple[Objective, ...]
    functions: tuple[Function, ...]
    freezes: tuple[Freeze, ...]
    next_point: int | None


@dataclass(frozen=True, slots=True)
class Papers:
    """All that one set of papers shows, read at one instant."""

    asked: Asked
    room: str
    cells: tuple[OfCell, ...]
    incidents: tuple[OfIncident, ...]
    clocks: tuple[Clock, ...]
    stations: tuple[Peer, ...]
    heads: Heads

    @property
    def exercise(self) -> bool:
        return any(each.subject.incident.exercise for each in self.incidents)


def gather_papers(views: Views, incidents: Sequence[str], asked: Asked, stations: Sequence[Peer]) -> Papers:
    """Read what a set of papers shows of these incidents (ids, the one that leads first) and of the cells they are in.

    `views` decide what is restricted: for paper, views within no circle.
    """
    cells: dict[str, Cell] = {}
    found = []
    for each in incidents:
        cell = views.cell_of(each)
        if cell is not None and cell.is_active:
            cells.setdefault(cell.id, cell)
        found.append(_of_incident(views, each, asked))
    clocks = [
        clock
        for each in found
        for clock in views.clocks(
            each.subject.incident.id,
            mode=Mode.EXERCISE if each.subject.incident.exercise else Mode.REAL,
            now_ms=asked.now_ms,
        )
        if not clock.state.is_over
    ]
    return Papers(
        asked=asked,
        room=views.name(),
        cells=tuple(_of_cell(views, cell) for cell in cells.values()),
        incidents=tuple(found),
        clocks=tuple(in_order(list(dict.fromkeys(clocks)))),
        stations=tuple(stations),
        heads=views.heads(),
    )


def _of_incident(views: Views, incident: str, asked: Asked) -> OfIncident:
    subject = gather(views, incident, asked)
    return OfIncident(subject, tuple(situation_blocks(subject)), tuple(subject.newest_written(LAST_ENTRIES)))


def _of_cell(views: Views, cell: Cell) -> OfCell:
    point = views.next_point(cell.id)
    return OfCell(
        cell=cell,
        covered=tuple(incident.number for incident in views.covered(cell.id)),
        objectives=tuple(views.objectives(cell.id)),
        functions=tuple(views.functions(cell.id)),
        freezes=tuple(freeze for freeze in views.freezes(cell.id) if freeze.ended_at is None),
        next_point=point.planned_at if point else None,
    )


def paper_document(papers: Papers, number: str, sheets: Sequence[str], *, is_rolling: bool = False) -> Document:
    """The papers laid out: `number` and `sheets` as registered; the rolling copy on a second disk has neither."""
    subject = papers.incidents[0].subject
    sections: list[Section] = [*first_page(papers, sheets, is_rolling=is_rolling)]
    sections += [cell_section(papers, each) for each in papers.cells]
    sections += [section for each in papers.incidents for section in incident_sections(each)]
    sections += [clocks_section(papers), functions_section(papers)]
    sections += [entries_section(each) for each in papers.incidents]
    sections.append(stations_section(papers))
    if sheets:
        numbers = tuple(each.subject.incident.number for each in papers.incidents)
        sections.append(blank_sheets(sheets, numbers))
    return _document(papers, subject, number, tuple(sections), is_rolling=is_rolling)


def _document(
    papers: Papers, subject: Subject, number: str, sections: tuple[Section, ...], *, is_rolling: bool
) -> Document:
    page, _gap, of_total = _("Page {n} of {total}").partition("{n}")
    digest = digest_of(papers.heads)
    asked = papers.asked
    who = asked.member or _("station {letter}").format(letter=asked.station)
    printed = _("written {time}") if is_rolling else _("printed by {name}, {time}")
    said = printed.format(name=who, time=subject.moment(asked.now_ms))
    return Document(
        name="warroom-paper",
        title=_("Papers of the room {name}").format(name=papers.room),
        subject=papers.room,
        language=spoken(),
        facts=Facts(tuple(_facts(papers, subject, number, said))),
        sections=sections,
        reference=" · ".join(part for part in (number, said) if part),
        marking=asked.marking,
        fingerprint=fingerprint_of(digest),
        fingerprint_word=_("Journal {fingerprint}").format(fingerprint=fingerprint_of(digest)),
        digest_word=_("Full hash of the journal (SHA-256): {digest}").format(digest=digest),
        page_words=(page, of_total.replace("{total}", "")),
        watermark=_("EXERCISE") if papers.exercise else "",
        watermark_sentence=_("This is an exercise. Nothing in this document is real.") if papers.exercise else "",
        author=asked.member,
        made_at=asked.now_ms,
        escaped_note="",
    )


def _facts(papers: Papers, subject: Subject, number: str, said: str) -> list[tuple[str, str]]:
    incidents = [each.subject.incident for each in papers.incidents]
    asked = papers.asked
    station = _("station {letter}").format(letter=asked.station)
    rows = [
        (_("Set of papers"), number),
        (_("Printed"), f"{said} · {station}" if number else ""),
        (_("As things stood at"), subject.both(asked.now_ms)),
        (_("Incidents"), "\n".join(map(_incident_line, incidents))),
        (_("Mode"), _("EXERCISE") if papers.exercise else _("Real situation")),
        (_("Fingerprint"), fingerprint_of(digest_of(papers.heads))),
    ]
    return [(label, value) for label, value in rows if value]


def _incident_line(incident: Incident) -> str:
    from warroom.commands.said import severity_word, status_word

    return f"{incident.number} · {severity_word(incident.severity)} · {status_word(incident.status)} · {incident.title}"
