"""A handover sheet: what whoever takes a function over must know, from the room (ICS 201, doctrine §2.1, §2.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from warroom import phrases
from warroom.commands.cell_words import level_said, seat_word
from warroom.commands.clock_words import clock_kind_word
from warroom.commands.corrective_words import left_open_said
from warroom.commands.seat_words import part_word, waits_said
from warroom.domain.cells import Cell, ObjectiveState
from warroom.domain.clocks import Clock, ClockKind
from warroom.domain.duty import folded
from warroom.domain.handovers import Handover, Part, SheetPart, Side, as_page
from warroom.domain.inbound import Promise, PromiseState
from warroom.domain.incidents import Incident, Mode
from warroom.domain.points import Heading
from warroom.domain.watchwords import current
from warroom.reports.agenda import Agenda, agenda
from warroom.reports.document import Column, Facts, Paragraph, Row, Section, Table, Tone
from warroom.reports.field_lines import means_lines, team_lines
from warroom.reports.leaflet import Leaflet, Made, document_of, of_document
from warroom.storage.views import Views
from warroom.words import _, pgettext

CLOCKS_MOST = 14
LISTED = frozenset(
    {ClockKind.ACTION, ClockKind.DECISION, ClockKind.REVIEW, ClockKind.PROMISE}
)  # under their own headings
TEXT_MOST = 240  # characters of one line


@dataclass(frozen=True, slots=True)
class _Asked:
    views: Views
    cell: Cell
    incidents: tuple[Incident, ...]
    found: Agenda
    now: int
    zone: tzinfo | None

    def moment(self, at: int) -> str:
        return phrases.moment(at, self.now, self.zone)

    def due(self, at: int) -> str:
        """The time itself: a sheet is read when “in 11 min” is no longer true."""
        said = self.moment(at)
        return _("late, due {time}").format(time=said) if at < self.now else _("due {time}").format(time=said)


def handover_sheet(views: Views, cell_id: str, *, now_ms: int, zone: tzinfo | None = None) -> dict[str, Any]:
    """The page of a sheet as the room stands now, empty parts left out; nothing restricted is on it. Ask in a task.

    Raises LookupError when there is no such cell.
    """
    views = views.within(())
    with views.unmoving():
        found = agenda(views, cell_id, now_ms=now_ms, zone=zone)
        if found is None:
            raise LookupError(cell_id)
        asked = _Asked(views, found.cell, tuple(views.covered(cell_id)), found, now_ms, zone)
        builders: dict[Part, Callable[[_Asked], list[str]]] = {
            Part.SITUATION: _situation,
            Part.OBJECTIVES: _objectives,
            Part.LATE: lambda asked: _actions(asked, late=True),
            Part.OPEN: lambda asked: _actions(asked, late=False),
            Part.DECISIONS: _decisions,
            Part.CLOCKS: _clocks,
            Part.PROMISES: _promises,
            Part.DUTY: _duty,
            Part.RISKS: _risks,
            Part.WORDS: _words,
        }
        parts = [SheetPart(part, tuple(_short(line) for line in build(asked))) for part, build in builders.items()]
        return as_page(parts, _names(asked))


def _situation(asked: _Asked) -> list[str]:
    lines = [phrases.labelled(_("Level"), level_said(asked.cell.level))]
    for incident in asked.incidents:
        stated = asked.views.situation(incident.id, now_ms=asked.now)
        lines.append(f"{incident.number} · {incident.title}")
        for item in stated:
            sure = item.is_sure and not item.is_stale
            lines.append(item.line if sure else _("To confirm: {sentence}").format(sentence=item.line))
        if not stated and incident.situation:
            lines.append(incident.situation)
    return lines + [item.text for item in asked.found.items[Heading.IMPACTS]]


def _objectives(asked: _Asked) -> list[str]:
    lines = [phrases.labelled(_("Intent"), asked.cell.intent)] if asked.cell.intent else []
    for item in asked.views.objectives(asked.cell.id):
        if item.state is ObjectiveState.OPEN:
            until = f" ({asked.due(item.period_until)})" if item.period_until else ""
            lines.append(f"{item.text}{until}")
    return lines


def _actions(asked: _Asked, *, late: bool) -> list[str]:
    items = [item for item in asked.found.items[Heading.ACTIONS] if item.is_late is late]
    going = {item.id for incident in asked.incidents for item in asked.views.actions(incident.id, open_only=True)}
    return [item.text for item in items if item.record in going]


def _decisions(asked: _Asked) -> list[str]:
    awaited = {item.id for incident in asked.incidents for item in asked.views.decisions(incident.id, open_only=True)}
    return [item.text for item in asked.found.items[Heading.DECISIONS] if item.record in awaited]


def _clocks(asked: _Asked) -> list[str]:
    found: dict[str, Clock] = {}
    for incident in asked.incidents:
        mode = Mode.EXERCISE if incident.exercise else Mode.REAL
        found |= {item.key: item for item in asked.views.clocks(incident.id, mode=mode, now_ms=asked.now)}
    running = [item for item in found.values() if item.due_at and not item.state.is_over and item.kind not in LISTED]
    running.sort(key=lambda item: (item.due_at or 0, item.key))
    return [
        phrases.labelled(item.label or clock_kind_word(item.kind), asked.due(item.due_at or 0))
        for item in running[:CLOCKS_MOST]
    ]


def _promises(asked: _Asked) -> list[str]:
    """What others wait for: what they were promised, answers at the next point, decisions to be looked at again."""
    lines = [_promised(asked, promise) for promise in _open_promises(asked)]
    lines += [
        _("Answer to {name} at the next point: {question}").format(name=item.asked_by or "?", question=item.text)
        for item in asked.found.questions
    ]
    for incident in asked.incidents:
        for decision in asked.views.decisions(incident.id):
            if decision.review_at and not decision.reviewed_at:
                said = _("Look at {number} again ({when}): {text}")
                when = asked.due(decision.review_at)
                lines.append(said.format(number=decision.number, when=when, text=decision.decided))
    wait = means_lines(asked.views, asked.incidents, now_ms=asked.now, moment=asked.moment)
    return lines + [line.text for line in wait]


def _open_promises(asked: _Asked) -> list[Promise]:
    """What the cell still owes to anybody, the soonest first."""
    found = [
        promise
        for incident in asked.incidents
        for promise in asked.views.promises(incident.id, mode=Mode.BOTH)
        if promise.state is PromiseState.OPEN
    ]
    return sorted(found, key=lambda each: (each.due_at is None, each.due_at or 0, each.id))


def _promised(asked: _Asked, promise: Promise) -> str:
    """`To Clinique des Pins (A-PR01, by Ana Costa, due 14:30): call back`."""
    owner = _("by {name}").format(name=promise.owner) if promise.owner else _("nobody yet")
    when = asked.due(promise.due_at) if promise.due_at is not None else _("no date")
    about = ", ".join((promise.number, owner, when))
    return _("To {name} ({about}): {text}").format(name=promise.to_whom or "?", about=about, text=promise.text)


def _duty(asked: _Asked) -> list[str]:
    lines = []
    for item in asked.views.functions(asked.cell.id):
        said = item.holder or pgettext("function", "vacant")
        if item.relief:
            at = f" {asked.moment(item.relief_at)}" if item.relief_at else ""
            said += ", " + _("relief {name}").format(name=item.relief) + at
        if item.phone:
            said += f", {item.phone}"
        lines.append(phrases.labelled(f"{item.code} {seat_word(item.code, item.label)}", said))
    out = team_lines(asked.views, asked.incidents, now_ms=asked.now, moment=asked.moment)
    lines += [line.text for line in out]
    present = _present(asked)
    return [*lines, phrases.labelled(_("Noted as present"), ", ".join(present))] if present else lines


def _present(asked: _Asked) -> list[str]:
    covered = {incident.id for incident in asked.incidents}
    there = [item for item in folded(asked.views.presences(asked.now)) if item.is_there and item.incident in covered]
    cards = (asked.views.roster_card(item.person) for item in there)
    return list(dict.fromkeys(card.name for card in cards if card is not None and card.name))


def _risks(asked: _Asked) -> list[str]:
    """What is to be feared, and what former crises left undone about the same services."""
    lines = [item.text for item in asked.found.items[Heading.ANTICIPATION]]
    said = (left_open_said(asked.views.left_open(incident.id)) for incident in asked.incidents)
    return lines + [line for line in dict.fromkeys(said) if line]


def _words(asked: _Asked) -> list[str]:
    found = current(asked.views.watchwords(), asked.now)
    if found is None:
        return []
    said = _("Asked “{challenge}”, whoever calls answers “{answer}”.")
    lines = [said.format(challenge=found.challenge, answer=found.answer)]
    return lines + ([_("Until {time}.").format(time=asked.moment(found.until_at))] if found.until_at else [])


def _names(asked: _Asked) -> Iterable[str]:
    """Who is named on the sheet, so that an erasure finds them."""
    for item in asked.views.functions(asked.cell.id):
        yield from (item.holder, item.deputy, item.relief)
    for incident in asked.incidents:
        yield from (action.owner for action in asked.views.actions(incident.id, open_only=True))
        yield from (decision.decider for decision in asked.views.decisions(incident.id))
    yield from (item.asked_by for item in asked.found.questions)
    for promise in _open_promises(asked):
        yield from (promise.owner, promise.to_whom)
    yield from _present(asked)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= TEXT_MOST else f"{one_line[: TEXT_MOST - 1]}…"


# On paper


def handover_leaflet(made: Made, handover: Handover) -> Leaflet:
    """The sheet as it was frozen, with room to sign where nobody has. Raises Trouble."""
    heads = made.views.heads()
    title = _("Handover {number}: {function}").format(number=handover.number, function=function_said(made, handover))
    sections = [
        Section(part_word(item.part), tuple(Paragraph(f"· {line}") for line in item.lines) or (_nothing(),))
        for item in handover.parts
    ]
    sections.append(Section(_("Promised by whoever leaves"), (_said(handover.promised),)))
    sections.append(Section(_("What I would watch"), (_said(handover.watch),)))
    sections.append(Section(_("Signatures"), (_signatures(made, handover),)))
    document = document_of(
        made,
        heads,
        name=f"warroom-{handover.number}".lower(),
        title=title,
        reference=handover.number,
        facts=Facts(tuple(_facts(made, handover))),
        sections=tuple(sections),
    )
    return of_document(made, document, heads)


def function_said(made: Made, handover: Handover) -> str:
    """The function by its code and name in its cell."""
    functions = made.views.functions(handover.cell)
    label = next((item.label for item in functions if item.code == handover.code), "")
    return f"{handover.code} {seat_word(handover.code, label)}".strip()


def _facts(made: Made, handover: Handover) -> Iterable[tuple[str, str]]:
    cell = made.views.cell(handover.cell)
    if cell is not None:
        yield _("Crisis cell"), " · ".join(part for part in (cell.number, cell.name, level_said(cell.level)) if part)
    yield _("Who leaves"), handover.leaving or pgettext("function", "vacant")
    yield _("Who arrives"), handover.arriving
    if handover.at:
        yield _("As things stood at"), made.full(handover.at)
    if waits_said(handover):
        yield _("Signatures"), waits_said(handover)


def _signatures(made: Made, handover: Handover) -> Table:
    columns = (Column(_("Who"), 2), Column(_("Signed"), 2), Column(_("At the keyboard"), 2), Column(_("By hand"), 3))
    return Table(
        _("Read and signed by"),
        columns,
        tuple(
            Row((name, made.full(at) if at else "—", by or "—", "\n\n")) for name, at, by in signed(handover) if name
        ),
    )


def signed(handover: Handover) -> tuple[tuple[str, int | None, str], ...]:
    """Who signs, when they did (milliseconds UTC), and who sat at the keyboard: leaving, then arriving."""
    of = {
        Side.LEAVING: (handover.leaving, handover.left_at, handover.left_by),
        Side.ARRIVING: (handover.arriving, handover.taken_at, handover.taken_by),
    }
    return tuple(of[side] for side in Side)


def _said(text: str) -> Paragraph:
    return Paragraph(text) if text else _nothing()


def _nothing() -> Paragraph:
    return Paragraph(_("Nothing."), Tone.MUTED)
