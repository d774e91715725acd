"""Messages filled from templates: what follows the room, and what people wrote and keep."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.messages.said import approved, line
from warroom.commands import AmendMessage, DraftMessage, RefillMessage, SetService, WriteText
from warroom.domain.message_state import Blocking
from warroom.domain.services import ServiceState
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def incident(room: Room) -> str:
    made = an_incident(room).id
    room.do(SetService(incident=made, name="Paiement", state=ServiceState.MAJOR_OUTAGE)).result()
    return made


def body(room: Room, message: str, language: str = "fr") -> str:
    return next(each.body for each in room.views.message_texts(message) if each.language == language)


def test_that_a_draft_says_what_its_template_and_the_room_say(room: Room, incident: str) -> None:
    made = room.do(DraftMessage(incident=incident, template="t03", next_at=NOON + 30 * MINUTE)).result()
    shown = line(room, made.id)
    assert (shown.message.template, shown.message.audiences, shown.message.status) == (
        "T03",
        ("customers", "public"),
        "investigating",
    )
    assert "Paiement" in body(room, made.id)
    assert "12:30" in body(room, made.id)
    assert {each.language for each in shown.facts.texts} == {"fr", "en"}
    assert not shown.blockers


def test_that_what_nobody_rewrote_follows_the_promised_hour_and_the_rest_stays(room: Room, incident: str) -> None:
    made = room.do(DraftMessage(incident=incident, template="T03")).result()
    assert {each.kind for each in line(room, made.id).blockers} == {Blocking.MISSING}
    own = body(room, made.id).replace("Nos équipes", "Toutes nos équipes")
    room.do(WriteText(message=made.id, language="fr", body=own)).result()

    room.do(AmendMessage(message=made.id, next_at=NOON + 45 * MINUTE)).result()
    assert "12:45" in body(room, made.id)
    assert "Toutes nos équipes" in body(room, made.id)
    assert "12:45" in body(room, made.id, "en")
    assert not line(room, made.id).blockers
    room.do(AmendMessage(message=made.id, next_at=NOON + 50 * MINUTE)).result()
    assert "12:50" in body(room, made.id, "en")
    assert "12:45" in body(room, made.id)

    room.do(RefillMessage(message=made.id, anew=True)).result()
    assert "12:50" in body(room, made.id)
    assert "Toutes" not in body(room, made.id)


def test_that_a_draft_filled_again_after_its_approval_is_approved_again(room: Room, incident: str) -> None:
    made = room.do(DraftMessage(incident=incident, template="T03", next_at=NOON + 30 * MINUTE)).result()
    approved(room, made.id)
    room.do(SetService(incident=incident, name="Virement", state=ServiceState.MAJOR_OUTAGE)).result()
    room.do(RefillMessage(message=made.id)).result()
    assert line(room, made.id).state.value == "draft"


def test_that_a_template_that_is_not_there_is_refused(room: Room, incident: str) -> None:
    with pytest.raises(Refusal) as refused:
        room.do(DraftMessage(incident=incident, template="T99")).result()
    assert refused.value.code == "template-unknown"


def test_that_a_language_added_later_is_filled(room: Room, incident: str) -> None:
    made = room.do(
        DraftMessage(incident=incident, template="T03", languages=("fr",), next_at=NOON + 30 * MINUTE)
    ).result()
    room.do(AmendMessage(message=made.id, languages=("fr", "en"))).result()
    assert "Paiement" in body(room, made.id, "en")
    assert not line(room, made.id).blockers
