"""How a message is told as an alert: what somebody said stands, what nobody said follows the incident."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_incident
from tests.warroom.messages.said import a_message, approved
from warroom.commands import ReleaseMessage, SetAlertFields
from warroom.domain.cap_rules import faults
from warroom.domain.incidents import Severity
from warroom.errors import Refusal
from warroom.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as made:
        yield made


@pytest.fixture
def message(room: Room) -> str:
    return a_message(room, an_incident(room, severity=Severity.CRITICAL).id).id


def test_that_what_was_said_by_hand_leaves_and_the_rest_is_proposed(room: Room, message: str) -> None:
    shown = room.views.message(message)
    assert shown is not None
    proposed = room.alerts_out.proposed(shown)
    assert (proposed.urgency, proposed.severity, proposed.category) == ("Immediate", "Severe", ("Infra",))
    said = SetAlertFields(message=message, urgency="Expected", category=("Health", "Infra"), area={"fr": " Le  Val "})
    room.do(said).result()
    approved(room, message)
    room.do(ReleaseMessage(message=message)).result()
    alert = room.alerts_out.alert(room.alerts_out.release(message))
    assert not faults(alert)
    french, english = alert.infos
    assert (french.urgency, french.severity, french.categories) == ("Expected", "Severe", ("Health", "Infra"))
    assert [area.desc for area in french.areas] == ["Le Val"]
    assert english.areas == ()
    with pytest.raises(Refusal, match="frozen"):
        room.do(SetAlertFields(message=message, urgency="Past")).result()


def test_that_an_empty_field_is_as_proposed_again(room: Room, message: str) -> None:
    room.do(SetAlertFields(message=message, urgency="Past", certainty="Likely")).result()
    room.do(SetAlertFields(message=message, urgency="", area={})).result()
    shown = room.views.message(message)
    assert shown is not None
    assert shown.cap == {"certainty": "Likely"}


@pytest.mark.parametrize("wrong", [{"urgency": "Soon"}, {"category": ("Panic",)}, {"area": {"fr": "x" * 301}}])
def test_that_what_alerts_do_not_know_is_refused(room: Room, message: str, wrong: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        room.do(SetAlertFields(message=message, **wrong)).result()  # type: ignore[arg-type]
    assert refused.value.code == "cap-unfit"
