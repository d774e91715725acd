"""Circles: what is restricted is read by those who need to know, and carried blind by everyone else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.builders import a_room, an_entry, an_incident, reopened
from tests.warroom.stations import another_station, carry, meet
from warroom.commands import (
    AmendDecision,
    CorrectEntry,
    Decide,
    GrantRoles,
    LogEntry,
    MarkEntry,
    ReadBack,
    RequestDecision,
    ReviewDecision,
    WithdrawDecision,
)
from warroom.domain.decisions import Option
from warroom.domain.entries import Entry, Verification
from warroom.domain.incidents import Mode
from warroom.domain.nouns import NOUNS
from warroom.domain.rights import Role
from warroom.errors import Refusal
from warroom.room import LogFilter, Room
from warroom.storage.books import named_by
from warroom.storage.journal import Journal

SECRET = "Le prestataire a perdu les sauvegardes"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def restricted(room: Room, incident: str, text: str = SECRET, **more: object) -> Entry:
    logged = room.do(LogEntry(incident=incident, text=text, circle="legal", **more)).result()  # type: ignore[arg-type]
    return entry(room, logged.id)


def entry(room: Room, record: str) -> Entry:
    found = room.views.entry(record)
    assert found is not None
    return found


def everything(room: Room) -> str:
    """All that the tables hold, as text."""
    conn = room._store.reader()
    tables = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    return "\n".join(str(row) for table in tables for row in conn.execute(f'SELECT * FROM "{table}"'))


def test_that_a_member_reads_what_is_restricted_to_their_circle(room: Room, incident: str) -> None:
    found = restricted(room, incident, from_who="Me Durand", services="Paie", workstream="Contrats")

    assert (found.text, found.from_who, found.services, found.workstream) == (SECRET, "Me Durand", "Paie", "Contrats")
    assert (found.circle, found.restricted) == ("legal", "")


def test_that_a_restricted_entry_makes_no_service_that_everybody_reads(room: Room, incident: str) -> None:
    restricted(room, incident, services="Paie, Coffre")

    assert not room.views.services(incident)
    assert b"Coffre" not in room.dump()


def test_that_somebody_else_at_the_same_keyboard_sees_only_that_something_is_there(room: Room, incident: str) -> None:
    written = restricted(room, incident, from_who="Me Durand")
    room.sit_down("Marc Petit")

    found = entry(room, written.id)

    assert found.text == f"restricted entry {written.number} · legal"
    assert (found.from_who, found.restricted, found.circle) == ("", "legal", "legal")
    assert (found.author, found.recorded_at, found.kind) == (written.author, written.recorded_at, written.kind)


def test_that_the_author_reads_their_own_entry_without_being_a_member(room: Room, incident: str) -> None:
    restricted(room, incident)
    room.sit_down("Marc Petit")

    assert restricted(room, incident, "Vu par Marc").text == "Vu par Marc"


def test_that_nothing_of_a_restricted_entry_lies_in_clear_in_the_file(room: Room, incident: str) -> None:
    restricted(room, incident, from_who="Me Durand")

    assert "prestataire" not in everything(room)
    assert "Durand" not in everything(room)


def test_that_a_correction_stays_in_the_circle_of_what_it_corrects(room: Room, incident: str) -> None:
    wrong = restricted(room, incident)

    logged = room.do(CorrectEntry(entry=wrong.id, text="Il en reste une", reason="relu")).result()

    assert entry(room, logged.id).circle == "legal"
    assert "Il en reste une" not in everything(room)
    with pytest.raises(Refusal, match="another circle"):
        room.do(CorrectEntry(entry=wrong.id, text="Autre", reason="relu", circle="security")).result()


def test_that_what_is_noted_on_a_restricted_entry_is_restricted_too(room: Room, incident: str) -> None:
    written = restricted(room, incident)

    mark = MarkEntry(entry=written.id, verification=Verification.TO_VERIFY, follow_up="appeler le prestataire")
    room.do(mark).result()

    assert entry(room, written.id).follow_up == "appeler le prestataire"
    assert "appeler" not in everything(room)
    room.sit_down("Marc Petit")
    assert entry(room, written.id).follow_up == ""
    assert entry(room, written.id).verification is Verification.TO_VERIFY


def test_that_a_restricted_decision_and_its_entries_tell_nothing(room: Room, incident: str) -> None:
    asked = room.do(
        RequestDecision(
            incident=incident,
            question="Payer la rançon ?",
            options=(Option("Refuser la rançon"),),
            decider="Directrice",
            decide_before=room.clock.now_ms() + 60_000,
            circle="décision",
        )
    )
    with pytest.raises(Refusal, match="no circle"):
        asked.result()
    asked = room.do(
        RequestDecision(
            incident=incident,
            question="Payer la rançon ?",
            options=(Option("Refuser la rançon"),),
            decider="Directrice",
            decide_before=room.clock.now_ms() + 60_000,
            circle="cellule décisionnelle",
        )
    ).result()
    room.do(AmendDecision(decision=asked.id, context="Rançon de 2 M€")).result()
    room.do(Decide(decision=asked.id, decided="Pas de rançon", rationale="illégal", facts=("A-0001",))).result()
    room.do(ReadBack(decision=asked.id)).result()
    room.do(ReviewDecision(decision=asked.id, finding="rançon doublée")).result()

    found = room.views.decision(asked.id)
    assert found is not None
    assert (found.question, found.context, found.decided) == ("Payer la rançon ?", "Rançon de 2 M€", "Pas de rançon")
    assert (found.options, found.decider, found.facts) == ((Option("Refuser la rançon"),), "Directrice", ("A-0001",))
    held = everything(room).casefold()
    assert not any(word in held for word in ("rançon", "directrice", "illégal"))
    room.sit_down("Marc Petit")
    hidden = room.views.decision(asked.id)
    assert hidden is not None
    assert (hidden.question, hidden.options, hidden.decided, hidden.restricted) == (
        f"restricted decision {asked.number} · decision cell",
        (),
        "",
        "decision",
    )


def test_that_what_is_due_shows_a_restricted_decision_only_to_its_circle(room: Room, incident: str) -> None:
    room.do(
        RequestDecision(
            incident=incident, question="Payer ?", decide_before=room.clock.now_ms() + 60_000, circle="legal"
        )
    ).result()

    assert [item.text for item in room.views.pending(mode=Mode.REAL)] == ["Payer ?"]
    room.sit_down("Marc Petit")
    assert [item.text for item in room.views.pending(mode=Mode.REAL)] == ["restricted decision A-D001 · legal"]


def test_that_a_withdrawn_restricted_question_can_be_undone(room: Room, incident: str) -> None:
    asked = room.do(RequestDecision(incident=incident, question="Payer ?", circle="legal")).result()
    room.do(WithdrawDecision(decision=asked.id, reason="sans objet")).result()

    room.undo().result()

    found = room.views.decision(asked.id)
    assert found is not None
    assert (found.is_open, found.rationale) == (True, "")
    assert "sans objet" not in everything(room)


def test_that_a_restricted_file_opens_for_its_circle_alone(room: Room, incident: str, tmp_path: Path) -> None:
    file = tmp_path / "contrat-secret.txt"
    file.write_bytes(b"clause 12")
    record = room.attach(file, noun="incident", parent=incident, origin="armoire du notaire", circle="legal")

    assert b"".join(room.views.attachment_bytes(record)) == b"clause 12"
    assert [item.name for item in room.views.incident_attachments(incident)] == ["contrat-secret.txt"]
    assert "contrat-secret" not in everything(room)
    assert "notaire" not in everything(room)
    room.sit_down("Marc Petit")
    assert room.views.incident_attachments(incident)[0].name == "restricted file · legal"
    with pytest.raises(Refusal, match="restricted"):
        list(room.views.attachment_bytes(record))


def test_that_a_file_on_a_restricted_entry_is_restricted_too(room: Room, incident: str, tmp_path: Path) -> None:
    file = tmp_path / "annexe.txt"
    file.write_bytes(b"annexe")
    written = restricted(room, incident)

    room.attach(file, noun="entry", parent=written.id)

    assert room.views.attachments(written.id)[0].circle == "legal"
    assert "annexe" not in everything(room)


def test_that_search_finds_restricted_entries_for_members_only(room: Room, incident: str) -> None:
    restricted(room, incident)
    an_entry(room, incident, text="Le prestataire rappelle à midi")

    found = room.views.search("prestataire", mode=Mode.REAL)

    assert [item.text for item in found.entries] == ["Le prestataire rappelle à midi", SECRET]
    room.sit_down("Marc Petit")
    assert [item.text for item in room.views.search("prestataire", mode=Mode.REAL).entries] == [
        "Le prestataire rappelle à midi"
    ]
    assert not room.views.search("sealed", mode=Mode.REAL).entries
    assert len(room.views.entry_keys(incident, LogFilter(words="sealed"))) == 0


def test_that_a_circle_never_made_is_refused_and_a_built_in_one_is_made_when_used(room: Room, incident: str) -> None:
    with pytest.raises(Refusal, match="no circle"):
        room.do(LogEntry(incident=incident, text="x", circle="Nulle part")).result()
    assert [circle.is_made for circle in room.circles.all()] == [False, False, False]

    restricted(room, incident)

    legal = room.circles.get("juridique")
    assert (legal.is_made, legal.is_member, legal.has_key, legal.stations) == (True, True, True, ("A",))


def test_that_keys_are_forgotten_and_opened_again_by_whoever_may(room: Room, incident: str) -> None:
    written = restricted(room, incident)
    assert room._store.circles._keys

    room.circles.forget()

    assert not room._store.circles._keys
    assert entry(room, written.id).text == SECRET


def test_that_an_export_leaves_restricted_content_out_unless_a_member_asks(
    room: Room, incident: str, tmp_path: Path
) -> None:
    file = tmp_path / "contrat-secret.txt"
    file.write_bytes(b"clause 12")
    restricted(room, incident)
    room.attach(file, noun="incident", parent=incident, circle="legal")
    room.do(RequestDecision(incident=incident, question="Payer la rançon ?", circle="legal")).result()

    made = room.export(incident, tmp_path, formats=("html",), kind="log")
    held = b"".join(path.read_bytes() for path in made.folder.rglob("*") if path.is_file())
    assert not any(word.encode() in held for word in ("prestataire", "contrat-secret", "clause 12", "rançon"))
    assert b"restricted entry" in held

    asked = room.export(incident, tmp_path, formats=("html",), kind="log", include_circle="legal")
    assert [line.detail["restricted"] for line in room.audit.rows(limit=2) if line.what == "exported"] == [True, False]
    page = next(asked.folder.glob("*.html")).read_text()
    assert "prestataire" in page
    assert "RESTRICTED: legal" in page
    assert (asked.folder / "attachments" / "001-contrat-secret.txt").read_bytes() == b"clause 12"
    room.sit_down("Marc Petit")
    with pytest.raises(Refusal, match="Only members"):
        room.export(incident, tmp_path, include_circle="legal")


def test_that_a_station_without_the_key_carries_restricted_content_blind(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(room, tmp_path, monkeypatch) as other:
        written = restricted(room, incident)
        meet(room, other)

        assert entry(other, written.id).text == f"restricted entry {written.number} · legal"
        assert not room.verify()
        assert not other.verify()
        other.rebuild()
        assert room.dump() == other.dump()
        with pytest.raises(Refusal, match="does not hold the key"):
            other.do(LogEntry(incident=incident, text="Chut", circle="legal")).result()


def test_that_a_member_on_another_station_reads_once_it_was_given_the_keys(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(room, tmp_path, monkeypatch) as other:
        written = restricted(room, incident)
        an_entry(other, incident, text="Ici Marc")
        meet(room, other)
        room.circles.add("legal", "Marc Petit")
        meet(room, other)

        assert entry(other, written.id).text == SECRET
        answer = restricted(other, incident, "De Marc")
        carry(other, room)
        assert entry(room, answer.id).text == "De Marc"


def test_that_a_station_enrolled_later_is_given_old_keys_by_any_holder(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = restricted(room, incident)
    with another_station(room, tmp_path, monkeypatch, member="Léa Martin") as later:
        an_entry(later, incident, text="Léa, depuis B")
        meet(room, later)
        assert entry(later, written.id).restricted == "legal"
        assert room.circles.get("legal").awaiting == ("B",)

        assert room.circles.share("legal", "B") == 1
        meet(room, later)

        assert entry(later, written.id).text == SECRET
        assert room.circles.get("legal").awaiting == ()
        assert room.circles.share("legal", "B") == 0


def test_that_a_removed_member_keeps_what_they_had_and_reads_nothing_written_after(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(room, tmp_path, monkeypatch) as other:
        before = restricted(room, incident)
        an_entry(other, incident, text="Ici Marc")
        meet(room, other)
        room.circles.add("legal", "Marc Petit")
        meet(room, other)
        room.circles.remove("legal", "Marc Petit")
        after = restricted(room, incident, "Marc est écarté")
        meet(room, other)

        assert entry(other, before.id).restricted == "legal"  # Marc is no member any more
        other.sit_down("Léa Martin")
        assert entry(other, before.id).text == SECRET  # the station kept the key it had
        assert entry(other, after.id).restricted == "legal"  # and never got the new one


def test_that_a_station_that_was_dropped_gets_no_key_for_what_comes(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_station(room, tmp_path, monkeypatch, member="Léa Martin") as other:
        restricted(room, incident)
        meet(room, other)
        room.circles.share("legal", "B")
        room.circles.drop_station("legal", "B")
        after = restricted(room, incident, "Sans B")
        meet(room, other)

        assert entry(other, after.id).restricted == "legal"
        assert room.circles.get("legal").stations == ("A",)


def test_that_an_altered_or_moved_sealed_value_shows_as_damaged(room: Room, incident: str) -> None:
    one, two = restricted(room, incident, "un"), restricted(room, incident, "deux")

    def swap(conn: apsw.Connection) -> None:
        sql = "UPDATE entry SET text=(SELECT text FROM entry WHERE id=?) WHERE id=?"
        conn.execute(sql, (bytes.fromhex(one.id), bytes.fromhex(two.id)))
        conn.execute(
            'UPDATE entry SET text=replace(text, \'"c":"\', \'"c":"AAAA\') WHERE id=?', (bytes.fromhex(one.id),)
        )

    room._store.run(swap).result()

    assert entry(room, two.id).text == f"restricted entry {two.number} · legal · damaged"
    assert entry(room, one.id).text == f"restricted entry {one.number} · legal · damaged"
    assert len(list(room.views.entries(incident))) == 3


def test_that_two_stations_that_disagree_on_members_count_only_those_both_name(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.sit_down("Marc Petit")
    room.sit_down("Zoé Roux")
    room.sit_down("Léa Martin")
    roles = frozenset({Role.ADMINISTRATOR})
    room.do(GrantRoles(person="Léa Martin", roles=roles, reason="prépare la salle")).result()
    restricted(room, incident)
    with another_station(room, tmp_path, monkeypatch, member="Léa Martin") as other:
        room.circles.add("legal", "Marc Petit")
        other.circles.add("legal", "Zoé Roux")
        meet(room, other)

        assert room.circles.members("legal") == other.circles.members("legal") == ["Léa Martin"]
        with pytest.raises(Refusal) as refused:
            room.circles.add("legal", "Marc Petit")
        assert refused.value.code == "open-conflict"
        (found,) = room.conflicts()
        room.resolve(found.id, "mine")
        meet(room, other)
        assert other.circles.members("legal") == ["Léa Martin", "Marc Petit"]
        assert other.conflicts() == []


def test_that_no_key_of_a_circle_lies_in_the_file(room: Room, incident: str) -> None:
    restricted(room, incident)
    ((_circle, key),) = room._store.circles._keys.values()

    held = everything(room)

    assert repr(key)[2:-1] not in held
    assert key.hex() not in held


def test_that_a_restricted_entry_is_still_read_after_opening_again(room: Room, incident: str) -> None:
    written = restricted(room, incident)

    with reopened(room) as again:
        assert entry(again, written.id).text == SECRET
        assert not again.verify()


def test_that_nonsense_in_circles_shares_and_sealed_values_stops_nobody_from_reading(room: Room, incident: str) -> None:
    written = restricted(room, incident)
    legal = room.circles.get("legal").id

    def forge(conn: apsw.Connection) -> None:
        journal = Journal(conn)
        boxes: list[dict[str, Any]] = [
            {"$sealed": {}},
            {"$sealed": {"v": 1, "k": "x", "n": "?", "c": ""}},
            {"$sealed": {"v": 1, "k": "zz" * 16, "n": "A" * 16, "c": "A" * 88}},
        ]
        for box in boxes:
            for circle in (legal, "9" * 32):
                patch = {"incident": incident, "number": "A-0900", "text": box, "params": box, "circle": circle}
                moment = room.clock.moment()
                journal.append(NOUNS["entry"], journal.next_id(moment), patch, author="", moment=moment)
                decision = {"incident": incident, "question": box, "options": box, "circle": circle}
                journal.append(NOUNS["decision"], journal.next_id(moment), decision, author="", moment=moment)
                file = {"incident": incident, "parent": incident, "name": box, "circle": circle}
                journal.append(NOUNS["attachment"], journal.next_id(moment), file, author="", moment=moment)
        moment = room.clock.moment()
        share = {"circle_key": legal, "station": room.identity.station_id.hex(), "sealed": "nonsense"}
        journal.append(NOUNS["key_share"], journal.next_id(moment), share, author="", moment=moment)
        for members in ('{"a": 1}', "[1, null]", '"x"'):
            other = named_by(room.id, "circle", members)
            journal.append(NOUNS["circle"], other, {"name": members, "members": members}, author="", moment=moment)
        journal.close()

    room._store.run(forge).result()
    room.circles.forget()

    found = list(room.views.entries(incident))
    assert sum(bool(item.restricted) for item in found) == 6
    assert len(room.views.decisions(incident)) == 6
    assert len(room.views.incident_attachments(incident)) == 6
    assert len(room.circles.all()) == 6
    assert entry(room, written.id).text == SECRET
    room.rebuild()
    assert not room.verify()
