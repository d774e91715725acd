"""Erasure: a name or a file goes wherever the erasure arrives, the chain still verifies, what is left is listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from tests.builders import a_room, an_action, an_entry, an_incident, reopened
from tests.warroom.stations import another_station, carry, give, known, meet
from warroom.commands import AddPerson, Decide, LogEntry, RequestDecision
from warroom.domain.incidents import Mode
from warroom.errors import Refusal
from warroom.room import Room
from warroom.storage.backup import rolling
from warroom.storage.vault import key_connection
from warroom.storage.wire import outgoing

NAME = "Odile Vauquelin"
REASON = "demande du 3 mars"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A room where Odile wrote, owned and decided, and somebody else is at the keyboard now."""
    with a_room(tmp_path, member=NAME) as room:
        incident = an_incident(room).id
        an_entry(room, incident, text="Relais allumé", from_who="odile  VAUQUELIN")
        an_action(room, incident, text="Appeler le maire", owner=NAME)
        asked = room.do(RequestDecision(incident=incident, question="Évacuer ?", decider=NAME)).result()
        room.do(Decide(decision=asked.id, decided="Oui", decider=NAME)).result()
        room.sit_down("Léa Martin")
        yield room


def incident_of(room: Room) -> str:
    return room.views.incidents(mode=Mode.REAL)[0].id


def holds(path: Path, key: bytes, *wanted: bytes) -> list[bytes]:
    """Which of these bytes are in the decrypted image of a room file, free pages and slack included."""
    conn = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        key_connection(conn, key)
        image = bytes(conn.serialize("main")).lower()
    finally:
        conn.close()
    return [item for item in wanted if item.lower() in image]


def names_in(room: Room) -> list[bytes]:
    return holds(room.path, room._key.raw, NAME.encode(), b"vauquelin")


def test_that_an_erased_name_is_nowhere_in_the_file_and_the_chain_still_verifies(room: Room) -> None:
    assert names_in(room)

    erased = room.erasure.erase_person(NAME, REASON)

    assert erased.withheld > 8
    assert not names_in(room)
    assert not room.verify()
    assert [item.text for item in room.views.entries(incident_of(room))][-1].endswith("erased on request")


def test_that_screens_show_the_alias_where_the_name_stood(room: Room) -> None:
    erased = room.erasure.erase_person(NAME, REASON)
    said = f"person {erased.alias}"
    incident = incident_of(room)

    entries = list(room.views.entries(incident))
    assert {item.author for item in entries} == {said, "Léa Martin"}
    assert next(item for item in entries if item.text == "Relais allumé").from_who == said
    assert room.views.actions(incident)[0].owner == said
    assert room.views.decisions(incident)[0].decider == said
    assert room.views.decisions(incident)[0].typed_by == said
    assert [person.name for person in room.views.people()] == ["Léa Martin"]


def test_that_rebuilding_keeps_a_name_erased(room: Room) -> None:
    room.erasure.erase_person(NAME, REASON)
    before = room.dump()

    room.rebuild()

    assert room.dump() == before
    assert NAME.encode() not in before
    with reopened(room) as again:
        assert not again.verify()


def test_that_an_erasure_reaches_another_station_and_what_comes_late(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(room, tmp_path, monkeypatch, member=NAME) as other:
        incident = incident_of(room)
        meet(room, other)
        room.erasure.erase_person(NAME, REASON)
        late = other.do(LogEntry(incident=incident, text="Encore moi")).result()  # not reached yet
        assert [copy.kind for copy in room.erasure.erasures()[0].copies_not_reached if copy.kind == "station"]

        carry(other, room)  # it arrives later than the erasure, as it was written
        assert not names_in(room)
        arrived = room.views.entry(late.id)
        assert arrived is not None
        assert arrived.author.startswith("person ")

        meet(room, other)
        other._store.scrub()
        assert not names_in(room)
        assert not names_in(other)
        assert not room.verify()
        assert not other.verify()
        after = other.do(LogEntry(incident=incident, text="Toujours moi")).result()  # typed after it arrived
        meet(room, other)
        found = other.views.entry(after.id)
        assert found is not None
        assert found.author.startswith("person ")
        assert not [copy for copy in room.erasure.erasures()[0].copies_not_reached if copy.kind == "station"]


def test_that_the_original_op_from_a_station_not_reached_never_brings_the_name_back(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(room, tmp_path, monkeypatch, member="Marc Petit") as other:
        originals = list(outgoing(other._store.reader(), {}))
        room.erasure.erase_person(NAME, REASON)

        accepted = give(room, originals)

        assert accepted.duplicates > 10
        assert not accepted.set_aside
        assert not names_in(room)


def test_that_a_redacted_journal_travels_on_and_merges_alike(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.erasure.erase_person(NAME, REASON)
    with another_station(room, tmp_path, monkeypatch, member="Marc Petit") as other:
        other._store.run(
            lambda conn: [conn.execute(f"DELETE FROM {table}") for table in ("op", "vv", "erased")]
        ).result()
        other.rebuild()
        assert not known(other)
        carry(room, other)

        assert room.dump() == other.dump()
        assert [problem.where for problem in other.verify()] == ["meta writer"]  # its own ops were thrown away above
        assert not names_in(other)


def test_that_an_erased_file_leaves_its_hash_and_nothing_else(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "carte-identite.txt"
    file.write_bytes(b"numero 1234567890" * 5_000)
    record = room.attach(file, noun="incident", parent=incident_of(room), origin="portefeuille")
    (chunk,) = [row[0] for row in room._store.reader().execute("SELECT body FROM chunk")]

    room.erasure.erase_attachment(record, REASON)

    assert not holds(room.path, room._key.raw, b"carte-identite", b"portefeuille", bytes(chunk[:64]))
    assert not room.verify()
    (found,) = room.views.incident_attachments(incident_of(room))
    assert (found.name, found.erased, len(found.sha256)) == ("file erased on request", True, 64)
    with pytest.raises(Refusal, match="erased on request"):
        list(room.views.attachment_bytes(record))
    room.rebuild()
    assert not room.verify()


def test_that_backups_and_the_second_copy_are_made_anew(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    with a_room(tmp_path, member=NAME, backups=True) as room:
        an_incident(room)
        room.sit_down("Léa Martin")
        room.choose_mirror(str(mirror))
        assert room._keeper is not None
        room._keeper.copy_now()
        former = rolling(room.path)
        assert former
        assert holds(former[0][0], room._key.raw, NAME.encode())

        erased = room.erasure.erase_person(NAME, REASON)

        copies = [path for path, _at in rolling(room.path)] + [mirror / room.path.name]
        assert copies[0] not in [path for path, _at in former]
        assert [holds(path, room._key.raw, NAME.encode(), b"vauquelin") for path in copies] == [[], []]
        assert not erased.copies_not_reached


def test_that_copies_exports_and_texts_that_still_hold_the_name_are_listed(room: Room, tmp_path: Path) -> None:
    an_entry(room, incident_of(room), text="Odile Vauquelin ne répond plus")
    copy = room.backup(tmp_path / "copie.warroom")
    made = room.export(incident_of(room), tmp_path, formats=("html",))

    erased = room.erasure.erase_person(NAME, REASON)

    found = {item.kind: item.name for item in erased.copies_not_reached}
    assert found["copy"] == str(copy)
    assert found["export"] == str(made.folder)
    texts = [item.name for item in erased.copies_not_reached if item.kind == "text"]
    numbers = [item.number for item in room.views.entries(incident_of(room)) if "Vauquelin" in item.text]
    assert set(numbers) <= set(texts)
    assert room.erasure.erasures()[0].copies_not_reached == erased.copies_not_reached


def test_that_a_second_copy_that_is_away_is_listed_until_it_is_back(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    with a_room(tmp_path, member=NAME, backups=True) as room:
        room.sit_down("Léa Martin")
        room.choose_mirror(str(mirror))

        erased = room.erasure.erase_person(NAME, REASON)
        assert [item.kind for item in erased.copies_not_reached] == ["second copy"]

        mirror.mkdir()
        assert not room.erasure.reach()[0].copies_not_reached
        assert not holds(mirror / room.path.name, room._key.raw, NAME.encode())


def test_that_an_erased_person_is_refused_under_the_same_name_and_undo_forgets_them(room: Room) -> None:
    room.erasure.erase_person(NAME, REASON)

    assert not room.can_undo
    with pytest.raises(Refusal, match="erased"):
        room.do(AddPerson(name=NAME.upper())).result()
    with pytest.raises(Refusal, match="erased already"):
        room.erasure.erase_person(NAME, REASON)


def test_that_nobody_erases_themselves_or_names_the_person_in_the_reason(room: Room) -> None:
    with pytest.raises(Refusal, match="themselves"):
        room.erasure.erase_person("Léa Martin", REASON)
    with pytest.raises(Refusal, match="must not name"):
        room.erasure.erase_person(NAME, "Odile Vauquelin le veut")
    with pytest.raises(Refusal, match="needs a reason"):
        room.erasure.erase_person(NAME, " ")
    assert names_in(room)


def test_that_drafts_keep_no_erased_name(room: Room) -> None:
    room.keep_draft("quick", f"Rappeler {NAME} à 14 h").result()

    room.erasure.erase_person(NAME, REASON)

    assert room.draft("quick") == "Rappeler … à 14 h"


def test_that_search_finds_nothing_of_an_erased_name(room: Room) -> None:
    assert room.views.search("Vauquelin", mode=Mode.REAL).records

    room.erasure.erase_person(NAME, REASON)

    found = room.views.search("Vauquelin", mode=Mode.REAL)
    assert not found.records
