"""Papers: one document to go on with, and the copy of it that rolls beside the second copy."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_room, an_action, an_entry, an_incident, reopened
from warroom.clock import FixedClock
from warroom.commands import ActivateCell, AddPerson, ChangeStatus, LogEntry, StateSituation
from warroom.domain.entries import Verification
from warroom.domain.incidents import Severity, Status
from warroom.domain.paper import SheetState
from warroom.errors import Refusal, Trouble
from warroom.reports.document import Table
from warroom.room import Room
from warroom.words import speaking


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


def soon(holds: Callable[[], object]) -> None:
    for _each in range(300):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def rolls(folder: Path) -> tuple[Room, Path]:
    """A room with copies and a disk beside it."""
    disk = folder / "disk"
    disk.mkdir()
    return a_room(folder, backups=True), disk


def test_that_switching_to_paper_gives_one_pdf_with_registered_sheets(room: Room, tmp_path: Path) -> None:
    incident = an_incident(room)
    an_entry(room, incident.id)
    an_action(room, incident.id)

    papers, path = room.paper.switch(tmp_path, incident.id, sheets=3, place="Clé USB")

    assert path.read_bytes().startswith(b"%PDF-")
    assert path.name == "warroom-paper-A-I01.pdf"
    assert papers.sheets == ("A-001", "A-002", "A-003")
    (copy,) = room.views.printouts()
    assert (copy.number, copy.place, copy.fingerprint) == ("A-I01", "Clé USB", papers.fingerprint)
    assert room.views.overtaken(copy).is_current


def test_that_what_could_not_be_written_takes_no_paper_with_it(room: Room, tmp_path: Path) -> None:
    an_incident(room)

    with pytest.raises(Trouble):
        room.paper.switch(tmp_path / "absent", sheets=2)

    (copy,) = room.views.printouts()
    assert not copy.is_about
    assert {sheet.state for sheet in room.views.sheets()} == {SheetState.VOID}


def test_that_a_cancelled_print_leaves_nothing_in_the_folder(room: Room, tmp_path: Path) -> None:
    an_incident(room)
    before = set(tmp_path.iterdir())

    class Cancelled(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if room.views.printouts():
            raise Cancelled

    with pytest.raises(Cancelled):
        room.paper.switch(tmp_path, sheets=2, step=stop)
    assert set(tmp_path.iterdir()) == before
    assert {sheet.state for sheet in room.views.sheets()} == {SheetState.VOID}


def test_that_an_empty_room_says_that_there_is_nothing_to_print(room: Room, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        room.paper.switch(tmp_path)
    assert refused.value.code == "nothing-to-print"


def test_that_real_incidents_and_exercises_are_never_in_one_set(room: Room) -> None:
    real = an_incident(room)
    other = an_incident(room, title="Seconde panne")
    exercise = an_incident(room, title="Exercice", exercise=True)

    assert {each.id for each in room.paper.scope()} == {real.id, other.id}
    assert [each.id for each in room.paper.scope(exercise.id)] == [exercise.id]
    papers = room.paper.take(exercise.id, sheets=1)
    assert papers.document.watermark


def test_that_papers_speak_of_times_of_day_and_never_of_minutes_to_go(room: Room) -> None:
    incident = an_incident(room)
    assert isinstance(room.clock, FixedClock)
    an_action(room, incident.id, owner="Karim", due_at=room.clock.now_ms() + 45 * 60_000)
    with speaking("en"):
        said = repr(room.paper.take(incident.id, sheets=0).document.sections)
    assert "in 45 min" not in said
    assert "11:45" in said


def test_that_the_situation_on_paper_names_what_it_rests_on_and_what_is_to_be_confirmed(room: Room) -> None:
    incident = an_incident(room)
    seen = an_entry(room, incident.id, text="Coupure vue", verification=Verification.VERIFIED)
    heard = an_entry(room, incident.id, text="Coupure entendue")
    lines = (f"Le site B est coupé [{seen.number}]", f"Le site C tient [{heard.number}]", "Rien ne fuit")
    room.do(StateSituation(incident=incident.id, lines=lines)).result()

    with speaking("en"):
        sections = room.paper.take(incident.id, sheets=0).document.sections
    tables = {block.caption: block for section in sections for block in section.blocks if isinstance(block, Table)}
    ((sure,), doubtful) = tables["Verified"].rows, [row.cells for row in tables["To confirm"].rows]
    assert sure.cells[:2] == ("Le site B est coupé", seen.number)
    assert [cells[0] for cells in doubtful] == ["Le site C tient", "Rien ne fuit"]
    assert heard.number in doubtful[0][-1]
    assert "cites no entry" in doubtful[1][-1]


def test_that_what_is_restricted_stays_out_of_the_papers(room: Room) -> None:
    incident = an_incident(room)
    room.circles.make("Juridique élargi", (room.member,))
    room.do(LogEntry(incident=incident.id, text="secret-de-la-cellule", circle="Juridique élargi")).result()

    said = repr(room.paper.take(incident.id, sheets=0).document)

    assert "secret-de-la-cellule" not in said


def test_that_a_readable_copy_lies_beside_the_second_copy_and_says_so(tmp_path: Path) -> None:
    room, disk = rolls(tmp_path)
    with room:
        an_incident(room)
        room.choose_mirror(str(disk))
        soon(lambda: room.protection.paper_at)

        assert (disk / "warroom-paper.pdf").read_bytes().startswith(b"%PDF-")
        assert room.protection.paper
        assert not room.protection.paper_trouble
        assert not room.views.printouts()  # no numbers are taken for it


def test_that_the_readable_copy_is_renewed_at_closing_and_the_one_before_is_kept(tmp_path: Path) -> None:
    room, disk = rolls(tmp_path)
    incident = an_incident(room)
    room.choose_mirror(str(disk))
    soon(lambda: room.protection.paper_at)
    first = (disk / "warroom-paper.pdf").read_bytes()
    an_entry(room, incident.id, text="Un fait de plus")

    room.close()

    assert (disk / "warroom-paper.pdf").read_bytes() != first
    assert (disk / "warroom-paper.former.pdf").read_bytes() == first


def test_that_the_readable_copy_is_written_at_most_every_five_minutes(tmp_path: Path) -> None:
    room, disk = rolls(tmp_path)
    with room:
        incident = an_incident(room)
        room.choose_mirror(str(disk))
        soon(lambda: room.protection.paper_at)
        made = room.protection.paper_at
        assert isinstance(room.clock, FixedClock)
        room.clock.advance(seconds=299)
        an_entry(room, incident.id)
        room._rolling._round()
        assert room.protection.paper_at == made
        room.clock.advance(seconds=1)
        room._rolling._round()
        assert room.protection.paper_at == room.clock.now_ms()


def test_that_the_readable_copy_goes_when_nobody_wants_it_any_more(tmp_path: Path) -> None:
    room, disk = rolls(tmp_path)
    with room:
        an_incident(room)
        room.choose_mirror(str(disk))
        soon(lambda: room.protection.paper_at)

        room.choose_mirror(str(disk), paper=False)

        assert not list(disk.glob("*.pdf"))
        assert not room.protection.paper
    again = Room.open(room.path, passphrase="four calm words here", clock=room.clock)
    an_entry(again, again.paper.scope()[0].id)
    again.close()
    assert not list(disk.glob("*.pdf"))


def test_that_no_copy_in_clear_was_ever_made_unless_somebody_chose_it(tmp_path: Path) -> None:
    room, disk = rolls(tmp_path)
    with room:
        an_incident(room)
        room.keep_local("mirror", str(disk))  # as versions before this one remembered it
    again = reopened(room, backups=True)
    an_entry(again, again.paper.scope()[0].id)
    again.close()
    assert not list(disk.glob("*.pdf"))


def test_that_a_disk_that_is_gone_is_a_note_and_stops_nothing(tmp_path: Path) -> None:
    room, disk = rolls(tmp_path)
    with room:
        incident = an_incident(room)
        room.choose_mirror(str(disk / "absent"))
        soon(lambda: room.protection.paper_trouble)
        an_entry(room, incident.id)


def test_that_nothing_live_leaves_no_copy_that_misleads(tmp_path: Path) -> None:
    room, disk = rolls(tmp_path)
    incident = an_incident(room)
    room.choose_mirror(str(disk))
    soon(lambda: room.protection.paper_at)
    room.do(ChangeStatus(incident=incident.id, status=Status.FALSE_ALARM, reason="Rien")).result()
    room.close()
    assert not list(disk.glob("*.pdf"))


def test_that_an_erasure_replaces_the_readable_copy_and_the_one_before(tmp_path: Path) -> None:
    room, disk = rolls(tmp_path)
    with room:
        incident = an_incident(room)
        room.do(AddPerson(name="Marc Petit")).result()
        an_entry(room, incident.id, text="Vu", from_who="Marc Petit")
        room.choose_mirror(str(disk))
        soon(lambda: room.protection.paper_at)
        room._rolling.renew()
        before = (disk / "warroom-paper.pdf").read_bytes()

        room.erasure.erase_person("Marc Petit", "Demande du 23 novembre")

        assert (disk / "warroom-paper.pdf").read_bytes() != before
        assert not (disk / "warroom-paper.former.pdf").exists()


def test_that_two_rooms_with_one_disk_keep_their_copies_apart(tmp_path: Path) -> None:
    first, disk = rolls(tmp_path)
    second = a_room(tmp_path, file="autre.warroom", backups=True)
    with first, second:
        for each in (first, second):
            an_incident(each)
            each.choose_mirror(str(disk))
            soon(lambda each=each: each.protection.paper_at and each.protection.mirror_at)
    assert len({path.name for path in disk.glob("*.pdf")}) >= 2


def test_that_what_a_cell_leads_comes_first_on_paper(room: Room) -> None:
    led = an_incident(room, severity=Severity.SIGNIFICANT).id
    an_incident(room, title="Lenteurs au portail", severity=Severity.CRITICAL)
    room.do(ActivateCell(incidents=(led,), level=3, decider="C. Aubry", reason="RTO menacé")).result()

    assert [each.number for each in room.paper.scope()] == ["A-001", "A-002"]
