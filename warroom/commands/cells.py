"""Crisis cells as verbs: activate, change the level, cover incidents, set the intent and the objectives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.cadence import first_messages, repace
from warroom.commands.cell_words import level_said, objective_word
from warroom.commands.seen import Seen, unmoved
from warroom.commands.telling import active_cell, covered_ids, tell, tell_everywhere
from warroom.domain.cells import CADENCE_MIN, CORE, OBJECTIVES_MOST, CellState, Level, ObjectiveState
from warroom.domain.ids import CellId, RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _

CADENCE_MOST = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Activated:
    """An activated cell: its id and printed number."""

    id: CellId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivateCell(Command[Activated]):
    """Activate a crisis cell at a level (1 to 4) for one or more incidents, the first of which leads it.

    The core functions of doctrine §2.1 are armed vacant; the cadence is that of the level (§2.2) unless one is given.
    """

    right = Right.CONDUCT

    incidents: tuple[str, ...]
    level: int
    decider: str
    reason: str
    name: str = ""
    how: str = ""
    intent: str = ""
    cadence_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLevel(Command[None]):
    """Raise or lower a cell's level, with the reason and whoever decided; the cadence follows."""

    right = Right.CONDUCT

    cell: str
    level: int
    reason: str
    decider: str
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverIncident(Command[None]):
    """Let a cell cover one more incident."""

    right = Right.CONDUCT

    cell: str
    incident: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UncoverIncident(Command[None]):
    """A cell no longer covers this incident."""

    right = Right.CONDUCT

    cell: str
    incident: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetIntent(Command[None]):
    """Say what the director wants, in the director's words."""

    right = Right.CONDUCT

    cell: str
    intent: str
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetObjective(Command[RecordId]):
    """Set an objective of the period; three may be open at a time. Times are milliseconds UTC."""

    right = Right.CONDUCT

    cell: str
    text: str
    period_until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseObjective(Command[None]):
    """An objective was reached, or is dropped with the reason."""

    right = Right.CONDUCT

    objective: str
    state: ObjectiveState
    remark: str = ""


@handles(ActivateCell)
def activate_cell(command: ActivateCell, books: Books) -> Activated:
    incidents = _incidents(books, command.incidents)
    level = known_level(command.level)
    decider = needed(command.decider, code="decider-missing", message=_("Who decided to activate the cell?"))
    reason = needed(command.reason, code="reason-missing", message=_("The activation of a cell needs a reason."))
    cadence = CADENCE_MIN[level] if command.cadence_min is None else _cadence(command.cadence_min)
    number, lead = books.number("crisis_cell"), incidents[0]
    patch: dict[str, Any] = {
        "number": number,
        "name": command.name.strip() or None,
        "level": level.value,
        "state": CellState.ACTIVE.value,
        "exercise": bool(lead["exercise"]),
        "lead": lead["id"],
        "decider": decider,
        "reason": reason,
        "how": command.how or None,
        "typed_by": books.author.name,
        "activated_at": books.now,
        "cadence_min": cadence,
    }
    if command.intent.strip():
        patch |= {"intent": command.intent.strip(), "intent_by": books.author.name, "intent_at": books.now}
    cell = books.make("crisis_cell", {name: value for name, value in patch.items() if value is not None})
    for incident in incidents:
        _cover(books, cell, incident["id"])
    for seat in CORE:
        arm(books, cell, seat.value)
    row = books.get("crisis_cell", cell)
    sentence = _("Crisis cell {number} activated at {level} by {decider}. {reason}").format(
        number=number, level=level_said(level), decider=decider, reason=reason
    )
    params = {"now": level.value, "number": number, "decider": decider, "reason": reason, "how": command.how}
    tell_everywhere(books, row, sentence, code="cell-activated", params=params)
    first_messages(books, lead, since=books.now)
    if command.intent.strip():
        _tell_intent(books, row, command.intent.strip())
    return Activated(CellId(cell), number)


@handles(ChangeLevel)
def change_level(command: ChangeLevel, books: Books) -> None:
    cell = active_cell(books, command.cell)
    level = known_level(command.level)
    unmoved(books, "crisis_cell", cell["id"], {"level": level.value}, command.seen)
    if cell["level"] == level.value:
        return
    reason = needed(command.reason, code="reason-missing", message=_("A change of level needs a reason."))
    decider = needed(command.decider, code="decider-missing", message=_("Who decided the level?"))
    was = int(cell["level"] or 0)
    is_usual = was not in set(Level) or cell["cadence_min"] == CADENCE_MIN[Level(was)]
    follows = {"cadence_min": CADENCE_MIN[level]} if is_usual else {}
    books.write("crisis_cell", cell["id"], {"level": level.value}, follows=follows)
    sentence = _("Level of crisis cell {number}: {was} → {now}, decided by {decider}. {reason}").format(
        number=cell["number"], was=level_said(was), now=level_said(level), decider=decider, reason=reason
    )
    params = {"was": was, "now": level.value, "number": cell["number"], "decider": decider, "reason": reason}
    tell_everywhere(books, cell, sentence, code="cell-level", params=params)
    lead = books.row("incident", cell["lead"] or "")
    if lead is not None:
        first_messages(books, lead, since=books.now, activated_at=cell["activated_at"] or 0)
        if level.value > was:  # a lower level makes no promise longer
            repace(books, lead)


@handles(CoverIncident)
def cover_incident(command: CoverIncident, books: Books) -> None:
    cell, incident = active_cell(books, command.cell), books.get("incident", command.incident)
    if incident["id"] in covered_ids(books, cell["id"]):
        return
    _refuse_mixed([{"number": cell["number"], "exercise": cell["exercise"]}, incident])
    _refuse_covered(books, incident)
    _cover(books, cell["id"], incident["id"])
    sentence = _("Incident {incident} is now covered by crisis cell {number}.").format(
        incident=incident["number"], number=cell["number"]
    )
    params = {"number": cell["number"], "incident": incident["number"]}
    tell(books, cell, sentence, code="cell-covers", params=params)
    tell(books, {**cell, "lead": incident["id"]}, sentence, code="cell-covers", params=params)


@handles(UncoverIncident)
def uncover_incident(command: UncoverIncident, books: Books) -> None:
    cell, incident = active_cell(books, command.cell), books.get("incident", command.incident)
    if incident["id"] not in covered_ids(books, cell["id"]):
        return
    if incident["id"] == cell["lead"]:
        raise Refusal(
            "cell-leads",
            _("The log of {incident} tells what this cell does.").format(incident=incident["number"]),
            safe=_("Nothing was changed."),
            todo=_("Stand the cell down instead."),
        )
    books.write("coverage", coverage_id(books, cell["id"], incident["id"]), {DELETED: True})
    sentence = _("Incident {incident} is no longer covered by crisis cell {number}.").format(
        incident=incident["number"], number=cell["number"]
    )
    params = {"number": cell["number"], "incident": incident["number"]}
    tell(books, cell, sentence, code="cell-uncovers", params=params)
    tell(books, {**cell, "lead": incident["id"]}, sentence, code="cell-uncovers", params=params)


@handles(SetIntent)
def set_intent(command: SetIntent, books: Books) -> None:
    cell = active_cell(books, command.cell)
    intent = needed(command.intent, code="intent-missing", message=_("What does the director want?"))
    unmoved(books, "crisis_cell", cell["id"], {"intent": intent}, command.seen)
    if cell["intent"] == intent:
        return
    stamps = {"intent_by": books.author.name, "intent_at": books.now}
    books.write("crisis_cell", cell["id"], {"intent": intent}, follows=stamps)
    _tell_intent(books, cell, intent)


@handles(SetObjective)
def set_objective(command: SetObjective, books: Books) -> RecordId:
    cell = active_cell(books, command.cell)
    text = needed(command.text, code="objective-missing", message=_("What is to be reached?"))
    standing = books.where("objective", cell=cell["id"], state=ObjectiveState.OPEN.value)
    standing.sort(key=lambda row: row["set_at"] or 0)
    if len(standing) >= OBJECTIVES_MOST:
        raise Refusal(
            "objectives-full",
            _("There are {n} objectives already: {texts}.").format(
                n=len(standing), texts="; ".join(str(row["text"]) for row in standing)
            ),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Close one first: a cell holds three at most in one period."),
        )
    if command.period_until is not None and command.period_until <= books.now:
        raise Refusal(
            "period-past",
            _("The period would end before it begins."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Give a time to come."),
        )
    made = books.make("objective", {
        "cell": cell["id"],
        "text": text,
        "state": ObjectiveState.OPEN.value,
        "period_from": books.now,
        "set_by": books.author.name,
        "set_at": books.now,
        **({"period_until": command.period_until} if command.period_until is not None else {}),
    })  # fmt: skip
    tell(books, cell, _("Objective: {text}").format(text=text), code="objective", params={"text": text})
    return made


@handles(CloseObjective)
def close_objective(command: CloseObjective, books: Books) -> None:
    objective = books.get("objective", command.objective)
    cell = active_cell(books, objective["cell"])
    if command.state is ObjectiveState.OPEN or objective["state"] == command.state.value:
        return
    remark = command.remark.strip()
    if command.state is ObjectiveState.DROPPED:
        remark = needed(remark, code="reason-missing", message=_("Why is this objective dropped?"))
    patch = {"state": command.state.value} | ({"remark": remark} if remark else {})
    books.write("objective", objective["id"], patch, follows={"closed_at": books.now})
    sentence = _("Objective {state}: {text}").format(state=objective_word(command.state), text=objective["text"])
    params = {"text": objective["text"] or "", "state": command.state.value, "reason": remark}
    tell(books, cell, f"{sentence}. {remark}" if remark else sentence, code="objective-closed", params=params)


def known_level(level: int) -> Level:
    """The level of this number. Raises Refusal `level-unknown`."""
    if level not in set(Level):
        raise Refusal(
            "level-unknown",
            _("There is no level {level}.").format(level=level),
            safe=_("Nothing was changed."),
            todo=_("Levels go from N1 to N4."),
        )
    return Level(level)


def coverage_id(books: Books, cell: str, incident: str) -> RecordId:
    """The id of what says that this cell covers this incident."""
    return books.named("coverage", f"{cell} {incident}")


def function_id(books: Books, cell: str, code: str) -> RecordId:
    """The id of a cell's function: the same on every station that arms it."""
    return books.named("function", f"{cell} {code}")


def arm(books: Books, cell: str, code: str, *, label: str = "") -> RecordId:
    """Arm a function, vacant from now on."""
    patch: dict[str, Any] = {"cell": cell, "code": code, "vacant_since": books.now}
    return books.make("function", patch | ({"label": label} if label else {}), record=function_id(books, cell, code))


def _cover(books: Books, cell: str, incident: str) -> None:
    patch = {"cell": cell, "incident": incident, "since": books.now}
    books.make("coverage", patch, record=coverage_id(books, cell, incident))


def _tell_intent(books: Books, cell: Row, intent: str) -> None:
    sentence = _("Director’s intent: {intent}").format(intent=intent)
    tell(books, cell, sentence, code="intent", params={"intent": intent}, key_event=True)


def _incidents(books: Books, references: tuple[str, ...]) -> list[Row]:
    found = {row["id"]: row for row in (books.get("incident", said) for said in references if said.strip())}
    if not found:
        raise Refusal(
            "incident-missing",
            _("Which incident does the cell cover?"),
            safe=_("Nothing was changed."),
            todo=_("Declare one first, or choose it from the list."),
        )
    incidents = list(found.values())
    _refuse_mixed(incidents)
    for incident in incidents:
        _refuse_covered(books, incident)
    return incidents


def _refuse_mixed(rows: list[Row]) -> None:
    if len({bool(row["exercise"]) for row in rows}) > 1:
        raise Refusal(
            "exercise-mixed",
            _("A cell never mixes exercises and real incidents: {numbers}.").format(
                numbers=", ".join(str(row["number"]) for row in rows)
            ),
            safe=_("Nothing was changed."),
            todo=_("Activate one cell for each."),
        )


def _refuse_covered(books: Books, incident: Row) -> None:
    """One cell at a time: two come about only where stations activate apart."""
    for coverage in books.where("coverage", incident=incident["id"]):
        cell = books.row("crisis_cell", coverage["cell"])
        if cell is not None and cell["state"] == CellState.ACTIVE:
            raise Refusal(
                "cell-active",
                _("Crisis cell {number} covers {incident} already.").format(
                    number=cell["number"], incident=incident["number"]
                ),
                safe=_("Nothing was changed."),
                todo=_("Change its level, or stand it down first."),
            )


def _cadence(minutes: int) -> int:
    if not 0 < minutes <= CADENCE_MOST:
        raise Refusal(
            "cadence-unfit",
            _("A point every {n} minutes cannot be held.").format(n=minutes),
            safe=_("Nothing was changed."),
            todo=_("Give between one minute and a day."),
        )
    return minutes
