"""The cell in the situation report, and what of it stays behind when people are left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.reports.crisis import a_subject
from tests.warroom.reports.test_redacted_pack import found_in
from tests.warroom.test_cells import MET, a_cell
from warroom.commands import AllowException, FreezeChanges, HoldFunction, SetIntent, SetObjective, StandDown
from warroom.reports.document import Document, Facts, Table, Tone
from warroom.reports.redaction import CONTACTS, NAMED, PEOPLE, Redaction
from warroom.reports.situation import situation_report
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as made:
        yield made


def a_cell_at_work(room: Room) -> tuple[str, str]:
    incident = an_incident(room).ref
    cell = a_cell(room, incident).id
    room.do(HoldFunction(cell=cell, code="COM", holder="Odile Vauquelin", phone="01 99 00 12 34")).result()
    room.do(SetIntent(cell=cell, intent="Tenir.")).result()
    room.do(SetObjective(cell=cell, text="Rendre l’API", period_until=NOON + 60 * MINUTE)).result()
    freeze = room.do(FreezeChanges(cell=cell, scope="Production", by="Karim Benali", reason="r")).result()
    room.do(AllowException(freeze=freeze, text="Retour arrière", approver="Claire Aubry", reason="r")).result()
    room.clock.advance(seconds=12 * 60)  # type: ignore[attr-defined]
    return incident, cell


def section_of(report: Document) -> tuple[dict[str, str], Table]:
    (found,) = [section for section in report.sections if section.title.startswith("Crisis cell")]
    facts = next(block for block in found.blocks if isinstance(block, Facts))
    table = next(block for block in found.blocks if isinstance(block, Table))
    return dict(facts.rows), table


def test_that_a_situation_report_says_the_level_the_intent_and_who_holds_what(room: Room) -> None:
    incident, _cell = a_cell_at_work(room)

    facts, functions = section_of(situation_report(a_subject(room, incident)))

    assert facts["Level"] == "N3 · crisis"
    assert facts["Decided by"].startswith("Claire Aubry, 12:00")
    assert (facts["Director’s intent"], facts["Objective 1"]) == ("Tenir.", "Rendre l’API (13:00)")
    assert facts["Change freeze"] == "Production"
    assert facts["Exception to the freeze"] == "Retour arrière (Claire Aubry)"
    rows = {row.cells[0]: row for row in functions.rows}
    assert rows["COM Communication"].cells[1] == "Odile Vauquelin"
    assert rows["DIR Crisis director"].cells[1] == "vacant for 12 min"
    assert rows["DIR Crisis director"].tone is Tone.LATE


def test_that_no_cell_and_an_ended_cell_leave_no_section(room: Room) -> None:
    calm = an_incident(room).ref
    incident, cell = a_cell_at_work(room)
    room.do(StandDown(cell=cell, by="DG", reason="r", criteria=MET)).result()

    for reference in (calm, incident):
        report = situation_report(a_subject(room, reference))
        assert not [section for section in report.sections if section.title.startswith("Crisis cell")]


def test_that_holders_and_their_telephone_stay_behind_when_people_are_left_out(room: Room, tmp_path: Path) -> None:
    incident, _cell = a_cell_at_work(room)
    redaction = Redaction(frozenset({PEOPLE, CONTACTS}), withhold=frozenset({NAMED}))

    told = {}
    for kind in ("evidence", "situation"):
        (tmp_path / kind).mkdir()
        told[kind] = room.export(incident, tmp_path / kind, kind=kind, redaction=redaction).folder

    for folder in told.values():
        assert found_in(folder, "Vauquelin", "Karim Benali", "Claire Aubry", "01 99 00 12 34") == []
    page = (told["situation"] / "situation.html").read_text(encoding="utf-8")
    assert "COM Communication" in page
    assert "person 2" in page
