"""Seals by two people, signed runs of the journal, and how verify says that they no longer hold."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import apsw
import pytest

from tests.builders import NOON, PASSPHRASE, a_room, an_entry, an_incident, reopened
from warroom.commands import AddPerson, SealLog, SetPin
from warroom.domain.evidence import Problem
from warroom.domain.heads import canonical_heads
from warroom.errors import Refusal
from warroom.identity.signing import seal_message
from warroom.identity.stations import StationIdentity, verify
from warroom.room import Room
from warroom.storage.journal import OP_COLUMNS, op_from_row
from warroom.storage.ops import Op
from warroom.storage.segments import Segment, Signing, segments


def reading(room: Room) -> apsw.Connection:
    return room._store.reader()


def tampered(room: Room, *sql: str) -> None:
    """The work of somebody with the key and an SQL tool."""

    def change(conn: apsw.Connection) -> None:
        for statement in sql:
            list(conn.execute(statement))

    room._store.run(change).result()


def said(room: Room) -> list[Problem]:
    return [problem for problem in room.verify() if not problem.is_note]


def rewrite_from(room: Room, number: str, text: str) -> None:
    """Change an entry and make its chain whole again: what only a seal or a signature can tell."""

    def change(conn: apsw.Connection) -> None:
        ((w, seq),) = list(conn.execute("SELECT w, seq FROM entry WHERE number=?", (number,)))
        (patch,) = next(iter(conn.execute("SELECT patch FROM op WHERE w=? AND seq=?", (w, seq))))
        conn.execute("UPDATE op SET patch=json_set(?, '$.text', ?) WHERE w=? AND seq=?", (patch, text, w, seq))
        (previous,) = next(iter(conn.execute("SELECT hash FROM op WHERE w=? AND seq=?", (w, seq - 1))))
        for row in list(conn.execute(f"SELECT {OP_COLUMNS} FROM op WHERE w=? AND seq>=? ORDER BY seq", (w, seq))):
            op: Op = op_from_row(row)
            previous = op.hash_after(previous)
            conn.execute("UPDATE op SET hash=? WHERE w=? AND seq=?", (previous, w, op.seq))
        conn.execute("UPDATE vv SET hash=? WHERE w=?", (previous, w))

    room._store.run(change).result()
    room.rebuild()


def test_that_a_seal_names_both_people_and_holds_where_every_chain_stood(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        before = room.views.heads()

        sealed = room.evidence.seal(incident.ref, reason="Relève de 14 h", witness="Marc Dubois")

        (kept,) = room.evidence.seals(incident.ref)
        assert (kept.number, kept.by, kept.witness, kept.reason) == (
            "A-S01", "Léa Martin", "Marc Dubois", "Relève de 14 h",
        )  # fmt: skip
        assert kept.heads == before
        assert kept.digest == sealed.digest == hashlib.sha256(canonical_heads(before)).hexdigest()
        assert kept.fingerprint == sealed.fingerprint == sealed.digest[:8]
        assert kept.sealed_at == NOON
        assert verify(room.identity.public_key, seal_message(kept.digest), bytes.fromhex(kept.signature))
        text = [entry.text for entry in room.views.entries(incident.id)][-1]
        assert all(part in text for part in ("A-S01", sealed.fingerprint, "Léa Martin", "Marc Dubois"))


def test_that_the_fingerprint_of_a_seal_is_the_one_that_was_on_screen_and_paper(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        shown = room.views.fingerprint()

        assert room.evidence.seal(incident.ref, reason="x").fingerprint == shown


def test_that_a_seal_without_a_witness_says_that_one_person_sealed(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)

        sealed = room.evidence.seal(incident.ref, reason="Personne d'autre ici")

        assert sealed.witness == ""
        assert "sealed by one person" in [entry.text for entry in room.views.entries(incident.id)][-1]


@pytest.mark.parametrize("witness", ["Léa Martin", "léa  martin", "LM"])
def test_that_the_witness_is_never_the_person_who_types(tmp_path: Path, witness: str) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)

        with pytest.raises(Refusal) as refused:
            room.evidence.seal(incident.ref, reason="x", witness=witness)

        assert refused.value.code == "witness-is-author"
        assert room.evidence.seals() == []


def test_that_a_witness_is_found_by_id_and_initials_and_an_unknown_id_is_refused(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        marc = room.do(AddPerson(name="Marc Dubois")).result()

        assert room.evidence.seal(incident.ref, reason="x", witness=marc).witness == "Marc Dubois"
        assert room.evidence.seal(incident.ref, reason="x", witness="md").witness == "Marc Dubois"
        with pytest.raises(Refusal, match="Nobody in this room"):
            room.evidence.seal(incident.ref, reason="x", witness="0" * 32)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_that_a_seal_without_a_reason_is_refused(tmp_path: Path, reason: str) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)

        with pytest.raises(Refusal) as refused:
            room.do(SealLog(incident=incident.ref, reason=reason, witness="Marc Dubois")).result()

        assert refused.value.code == "reason-missing"


def test_that_a_witness_with_a_pin_gives_it_and_nobody_else_s(tmp_path: Path) -> None:
    with a_room(tmp_path, member="Marc Dubois") as room:
        incident = an_incident(room)
        room.do(SetPin(person="Marc Dubois", pin="4321")).result()
        room.sit_down("Léa Martin")
        for witness, pin in (("Marc Dubois", None), ("md", ""), ("Marc Dubois", "1234"), ("Nobody Known", "4321")):
            with pytest.raises(Refusal) as refused:
                room.evidence.seal(incident.ref, reason="x", witness=witness, witness_pin=pin)
            assert refused.value.code == "pin-wrong"
            assert "Marc Dubois" in refused.value.message or witness == "Nobody Known"
        assert room.evidence.seals() == []

        assert room.evidence.seal(incident.ref, reason="x", witness="MD", witness_pin="4321").witness == "Marc Dubois"


def test_that_a_seal_by_two_stays_one_by_two_when_the_witness_is_erased(tmp_path: Path) -> None:
    with a_room(tmp_path, member="Marc Dubois") as room:
        incident = an_incident(room)
        room.sit_down("Léa Martin")
        room.evidence.seal(incident.ref, reason="Relève", witness="Marc Dubois")
        room.erasure.erase_person("Marc Dubois", "Sur demande")

        (seal,) = room.evidence.seals()
        assert (seal.by, seal.witness) == ("Léa Martin", "person A-P01")
        assert not [problem for problem in room.evidence.verify() if not problem.is_note]


def test_that_verify_names_the_first_seal_whose_log_was_rewritten(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        entry = an_entry(room, incident.ref)
        room.evidence.seal(incident.ref, reason="x", witness="Marc Dubois")
        room.clock.advance(seconds=60)
        room.evidence.seal(incident.ref, reason="y", witness="Ana Roy")
        assert said(room) == []

        rewrite_from(room, entry.number, "12 % des nœuds")

        found = said(room)
        seals = [problem for problem in found if problem.where.startswith("seal")]
        assert len(seals) == 1
        assert "The log no longer contains what Léa Martin and Marc Dubois sealed on 23 Nov 2026" in seals[0].what
        assert seals[0].paper == "A-S01, A-S02"
        signed = [problem for problem in found if "wrote and signed" in problem.what]
        assert "station A" in signed[0].what
        assert "log entry" in signed[0].paper


def test_that_a_forged_seal_and_a_forged_signature_are_told_apart_from_ours(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        store, ours = room._store, room._store.signing
        assert ours is not None
        store.signing = Signing(ours.station, StationIdentity.fresh().sign)
        room.evidence.seal(incident.ref, reason="x", witness="Marc Dubois")
        store.signing = ours

        found = said(room)

        assert any("signature of the seal A-S01 is not that of its station" in problem.what for problem in found)
        assert any("signature over what station A wrote" in problem.what for problem in found)


def test_that_what_was_written_is_signed_at_closing_at_each_seal_and_at_each_export(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    assert list(segments(reading(room))) == []
    with reopened(room) as room:
        signed = list(segments(reading(room)))
        assert [run.header.seq_to for run in signed] == [
            room.views.heads()[run.header.writer.hex()][0] for run in signed
        ]
        assert all(run.is_signed_by(room.identity.public_key) for run in signed)

        room.evidence.seal(incident.ref, reason="x")
        assert unsigned(room) == []

        an_entry(room, incident.ref)
        assert len(unsigned(room)) == 1
        room.export(incident.ref, tmp_path, formats=())
        assert unsigned(room) == []
        assert len(list(segments(reading(room)))) == 1  # a later signature takes the place of a short one


def test_that_a_long_signed_run_is_never_signed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warroom.storage.segments.LONGEST", 3)
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        room.evidence.sign()
        first = list(segments(reading(room)))
        an_entry(room, incident.ref)
        room.evidence.sign()

        now = list(segments(reading(room)))

        assert now[0] == first[0]
        assert now[1].header.seq_from == first[0].header.seq_to + 1
        assert now[1].header.prev_hash == first[0].header.head_hash
        assert said(room) == []


def unsigned(room: Room) -> list[Segment]:
    assert room._store.signing is not None
    return room._store.signing.tails(reading(room))


def cut_end(room: Room) -> None:
    """A journal cut short with its ends moved back: the chain alone cannot tell."""
    tampered(
        room,
        "DELETE FROM op WHERE seq=(SELECT max(seq) FROM op)",
        "UPDATE vv SET seq=seq-1, hash=(SELECT hash FROM op WHERE op.w=vv.w AND op.seq=vv.seq-1)",
    )
    room.rebuild()


def test_that_a_truncated_journal_is_told_by_what_was_signed(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        an_entry(room, incident.ref)
        room.evidence.sign()

        cut_end(room)

        assert any("no longer in the journal as it was signed" in problem.what for problem in said(room))


@pytest.mark.parametrize(
    ("sql", "what", "paper"),
    [
        (
            "UPDATE op SET patch=replace(patch, '62 %', '12 %') WHERE ent='entry'",
            "An op was changed after it was written.",
            "log entry A-0002, written 23 Nov 2026",
        ),
        ("DELETE FROM op WHERE ent='entry' AND patch LIKE '%62 %'", "Ops are missing", "log entry A-0002"),
        ("UPDATE entry SET text='calm' WHERE number='A-0002'", "What is shown is not", "log entry A-0002"),
        ("UPDATE incident SET title='calm'", "What is shown is not", "incident A-001"),
        ("DELETE FROM chunk", "has not been received", "file “proof.txt” on log entry A-0002"),
        ("UPDATE chunk SET body=x'00'", "An attachment is damaged", "file “proof.txt” on log entry A-0002"),
    ],
)
def test_that_what_verify_finds_can_be_found_on_paper(tmp_path: Path, sql: str, what: str, paper: str) -> None:
    proof = tmp_path / "proof.txt"
    proof.write_text("proof")
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        entry = an_entry(room, incident.ref)
        room.attach(proof, noun="entry", parent=entry.number)

        tampered(room, sql)

        assert [problem for problem in room.verify() if what in problem.what and paper in problem.paper]


def told(room: Room) -> list[Problem]:
    return [problem for problem in room.evidence.verify() if not problem.is_note]


def test_that_an_older_file_put_in_the_place_of_the_room_is_told_even_when_only_read(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    room.close()
    older = shutil.copy(room.path, tmp_path / "older")
    with Room.open(room.path, passphrase=PASSPHRASE, backups=False) as room:
        an_entry(room, incident.ref)
    Path(older).replace(room.path)

    with Room.open(room.path, passphrase=PASSPHRASE, read_only=True, backups=False) as room:
        found = told(room)
    assert any("lacks" in problem.what and "older copy" in problem.what for problem in found)

    with Room.open(room.path, passphrase=PASSPHRASE, backups=False) as room:
        assert any("lacks" in problem.what for problem in told(room))
    with Room.open(room.path, passphrase=PASSPHRASE, read_only=True, backups=False) as room:
        assert told(room) == []
        notes = [problem.what for problem in room.evidence.verify() if problem.is_note]
    assert any("goes on from an older copy" in note and "A2-" in note for note in notes)


def test_that_an_older_copy_that_lies_elsewhere_is_a_note_and_no_fault(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    copy = room.backup(tmp_path / "stick" / "copy.warroom")
    an_entry(room, incident.ref)
    room.close()

    with Room.open(copy, passphrase=PASSPHRASE, read_only=True, backups=False) as kept:
        assert told(kept) == []
        assert any("Another copy" in note.what or "lacks" in note.what for note in kept.evidence.verify())


def test_that_a_fingerprint_is_found_in_the_past_states_of_the_room_and_dated(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        an_entry(room, incident.ref)
        printed = room.views.fingerprint()
        room.clock.advance(seconds=3600)
        an_entry(room, incident.ref, text="Plus tard")

        (match,) = room.evidence.match_fingerprint(printed.upper()).found

        assert (match.how, match.at_ms) == ("state", NOON)
        assert match.digest.startswith(printed)
        assert "log entry A-0002" in match.what


def test_that_a_fingerprint_is_found_among_seals_exports_and_now(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        exported = room.export(incident.ref, tmp_path, formats=())
        sealed = room.evidence.seal(incident.ref, reason="x")

        assert exported.fingerprint == sealed.fingerprint
        matches = room.evidence.match_fingerprint(sealed.digest)
        assert [match.how for match in matches.found] == ["seal", "export", "state"]
        assert (matches.seals, matches.exports) == (1, 1)
        assert room.evidence.match_fingerprint(room.views.fingerprint()).found[0].how == "now"


def test_that_a_fingerprint_nobody_had_is_not_found_and_the_answer_says_what_was_looked_at(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        an_incident(room)

        matches = room.evidence.match_fingerprint("00000000")

        assert matches.found == ()
        assert matches.is_complete
        assert matches.states == sum(seq for seq, _digest in room.views.heads().values())


@pytest.mark.parametrize("digits", ["", "1234567", "g" * 8, "a" * 65, "'; --"])
def test_that_nonsense_is_refused_as_a_fingerprint(tmp_path: Path, digits: str) -> None:
    with a_room(tmp_path) as room, pytest.raises(Refusal) as refused:
        room.evidence.match_fingerprint(digits)
    assert refused.value.code == "fingerprint-malformed"


def test_that_states_of_a_room_with_two_writers_are_found_by_what_each_had_heard(tmp_path: Path) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    an_entry(room, incident.ref)
    printed: list[str] = [room.views.fingerprint()]
    room.close()
    copy = tmp_path / "elsewhere" / "cell.warroom"
    copy.parent.mkdir()
    for end in ("", ".keys"):
        shutil.copy(f"{room.path}{end}", f"{copy}{end}")
    with Room.open(copy, passphrase=PASSPHRASE, backups=False) as second:
        for text in ("un", "deux"):
            an_entry(second, incident.ref, text=text)
            printed.append(second.views.fingerprint())
        assert len(second.views.heads()) == 2

        for fingerprint in printed:
            assert second.evidence.match_fingerprint(fingerprint).found, fingerprint
