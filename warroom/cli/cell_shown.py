"""Cells as the command line shows them: a document for --json, lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warroom.cli.call import Answer
from warroom.cli.documents import iso
from warroom.commands.cell_words import (
    cell_state_word,
    criterion_said,
    level_said,
    objective_word,
    seat_word,
)
from warroom.domain.cells import Cell, Freeze, Function, Objective, ObjectiveState
from warroom.domain.incidents import Mode
from warroom.phrases import labelled, moment, since
from warroom.room import Room, Views
from warroom.words import _

Document = dict[str, Any]


def cells_answer(room: Room) -> Answer:
    """Every cell of a room, those at work first."""
    found, now = room.views.cells(mode=Mode.BOTH), room.clock.now_ms()
    documents = [_document(room.views, cell) for cell in found]
    said = [_line(room.views, cell, now) for cell in found]
    return Answer({"cells": documents}, said or [_("No crisis cell was activated in this room.")])


def cell_answer(room: Room, record: str) -> Answer:
    """One cell with everything around it."""
    cell = room.views.cell(record)
    assert cell is not None
    return Answer(_document(room.views, cell), list(_lines(room.views, cell, room.clock.now_ms())))


def _document(views: Views, cell: Cell) -> Document:
    return {
        "id": cell.id,
        "number": cell.number,
        "name": cell.name,
        "level": cell.level,
        "state": cell.state.value,
        "exercise": cell.exercise,
        "incidents": [incident.number for incident in views.covered(cell.id)],
        "decider": cell.decider,
        "reason": cell.reason,
        "how": cell.how,
        "typed_by": cell.typed_by,
        "activated_at": iso(cell.activated_at),
        "intent": cell.intent,
        "cadence_min": cell.cadence_min,
        "objectives": [_objective(item) for item in views.objectives(cell.id)],
        "functions": [_function(item) for item in views.functions(cell.id)],
        "freezes": [_freeze(views, item) for item in views.freezes(cell.id)],
        "stood_down_at": iso(cell.stood_down_at),
        "stood_down_by": cell.stood_down_by,
        "stand_down_reason": cell.stand_down_reason,
        "criteria": list(cell.criteria),
        "remains": list(cell.remains),
    }


def _objective(item: Objective) -> Document:
    return {
        "id": item.id,
        "text": item.text,
        "state": item.state.value,
        "until": iso(item.period_until),
        "remark": item.remark,
    }


def _function(item: Function) -> Document:
    return {
        "code": item.code,
        "label": item.label,
        "holder": item.holder,
        "deputy": item.deputy,
        "relief": item.relief,
        "relief_at": iso(item.relief_at),
        "phone": item.phone,
        "since": iso(item.since),
        "vacant_since": iso(item.vacant_since),
    }


def _freeze(views: Views, item: Freeze) -> Document:
    allowed = [
        {"text": each.text, "approver": each.approver, "reason": each.reason, "until": iso(each.until_at)}
        for each in views.exceptions(item.id)
    ]
    return {
        "id": item.id,
        "scope": item.scope,
        "by": item.by,
        "reason": item.reason,
        "started_at": iso(item.started_at),
        "ended_at": iso(item.ended_at),
        "ended_by": item.ended_by,
        "exceptions": allowed,
    }


def _line(views: Views, cell: Cell, now: int) -> str:
    numbers = ", ".join(incident.number for incident in views.covered(cell.id))
    mark = f"[{_('EXERCISE')}] " if cell.exercise else ""
    at = moment(cell.activated_at, now)
    return f"{cell.number}  {level_said(cell.level)}  {cell_state_word(cell.state)}  {at}  {mark}{numbers}"


def _lines(views: Views, cell: Cell, now: int) -> Iterator[str]:
    yield _line(views, cell, now)
    yield labelled(_("Activated by"), f"{cell.decider}. {cell.reason}")
    if cell.intent:
        yield labelled(_("Director’s intent"), cell.intent)
    for at, item in enumerate(views.objectives(cell.id), start=1):
        number = f"{at}. " if item.state is ObjectiveState.OPEN else f"[{objective_word(item.state)}] "
        yield labelled(_("Objective"), number + item.text)
    for function in views.functions(cell.id):
        yield "  " + labelled(f"{function.code} {seat_word(function.code, function.label)}", _held(function, now))
    for freeze in views.freezes(cell.id):
        ended = f" [{_('lifted by {name}').format(name=freeze.ended_by)}]" if freeze.ended_at is not None else ""
        yield labelled(_("Change freeze"), f"{freeze.scope} ({freeze.by}){ended}")
        for allowed in views.exceptions(freeze.id):
            yield "  " + labelled(_("exception"), f"{allowed.text} ({allowed.approver})")
    if not cell.is_active:
        yield labelled(_("Stood down by"), f"{cell.stood_down_by}. {cell.stand_down_reason}")
        for left in cell.remains:
            yield "  " + labelled(_("remains"), f"{left.get('text', '')} ({left.get('owner', '')})")
        for judged in cell.criteria:
            met = _("met") if judged.get("met") else _("not met")
            yield "  " + labelled(criterion_said(judged.get("text")), f"{met} {judged.get('remark') or ''}".strip())


def _held(function: Function, now: int) -> str:
    if not function.holder:
        at = since(function.vacant_since, now) if function.vacant_since is not None else ""
        return _("vacant {since}").format(since=at).strip()
    more = [
        _("deputy {name}").format(name=function.deputy) if function.deputy else "",
        _("relief {name}").format(name=function.relief) if function.relief else "",
        function.phone,
    ]
    return ", ".join(part for part in (function.holder, *more) if part)
