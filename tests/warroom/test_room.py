"""The room as a whole: made, opened, closed, and what it says of itself."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, QUICK, a_room, an_action, an_entry, an_incident, reopened
from warroom.commands import AddPerson, LogEntry, SealLog
from warroom.domain.incidents import Mode
from warroom.errors import Refusal, Trouble, WrongKey
from warroom.identity.keyring import KeyringDoor
from warroom.identity.keys import keys_path
from warroom.room import Room, recovery_sheet


def test_that_what_was_saved_is_there_after_reopening(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    number = an_entry(room, incident.ref, text="Le stockage répond").number

    with reopened(room) as again:
        entry = again.views.entry_by_number(number)

        assert entry is not None
        assert (entry.text, entry.author, entry.station) == ("Le stockage répond", "Léa Martin", "A")
        assert again.views.name() == "Cellule"
        assert again.member == "Léa Martin"
        assert again.verify() == []


def test_that_reopening_on_the_same_laptop_goes_on_with_the_same_numbers(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    first = an_entry(room, incident.id).number

    with reopened(room) as again:
        assert (first, an_entry(again, incident.id).number) == ("A-0002", "A-0003")


@pytest.mark.parametrize("letter", ["", "AB", "é", "1", " "])
def test_that_a_station_is_one_letter(tmp_path: Path, letter: str) -> None:
    with pytest.raises(Refusal) as refusal:
        a_room(tmp_path, station=letter)

    assert refusal.value.code == "station-letter"
    assert list(tmp_path.iterdir()) == []


def test_that_a_room_needs_a_name_and_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "taken.warroom").write_text("mine")

    with pytest.raises(Refusal, match="needs a name"):
        a_room(tmp_path, name="  ")
    with pytest.raises(Refusal) as refusal:
        a_room(tmp_path, file="taken.warroom")

    assert refusal.value.code == "room-exists"
    assert (tmp_path / "taken.warroom").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["taken.warroom"]


def test_that_a_room_can_be_made_in_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    with a_room(tmp_path / "salle" / "de crise") as room:
        assert room.path.exists()


def test_that_a_room_without_any_key_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(WrongKey):
        Room.create(tmp_path / "x.warroom", name="X", argon2=QUICK)

    assert list(tmp_path.iterdir()) == []


def test_that_nothing_is_left_when_the_anchor_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warroom.identity.places.AnchorFile", _no_anchor)

    with pytest.raises(Trouble):
        a_room(tmp_path)

    assert list(tmp_path.iterdir()) == []


def _no_anchor(*_where: object, **_named: object) -> None:
    raise Trouble("anchor-not-written", "no")


def test_that_the_recovery_sheet_is_known_only_right_after_creation(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    code = room.recovery_code
    assert "-".join(recovery_sheet(room).groups) == code
    room.close()

    with Room.open(room.path, recovery_code=code, backups=False) as again, pytest.raises(Refusal) as refusal:
        recovery_sheet(again)

    assert refusal.value.code == "no-recovery-code"


def test_that_a_keyring_that_cannot_be_used_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARROOM_KEYRING", "off")

    with a_room(tmp_path, keyring=KeyringDoor()) as room:
        (note,) = room.notes

    assert "keyring" in note.lower()


def test_that_an_unreadable_identity_is_set_aside_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("WARROOM_HOME", str(home))
    room = a_room(tmp_path)
    assert room.notes == ()
    room.close()
    (kept,) = home.rglob("*.station")
    kept.write_bytes(b"WRSTAT1\n" + bytes(80))

    with Room.open(room.path, passphrase=PASSPHRASE, backups=False) as again:
        (note,) = again.notes

    assert "unreadable" in note


def test_that_a_closed_room_refuses_with_words_and_closes_twice(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.close()
    room.close()

    with pytest.raises(Trouble) as trouble:
        room.do(AddPerson(name="Paul"))

    assert trouble.value.code == "room-closed"


def test_that_closing_finishes_what_is_queued(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    waiting = [room.do(LogEntry(incident=incident.id, text=f"ligne {number}")) for number in range(40)]
    room.close()

    assert {future.result().number for future in waiting} == {f"A-{number:04d}" for number in range(2, 42)}


def test_that_whoever_writes_while_it_closes_gets_an_answer(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    answers: list[object] = []

    def hurry() -> None:
        for number in range(400):
            try:
                answers.append(room.do(AddPerson(name=f"P{number}")).result(timeout=20))
            except Trouble as trouble:
                answers.append(trouble.code)
                return

    hurrying = threading.Thread(target=hurry)
    hurrying.start()
    room.close()
    hurrying.join(timeout=30)

    assert not hurrying.is_alive()
    assert answers[-1] == "room-closed" or len(answers) == 400


def test_that_a_room_closes_under_those_who_read_and_they_are_told(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    room.do_all([LogEntry(incident=incident.id, text=f"ligne {number}") for number in range(3_000)]).result()
    told: list[str] = []

    def read() -> None:
        try:
            while True:
                list(room.views.entries(incident.id))
                room.views.search("lig", mode=Mode.REAL)
        except Trouble as trouble:
            told.append(trouble.code)

    reading = [threading.Thread(target=read) for _turn in range(3)]
    for thread in reading:
        thread.start()
    time.sleep(0.05)
    room.close()
    for thread in reading:
        thread.join(timeout=20)

    assert told == ["room-closed"] * 3
    with reopened(room) as again:
        assert again.views.tally(incident.id)[0] == 3_001


def test_that_several_commands_are_all_or_nothing(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        good, bad = LogEntry(incident=incident.id, text="bonne"), LogEntry(incident=incident.id, text=" ")

        with pytest.raises(Refusal):
            room.do_all([good, bad]).result()

        assert room.views.tally(incident.id)[0] == 1
        assert [done.number for done in room.do_all([good, good]).result()] == ["A-0002", "A-0003"]


def test_that_a_seal_covers_what_was_written_with_it(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        before = room.views.fingerprint()
        _entry, sealed = room.do_all(
            [LogEntry(incident=incident.id, text="juste avant"), SealLog(incident=incident.id, reason="Relève")]
        ).result()

        assert sealed.fingerprint != before
        assert f"fingerprint {sealed.fingerprint}" in [e.text for e in room.views.entries(incident.id)][-1]


def test_that_a_name_is_the_same_person_however_it_is_composed(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        composed = room.do(AddPerson(name="Zoé  Léger")).result()
        apart = room.do(AddPerson(name="zoe\u0301 le\u0301ger")).result()

        assert composed == apart
        assert [person.initials for person in room.views.people()] == ["LM", "ZL"]


def test_that_acting_as_somebody_leaves_the_member_for_the_next_opening(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    room.act_as("Paul Dupont")
    an_entry(room, incident.id)
    assert list(room.views.entries(incident.id))[-1].author == "Paul Dupont"

    with reopened(room) as again:
        assert again.member == "Léa Martin"


def test_that_a_draft_survives_a_crash_and_an_empty_one_is_forgotten(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    room.keep_draft("quick", "début de phra").result()
    room.keep_draft("other", "x\ud800y").result()
    with Room.open(room.path, passphrase=PASSPHRASE, backups=False) as beside:
        assert beside.views.draft("quick") == "début de phra"
        assert beside.views.draft("other") == "x?y"
    room.keep_draft("quick", "").result()
    assert room.views.draft("quick") == ""
    room.close()


def test_that_rebuilding_changes_nothing_that_is_shown(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room, services=("API",))
        an_entry(room, incident.id)
        an_action(room, incident.id, owner="Paul")
        shown = (room.dump(), room.views.cards(mode=Mode.REAL), [e.text for e in room.views.entries(incident.id)])
        heard = []
        room.changes.subscribe(heard.append)

        room.rebuild()

        assert (
            room.dump(),
            room.views.cards(mode=Mode.REAL),
            [e.text for e in room.views.entries(incident.id)],
        ) == shown
        assert heard[-1].ids("entry") == frozenset()
        assert room.verify() == []


@pytest.mark.parametrize("reference", ["A-999", "", "z" * 32, "0" * 32, "' OR 1=1 --", "é" * 40])
def test_that_an_unknown_reference_is_refused_with_words(tmp_path: Path, reference: str) -> None:
    with a_room(tmp_path) as room:
        an_incident(room)
        with pytest.raises(Refusal) as said:
            an_entry(room, reference)
        with pytest.raises(Refusal) as asked:
            room.views.incident(reference)

    assert (said.value.code, asked.value.code) == ("unknown-reference", "unknown-reference")
    assert said.value.todo


@pytest.mark.parametrize("text", ["avec\x00zéro", "moitié \ud83d seule"])
def test_that_text_no_station_could_read_is_made_readable(tmp_path: Path, text: str) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        number = an_entry(room, incident.id, text=text).number
        entry = room.views.entry_by_number(number)

        assert entry is not None
        assert "\ufffd" in entry.text
        assert room.verify() == []


def test_that_a_value_too_long_to_travel_is_a_refusal(tmp_path: Path) -> None:
    from warroom.commands import DescribeIncident

    with a_room(tmp_path) as room:
        incident = an_incident(room)
        with pytest.raises(Refusal) as refusal:
            room.do(DescribeIncident(incident=incident.id, situation="é" * 600_000)).result()

        assert refusal.value.code == "value-unfit"
        assert room.views.incident(incident.id).situation == ""


@pytest.mark.parametrize("how", ["in a quiet moment", "at last"])
def test_that_what_is_in_the_wal_is_folded_into_the_file(
    tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "FOLD_AT_LAST" if how == "at last" else "FOLD_WHEN_QUIET"
    monkeypatch.setattr(f"warroom.storage.vault.{name}", 50)
    if how == "at last":
        monkeypatch.setattr("warroom.storage.vault.FOLD_WHEN_QUIET", 1)
        monkeypatch.setattr("warroom.storage.writer.IDLE_S", 60)
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        before = room.path.stat().st_size
        for _turn in range(30):
            an_entry(room, incident.id, text="x" * 5_000)
        deadline = time.monotonic() + 10
        while room.path.stat().st_size == before:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        room.do(SealLog(incident=incident.id, reason="Relève")).result()


def test_that_the_keys_file_lies_beside_the_room(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        assert keys_path(room.path).exists()
        assert b"Cellule" not in room.path.read_bytes()
        assert room.path.read_bytes()[:15] != b"SQLite format 3"
