"""Teams sent out: when they were heard of last, who is silent, and what counts as word from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.warroom.apart import Apart
from tests.warroom.stations import meet
from warroom.clock import FixedClock
from warroom.commands import (
    CorrectEntry,
    MoveTeam,
    NoteContact,
    ReturnTeam,
    SendTeam,
    TakeBackContact,
)
from warroom.domain.alarms import AlarmKind, Gravity
from warroom.domain.clocks import ClockKind, ClockState
from warroom.domain.field_teams import CONTACT_CHOICES, FieldStatus, Heard, TeamOut, is_called
from warroom.domain.incidents import Mode
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


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


def sent(room: Room, incident: str, **more: Any) -> str:
    said: dict[str, Any] = {"name": "Équipe DC2", "call_sign": "Delta 2", "leader": "Karim Haddad", **more}
    return str(room.do(SendTeam(incident=incident, **said)).result().id)


def out(room: Room, team: str) -> TeamOut:
    found = room.views.team_out(team)
    assert found is not None
    return found


def later(room: Room, minutes: int) -> None:
    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=60 * minutes)


def heard(room: Room, team: str) -> Heard:
    return out(room, team).heard(room.clock.now_ms())


def test_that_a_team_turns_amber_five_minutes_before_it_is_silent(room: Room) -> None:
    team = sent(room, an_incident(room).id)

    at = {minutes: out(room, team).heard(NOON + minutes * MINUTE) for minutes in (0, 24, 25, 30)}
    assert at == {0: Heard.IN_TIME, 24: Heard.IN_TIME, 25: Heard.SOON, 30: Heard.SOON}
    assert out(room, team).heard(NOON + 30 * MINUTE + 1) is Heard.SILENT


def test_that_only_an_incoming_message_with_words_is_word_from_the_team(room: Room) -> None:
    team = sent(room, an_incident(room).id)
    later(room, 20)
    for contact in (
        NoteContact(field_team=team, text="", incoming=True),
        NoteContact(field_team=team, text="  \n", incoming=True),
        NoteContact(field_team=team, text="Où en êtes-vous ?", incoming=False),
    ):
        room.do(contact).result()
    later(room, 11)
    assert heard(room, team) is Heard.SILENT

    room.do(NoteContact(field_team=team, text="Arrivés, porte ouverte")).result()
    assert heard(room, team) is Heard.IN_TIME
    last = out(room, team).last
    assert last is not None
    assert last.text == "Arrivés, porte ouverte"


def test_that_an_entry_from_the_team_counts_at_once_by_name_call_sign_or_number(room: Room) -> None:
    incident = an_incident(room).id
    team = sent(room, incident)
    for who in ("Équipe DC2", "equipe dc2 (Karim)", "DELTA 2", out(room, team).team.number, "Delta 2, chef d’équipe"):
        later(room, 31)
        assert heard(room, team) is Heard.SILENT
        an_entry(room, incident, text="Onduleur en défaut", from_who=who)
        assert heard(room, team) is Heard.IN_TIME, who


def test_that_an_entry_of_somebody_else_is_no_word_from_the_team(room: Room) -> None:
    incident, other = an_incident(room).id, an_incident(room, title="Autre").id
    team = sent(room, incident)
    later(room, 31)
    for where, who in ((incident, "Équipe DC21"), (incident, "Équipe DC2 bis"), (incident, ""), (other, "Équipe DC2")):
        an_entry(room, where, text="Rien à voir", from_who=who)
    an_entry(room, incident, text="Appelez-nous", to_who="Équipe DC2")

    assert heard(room, team) is Heard.SILENT


def test_that_an_exercise_never_hears_for_the_real(room: Room) -> None:
    real, exercise = an_incident(room).id, an_incident(room, title="Exercice", exercise=True).id
    team, played = sent(room, real), sent(room, exercise)
    later(room, 31)
    an_entry(room, exercise, text="RAS", from_who="Équipe DC2")

    assert (heard(room, team), heard(room, played)) == (Heard.SILENT, Heard.IN_TIME)
    assert [each.id for each in room.views.teams_out(mode=Mode.REAL)] == [team]
    assert [each.id for each in room.views.teams_out(mode=Mode.EXERCISE)] == [played]


def test_that_what_was_said_earlier_counts_from_when_it_was_said(room: Room) -> None:
    incident = an_incident(room).id
    team = sent(room, incident)
    later(room, 40)
    an_entry(room, incident, text="Arrivés", from_who="Delta 2", event_at=NOON + 5 * MINUTE)
    assert heard(room, team) is Heard.SILENT

    room.do(NoteContact(field_team=team, text="Tout va bien", at=NOON + 35 * MINUTE)).result()
    assert out(room, team).due_at == NOON + 65 * MINUTE


def test_that_at_base_and_off_duty_nobody_waits_and_silence_counts_from_when_it_leaves_again(room: Room) -> None:
    team = sent(room, an_incident(room).id)
    for status in (FieldStatus.AT_BASE, FieldStatus.OFF_DUTY):
        room.do(MoveTeam(field_team=team, status=status)).result()
        later(room, 90)
        assert heard(room, team) is Heard.UNTIMED

        room.do(MoveTeam(field_team=team, status=FieldStatus.IN_TRANSIT)).result()
        assert heard(room, team) is Heard.IN_TIME
        assert out(room, team).due_at == room.clock.now_ms() + 30 * MINUTE


def test_that_a_change_of_status_alone_is_no_word_from_the_team(room: Room) -> None:
    team = sent(room, an_incident(room).id)
    later(room, 31)
    room.do(MoveTeam(field_team=team, status=FieldStatus.WORKING, place="DC2, salle 3")).result()

    assert heard(room, team) is Heard.SILENT


def test_that_a_contact_may_say_where_the_team_is_and_what_it_does(room: Room) -> None:
    incident = an_incident(room).id
    team = sent(room, incident)
    said = NoteContact(field_team=team, text="Sur place", status=FieldStatus.WORKING, place="DC2")
    room.do(said).result()

    moved = out(room, team).team
    assert (moved.status, moved.place) == (FieldStatus.WORKING, "DC2")
    entries = room.views.entries(incident)
    assert any(entry.text == "Sur place" and entry.from_who == "Équipe DC2" for entry in entries)
    assert any("working, DC2" in entry.text for entry in entries)


@pytest.mark.parametrize("minutes", [0, 9, 121, -30])
def test_that_nobody_waits_shorter_or_longer_than_ten_to_a_hundred_and_twenty_minutes(room: Room, minutes: int) -> None:
    incident = an_incident(room).id
    with pytest.raises(Refusal, match="10 to 120"):
        sent(room, incident, contact_min=minutes)
    assert (CONTACT_CHOICES[0], CONTACT_CHOICES[-1]) == (10, 120)


def test_that_two_teams_out_never_share_a_name(room: Room) -> None:
    incident = an_incident(room).id
    first = sent(room, incident)
    with pytest.raises(Refusal, match="A-E01"):
        sent(room, incident, name="DELTA 2", call_sign="")
    second = sent(room, incident, name="Équipe DC3", call_sign="")
    with pytest.raises(Refusal, match="A-E01"):
        room.do(MoveTeam(field_team=second, call_sign="delta 2")).result()

    room.do(ReturnTeam(field_team=first, text="Tous rentrés")).result()
    assert sent(room, incident, name="Équipe DC2") != first


def test_that_a_team_that_is_back_is_waited_for_no_more(room: Room) -> None:
    incident = an_incident(room).id
    team = sent(room, incident)
    room.do(ReturnTeam(field_team=team)).result()
    later(room, 300)

    assert heard(room, team) is Heard.UNTIMED
    assert room.views.teams_out(incident, mode=Mode.REAL, live=True) == []
    assert [each.team.is_out for each in room.views.teams_out(incident, mode=Mode.REAL)] == [False]


def test_that_silence_is_a_clock_and_an_alarm(room: Room) -> None:
    incident = an_incident(room).id
    team = sent(room, incident, contact_min=10)
    later(room, 6)
    (clock,) = [each for each in room.views.clocks(mode=Mode.REAL) if each.kind is ClockKind.CONTACT]
    (alarm,) = [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.CONTACT]
    assert (clock.state, clock.record, clock.due_at) == (ClockState.AMBER, team, NOON + 10 * MINUTE)
    assert alarm.gravity is Gravity.AMBER

    later(room, 5)
    (alarm,) = [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.CONTACT]
    assert alarm.gravity is Gravity.LATE
    room.do(NoteContact(field_team=team, text="RAS")).result()
    assert [each for each in room.views.alarms(mode=Mode.REAL) if each.kind is AlarmKind.CONTACT] == []


def test_that_a_contact_noted_for_the_wrong_team_is_taken_back(room: Room) -> None:
    incident = an_incident(room).id
    team = sent(room, incident)
    later(room, 31)
    contact = room.do(NoteContact(field_team=team, text="RAS")).result()
    with pytest.raises(Refusal):
        room.do(TakeBackContact(contact=contact, reason=" ")).result()
    room.do(TakeBackContact(contact=contact, reason="c’était l’équipe DC3")).result()

    assert heard(room, team) is Heard.SILENT
    assert any(entry.text == "RAS" for entry in room.views.entries(incident))


def test_that_ctrl_z_takes_a_contact_and_a_team_back(room: Room) -> None:
    team = sent(room, an_incident(room).id)
    later(room, 31)
    room.do(NoteContact(field_team=team, text="RAS")).result()
    assert "Équipe DC2" in room.undo().result()
    assert heard(room, team) is Heard.SILENT

    room.do(MoveTeam(field_team=team, status=FieldStatus.WORKING)).result()
    assert "back to “in transit”" in room.undo().result()


def test_that_a_restricted_entry_tells_the_board_that_the_team_lives_and_nothing_else(room: Room) -> None:
    incident = an_incident(room).id
    team = sent(room, incident)
    later(room, 31)
    an_entry(room, incident, text="Badge volé", from_who="Delta 2", circle="security")

    assert heard(room, team) is Heard.IN_TIME
    unread = room.views.within(()).team_out(team)
    assert unread is not None
    last = unread.last
    assert last is not None
    assert "Badge" not in last.text


def test_that_a_correction_of_what_it_said_is_no_new_word(room: Room) -> None:
    incident = an_incident(room).id
    team = sent(room, incident)
    entry = an_entry(room, incident, text="Deux blessés", from_who="Delta 2")
    later(room, 31)
    room.do(CorrectEntry(entry=entry.id, text="Aucun blessé", reason="mal compris")).result()

    assert heard(room, team) is Heard.SILENT


def test_that_both_stations_may_note_a_contact_and_the_later_word_counts(apart: Apart) -> None:
    team = sent(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    apart.wait()
    apart.a.do(NoteContact(field_team=team, text="Arrivés", status=FieldStatus.WORKING)).result()
    apart.wait()
    an_entry(apart.b, apart.incident.id, text="Alarme incendie", from_who="delta 2")
    meet(apart.a, apart.b)

    for room in apart.rooms:
        last = out(room, team).last
        assert last is not None
        assert (last.text, last.at) == ("Alarme incendie", NOON + 2 * MINUTE)
        assert len(room.views.contacts(team)) == 2
        assert room.conflicts() == []


def test_that_word_that_comes_late_by_a_merge_counts_from_when_it_was_heard(apart: Apart) -> None:
    team = sent(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    later(apart.a, 10)
    apart.b.do(NoteContact(field_team=team, text="Arrivés")).result()
    later(apart.a, 25)
    assert heard(apart.a, team) is Heard.SILENT
    meet(apart.a, apart.b)

    assert out(apart.a, team).due_at == NOON + 40 * MINUTE
    assert heard(apart.a, team) is Heard.SOON


def test_that_two_statuses_are_settled_by_people_and_stop_no_contact(apart: Apart) -> None:
    team = sent(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    apart.a.do(MoveTeam(field_team=team, status=FieldStatus.WORKING)).result()
    apart.b.do(MoveTeam(field_team=team, status=FieldStatus.WAITING)).result()
    meet(apart.a, apart.b)
    assert [(each.noun, each.field) for each in apart.a.conflicts()] == [("field_team", "status")]

    later(apart.a, 31)
    apart.a.do(NoteContact(field_team=team, text="RAS", status=FieldStatus.AVAILABLE)).result()
    assert heard(apart.a, team) is Heard.IN_TIME


def test_that_a_team_returned_here_and_heard_of_there_is_back(apart: Apart) -> None:
    team = sent(apart.a, apart.incident.id)
    meet(apart.a, apart.b)
    apart.a.do(ReturnTeam(field_team=team)).result()
    apart.b.do(NoteContact(field_team=team, text="On rentre")).result()
    meet(apart.a, apart.b)

    for room in apart.rooms:
        assert not out(room, team).team.is_out
        assert room.conflicts() == []


@pytest.mark.parametrize("clock_ahead", [20, 600])
def test_that_a_message_from_a_laptop_whose_clock_runs_ahead_hides_no_silence(room: Room, clock_ahead: int) -> None:
    incident = an_incident(room).id
    team = sent(room, incident)
    later(room, clock_ahead)
    room.do(NoteContact(field_team=team, text="RAS")).result()
    seen = room.views.teams_out(incident, mode=Mode.REAL, now_ms=NOON + 5 * MINUTE)

    assert [each.due_at for each in seen] == [NOON + 30 * MINUTE]


def test_that_the_sender_of_an_entry_is_matched_whole() -> None:
    names = ("Équipe DC2", "")
    assert is_called(names, "Équipe DC2 / Karim")
    assert is_called(names, "e\u0301quipe   dc2")
    assert not is_called(names, "")
    assert not is_called(("", ""), "Équipe")
    assert not is_called(names, "Équipe DC2bis")
