"""Paper: numbers that are never given twice, copies that grow old, and sheets that come back once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_action, an_entry, an_incident, reopened
from tests.warroom.apart import Apart
from tests.warroom.stations import meet
from warroom.clock import FixedClock
from warroom.commands import (
    Decide,
    MarkEntry,
    PlacePrintout,
    RegisterPrintout,
    SpoilPrintout,
    TranscribeSheet,
    VoidSheet,
    WithdrawPrintout,
)
from warroom.commands.paper import Registered
from warroom.domain.entries import Channel, Kind, Verification
from warroom.domain.paper import PrintKind, SheetLine, SheetState
from warroom.errors import Refusal
from warroom.phrases import HOUR, MINUTE
from warroom.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for each in made.rooms:
        each.close()


def printed(
    room: Room, incident: str, *, kind: PrintKind = PrintKind.PAPER, sheets: int = 3, **more: Any
) -> Registered:
    return room.do(RegisterPrintout(kind=kind, incident=incident, sheets=sheets, **more)).result()


def line(minutes_ago: int, text: str, **more: Any) -> SheetLine:
    return SheetLine(event_at=NOON - minutes_ago * MINUTE, text=text, **more)


def transcribe(room: Room, sheet: str, incident: str, *lines: SheetLine, **more: Any) -> Any:
    return room.do(TranscribeSheet(sheet=sheet, incident=incident, lines=lines, **more)).result()


def test_that_a_set_of_papers_takes_numbers_for_its_sheets_and_is_told_in_the_log(room: Room) -> None:
    incident = an_incident(room)

    made = printed(room, incident.id, sheets=20)

    assert made.number == "A-I01"
    assert made.sheets == tuple(f"A-{n:03d}" for n in range(1, 21))
    (copy,) = room.views.printouts()
    assert (copy.kind, copy.by, copy.sheets_from, copy.sheets_to) == ("paper", "Léa Martin", "A-001", "A-020")
    assert [sheet.number for sheet in room.views.sheets()] == list(made.sheets)
    assert {sheet.state for sheet in room.views.sheets()} == {SheetState.BLANK}
    assert "A-I01" in list(room.views.entries(incident.id))[-1].text


def test_that_no_sheet_number_is_given_twice_also_across_stations(apart: Apart) -> None:
    first = printed(apart.a, apart.incident.id)
    second = printed(apart.b, apart.incident.id)
    meet(apart.a, apart.b)
    third = printed(apart.a, apart.incident.id)

    assert [*first.sheets, *third.sheets] == [f"A-{n:03d}" for n in range(1, 7)]
    assert second.sheets == ("B-001", "B-002", "B-003")
    assert {copy.number for copy in apart.a.views.printouts()} == {"A-I01", "A-I02", "B-I01"}


def test_that_numbers_taken_for_a_print_that_failed_are_void_and_not_given_again(room: Room) -> None:
    incident = an_incident(room)
    spoiled = printed(room, incident.id)

    room.do(SpoilPrintout(printout=spoiled.id, reason="L'imprimante ne répond pas")).result()
    after = printed(room, incident.id)

    assert after.sheets == ("A-004", "A-005", "A-006")
    states = {sheet.number: sheet.state for sheet in room.views.sheets()}
    assert {states[number] for number in spoiled.sheets} == {SheetState.VOID}
    copy = room.views.printout(spoiled.id)
    assert copy is not None
    assert not copy.is_about


def test_that_a_sheet_comes_back_with_its_own_times_and_is_not_late(room: Room) -> None:
    incident = an_incident(room)
    sheet = printed(room, incident.id).sheets[0]

    made = transcribe(
        room,
        sheet,
        incident.id,
        line(90, "Le nœud 3 ne répond plus", from_who="Durand", channel=Channel.PHONE),
        line(80, "Coupure confirmée", kind=Kind.FACT, verification=Verification.TO_VERIFY, key_event=True),
        written_by="Marc Petit",
    )

    first, second = (room.views.entry(logged.id) for logged in made.entries)
    assert first is not None
    assert second is not None
    assert (first.event_at, first.recorded_at) == (NOON - 90 * MINUTE, NOON)
    assert (first.sheet, first.from_who, first.channel, first.is_late) == (sheet, "Durand", Channel.PHONE, False)
    assert (second.kind, second.verification, second.key_event) == (Kind.FACT, Verification.TO_VERIFY, True)
    (told,) = (entry for entry in room.views.entries(incident.id) if entry.code == "sheet-transcribed")
    assert "Marc Petit" in told.text
    assert made.entries[0].number in told.text
    found = room.views.sheet(sheet)
    assert found is not None
    assert (found.state, found.transcribed_by) == (SheetState.TRANSCRIBED, "Léa Martin")


def test_that_orders_and_decisions_of_a_sheet_are_followed_like_any_other(room: Room) -> None:
    incident = an_incident(room)
    sheet = printed(room, incident.id).sheets[0]

    transcribe(
        room,
        sheet,
        incident.id,
        line(60, "Isoler le site B", kind=Kind.ORDER, owner="Karim", due_at=NOON + HOUR),
        line(50, "Basculer sur le site de secours", kind=Kind.DECISION, from_who="C. Aubry", channel=Channel.PHONE),
    )

    (action,) = room.views.actions(incident.id)
    (decision,) = room.views.decisions(incident.id)
    assert (action.text, action.owner, action.due_at) == ("Isoler le site B", "Karim", NOON + HOUR)
    assert (decision.decided, decision.decider, decision.decided_at) == (
        "Basculer sur le site de secours",
        "C. Aubry",
        NOON - 50 * MINUTE,
    )


def test_that_a_sheet_transcribed_twice_asks_and_says_by_whom_and_when(room: Room) -> None:
    incident = an_incident(room)
    sheet = printed(room, incident.id).sheets[0]
    transcribe(room, sheet, incident.id, line(30, "Première ligne"))

    with pytest.raises(Refusal) as refused:
        transcribe(room, sheet, incident.id, line(30, "Première ligne"))
    assert refused.value.code == "sheet-transcribed"
    assert "Léa Martin" in refused.value.message
    assert "12:00" in refused.value.message

    transcribe(room, sheet, incident.id, line(20, "Ligne oubliée"), again=True)
    assert sum(entry.sheet == sheet for entry in room.views.entries(incident.id)) == 2


def test_that_one_unfit_line_keeps_the_whole_sheet_out(room: Room) -> None:
    incident = an_incident(room)
    sheet = printed(room, incident.id).sheets[0]
    before = room.views.tally(incident.id)

    with pytest.raises(Refusal) as refused:
        transcribe(room, sheet, incident.id, line(30, "Bonne"), line(-30, "Demain"))
    assert "2" in refused.value.message
    with pytest.raises(Refusal):
        transcribe(room, sheet, incident.id)

    assert room.views.tally(incident.id) == before
    found = room.views.sheet(sheet)
    assert found is not None
    assert found.state is SheetState.BLANK


def test_that_a_void_sheet_says_why_and_may_still_come_back(room: Room) -> None:
    incident = an_incident(room)
    first, second, _third = printed(room, incident.id).sheets
    with pytest.raises(Refusal):
        room.do(VoidSheet(sheet=first, reason=" ")).result()

    room.do(VoidSheet(sheet=first, reason="Tachée de café")).result()

    with pytest.raises(Refusal) as refused:
        transcribe(room, first, incident.id, line(10, "Tout de même"))
    assert "Tachée de café" in refused.value.message
    transcribe(room, first, incident.id, line(10, "Tout de même"), again=True)
    transcribe(room, second, incident.id, line(9, "Autre"))
    with pytest.raises(Refusal) as kept:
        room.do(VoidSheet(sheet=second, reason="Perdue")).result()
    assert kept.value.code == "sheet-transcribed"


def test_that_two_stations_transcribing_one_sheet_apart_lose_nothing_and_say_so(apart: Apart) -> None:
    sheet = printed(apart.a, apart.incident.id).sheets[0]
    meet(apart.a, apart.b)
    transcribe(apart.a, sheet, apart.incident.id, line(30, "Lu par Léa"))
    transcribe(apart.b, sheet, apart.incident.id, line(30, "Lu par Marc"), line(20, "Suite"))
    meet(apart.a, apart.b)

    for room in (apart.a, apart.b):
        back = room.views.came_back([sheet])[sheet]
        assert {(party.by, party.station, party.entries) for party in back} == {
            ("Léa Martin", "A", 1),
            ("Marc Petit", "B", 2),
        }
        found = room.views.sheet(sheet)
        assert found is not None
        assert found.state is SheetState.TRANSCRIBED
    assert not [item for item in apart.a.conflicts() if item.noun == "sheet"]


def test_that_a_sheet_void_here_and_transcribed_there_counts_as_transcribed(apart: Apart) -> None:
    sheet = printed(apart.a, apart.incident.id).sheets[0]
    meet(apart.a, apart.b)
    transcribe(apart.b, sheet, apart.incident.id, line(30, "Revenue par Marc"))
    apart.wait()
    apart.a.do(VoidSheet(sheet=sheet, reason="Introuvable")).result()
    meet(apart.a, apart.b)

    for room in (apart.a, apart.b):
        with pytest.raises(Refusal) as refused:
            transcribe(room, sheet, apart.incident.id, line(30, "Encore"))
        assert "Marc Petit" in refused.value.message
        with pytest.raises(Refusal):
            room.do(VoidSheet(sheet=sheet, reason="Perdue")).result()


def test_that_a_sheet_of_a_laptop_that_died_comes_back_and_is_one_with_its_record(apart: Apart) -> None:
    sheet = printed(apart.b, apart.incident.id).sheets[0]  # its laptop has told nobody

    with pytest.raises(Refusal) as refused:
        transcribe(apart.a, sheet, apart.incident.id, line(30, "Écrit à la main"))
    assert refused.value.code == "sheet-unknown"
    transcribe(apart.a, sheet, apart.incident.id, line(30, "Écrit à la main"), unregistered=True)
    meet(apart.a, apart.b)

    for room in (apart.a, apart.b):
        found = room.views.sheet(sheet)
        assert found is not None
        assert [each.number for each in room.views.sheets()].count(sheet) == 1
        assert found.printout == room.views.printouts()[0].id
        assert sheet in room.views.came_back([sheet])


def test_that_a_copy_is_out_of_date_once_what_it_shows_has_changed(room: Room) -> None:
    incident = an_incident(room)
    other = an_incident(room, title="Autre")
    entry = an_entry(room, incident.id)
    paper = printed(room, incident.id)
    log = printed(room, incident.id, kind=PrintKind.LOG, sheets=0)
    assert all(room.views.overtaken(copy).is_current for copy in room.views.printouts())
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=60)

    an_entry(room, other.id, text="Ailleurs")
    room.do(MarkEntry(entry=entry.id, verification=Verification.VERIFIED)).result()
    room.clock.advance(seconds=60)
    an_entry(room, incident.id, text="Nouveau")
    an_action(room, incident.id)
    room.do(Decide(incident=incident.id, decided="Basculer")).result()

    copies = {copy.id: room.views.overtaken(copy) for copy in room.views.printouts()}
    of_paper, of_log = copies[paper.id], copies[log.id]
    assert (of_paper.entries, of_paper.decisions, of_paper.actions, of_paper.since) == (3, 1, 1, NOON + 2 * MINUTE)
    assert (of_log.entries, of_log.decisions, of_log.since) == (4, 0, NOON + MINUTE)


def test_that_what_another_laptop_wrote_before_and_brought_later_makes_a_copy_old(apart: Apart) -> None:
    an_entry(apart.b, apart.incident.id, text="Écrit avant, arrivé après")
    apart.wait()
    copy = printed(apart.a, apart.incident.id)
    found = apart.a.views.printout(copy.id)
    assert found is not None
    assert apart.a.views.overtaken(found).is_current

    meet(apart.a, apart.b)

    assert apart.a.views.overtaken(found).entries == 1
    assert apart.b.views.overtaken(found).entries == 1


def test_that_copies_are_placed_withdrawn_and_put_up_again(room: Room) -> None:
    incident = an_incident(room)
    copy = printed(room, incident.id)

    room.do(PlacePrintout(printout="A-I01", place="Salle de crise, mur nord", copies=2)).result()
    room.do(WithdrawPrintout(printout="A-I01")).result()

    again = reopened(room)
    found = again.views.printout(copy.id)
    assert found is not None
    assert (found.place, found.copies, found.withdrawn_by) == ("Salle de crise, mur nord", 2, "Léa Martin")
    again.do(PlacePrintout(printout="A-I01", place="Accueil")).result()
    found = again.views.printout(copy.id)
    assert found is not None
    assert found.is_about
    again.close()


def test_that_a_room_never_takes_more_numbers_than_a_set_can_hold(room: Room) -> None:
    incident = an_incident(room)
    for sheets in (-1, 201):
        with pytest.raises(Refusal):
            printed(room, incident.id, sheets=sheets)
    assert printed(room, incident.id, sheets=0).sheets == ()
