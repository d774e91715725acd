"""Call sheets: the text to read out and whom to call, with boxes to tick; of a tree one sheet for each caller."""

from __future__ import annotations

from typing import Any

from warroom import words
from warroom.commands.callout_words import callee_word, reach_word, result_word
from warroom.commands.cell_words import seat_word
from warroom.commands.need_words import broken_said
from warroom.domain.answers import CalleeLine, Way
from warroom.domain.callout import in_tree_order
from warroom.domain.incidents import Mode
from warroom.domain.message_words import wrapped
from warroom.domain.mobilisation import CalleeState, CallResult, Mobilisation, Shape
from warroom.phrases import labelled, time_of_day
from warroom.reports.leaflet import Leaflet, Made, of_layout
from warroom.words import _, ngettext

BOXES = (CallResult.REACHED, CallResult.NO_ANSWER, CallResult.MESSAGE_LEFT, CallResult.REFUSED)


def call_sheets(made: Made, mobilisation: str) -> Leaflet:
    """The sheets of a call-out as it stands: a list on one, of a tree one for each caller. Ask in a task.

    Raises Trouble when they cannot be laid out, Refusal when there is no such call-out.
    """
    views = made.views.within(())
    with views.unmoving():
        found = views.mobilisation(mobilisation)
        exercise = views.incident(found.incident).exercise
        mode = Mode.EXERCISE if exercise else Mode.REAL
        lines, heads = views.callee_lines(found.id, mode=mode), views.heads()
    made = Made(made.views, made.author, made.now_ms, made.zone, exercise)
    report = {
        "title": _("Call sheet {number}").format(number=found.number),
        "text": wrapped(found.text, exercise=exercise, language=words.language()).splitlines(),
        "facts": _facts(made, found),
        "words": _words(),
        "overview": _overview(lines) if found.shape is Shape.TREE else [],
        "overview_title": _("Who calls whom"),
        "sheets": _sheets(lines, found.shape),
    }
    name = f"warroom-{found.number}".lower()
    return of_layout(made, "callout.typ", report, name=name, reference=found.number, heads=heads)


def _facts(made: Made, found: Mobilisation) -> list[tuple[str, str]]:
    ack_by = time_of_day(found.ack_by, made.zone) if found.ack_by is not None else ""
    minutes = ngettext("after {n} min without an answer", "after {n} min without an answer", found.escalate_min)
    rows = [
        (_("Started"), made.moment(found.started_at)),
        (_("Acknowledge by"), ack_by),
        (_("Where to go"), found.muster),
        (_("If that cannot be reached"), found.backup),
        (_("Deputy"), minutes.format(n=found.escalate_min) if found.escalate_min else ""),
    ]
    return [(label, value) for label, value in rows if value]


def _words() -> dict[str, Any]:
    return {
        "person": _("Whom"),
        "ways": _("How to reach them"),
        "result": _("What it came to"),
        "time": _("Called at"),
        "eta": _("Expected at"),
        "boxes": [result_word(result) for result in BOXES],
        "nobody": _("Nobody is to be called."),
        "signed": _("Called by"),
        "read": _("Read this out"),
    }


def _overview(lines: list[CalleeLine]) -> list[dict[str, Any]]:
    """The tree, each person under whoever calls them."""
    by_person: dict[str, CalleeLine] = {line.callee.person: line for line in lines}
    callers: dict[str, str] = {line.callee.person: line.callee.caller for line in lines}
    ranks: dict[str, int] = {line.callee.person: line.callee.rank for line in lines}
    return [
        {"depth": depth, "name": by_person[person].name, "function": _function(by_person[person])}
        for person, depth in in_tree_order(callers, ranks)
    ]


def _sheets(lines: list[CalleeLine], shape: Shape) -> list[dict[str, Any]]:
    """Each with its heading and whom to call; nobody who is no longer needed."""
    needed = [line for line in lines if line.callee.state is not CalleeState.STOOD_DOWN]
    if shape is Shape.LIST:
        return [{"caller": "", "people": [_person(line) for line in needed]}]
    sheets: dict[str, list[CalleeLine]] = {}
    for line in needed:
        sheets.setdefault(line.caller, []).append(line)
    said = _("{name} calls")
    order = sorted(sheets, key=lambda name: (name != "", min(line.callee.rank for line in sheets[name])))
    return [
        {
            "caller": said.format(name=name) if name else _("The cell calls"),
            "people": [_person(line) for line in sheets[name]],
        }
        for name in order
    ]


def _person(line: CalleeLine) -> dict[str, Any]:
    state = line.callee.state
    return {
        "name": line.name,
        "function": _function(line),
        "ways": [_way(way) for way in line.ways],
        "deputy": labelled(_("Deputy"), line.deputy) if line.deputy else "",
        "state": callee_word(state, has_function=bool(line.callee.code)) if state is not CalleeState.TO_CALL else "",
    }


def _function(line: CalleeLine) -> str:
    return seat_word(line.callee.code) if line.callee.code else ""


def _way(way: Way) -> dict[str, Any]:
    lack = broken_said(way.unmet[0]) if way.unmet else ("" if way.is_usable else _("does not work"))
    return {"value": way.reach.value, "kind": way.reach.label or reach_word(way.reach.kind), "lack": lack}
