"""Points of the situation as verbs: plan, open, note, close, skip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom import phrases
from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import write_automatic, write_entry
from warroom.commands.hours import here, time_said
from warroom.commands.said import heading_word
from warroom.commands.seen import Seen, unmoved
from warroom.domain.cells import CellState, cadence_of
from warroom.domain.entries import Kind
from warroom.domain.ids import RecordId
from warroom.domain.points import NOTE_MAX, Heading, PointState, next_point_at, notes_of, point_state
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row, unknown
from warroom.words import _

AHEAD_MS = 7 * 24 * 3_600_000  # no cell plans its next point further ahead


@dataclass(frozen=True, slots=True)
class PointMade:
    """A point: its id, its number once it was opened, and when the next one is where that is known."""

    id: RecordId
    number: str = ""
    next_at: int | None = None

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPoint(Command[PointMade]):
    """Say when the next point is (milliseconds UTC). Planning it again moves it, and settles two times that differ."""

    right = Right.CONDUCT

    cell: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint(Command[PointMade]):
    """Begin the next point, planned or not. One that is under way already, be it at another station, stays as it is."""

    right = Right.CONDUCT

    cell: str
    point: str = ""
    led_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePoint(Command[None]):
    """Write what was said under one heading of the agenda; `text` takes the place of what stood there."""

    right = Right.CONDUCT

    point: str
    heading: Heading
    text: str
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {"text": value or ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePoint(Command[PointMade]):
    """End a point, fix the next (`next_at`, milliseconds UTC), and tell the log what was said.

    `notes` are written with it, by heading. A point that nobody opened is held as of now.
    """

    right = Right.CONDUCT

    point: str
    next_at: int
    present: str = ""
    led_by: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipPoint(Command[PointMade]):
    """Leave a planned point out, with the reason; the one after it is planned by the rhythm."""

    right = Right.CONDUCT

    point: str
    reason: str


@handles(PlanPoint)
def plan_point(command: PlanPoint, books: Books) -> PointMade:
    cell = active_cell(books, command.cell)
    at = _ahead(books, command.at)
    slot = next_slot(books, cell["id"])
    if _plan(books, cell, slot, at):
        sentence = _("Next situation point: {time}").format(time=time_said(books, at))
        tell(books, cell, sentence, code="point-planned", params={"at": at})
    return PointMade(slot)


@handles(OpenPoint)
def open_point(command: OpenPoint, books: Books) -> PointMade:
    cell = active_cell(books, command.cell)
    slot = under_way(books, cell["id"]) or next_slot(books, cell["id"])
    wanted = books.resolve("point", command.point) if command.point else slot
    if wanted != slot:
        raise _over(books, wanted)
    return _begin(books, cell, slot, led_by=command.led_by)


@handles(NotePoint)
def note_point(command: NotePoint, books: Books) -> None:
    point = books.get("point", command.point)
    if _state(point) not in (PointState.OPEN, PointState.PLANNED):
        raise _over(books, point["id"])
    name, text = f"note_{Heading(command.heading).value}", _noted(command.text)
    unmoved(books, "point", point["id"], {name: text}, command.seen)
    if text != (point[name] or ""):
        books.write("point", point["id"], {name: text})


@handles(ClosePoint)
def close_point(command: ClosePoint, books: Books) -> PointMade:
    point = books.get("point", command.point)
    cell = active_cell(books, point["cell"])
    if _state(point) in (PointState.HELD, PointState.SKIPPED):
        raise _over(books, point["id"])
    next_at = _ahead(books, command.next_at)
    notes = {name: _noted(text) for name, text in notes_of(command.notes).items()}
    made = _begin(books, cell, point["id"], led_by=command.led_by)
    said = {"present": command.present.strip(), "led_by": command.led_by.strip(), **notes}
    follows = {"ended_at": books.now, "state": PointState.HELD.value, "next_at": next_at}
    follows |= {name: text for name, text in said.items() if text}
    books.write("point", point["id"], {}, follows=follows)  # what two stations disagree on is settled by people
    _plan(books, cell, RecordId(after(books, cell["id"], point["id"])), next_at)
    held = books.get("point", point["id"])
    text = _report(books, held, {name: value for name, value in said.items() if value})
    params = {"point": held["number"], "record": point["id"], "next_at": next_at}
    more = {"code": "point", "params": params}
    write_entry(books, _lead(books, cell), text, kind=Kind.REPORT, more=more)
    return PointMade(made.id, made.number, next_at)


@handles(SkipPoint)
def skip_point(command: SkipPoint, books: Books) -> PointMade:
    point = books.get("point", command.point)
    cell = active_cell(books, point["cell"])
    if _state(point) is not PointState.PLANNED:
        raise _over(books, point["id"])
    reason = needed(command.reason, code="reason-missing", message=_("Say why the point is left out."))
    books.write("point", point["id"], {"state": PointState.SKIPPED.value, "reason": reason})
    began = min(max(point["planned_at"] or 0, books.now), books.now + AHEAD_MS)
    next_at = next_point_at(began, cadence_of(cell["cadence_min"], cell["level"]))
    slot = RecordId(after(books, cell["id"], point["id"]))
    _plan(books, cell, slot, next_at)
    was = time_said(books, point["planned_at"]) if point["planned_at"] else "—"
    sentence = _("Situation point of {time} left out: {reason}. The next: {next}").format(
        time=was, reason=reason.rstrip("."), next=time_said(books, next_at)
    )
    params = {"at": point["planned_at"], "next_at": next_at, "reason": reason}
    tell(books, cell, sentence, code="point-skipped", params=params)
    return PointMade(slot, "", next_at)


# The chain of points: each one's id is made of the one before it, so that two stations apart mean the same next point.


def after(books: Books, cell: str, point: str) -> str:
    """The id of the point that comes after this one."""
    return books.named("point", f"{cell} {point}")


def next_slot(books: Books, cell: str) -> RecordId:
    """The id of the next point to come, whether or not anybody planned it yet."""
    slot = after(books, cell, "")
    while (row := books.any_row("point", slot)) is not None and _state(row) is not PointState.PLANNED:
        slot = after(books, cell, slot)
    return RecordId(slot)


def under_way(books: Books, cell: str) -> RecordId | None:
    """The point of a cell that is open now."""
    open_now = [row for row in books.where("point", cell=cell) if _state(row) is PointState.OPEN]
    last = max(open_now, key=lambda row: (row["started_at"], row["id"]), default=None)
    return RecordId(last["id"]) if last else None


def active_cell(books: Books, reference: str) -> Row:
    """A cell that is at work. Raises Refusal `cell-stood-down` for one that is not any more."""
    cell = books.get("crisis_cell", reference)
    if cell["state"] == CellState.STOOD_DOWN:
        raise Refusal(
            "cell-stood-down",
            _("The cell {number} has stood down.").format(number=cell["number"]),
            safe=_("Nothing was changed."),
            todo=_("Activate a cell first."),
        )
    return cell


def _plan(books: Books, cell: Row, slot: str, at: int) -> bool:
    """Give the next point its time; False when it had that time already."""
    row = books.any_row("point", slot)
    if row is None:
        books.make("point", {"cell": cell["id"], "planned_at": at}, record=slot)
        return True
    settles = books.heads_of("point", slot, "planned_at")
    if row["planned_at"] == at and not books.is_disputed("point", slot, "planned_at"):
        return False
    books.write("point", slot, {"planned_at": at}, settles=settles)
    return True


def _begin(books: Books, cell: Row, slot: str, *, led_by: str) -> PointMade:
    """Open the point that has this id, unless it is open already."""
    row = books.any_row("point", slot)
    if row is not None and row["started_at"] is not None:
        return PointMade(RecordId(slot), row["number"] or "")
    number = books.number("point")
    patch = {"number": number, "started_at": books.now, "state": PointState.OPEN.value}
    leads = {"led_by": led_by.strip() or books.author.name}
    if row is None:
        books.make("point", {"cell": cell["id"], **patch, **leads}, record=slot)
    else:
        books.write("point", slot, patch, follows=leads)
    sentence = _("Situation point {number} opened").format(number=number)
    tell(books, cell, sentence, code="point-opened", params={"point": number, "record": slot})
    return PointMade(RecordId(slot), number)


def _state(row: Row) -> PointState:
    return point_state(row["state"], row["started_at"], row["ended_at"])


def _noted(text: str) -> str:
    if len(text) > NOTE_MAX:
        raise Refusal(
            "note-too-long",
            _("This is too long for one heading of a point."),
            safe=_("Your text is still there."),
            todo=_("Write the details in the log, and the gist here."),
        )
    return text.strip()


def _ahead(books: Books, at: int) -> int:
    if at <= books.now or at > books.now + AHEAD_MS:
        raise Refusal(
            "next-not-ahead",
            _("The next point must lie ahead, within a week."),
            safe=_("Nothing was changed; what you noted is still there."),
            todo=_("Give the time at which the next point begins."),
        )
    return at


def _over(books: Books, record: str) -> Refusal:
    row = books.any_row("point", record)
    if row is None:
        return unknown("point", record)
    return Refusal(
        "point-over",
        _("The point {number} is over.").format(
            number=row["number"] or time_said(books, row["planned_at"] or books.now)
        ),
        safe=_("Nothing was changed; your text is still there."),
        todo=_("Write it in the log, or say it at the next point."),
    )


# What is told


def _lead(books: Books, cell: Row) -> Row:
    return books.get("incident", cell["lead"])


def tell(books: Books, cell: Row, sentence: str, *, code: str, params: Mapping[str, Any]) -> None:
    write_automatic(books, _lead(books, cell), sentence, code=code, params=params)


def _report(books: Books, point: Row, said: Mapping[str, str]) -> str:
    """What was said, heading by heading; a heading with nothing is left out."""
    zone = here(books)
    began, ended = phrases.time_of_day(point["started_at"], zone), phrases.time_of_day(books.now, zone)
    lines = [_("Situation point {number}, {began} to {ended}").format(number=point["number"], began=began, ended=ended)]
    if led_by := said.get("led_by") or point["led_by"]:
        lines.append(phrases.labelled(_("Led by"), led_by))
    for heading in Heading:
        name = f"note_{heading.value}"
        parts = [said.get(name) or point[name] or ""]
        if heading is Heading.PRESENT:
            parts.insert(0, said.get("present") or point["present"] or "")
        text = "\n".join(dict.fromkeys(part for part in parts if part))
        if text:
            lines.append(f"{phrases.labelled(heading_word(heading), text)}")
    lines.append(phrases.labelled(_("Next point"), time_said(books, point["next_at"])))
    return "\n".join(lines)
