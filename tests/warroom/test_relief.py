"""Relief: shifts planned and changed, a plan proposed, the clock that says who comes next, and its alarm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.apart import Apart
from tests.warroom.cells import a_cell
from tests.warroom.stations import meet
from warroom.commands import (
    AmendShift,
    ChangeRest,
    CheckIn,
    CheckOut,
    DropShift,
    ErasePerson,
    HoldFunction,
    NoteTraining,
    PlanRelief,
    PlanShift,
    StandDown,
    TakeFunction,
)
from warroom.commands.relief import ShiftSaid
from warroom.domain.cells import Judged
from warroom.domain.clocks import Clock, ClockKind, ClockState
from warroom.domain.incidents import Mode
from warroom.domain.relief import Because, Proposed, Wish
from warroom.errors import Refusal
from warroom.reports.relief_chart import chart_of, svg_of
from warroom.room import Room

MINUTE = 60_000
HOUR = 60 * MINUTE


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as made:
        yield made


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


@pytest.fixture
def cell(room: Room, incident: str) -> str:
    return a_cell(room, incident)


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for each in made.rooms:
        each.close()


def hold(room: Room, cell: str, code: str, holder: str, **more: Any) -> None:
    room.do(HoldFunction(cell=cell, code=code, holder=holder, **more)).result()


def plan(room: Room, cell: str, name: str, start: float, end: float, code: str = "COORD") -> str:
    """From and until in hours from noon."""
    times = {"from_at": NOON + round(start * HOUR), "until_at": NOON + round(end * HOUR)}
    return room.do(PlanShift(cell=cell, person=name, code=code, **times)).result()


def wait(room: Room, hours: float) -> None:
    room.clock.advance(seconds=hours * 3600)  # type: ignore[attr-defined]


def told(room: Room, incident: str) -> list[str]:
    return [entry.text for entry in room.views.entries(incident) if entry.kind == "automatic"]


def shifts(room: Room, cell: str) -> list[tuple[str, float, float]]:
    views = room.views
    found = []
    for one in views.shifts(cell):
        card = views.roster_card(one.person)
        found.append((card.name if card else "", (one.from_at - NOON) / HOUR, (one.until_at - NOON) / HOUR))
    return found


def relief_clocks(room: Room, incident: str) -> list[Clock]:
    return [one for one in room.views.clocks(incident, mode=Mode.BOTH) if one.kind is ClockKind.RELIEF]


def in_hours(proposal: list[Proposed], code: str) -> list[tuple[str, float, float]]:
    return [
        (one.name, (one.from_at - NOON) / HOUR, (one.until_at - NOON) / HOUR) for one in proposal if one.code == code
    ]


def test_that_a_shift_is_planned_changed_and_dropped_and_the_log_tells_each(
    room: Room, incident: str, cell: str
) -> None:
    made = plan(room, cell, "Marc Petit", 2, 10)
    assert shifts(room, cell) == [("Marc Petit", 2, 10)]
    times = {"from_at": NOON + 3 * HOUR, "until_at": NOON + 10 * HOUR}
    room.do(AmendShift(shift=made, person="Ana Costa", code="coord", **times)).result()
    assert shifts(room, cell) == [("Ana Costa", 3, 10)]
    room.do(DropShift(shift=made)).result()
    assert shifts(room, cell) == []
    assert told(room, incident)[-3:] == [
        "Shift planned: Marc Petit, Coordinator, 14:00 – 22:00.",
        "Shift changed: Marc Petit, Coordinator, 14:00 – 22:00 → Ana Costa, Coordinator, 15:00 – 22:00.",
        "Shift dropped: Ana Costa, Coordinator, 15:00 – 22:00.",
    ]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"from_at": NOON, "until_at": NOON}, "shift-unfit"),
        ({"from_at": NOON, "until_at": NOON + 25 * HOUR}, "shift-unfit"),
        ({"code": " "}, "function-missing"),
        ({"code": "X" * 13}, "function-malformed"),
        ({"person": ""}, "name-missing"),
        ({"cell": "A-C99"}, "unknown-reference"),
    ],
)
def test_that_a_shift_that_cannot_be_is_refused(room: Room, cell: str, said: dict[str, Any], code: str) -> None:
    asked = {"cell": cell, "person": "Marc", "code": "COM", "from_at": NOON, "until_at": NOON + HOUR} | said
    with pytest.raises(Refusal) as refused:
        room.do(PlanShift(**asked)).result()
    assert refused.value.code == code
    assert shifts(room, cell) == []


def test_that_a_shift_past_every_rule_is_planned_all_the_same_and_warned_of(
    room: Room, incident: str, cell: str
) -> None:
    plan(room, cell, "Marc Petit", 0, 14)
    (shown,) = room.views.duty_board(incident).plan
    assert {one.rule.code for one in shown.findings} >= {"SHIFT-8", "SHIFT-12", "FR-DAY-10", "EU-REST-11"}


def test_that_a_cell_that_stood_down_plans_no_more(room: Room, cell: str) -> None:
    room.do(StandDown(cell=cell, by="Léa Martin", reason="R", criteria=(Judged("stable", met=True),))).result()
    with pytest.raises(Refusal, match="stood down"):
        plan(room, cell, "Marc Petit", 2, 10)


def test_that_a_whole_plan_replaces_what_has_not_begun_and_is_told_once(room: Room, incident: str, cell: str) -> None:
    plan(room, cell, "Marc Petit", -1, 7)
    plan(room, cell, "Marc Petit", 14, 22)
    plan(room, cell, "Ana Costa", 14, 22, code="COM")
    said = tuple(
        ShiftSaid(person=name, code="COORD", from_at=NOON + start * HOUR, until_at=NOON + end * HOUR)
        for name, start, end in (("Ana Costa", 6, 14), ("Luc Roy", 13, 21))
    )
    before = len(told(room, incident))
    room.do(PlanRelief(cell=cell, shifts=said)).result()
    assert shifts(room, cell) == [
        ("Marc Petit", -1, 7), ("Ana Costa", 6, 14), ("Luc Roy", 13, 21), ("Ana Costa", 14, 22),
    ]  # fmt: skip
    assert told(room, incident)[before:] == ["Relief plan: 2 shifts until Tue 24 Nov 09:00."]


def test_that_the_card_of_a_function_names_whom_the_plan_has_next_and_after_the_relief_the_one_after(
    room: Room, cell: str
) -> None:
    hold(room, cell, "COORD", "Léa Martin")
    plan(room, cell, "Léa Martin", 0, 8)
    plan(room, cell, "Marc Petit", 7.5, 15.5)
    plan(room, cell, "Ana Costa", 15, 23)

    def coordinator() -> tuple[str, int | None]:
        (found,) = [one for one in room.views.functions(cell) if one.code == "COORD"]
        return found.relief, found.relief_at

    assert coordinator() == ("Marc Petit", NOON + round(7.5 * HOUR))
    wait(room, 7.8)
    hold(room, cell, "COORD", "Marc Petit", relief="Marc Petit", relief_at=NOON + round(7.5 * HOUR))
    assert coordinator() == ("Ana Costa", NOON + 15 * HOUR)


def test_that_the_clock_runs_to_the_end_of_the_shift_and_calls_when_it_is_over(
    room: Room, incident: str, cell: str
) -> None:
    hold(room, cell, "COORD", "Léa Martin")
    plan(room, cell, "Léa Martin", 0, 8)
    plan(room, cell, "Marc Petit", 7.5, 15.5)
    (clock,) = relief_clocks(room, incident)
    assert (clock.due_at, clock.label, clock.state) == (
        NOON + 8 * HOUR, "Relief COORD: Marc Petit", ClockState.RUNNING,
    )  # fmt: skip
    wait(room, 8.1)
    (clock,) = relief_clocks(room, incident)
    assert clock.state is ClockState.LATE
    assert "relief" in [alarm.kind for alarm in room.views.alarms(mode=Mode.REAL)]
    hold(room, cell, "COORD", "Marc Petit")
    (clock,) = relief_clocks(room, incident)
    assert (clock.due_at, clock.label) == (NOON + round(15.5 * HOUR), "Relief COORD: nobody yet")


def test_that_shifts_of_the_same_person_without_a_gap_are_one(room: Room, incident: str, cell: str) -> None:
    hold(room, cell, "COORD", "Léa Martin")
    plan(room, cell, "Léa Martin", 0, 4)
    plan(room, cell, "Léa Martin", 4, 8)
    plan(room, cell, "Léa Martin", 20, 23)
    (clock,) = relief_clocks(room, incident)
    assert clock.due_at == NOON + 8 * HOUR


def test_that_a_shift_that_was_over_before_the_function_was_taken_calls_for_nobody(
    room: Room, incident: str, cell: str
) -> None:
    plan(room, cell, "Léa Martin", -10, -2)
    hold(room, cell, "COORD", "Léa Martin")
    assert relief_clocks(room, incident) == []


def test_that_without_a_plan_the_clock_is_what_the_function_says(room: Room, incident: str, cell: str) -> None:
    hold(room, cell, "COORD", "Léa Martin", relief="Marc Petit", relief_at=NOON + HOUR)
    (clock,) = relief_clocks(room, incident)
    assert (clock.due_at, clock.label) == (NOON + HOUR, "Relief COORD: Marc Petit")


def test_that_a_proposal_lets_the_holder_finish_and_hands_over_with_half_an_hour_together(
    room: Room, incident: str, cell: str
) -> None:
    hold(room, cell, "COORD", "Léa Martin", deputy="Marc Petit", relief="Ana Costa")
    room.do(CheckIn(person="Léa Martin", incident=incident, at=NOON - 2 * HOUR)).result()
    proposal = room.views.proposed_relief(cell, Wish(NOON, NOON + 24 * HOUR))
    assert in_hours(proposal, "COORD") == [
        ("Léa Martin", 0, 6), ("Marc Petit", 5.5, 13.5), ("Ana Costa", 13, 21), ("Léa Martin", 20.5, 28.5),
    ]  # fmt: skip
    assert [one.because for one in proposal[:3]] == [Because.HOLDER, Because.DEPUTY, Because.RELIEF]


def test_that_nobody_is_proposed_past_a_limit_and_a_gap_is_shown_instead(room: Room, incident: str, cell: str) -> None:
    hold(room, cell, "COORD", "Léa Martin")
    proposal = room.views.proposed_relief(cell, Wish(NOON, NOON + 24 * HOUR))
    assert in_hours(proposal, "COORD") == [
        ("Léa Martin", 0, 8), ("", 7.5, 15.5), ("", 15, 23), ("Léa Martin", 22.5, 30.5),
    ]  # fmt: skip


def test_that_whoever_was_trained_for_a_function_is_proposed_for_it(room: Room, cell: str) -> None:
    hold(room, cell, "COORD", "Léa Martin")
    room.do(NoteTraining(person="Luc Roy", code="COORD")).result()
    proposal = room.views.proposed_relief(cell, Wish(NOON, NOON + 16 * HOUR))
    assert ("Luc Roy", 7.5, 15.5) in in_hours(proposal, "COORD")


def test_that_somebody_who_worked_elsewhere_all_night_is_not_proposed(room: Room, incident: str, cell: str) -> None:
    other = an_incident(room, title="Autre").id
    hold(room, cell, "COORD", "Léa Martin", deputy="Marc Petit")
    room.do(CheckIn(person="Marc Petit", incident=other, at=NOON - 12 * HOUR)).result()
    room.do(CheckOut(person="Marc Petit", at=NOON - HOUR)).result()
    proposal = room.views.proposed_relief(cell, Wish(NOON, NOON + 12 * HOUR))
    assert "Marc Petit" not in [name for name, _start, _end in in_hours(proposal, "COORD")[:2]]


def test_that_the_board_shows_whoever_is_there_first_and_the_tired_above(room: Room, incident: str, cell: str) -> None:
    hold(room, cell, "COORD", "Léa Martin")
    room.do(CheckIn(person="Marc Petit", incident=incident, at=NOON - 13 * HOUR)).result()
    room.do(CheckIn(person="Ana Costa", incident=incident, at=NOON - 2 * HOUR, place="Salle 2")).result()
    board = room.views.duty_board(incident)
    assert [(one.name, one.tiredness.row_min) for one in board.people] == [
        ("Marc Petit", 780), ("Ana Costa", 120), ("Léa Martin", 0),
    ]  # fmt: skip
    assert board.people[0].tiredness.is_over
    assert board.people[1].tiredness.latest_end == NOON + 8 * HOUR
    assert room.views.tiredness_of("marc petit").row_min == 780


def test_that_a_rule_set_by_the_house_counts_and_can_be_put_out_of_force(room: Room, incident: str) -> None:
    room.do(CheckIn(person="Ana Costa", incident=incident, at=NOON - 9 * HOUR)).result()
    assert [one.rule.code for one in room.views.tiredness_of("Ana Costa").findings] == ["SHIFT-8"]
    room.do(ChangeRest(code="SHIFT-8", minutes=600, reason="Accord d'entreprise")).result()
    assert room.views.tiredness_of("Ana Costa").findings == ()
    room.do(ChangeRest(code="SHIFT-8", minutes=None, off=False, reason="Fin de l'accord")).result()
    room.do(ChangeRest(code="FR-DAY-10", minutes=60, off=True, reason="Cadres dirigeants")).result()
    assert [one.rule.code for one in room.views.tiredness_of("Ana Costa").findings] == ["SHIFT-8"]
    with pytest.raises(Refusal, match="needs a reason"):
        room.do(ChangeRest(code="SHIFT-8", minutes=60)).result()


def test_that_a_shift_a_plan_and_a_departure_can_be_undone(room: Room, incident: str, cell: str) -> None:
    hold(room, cell, "COORD", "Léa Martin", deputy="Marc Petit")
    plan(room, cell, "Luc Roy", 30, 38)
    said = (ShiftSaid(person="Marc Petit", code="COORD", from_at=NOON + HOUR, until_at=NOON + 9 * HOUR),)
    room.do(PlanRelief(cell=cell, shifts=said)).result()
    room.undo().result()
    assert shifts(room, cell) == [("Luc Roy", 30, 38)]
    room.do(CheckIn(person="Luc Roy", incident=incident)).result()
    room.do(CheckOut(person="Luc Roy")).result()
    assert room.undo().result() == "Undone: presence of Luc Roy as it was."
    assert room.views.presences(0)[0].left_at is None
    room.do(DropShift(shift=room.views.shifts(cell)[0].id)).result()
    assert room.undo().result() == "Undone: shift of Luc Roy is back."


def test_that_whoever_sits_down_by_one_click_is_followed_by_the_plan(room: Room, cell: str) -> None:
    hold(room, cell, "COORD", "Marc Petit", relief="Léa Martin", relief_at=NOON + HOUR)
    plan(room, cell, "Ana Costa", 8, 16)
    room.do(TakeFunction(cell=cell, code="COORD", reason="Relève")).result()
    (found,) = [one for one in room.views.functions(cell) if one.code == "COORD"]
    assert (found.holder, found.relief, found.relief_at) == ("Léa Martin", "Ana Costa", NOON + 8 * HOUR)


@pytest.mark.parametrize(
    "times", [(0, 2**62), (-(2**62), NOON), (2**62, 2**62 + 1), (NOON + HOUR, NOON - HOUR), (-1, 0)]
)
def test_that_times_that_no_calendar_holds_come_to_nothing(
    room: Room, incident: str, cell: str, times: tuple[int, int]
) -> None:
    """Another station may have written anything."""
    start, end = times
    hold(room, cell, "COORD", "Marc Petit")
    room.do(CheckIn(person="Marc Petit", incident=incident, code="COORD")).result()

    def write(books: Any) -> None:
        whose = books.named("person", "Marc Petit")
        books.make("shift", {"cell": cell, "person": whose, "code": "COORD", "from_at": start, "until_at": end})
        books.make("presence", {"incident": incident, "person": whose, "arrived_at": start, "left_at": end})

    room._store.submit(write).result()
    board = room.views.duty_board(incident)
    assert [one.name for one in board.people] == ["Marc Petit"]
    assert room.views.clocks(incident, mode=Mode.BOTH) is not None
    chart = chart_of(board, from_at=NOON - 6 * HOUR, until_at=NOON + 18 * HOUR)
    assert svg_of(chart, None).endswith("</svg>")
    assert room.views.proposed_relief(cell, Wish(NOON, NOON + 24 * HOUR))


def test_that_a_plan_made_apart_is_all_there_after_merging(apart: Apart) -> None:
    cell = a_cell(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    plan(apart.a, cell, "Marc Petit", 2, 10)
    plan(apart.b, cell, "Ana Costa", 2, 10)
    meet(apart.a, apart.b)
    for room in apart.rooms:
        assert sorted(name for name, _from, _until in shifts(room, cell)) == ["Ana Costa", "Marc Petit"]
    assert apart.a.conflicts() == []


def test_that_erasing_somebody_takes_their_name_out_of_plan_board_and_log(room: Room, incident: str, cell: str) -> None:
    hold(room, cell, "COORD", "Léa Martin")
    made = plan(room, cell, "Marc Petit", 2, 10)
    times = {"from_at": NOON + 3 * HOUR, "until_at": NOON + 10 * HOUR}
    room.do(AmendShift(shift=made, person="Marc Petit", code="COORD", **times)).result()
    room.do(CheckIn(person="Marc Petit", incident=incident)).result()
    room.do(ErasePerson(person="Marc Petit", reason="Art. 17 RGPD")).result()
    board = room.views.duty_board(incident)
    assert not any("Marc" in text for text in (*told(room, incident), *board.names.values()))
    assert not any("Marc" in one.name for one in (*board.people, *board.plan))
    assert not any("Marc" in clock.label for clock in relief_clocks(room, incident))
    assert not any("Marc" in one.relief for one in room.views.functions(cell))
