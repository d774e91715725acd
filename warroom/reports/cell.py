"""The cell in a situation report: at which level, decided by whom, what the director wants, who holds what."""

from __future__ import annotations

from warroom import phrases
from warroom.commands.cell_words import level_said, seat_word
from warroom.domain.cells import Cell, FreezeException, Function, ObjectiveState
from warroom.reports.document import Column, Facts, Paragraph, Row, Section, Table, Tone
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, section, table
from warroom.words import _


def cell_sections(subject: Subject) -> tuple[Section, ...]:
    """A short section on the cell at work, none where there is none; names and texts as they may leave."""
    cell = subject.views.cell_of(subject.incident.id)
    if cell is None or not cell.is_active:
        return ()
    title = _("Crisis cell {number}").format(number=cell.number)
    return (section(title, _facts(subject, cell), _rivals(subject, cell), _functions(subject, cell), level=2),)


def _facts(subject: Subject, cell: Cell) -> Facts:
    views, rows = subject.views, [(_("Level"), level_said(cell.level))]
    told = [entry for entry in views.told_by_cell(cell.id) if entry.params.get("decider")]
    decider = str(told[-1].params["decider"]) if told else cell.decider
    since = _("{name}, {at}").format(name=person(subject, decider), at=subject.brief(cell.activated_at))
    if told and told[-1].event_at != cell.activated_at:
        since = _("{name}, {at}").format(name=person(subject, decider), at=subject.brief(told[-1].event_at))
    rows.append((_("Decided by"), since))
    rows.append((_("Covers"), ", ".join(incident.number for incident in views.covered(cell.id))))
    if cell.intent:
        rows.append((_("Director’s intent"), text(subject, cell.intent)))
    standing = [item for item in views.objectives(cell.id) if item.state is ObjectiveState.OPEN]
    for at, item in enumerate(standing, start=1):
        until = f" ({subject.brief(item.period_until)})" if item.period_until is not None else ""
        rows.append((_("Objective {n}").format(n=at), text(subject, item.text) + until))
    for freeze in views.freezes(cell.id):
        if freeze.ended_at is None:
            rows.append((_("Change freeze"), text(subject, freeze.scope)))
            now = subject.asked.now_ms
            rows += [
                (_("Exception to the freeze"), _allowed(subject, item))
                for item in views.exceptions(freeze.id)
                if item.until_at is None or item.until_at > now
            ]
    return Facts(tuple(rows))


def _allowed(subject: Subject, item: FreezeException) -> str:
    said = f"{text(subject, item.text)} ({person(subject, item.approver)})"
    if item.until_at is None:
        return said
    return _("{what}, until {at}").format(what=said, at=subject.brief(item.until_at))


def _rivals(subject: Subject, cell: Cell) -> Paragraph | None:
    """Two cells activated apart: a reader must know that there is another."""
    others = [other for other in subject.views.cells_of(subject.incident.id) if other.is_active and other.id != cell.id]
    if not others:
        return None
    numbers = ", ".join(f"{other.number} ({level_said(other.level)})" for other in others)
    return Paragraph(_("Another cell is at work for this incident: {cells}.").format(cells=numbers), Tone.LATE)


def _functions(subject: Subject, cell: Cell) -> Table | None:
    columns = (Column(_("Function"), 2), Column(_("Holder"), 2), Column(_("Deputy"), 2), Column(_("Relief"), 2))
    rows = [_function(subject, item) for item in subject.views.functions(cell.id)]
    return table(_("Functions of the cell"), columns, rows)


def _function(subject: Subject, item: Function) -> Row:
    name = f"{item.code} {seat_word(item.code, item.label)}"
    relief = person(subject, item.relief)
    if relief and item.relief_at is not None:
        relief = f"{relief} {subject.brief(item.relief_at)}"
    deputy = person(subject, item.deputy) or DASH
    if item.holder:
        return Row((name, person(subject, item.holder), deputy, relief or DASH))
    now = subject.asked.now_ms
    since = phrases.since(item.vacant_since, now) if item.vacant_since is not None else ""
    tone = Tone.LATE if item.is_alarming(now) else Tone.PLAIN
    return Row((name, _("vacant {since}").format(since=since).strip(), deputy, relief or DASH), tone)


def person(subject: Subject, name: str) -> str:
    """A name, or the number that stands for it where people are left out."""
    return subject.redactor.person(name) if subject.redactor and name else name


def text(subject: Subject, said: str) -> str:
    """A text, withheld where it names somebody who is left out."""
    return _("withheld") if subject.redactor and subject.redactor.finds(said) else said
