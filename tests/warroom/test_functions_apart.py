"""Functions, handovers, cards and words written at two stations that do not see each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warroom.apart import Apart
from tests.warroom.stations import meet
from tests.warroom.test_cells import a_cell
from warroom.commands import AmendRoleCard, HoldFunction, OpenHandover, SetWatchword, SignHandover, TakeFunction
from warroom.commands.role_cards import card_of
from warroom.domain.authority import Authority
from warroom.domain.cells import resolves_and_leads
from warroom.domain.handovers import Part, SheetPart, Side, as_page
from warroom.domain.watchwords import current

PAGE = as_page([SheetPart(Part.RISKS, ("Orage",))], [])


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


@pytest.fixture
def cell(apart: Apart) -> str:
    made = a_cell(apart.a, apart.incident.id, level=2).id
    apart.a.do(HoldFunction(cell=made, code="COM", holder="Nadia Roussel")).result()
    meet(apart.a, apart.b)
    return made


def test_a_function_taken_at_both_is_one_question_and_no_name_is_lost(apart: Apart, cell: str) -> None:
    for room, name in zip(apart.rooms, ("Karim Benali", "Inès Ferrer"), strict=True):
        room.sit_down(name)
        room.do(TakeFunction(cell=cell, code="MC")).result()
        apart.wait()
    meet(apart.a, apart.b)
    (conflict,) = apart.a.conflicts()
    assert (conflict.noun, conflict.field) == ("function", "holder")
    assert conflict.authority is Authority.COMMAND
    told = " ".join(entry.text for entry in apart.a.views.entries(apart.incident.id))
    assert "Karim Benali" in told
    assert "Inès Ferrer" in told


def test_a_sheet_signed_by_each_at_their_own_laptop_is_signed_by_both(apart: Apart, cell: str) -> None:
    asked = {"cell": cell, "code": "COM", "arriving": "Marc Petit", "page": PAGE}
    made = apart.a.do(OpenHandover(**asked)).result()
    meet(apart.a, apart.b)
    apart.wait()
    apart.a.do(SignHandover(handover=made.id, side=Side.LEAVING)).result()
    apart.b.do(SignHandover(handover=made.id, side=Side.ARRIVING)).result()
    apart.wait()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        handover = room.views.handover(made.id)
        assert handover is not None
        assert handover.is_signed
        assert room.conflicts() == []
        assert next(item.holder for item in room.views.functions(cell) if item.code == "COM") == "Marc Petit"


def test_the_same_signature_at_both_is_no_question(apart: Apart, cell: str) -> None:
    made = apart.a.do(OpenHandover(cell=cell, code="COM", arriving="Marc Petit", page=PAGE)).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        apart.wait()
        room.do(SignHandover(handover=made.id, side=Side.ARRIVING)).result()
    meet(apart.a, apart.b)
    assert [room.conflicts() for room in apart.rooms] == [[], []]
    assert apart.a.views.handovers(cell) == apart.b.views.handovers(cell)


def test_whoever_came_to_do_both_by_meeting_is_shown_and_nothing_is_undone(apart: Apart, cell: str) -> None:
    for room, code in zip(apart.rooms, ("COORD", "TECH"), strict=True):
        room.do(HoldFunction(cell=cell, code=code, holder="Karim Benali")).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        assert resolves_and_leads(room.views.functions(cell)) == "Karim Benali"


def test_one_card_amended_at_both_stays_one_card(apart: Apart) -> None:
    apart.a.do(AmendRoleCard(code="LOG", mission="Salle")).result()
    apart.b.do(AmendRoleCard(code="LOG", mission="Salle", spend_limit=500)).result()
    meet(apart.a, apart.b)
    for room in apart.rooms:
        card = card_of("LOG", room.views.changed_cards())
        assert (card.mission, card.spend_limit) == ("Salle", 500)
        assert len(room.views.changed_cards()) == 1


def test_of_two_pairs_of_words_both_stations_choose_the_same(apart: Apart) -> None:
    apart.a.do(SetWatchword(challenge="boussole", answer="platane")).result()
    apart.b.do(SetWatchword(challenge="violon", answer="rivière")).result()
    meet(apart.a, apart.b)
    now = apart.a.clock.now_ms()
    assert current(apart.a.views.watchwords(), now) == current(apart.b.views.watchwords(), now)
