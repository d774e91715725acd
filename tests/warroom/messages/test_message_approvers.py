"""Who approves a message: the functions its template names are a hint, and an approval by another is told."""

from __future__ import annotations

from pathlib import Path

from tests.builders import a_room, an_incident
from tests.warroom.cells import a_cell
from tests.warroom.messages.said import a_message, approved, sitting
from warroom.commands import HoldFunction
from warroom.domain.message_approvers import Approver, approvers_said, is_expected
from warroom.domain.messages import MessageState
from warroom.room import Room


def told(room: Room, incident: str) -> str:
    """The sentence of the last approval in the log."""
    return [each.text for each in room.views.entries(incident) if each.code == "message-approved"][-1]


def test_that_the_holder_and_the_deputy_of_a_named_function_are_expected() -> None:
    asked = (Approver("DIR", "Inès Roy", "Marc Petit"), Approver("JUR"))
    assert [is_expected(name, asked) for name in ("inès  roy", "Marc Petit", "Léa", "")] == [True, True, False, False]
    assert is_expected("Léa", ())
    assert approvers_said(asked) == "DIR (Inès Roy), JUR"


def test_that_an_approval_by_somebody_else_goes_through_and_the_log_tells_it(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room).id
        cell = a_cell(room, incident)
        room.do(HoldFunction(cell=cell, code="DIR", holder="Inès Roy")).result()
        by_other = a_message(room, incident, template="T10", reviews=())
        assert room.views.message_approvers(by_other.id) == (Approver("DIR", "Inès Roy"),)
        approved(room, by_other.id, by="Anne Roche")
        assert room.views.message_line(by_other.id).state is MessageState.APPROVED  # type: ignore[union-attr]
        assert "its template says: approved by DIR (Inès Roy)" in told(room, incident)
        by_dir = a_message(room, incident, template="T10", reviews=())
        with sitting(room, "Anne Roche"):
            assert room.views.message_approvers(by_dir.id)
        approved(room, by_dir.id, by="Inès Roy")
        assert "its template says" not in told(room, incident)


def test_that_a_free_message_names_nobody(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room).id
        free = a_message(room, incident)
        assert room.views.message_approvers(free.id) == ()
        approved(room, free.id)
        assert "its template says" not in told(room, incident)
