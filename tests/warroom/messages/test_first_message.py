"""The first message of a SEV1: approved in advance, let out in one step, and no way around an approval."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.messages.said import line
from warroom.commands import FirstMessage, GrantRoles, SetService
from warroom.domain.incidents import Severity
from warroom.domain.messages import MessageState
from warroom.domain.rights import Role
from warroom.domain.services import ServiceState
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


def an_outage(room: Room, severity: Severity = Severity.CRITICAL) -> str:
    incident = an_incident(room, severity=severity).id
    room.do(SetService(incident=incident, name="Paiement", state=ServiceState.MAJOR_OUTAGE)).result()
    return incident


def refused(room: Room, command: Any) -> str:
    with pytest.raises(Refusal) as found:
        room.do(command).result()
    return found.value.code


def test_that_one_command_lets_the_first_message_out_in_both_languages(room: Room) -> None:
    incident = an_outage(room)
    seen = room.views.message_preview(incident, "T03", next_at=NOON + 30 * MINUTE)
    assert not seen.missing
    out = room.do(FirstMessage(incident=incident, next_at=NOON + 30 * MINUTE)).result()

    assert out.texts == seen.texts
    assert (out.template, out.audiences, out.next_at) == ("T03", ("customers", "public"), NOON + 30 * MINUTE)
    assert "T03" in out.exception
    shown = line(room, out.message)
    assert (shown.state, shown.doubts) == (MessageState.RELEASED, ())
    assert [each.code for each in room.views.entries(incident) if "Paiement" in each.text][-1] == "released"


def test_that_a_service_named_at_the_declaration_is_said_before_anybody_knows_its_state(room: Room) -> None:
    incident = an_incident(room, severity=Severity.CRITICAL, services=("Espace client",)).id
    assert not room.views.message_preview(incident, "T03", next_at=NOON + 30 * MINUTE).missing
    out = room.do(FirstMessage(incident=incident)).result()
    assert "au service Espace client" in out.texts["fr"]["body"]
    assert "• Espace client\n" in room.views.message_preview(incident, "T05").texts["fr"]["body"]


def test_that_the_next_message_is_promised_a_cadence_later(room: Room) -> None:
    out = room.do(FirstMessage(incident=an_outage(room))).result()
    assert out.next_at == room.clock.now_ms() + 30 * MINUTE


def test_that_only_a_sev1_only_a_text_approved_in_advance_and_only_the_first_goes_out_like_this(room: Room) -> None:
    assert refused(room, FirstMessage(incident=an_outage(room, Severity.MAJOR))) == "not-first"
    incident = an_outage(room)
    assert refused(room, FirstMessage(incident=incident, template="T05")) == "not-first"
    assert refused(room, FirstMessage(incident=incident, template="")) == "not-first"
    room.do(FirstMessage(incident=incident)).result()
    assert refused(room, FirstMessage(incident=incident, template="T04")) == "not-first"


def test_that_a_missing_variable_lets_nothing_out_and_leaves_no_draft(room: Room) -> None:
    incident = an_incident(room, severity=Severity.CRITICAL).id
    assert refused(room, FirstMessage(incident=incident)) == "message-blocked"
    assert room.views.message_board(incident) == []


def test_that_the_first_message_takes_the_right_to_let_out_and_is_not_undone(room: Room) -> None:
    incident = an_outage(room)
    room.do(FirstMessage(incident=incident)).result()
    assert room.can_undo != "FirstMessage"
    other = an_outage(room)
    room.do(GrantRoles(person=room.views.people()[0].id, roles=frozenset({Role.ADMINISTRATOR}))).result()
    assert refused(room, FirstMessage(incident=other)) == "right-missing"
