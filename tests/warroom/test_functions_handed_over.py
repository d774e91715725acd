"""Functions taken and handed over with a sheet that both sign, role cards, challenge and answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.test_cells import a_cell, refused
from warroom.commands import (
    AddPerson,
    AmendRoleCard,
    HoldFunction,
    LeaveFunction,
    OpenHandover,
    RevokeWatchword,
    SetWatchword,
    SignHandover,
    TakeFunction,
    WithdrawHandover,
)
from warroom.commands.role_cards import card_of, role_card
from warroom.commands.seen import MovedMeanwhile
from warroom.commands.watchwords import PERIOD_MS, propose
from warroom.domain.cells import CellKind, Function, Seat, Split, kind_of, split_of
from warroom.domain.handovers import Part, SheetPart, Side, as_page, sheet_parts
from warroom.domain.incidents import Mode
from warroom.domain.watchwords import current, following
from warroom.room import Room
from warroom.storage.views import Order

HOUR = 3_600_000
PAGE = as_page([SheetPart(Part.SITUATION, ("Paiements arrêtés", "Cause non dite"))], ["Nadia Roussel"])


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def cell(room: Room) -> str:
    return a_cell(room, an_incident(room).id).id


@pytest.fixture
def small(room: Room) -> str:
    return a_cell(room, an_incident(room).id, level=2).id


def do(room: Room, command: Any) -> Any:
    return room.do(command).result()


def held(room: Room, cell: str, code: str) -> Function:
    return next(item for item in room.views.functions(cell) if item.code == code)


def told(room: Room, cell: str) -> list[Any]:
    lead = next(item.lead for item in [room.views.cell(cell)] if item)
    return list(room.views.entries(lead, Order.RECORDED))


def a_handover(room: Room, cell: str, **more: Any) -> Any:
    do(room, HoldFunction(cell=cell, code="COM", holder="Nadia Roussel", relief="Marc Petit", relief_at=NOON + HOUR))
    asked = {"cell": cell, "code": "COM", "arriving": "Marc Petit", "page": PAGE, "watch": "Le standard", **more}
    return do(room, OpenHandover(**asked))


def test_whoever_sits_here_takes_a_vacant_function_at_once_and_the_log_tells_it(room: Room, cell: str) -> None:
    do(room, TakeFunction(cell=cell, code="COM"))
    taken = held(room, cell, "COM")
    assert (taken.holder, taken.vacant_since) == (room.member, None)
    last = told(room, cell)[-1]
    assert last.code == "function-taken"
    assert last.params["now"] == room.member
    assert room.member in last.text


def test_taking_it_again_tells_nothing_more(room: Room, cell: str) -> None:
    do(room, TakeFunction(cell=cell, code="COM"))
    before = len(told(room, cell))
    do(room, TakeFunction(cell=cell, code="COM"))
    assert len(told(room, cell)) == before


def test_a_function_that_is_not_armed_is_armed_by_taking_it(room: Room, cell: str) -> None:
    do(room, TakeFunction(cell=cell, code="jur"))
    assert held(room, cell, "JUR").holder == room.member


def test_a_function_nobody_knows_cannot_be_taken(room: Room, cell: str) -> None:
    assert refused(room, TakeFunction(cell=cell, code="XYZ")).code == "function-unknown"


def test_what_somebody_holds_is_taken_only_with_the_reason(room: Room, cell: str) -> None:
    do(room, HoldFunction(cell=cell, code="COM", holder="Léa Dupont"))
    refusal = refused(room, TakeFunction(cell=cell, code="COM"))
    assert refusal.code == "function-held"
    assert "Léa Dupont" in str(refusal)
    do(room, TakeFunction(cell=cell, code="COM", reason="Malaise, partie aux urgences"))
    assert held(room, cell, "COM").holder == room.member
    assert "urgences" in told(room, cell)[-1].text


def test_the_deputy_who_takes_over_is_deputy_no_longer(room: Room, cell: str) -> None:
    do(room, HoldFunction(cell=cell, code="COM", holder="", deputy=room.member, relief=room.member, relief_at=NOON))
    do(room, TakeFunction(cell=cell, code="COM"))
    taken = held(room, cell, "COM")
    assert (taken.holder, taken.deputy, taken.relief, taken.relief_at) == (room.member, "", "", None)


def test_taking_a_function_is_undone_by_one_key(room: Room, cell: str) -> None:
    do(room, TakeFunction(cell=cell, code="COM"))
    room.undo().result()
    assert held(room, cell, "COM").holder == ""


def test_a_function_left_vacant_is_an_alarm_until_somebody_takes_it(room: Room, cell: str) -> None:
    do(room, TakeFunction(cell=cell, code="COM"))
    do(room, LeaveFunction(cell=cell, code="COM"))
    left = held(room, cell, "COM")
    assert not left.is_alarming(room.clock.now_ms())
    assert left.is_alarming(room.clock.now_ms() + 11 * 60_000)
    do(room, TakeFunction(cell=cell, code="COM"))
    assert not held(room, cell, "COM").is_alarming(room.clock.now_ms() + 11 * 60_000)


def test_whoever_runs_the_cell_resolves_nothing_in_a_crisis_whatever_the_reason(room: Room, cell: str) -> None:
    do(room, HoldFunction(cell=cell, code="COORD", holder="Karim Benali"))
    for code in ("TECH", "SME"):
        asked = {"cell": cell, "code": code, "holder": "karim  benali"}
        assert refused(room, HoldFunction(**asked)).code == "resolver-commands"
        assert refused(room, HoldFunction(**asked, both_reason="Seul sur place")).code == "resolver-commands"


def test_whoever_resolves_does_not_run_the_cell_either(room: Room, cell: str) -> None:
    do(room, TakeFunction(cell=cell, code="TECH"))
    assert refused(room, TakeFunction(cell=cell, code="COORD")).code == "resolver-commands"
    opened = do(room, OpenHandover(cell=cell, code="COORD", arriving=room.member, page=PAGE))
    assert refused(room, SignHandover(handover=opened.id, side=Side.ARRIVING)).code == "resolver-commands"
    assert room.views.handover(opened.id).taken_at is None


def test_in_a_small_incident_one_person_does_both_with_the_reason_said_in_the_log(room: Room, small: str) -> None:
    do(room, HoldFunction(cell=small, code="COORD", holder="Karim Benali"))
    both = {"cell": small, "code": "TECH", "holder": "Karim Benali"}
    assert refused(room, HoldFunction(**both)).code == "resolver-reason"
    do(room, HoldFunction(**both, both_reason="Seul d'astreinte cette nuit"))
    assert "Seul d'astreinte" in told(room, small)[-1].text


def test_taking_both_in_a_small_incident_asks_for_the_reason(room: Room, small: str) -> None:
    do(room, TakeFunction(cell=small, code="COORD"))
    assert refused(room, TakeFunction(cell=small, code="TECH")).code == "resolver-reason"
    do(room, TakeFunction(cell=small, code="TECH", reason="Seul"))
    assert held(room, small, "TECH").holder == room.member


def test_a_sheet_has_a_number_and_stays_as_it_was_read(room: Room, cell: str) -> None:
    made = a_handover(room, cell)
    assert str(made) == "A-R01"
    handover = room.views.handover(made.id)
    assert (handover.leaving, handover.arriving, handover.watch) == ("Nadia Roussel", "Marc Petit", "Le standard")
    assert handover.parts == (SheetPart(Part.SITUATION, ("Paiements arrêtés", "Cause non dite")),)
    assert handover.awaits() == (Side.LEAVING, Side.ARRIVING)
    assert held(room, cell, "COM").holder == "Nadia Roussel"


def test_both_sign_and_the_function_changes_hands_when_whoever_arrives_signs(room: Room, cell: str) -> None:
    made = a_handover(room, cell, signs=Side.LEAVING)
    assert held(room, cell, "COM").holder == "Nadia Roussel"
    assert told(room, cell)[-1].code == "handover-signed"
    do(room, SignHandover(handover=made.id, side=Side.ARRIVING))
    taken = held(room, cell, "COM")
    assert (taken.holder, taken.relief, taken.relief_at) == ("Marc Petit", "", None)
    handover = room.views.handover(made.id)
    assert handover.is_signed
    assert (handover.left_by, handover.taken_by) == (room.member, room.member)
    last = told(room, cell)[-1]
    assert (last.code, last.params["number"]) == ("handed-over", "A-R01")
    assert "A-R01" in last.text


def test_whoever_arrives_may_sign_alone_and_the_other_later(room: Room, cell: str) -> None:
    made = a_handover(room, cell, signs=Side.ARRIVING)
    assert held(room, cell, "COM").holder == "Marc Petit"
    assert room.views.handover(made.id).awaits() == (Side.LEAVING,)
    do(room, SignHandover(handover=made.id, side=Side.LEAVING))
    assert room.views.handover(made.id).is_signed
    assert held(room, cell, "COM").holder == "Marc Petit"


def test_signing_twice_changes_nothing(room: Room, cell: str) -> None:
    made = a_handover(room, cell, signs=Side.ARRIVING)
    before = len(told(room, cell))
    do(room, SignHandover(handover=made.id, side=Side.ARRIVING))
    assert len(told(room, cell)) == before


def test_a_vacant_function_is_handed_over_by_nobody_and_only_whoever_arrives_signs(room: Room, cell: str) -> None:
    made = do(room, OpenHandover(cell=cell, code="COM", arriving="Marc Petit", page=PAGE, signs=Side.ARRIVING))
    assert room.views.handover(made.id).is_signed
    assert refused(room, SignHandover(handover=made.id, side=Side.LEAVING)).code == "handover-from-nobody"


def test_a_sheet_is_overtaken_when_somebody_else_took_the_function(room: Room, cell: str) -> None:
    made = a_handover(room, cell, signs=Side.LEAVING)
    do(room, TakeFunction(cell=cell, code="COM", reason="Urgence"))
    assert refused(room, SignHandover(handover=made.id, side=Side.ARRIVING)).code == "handover-overtaken"
    assert held(room, cell, "COM").holder == room.member


def test_whoever_sat_down_first_signs_afterwards(room: Room, cell: str) -> None:
    made = a_handover(room, cell)
    do(room, HoldFunction(cell=cell, code="COM", holder="Marc Petit"))
    do(room, SignHandover(handover=made.id, side=Side.ARRIVING))
    assert held(room, cell, "COM").holder == "Marc Petit"
    assert room.views.handover(made.id).taken_at is not None


def test_nobody_hands_a_function_over_to_themselves(room: Room, cell: str) -> None:
    do(room, HoldFunction(cell=cell, code="COM", holder="Nadia Roussel"))
    asked = OpenHandover(cell=cell, code="COM", arriving="nadia  roussel", page=PAGE)
    assert refused(room, asked).code == "handover-to-self"


def test_a_sheet_nobody_signed_is_taken_back_and_one_that_is_signed_is_not(room: Room, cell: str) -> None:
    made = a_handover(room, cell)
    do(room, WithdrawHandover(handover=made.id))
    assert room.views.handovers(cell) == []
    again = a_handover(room, cell, signs=Side.LEAVING)
    assert str(again) == "A-R02"
    assert refused(room, WithdrawHandover(handover=again.id)).code == "handover-signed"


def test_a_signature_is_undone_with_the_holder(room: Room, cell: str) -> None:
    made = a_handover(room, cell)
    do(room, SignHandover(handover=made.id, side=Side.ARRIVING))
    room.undo().result()
    assert held(room, cell, "COM").holder == "Nadia Roussel"
    assert room.views.handover(made.id).taken_at is None


@pytest.mark.parametrize(
    "page",
    [
        {},
        {"parts": "x"},
        {"parts": [1, {"part": "nope", "lines": []}, {"part": "risks", "lines": 4}]},
        {"parts": [{"part": "risks", "lines": ["a", 3, None]}], "names": [4]},
        {"parts": [{"part": "risks", "lines": ["x" * 5_000] * 900}]},
        {"parts": [{"part": "risks", "lines": ["x"] * 300}, {"part": "open", "lines": ["y"] * 300}] * 9},
        {"parts": [{"part": ["risks"], "lines": []}, {"part": {"a": 1}, "lines": []}]},
    ],
)
def test_a_damaged_sheet_loses_only_what_it_does_not_say(room: Room, cell: str, page: dict[str, Any]) -> None:
    made = a_handover(room, cell, page=page)
    lines = [line for part in room.views.handover(made.id).parts for line in part.lines]
    assert len(lines) <= 400
    assert all(len(line) <= 600 for line in lines)


def test_an_erased_person_goes_out_of_the_sheets_they_are_in(room: Room, cell: str) -> None:
    do(room, AddPerson(name="Marc Petit"))
    page = as_page([SheetPart(Part.OPEN, ("Rappeler la banque (Marc Petit)",))], ["Marc Petit"])
    made = a_handover(room, cell, page=page)
    room.erasure.erase_person("Marc Petit", "Demande")
    handover = room.views.handover(made.id)
    assert "Marc Petit" not in repr(handover)


def test_a_card_in_the_rooms_words_keeps_what_the_room_left_alone(room: Room) -> None:
    came = role_card("LOG")
    do(room, AmendRoleCard(code="log", mission="Salle et repas", first=came.first, spend_limit=5_000))
    card = card_of("LOG", room.views.changed_cards())
    assert (card.mission, card.first, card.deliverable) == ("Salle et repas", came.first, came.deliverable)
    assert card.spend_limit == 5_000
    assert room.views.changed_cards()[0].first == ()


def test_every_function_has_a_card_with_five_first_actions_and_its_authority() -> None:
    for seat in Seat:
        card = role_card(seat)
        assert len(card.first) == 5
        assert card.mission
        assert card.deliverable
        assert card.authority


def test_a_limit_of_nothing_is_not_the_same_as_none(room: Room) -> None:
    assert card_of("FIN", ()).spend_limit is None
    do(room, AmendRoleCard(code="FIN", spend_limit=0))
    assert card_of("FIN", room.views.changed_cards()).spend_limit == 0
    do(room, AmendRoleCard(code="FIN", spend_limit=None))
    assert card_of("FIN", room.views.changed_cards()).spend_limit is None


@pytest.mark.parametrize("limit", [-1, 10**10])
def test_a_limit_nobody_can_mean_is_refused(room: Room, limit: int) -> None:
    assert refused(room, AmendRoleCard(code="FIN", spend_limit=limit)).code == "spend-limit"


def test_a_card_of_more_than_five_first_actions_is_refused(room: Room) -> None:
    assert refused(room, AmendRoleCard(code="FIN", first=tuple("abcdef"))).code == "card-too-long"


def test_two_people_who_amend_one_card_are_shown_each_others_words(room: Room) -> None:
    do(room, AmendRoleCard(code="LOG", mission="Salle", seen={}))
    with pytest.raises(MovedMeanwhile):
        do(room, AmendRoleCard(code="LOG", mission="Repas", seen={}))


def test_a_card_is_undone(room: Room) -> None:
    do(room, AmendRoleCard(code="LOG", mission="Salle"))
    room.undo().result()
    assert card_of("LOG", room.views.changed_cards()).mission == role_card("LOG").mission


def test_challenge_and_answer_count_for_their_period_and_no_longer(room: Room) -> None:
    now = room.clock.now_ms()
    first = do(room, SetWatchword(challenge="boussole", answer="platane"))
    then = do(room, SetWatchword(challenge="violon", answer="rivière", from_at=now + 6 * HOUR, until_at=now + 9 * HOUR))
    words = room.views.watchwords()
    assert current(words, now).id == first
    assert following(words, now).id == then
    assert current(words, now + 7 * HOUR).id == then
    assert current(words, now + 10 * HOUR).id == first
    assert current(words, now + PERIOD_MS) is None


def test_revoked_words_count_no_longer(room: Room) -> None:
    made = do(room, SetWatchword(challenge="boussole", answer="platane"))
    do(room, RevokeWatchword(watchword=made))
    assert current(room.views.watchwords(), room.clock.now_ms()) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("", "platane"), "watchword-missing"),
        (("Boussole", "boussole"), "watchword-same"),
        (("a" * 41, "b"), "watchword-long"),
    ],
)
def test_words_nobody_could_use_are_refused(room: Room, words: tuple[str, str], code: str) -> None:
    assert refused(room, SetWatchword(challenge=words[0], answer=words[1])).code == code


@pytest.mark.parametrize(("start", "end"), [(0, -HOUR), (5 * HOUR, 4 * HOUR), (0, 40 * 24 * HOUR), (-9 * HOUR, -HOUR)])
def test_words_that_count_at_no_time_are_refused(room: Room, start: int, end: int) -> None:
    now = room.clock.now_ms()
    asked = SetWatchword(challenge="a", answer="b", from_at=now + start, until_at=now + end)
    assert refused(room, asked).code == "watchword-period"


@pytest.mark.parametrize("spoken", ["fr", "en"])
def test_proposed_words_differ_and_are_said_in_one_breath(spoken: str) -> None:
    pairs = [propose(spoken) for _each in range(50)]
    assert all(one != other and len(one) <= 12 and " " not in one for one, other in pairs)
    assert len(set(pairs)) > 40


def test_every_function_sits_in_one_cell_and_in_one_part_of_the_split() -> None:
    assert {kind_of(seat) for seat in Seat} == set(CellKind)
    assert {split_of(seat) for seat in Seat} == set(Split)
    assert kind_of("XYZ") is CellKind.OPERATIONAL
    assert split_of("XYZ") is Split.ACTION


def test_sheet_parts_of_nonsense_are_none() -> None:
    assert sheet_parts(None) == ()
    assert sheet_parts([]) == ()


def test_what_was_promised_at_a_handover_is_found_by_its_words(room: Room, cell: str) -> None:
    made = a_handover(room, cell, promised="Rappeler la préfecture à 15 h")
    found = room.views.search("prefecture", mode=Mode.REAL).records
    assert [(item.noun, item.id) for item in found] == [("handover", made.id)]
    assert room.views.search("prefecture", mode=Mode.EXERCISE).records == ()
