"""Questions about duty: who is there, how tired they are, what is planned, and who could relieve whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo

import apsw

from warroom.domain.cells import Cell, Function, Seat
from warroom.domain.clocks import Clock, ClockKind, state_at
from warroom.domain.duty import Presence, Shift
from warroom.domain.duty_board import Board, OnDuty, PlannedShift
from warroom.domain.fatigue import MINUTE, Stretch, Tiredness, findings, joined, tiredness
from warroom.domain.ids import IncidentId, PersonId, named_id
from warroom.domain.relief import Because, Candidate, Post, next_relief
from warroom.domain.rest_rules import RestRule
from warroom.domain.trained import counts
from warroom.storage.naming import folded_name
from warroom.storage.queries import at_work, team
from warroom.storage.queries.clocks import Asked
from warroom.storage.queries.rows import read
from warroom.storage.sight import Sight
from warroom.words import _

DAY_MS = 24 * 60 * MINUTE
PAST_MS = 92 * DAY_MS  # thirteen weeks: as far back as a rule looks
AHEAD_MS = 31 * DAY_MS
SEEN_MS = 2 * DAY_MS  # whoever was there so lately still stands on the board


@dataclass(slots=True)
class Hours:
    """Everybody's hours at one time, read once: rest knows no difference between incidents."""

    conn: apsw.Connection
    sight: Sight
    room: str
    now_ms: int
    zone: tzinfo | None
    rules: tuple[RestRule, ...]
    stays: list[Presence] = field(init=False)
    shifts: list[Shift] = field(init=False)
    worked: dict[str, list[Stretch]] = field(init=False)
    there_since: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        since, now = self.now_ms - PAST_MS, self.now_ms
        self.stays = team.presences(self.conn, self.sight, since)
        self.shifts = [
            one
            for one in team.shifts(self.conn, self.sight, None)
            if one.until_at > since and one.from_at < now + AHEAD_MS
        ]
        self.there_since, found = {}, defaultdict(list)
        for stay in self.stays:
            end = now if stay.left_at is None else min(stay.left_at, now)
            if stay.arrived_at < end:
                found[stay.person].append((max(stay.arrived_at, since), end))
            if stay.left_at is None and stay.arrived_at <= now:
                first = self.there_since.get(stay.person, stay.arrived_at)
                self.there_since[stay.person] = min(first, stay.arrived_at)
        self.worked = {person: joined(stretches) for person, stretches in found.items()}

    def id_of(self, name: str) -> PersonId:
        return PersonId(named_id(self.room, "person", folded_name(name)))

    def tiredness(self, person: str) -> Tiredness:
        is_there = person in self.there_since
        return tiredness(self.worked.get(person, []), self.rules, self.zone, now_ms=self.now_ms, is_there=is_there)

    def planned(self, person: str, *, without: str = "") -> list[Stretch]:
        """What is still to come of somebody's shifts; those of one cell may be left out, to plan them anew."""
        now = self.now_ms
        return [
            (max(one.from_at, now), min(one.until_at, one.from_at + DAY_MS))  # no shift is longer; hostile ones may be
            for one in self.shifts
            if one.person == person
            and one.until_at > now
            and not (without and one.cell == without and one.from_at >= now)
        ]

    def service_since(self) -> dict[str, int]:
        """Since when whoever is there has been at work, pauses included."""
        found = {}
        for person in self.there_since:
            since = self.tiredness(person).since
            found[person] = self.there_since[person] if since is None else since
        return found


def board(hours: Hours, incident: bytes, number_exercise: tuple[str, bool]) -> Board:
    """Duty of one incident, and of the cell that covers it while it is at work."""
    cell = _cell_of(hours, incident)
    functions = at_work.functions(hours.conn, hours.sight, bytes.fromhex(cell.id)) if cell else []
    covered = {incident.hex()}
    if cell is not None:
        covered |= {one.id for one in at_work.covered(hours.conn, hours.sight, bytes.fromhex(cell.id))}
    stays = [stay for stay in hours.stays if stay.incident in covered]
    plan = [shift for shift in hours.shifts if cell is not None and str(shift.cell) == cell.id]
    held: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for function in functions:
        if function.holder:
            person = hours.id_of(function.holder)
            held[person].append(function.code)
            names[person] = function.holder
    seen = [stay.person for stay in stays if stay.left_at is None or stay.left_at > hours.now_ms - SEEN_MS]
    soon = [one.person for one in plan if one.until_at > hours.now_ms - SEEN_MS]
    wanted = list(dict.fromkeys([*seen, *held, *soon]))
    names |= names_of(hours, {*wanted, *(one.person for one in plan), *(stay.person for stay in stays)})
    people = [_on_duty(hours, PersonId(person), names, held, stays, plan) for person in wanted]
    seats = [seat.value for seat in Seat]
    known = {*(one.code for one in functions), *(one.code for one in plan)}
    codes = tuple(sorted(known, key=lambda code: (seats.index(code) if code in seats else len(seats), code)))
    labels = {one.code: one.label for one in functions if one.label}
    number, exercise = number_exercise
    return Board(
        incident=incident.hex(),
        cell=cell.id if cell else "",
        cell_number=cell.number if cell else number,
        exercise=exercise,
        now_ms=hours.now_ms,
        people=tuple(sorted(people, key=_rank)),
        plan=tuple(_planned(hours, plan, names, labels, codes)),
        stays=tuple(stays),
        names=names,
        codes=codes,
        labels=labels,
    )


def posts(hours: Hours, cell: str) -> tuple[Post, ...]:
    """The functions of a cell that somebody holds or is named for, and whoever could hold them, the first to ask first."""
    functions = at_work.functions(hours.conn, hours.sight, bytes.fromhex(cell))
    shifts = [one for one in hours.shifts if one.cell == cell]
    trained: dict[str, list[str]] = defaultdict(list)
    for training in team.trainings(hours.conn, hours.sight, None):
        if counts(training, hours.now_ms):
            trained[training.code].append(training.person)
    parts: dict[str, list[str]] = defaultdict(list)
    for member in team.memberships(hours.conn, hours.sight):
        parts[member.part.strip().upper()].append(member.person)
    everybody = {one for many in (*trained.values(), *parts.values()) for one in many}
    names = names_of(hours, everybody | {one.person for one in shifts})
    found = []
    for function in functions:
        candidates = tuple(_candidates(hours, function, shifts, trained, parts, names))
        if candidates:
            found.append(Post(function.code, function.label, candidates))
    return tuple(found)


def relief_clocks(conn: apsw.Connection, sight: Sight, asked: Asked, room: str) -> Iterator[Clock]:
    """When the holders of functions are to be relieved, of cells at work."""
    for cell in at_work.cells(conn, sight, mode=asked.mode, live_only=True):
        covered = at_work.covered(conn, sight, bytes.fromhex(cell.id))
        lead = next((one for one in covered if one.id == cell.lead), None)
        if lead is None or (asked.incident and asked.incident.hex() not in {one.id for one in covered}):
            continue
        shifts = team.shifts(conn, sight, bytes.fromhex(cell.id))
        for function in at_work.functions(conn, sight, bytes.fromhex(cell.id)):
            if not function.holder:
                continue
            holder = PersonId(named_id(room, "person", folded_name(function.holder)))
            due = next_relief(function, holder, shifts, asked.now_ms)
            if due is None:
                continue
            at, follows = due
            who = _name_of(conn, sight, follows.person) if follows else function.relief
            own = next((one for one in shifts if one.person == holder and one.until_at == at), None)
            yield Clock(
                key=f"relief:{function.id}",
                kind=ClockKind.RELIEF,
                label=_("Relief {code}: {who}").format(code=function.code, who=who or _("nobody yet")),
                incident=IncidentId(lead.id),
                incident_number=lead.number,
                exercise=cell.exercise,
                noun="shift" if own else "function",
                record=own.id if own else function.id,
                number=cell.number,
                owner=function.holder,
                started_at=function.since,
                due_at=at,
                state=state_at(at, asked.now_ms),
            )


def names_of(hours: Hours, people: Iterable[str]) -> dict[str, str]:
    return {person: _name_of(hours.conn, hours.sight, person) for person in set(people)}


def _name_of(conn: apsw.Connection, sight: Sight, person: str) -> str:
    for row in read(conn, "SELECT id, name FROM person WHERE id=?", (bytes.fromhex(person),)):
        return str(sight.named("person", ("id", "name"), row)[1] or "")
    return ""


def _cell_of(hours: Hours, incident: bytes) -> Cell | None:
    cell = at_work.cell_of(hours.conn, hours.sight, incident)
    return cell if cell is not None and cell.is_active else None


def _on_duty(
    hours: Hours,
    person: PersonId,
    names: dict[str, str],
    held: dict[str, list[str]],
    stays: list[Presence],
    plan: list[Shift],
) -> OnDuty:
    own = [stay for stay in stays if stay.person == person]
    there = [stay for stay in own if stay.left_at is None]
    coming = [one for one in plan if one.person == person and one.until_at > hours.now_ms]
    return OnDuty(
        person=person,
        name=names.get(person, ""),
        holds=tuple(held.get(person, ())),
        stay=next(iter(there), None) or (own[-1] if own else None),
        tiredness=hours.tiredness(person),
        next_shift=min(coming, key=lambda one: one.from_at, default=None),
    )


def _rank(one: OnDuty) -> tuple[bool, bool, int, str]:
    """Whoever is past a limit and there comes first, then whoever is there, the longest before; then who rests."""
    tired = one.tiredness
    return not tired.is_there, not tired.is_over, -tired.row_min if tired.is_there else 0, one.name


def _planned(
    hours: Hours, plan: list[Shift], names: dict[str, str], labels: dict[str, str], codes: tuple[str, ...]
) -> Iterator[PlannedShift]:
    ahead = {
        person: findings(joined([*hours.worked.get(person, ()), *hours.planned(person)]), hours.rules, hours.zone)
        for person in {one.person for one in plan}
    }
    order = {code: place for place, code in enumerate(codes)}
    for shift in sorted(plan, key=lambda one: (order[one.code], one.from_at, one.id)):
        over = shift.until_at <= hours.now_ms
        passed = [] if over else [one for one in ahead[shift.person] if one.touches(shift.from_at, shift.until_at)]
        yield PlannedShift(shift, names.get(shift.person, ""), labels.get(shift.code, ""), tuple(passed))


def _candidates(
    hours: Hours,
    function: Function,
    shifts: list[Shift],
    trained: dict[str, list[str]],
    parts: dict[str, list[str]],
    names: dict[str, str],
) -> Iterator[Candidate]:
    seen: set[str] = set()
    named = (
        (Because.HOLDER, function.holder), (Because.DEPUTY, function.deputy), (Because.RELIEF, function.relief),
    )  # fmt: skip
    said = [(because, hours.id_of(name), name) for because, name in named if name]
    known = (
        (Because.PLANNED, [one.person for one in shifts if one.code == function.code]),
        (Because.TRAINED, trained[function.code]),
        (Because.TEAM, parts[function.code]),
    )
    said += [(because, PersonId(person), names.get(person, "")) for because, people in known for person in people]
    for because, person, name in said:
        if name and person not in seen:
            seen.add(person)
            yield Candidate(person, name, because)
