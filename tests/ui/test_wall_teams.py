"""Teams that are out, on the wall: who is silent is read from five metres."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.builders import NOON, a_room, an_incident
from ui.wall.facts import read_facts
from ui.wall.says import page_of
from ui.wall.window import NOUNS
from warroom.commands import SendTeam

MINUTE = 60_000


def test_that_the_foot_names_who_is_silent_and_otherwise_who_is_to_give_word(qtbot: QtBot, tmp_path: Path) -> None:
    room = a_room(tmp_path)
    try:
        incident = an_incident(room).id
        for name, minutes in (("Équipe DC2", 20), ("Équipe fibre", 60)):
            room.do(SendTeam(incident=incident, name=name, contact_min=minutes)).result()
        facts = read_facts(room)

        said = {minutes: page_of(facts, NOON + minutes * MINUTE).foot[0] for minutes in (1, 16, 30, 90)}
        assert [each.tone for each in said.values()] == ["", "due", "late", "late"]
        assert said[1].text == "Équipe DC2: word by 11:20"
        assert said[30].text == "Silent: Équipe DC2 11:20"
        assert said[90].text == "Silent: Équipe DC2 11:20, Équipe fibre 12:00"
        assert {"field_team", "contact"} <= set(NOUNS), "the wall follows what is noted"
    finally:
        room.close()


def test_that_an_exercise_is_never_on_the_wall_beside_the_real(qtbot: QtBot, tmp_path: Path) -> None:
    room = a_room(tmp_path)
    try:
        an_incident(room)
        exercise = an_incident(room, title="Exercice Hiver", exercise=True).id
        room.do(SendTeam(incident=exercise, name="Équipe jouée")).result()

        assert read_facts(room).teams == ()
    finally:
        room.close()
