"""Joining: a laptop that comes in by a file and a spoken code, has everything, and is known to the others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, QUICK, a_room, an_entry, an_incident
from warroom.clock import Clock
from warroom.commands import GrantRoles, RevokeStation, TrustStation, WithdrawInvitation
from warroom.domain.exchange import Why
from warroom.domain.rights import Role
from warroom.errors import Refusal, Trouble, WrongKey
from warroom.identity.machine import data_folder
from warroom.room import Room

STICK = "stick.warroom-invitation"


def invited(room: Room, folder: Path, **more: object) -> tuple[Path, str]:
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / STICK
    return path, room.invite(path, argon2=QUICK, **more)  # type: ignore[arg-type]


def joined(invitation: tuple[Path, str], folder: Path, *, station: str = "B", **more: object) -> Room:
    more.setdefault("clock", Clock())
    more.setdefault("machine", station.encode() * 32)
    return Room.join(
        invitation[0],
        folder / station / "cell.warroom",
        code=invitation[1],
        station=station,
        passphrase=PASSPHRASE,
        argon2=QUICK,
        backups=False,
        **more,  # type: ignore[arg-type]
    )


def carry(source: Room, target: Room, folder: Path) -> None:
    source.write_bundle(folder / "carried.warroom-bundle", everything=True)
    target.read_bundle(folder / "carried.warroom-bundle")


def all_files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_that_who_joins_has_everything_and_is_known_to_the_others(tmp_path: Path) -> None:
    with a_room(tmp_path, clock=Clock()) as room:
        incident = an_incident(room).id
        an_entry(room, incident, text="before")
        code = invited(room, tmp_path / "stick")

        with joined(code, tmp_path) as b:
            assert {entry.text for entry in b.views.entries(incident)} >= {"before"}
            assert b.station == "B"
            assert an_entry(b, incident, text="from B").number == "B-0001"
            assert b.verify() == []
            carry(b, room, tmp_path)
            carry(room, b, tmp_path)

            assert "from B" in {entry.text for entry in room.views.entries(incident)}
            assert room.exchange.asides() == []
            assert room.dump() == b.dump()
            assert [station.letter for station in room.rights.stations()] == ["A", "B"]
        with Room.open(b.path, passphrase=PASSPHRASE, machine=b"B" * 32, backups=False) as again:
            assert again.notes == ()
            assert an_entry(again, incident).number == "B-0002"
            assert again.verify() == []


def test_that_two_stations_of_a_room_on_one_laptop_stay_two(tmp_path: Path) -> None:
    with a_room(tmp_path, clock=Clock()) as room:
        incident = an_incident(room).id
        b = joined(invited(room, tmp_path / "stick"), tmp_path)
        path, own = b.path, b.identity.station_id
        b.close()

    with Room.open(room.path, passphrase=PASSPHRASE, backups=False) as room:
        assert an_entry(room, incident).number.startswith("A-")
        with Room.open(path, passphrase=PASSPHRASE, machine=b"B" * 32, backups=False) as b:
            assert b.identity.station_id == own != room.identity.station_id
            assert an_entry(b, incident).number.startswith("B-")


def test_that_a_wrong_code_opens_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        path, code = invited(room, tmp_path / "stick")
        _other, wrong = invited(room, tmp_path / "other")
        before = all_files(tmp_path) | all_files(data_folder())

        for said, why in ((wrong, "code-wrong"), (code[:-1], "code-mistyped"), ("", "code-mistyped")):
            with pytest.raises(WrongKey) as refused:
                joined((path, said), tmp_path)
            assert refused.value.code == why

    assert all_files(tmp_path) | all_files(data_folder()) <= before
    assert not (tmp_path / "B" / "cell.warroom").exists()


def test_that_a_code_is_read_as_people_type_it(tmp_path: Path) -> None:
    with a_room(tmp_path, clock=Clock()) as room:
        path, code = invited(room, tmp_path / "stick")
        with joined((path, f" {code.lower().replace('-', ' ').replace('0', 'o')} "), tmp_path) as b:
            assert b.views.name() == "Cellule"


@pytest.mark.parametrize("cut", [3, 60, 0.3, 0.7, 0.99])
def test_that_a_torn_invitation_leaves_nothing(tmp_path: Path, cut: float) -> None:
    with a_room(tmp_path) as room:
        path, code = invited(room, tmp_path / "stick")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(cut) or int(len(whole) * cut)])
    before = all_files(tmp_path) | all_files(data_folder())

    with pytest.raises((Trouble, Refusal)):
        joined((path, code), tmp_path)

    assert all_files(tmp_path) | all_files(data_folder()) <= before


def test_that_any_changed_byte_is_noticed(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        path, code = invited(room, tmp_path / "stick")
    whole = path.read_bytes()
    for at in (5, 40, 200, len(whole) // 2, len(whole) - 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises((Trouble, Refusal, WrongKey)):
            joined((path, code), tmp_path)
    assert not (tmp_path / "B" / "cell.warroom").exists()


def test_that_joining_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room).id
        an_entry(room, incident)
        invitation = invited(room, tmp_path / "stick")
    before = all_files(tmp_path) | all_files(data_folder())

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        joined(invitation, tmp_path, step=stop)

    assert all_files(tmp_path) | all_files(data_folder()) <= before


KILLED = """
import os, sys
from pathlib import Path
from warroom.room import Room
from warroom.identity.keys import Argon2Parameters
seen = []
def step(done, total):
    seen.append(done)
    if len(seen) == {at}:
        os.kill(os.getpid(), 9)
Room.join(Path(sys.argv[1]), Path(sys.argv[2]), code=sys.argv[3], station="B", passphrase="four calm words here",
    argon2=Argon2Parameters(memory_kib=8192, iterations=1, lanes=1), backups=False, step=step)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills with a signal")
@pytest.mark.parametrize("at", [1, 2])
def test_that_joining_that_is_killed_can_be_done_again(tmp_path: Path, at: int) -> None:
    with a_room(tmp_path, clock=Clock()) as room:
        an_entry(room, an_incident(room).id)
        path, code = invited(room, tmp_path / "stick")
    target = tmp_path / "B" / "cell.warroom"
    script = tmp_path / "join.py"
    script.write_text(KILLED.format(at=at))

    done = subprocess.run(
        [sys.executable, str(script), str(path), str(target), code], check=False, capture_output=True, text=True
    )
    assert done.returncode == -9, done.stderr
    assert not target.exists()

    with joined((path, code), tmp_path) as b:
        assert b.verify() == []
    assert [file.name for file in (tmp_path / "B").iterdir() if ".new" in file.name] == []


def test_that_an_invitation_is_for_one_laptop(tmp_path: Path) -> None:
    with a_room(tmp_path, clock=Clock()) as room:
        incident = an_incident(room).id
        invitation = invited(room, tmp_path / "stick")
        with joined(invitation, tmp_path) as b, joined(invitation, tmp_path, station="C") as c:
            an_entry(b, incident, text="from B")
            an_entry(c, incident, text="from C")
            carry(b, room, tmp_path)
            carry(c, room, tmp_path)

            assert "from B" in (texts := {entry.text for entry in room.views.entries(incident)})
            assert "from C" not in texts
            found = {station.letter: station for station in room.rights.stations()}
            assert not found["C"].is_admitted
            assert any("second" in problem.what for problem in room.verify())


def test_that_a_withdrawn_invitation_lets_nobody_in_and_trust_does(tmp_path: Path) -> None:
    with a_room(tmp_path, clock=Clock()) as room:
        incident = an_incident(room).id
        invitation = invited(room, tmp_path / "stick", label="PC de Marc")
        (open_one,) = room.invitations()
        assert open_one.label == "PC de Marc"
        room.do(WithdrawInvitation(invitation=open_one.id)).result()
        assert room.invitations() == []
        with joined(invitation, tmp_path) as b:
            an_entry(b, incident, text="from B")
            carry(b, room, tmp_path)
            assert "from B" not in {entry.text for entry in room.views.entries(incident)}

            who = b.identity
            room.do(
                TrustStation(
                    station=who.station_id.hex(), public_key=who.public_key.hex(), reason="it is the legal desk's"
                )
            ).result()

            assert "from B" in {entry.text for entry in room.views.entries(incident)}


def test_that_an_invitation_is_withdrawn_when_its_file_cannot_be_written(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        with pytest.raises(Trouble):
            room.invite(tmp_path / "nowhere" / STICK, argon2=QUICK)
        assert room.invitations() == []


def test_that_only_an_administrator_invites(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        room.do(GrantRoles(person="Léa Martin", roles=frozenset({Role.ADMINISTRATOR}))).result()
        room.sit_down("Marc Petit")
        with pytest.raises(Refusal) as refused:
            invited(room, tmp_path / "stick")
        assert refused.value.code == "right-missing"
        assert not (tmp_path / "stick" / STICK).exists()


def test_that_a_letter_that_is_taken_is_refused_and_a_free_one_proposed(tmp_path: Path) -> None:
    with a_room(tmp_path, clock=Clock()) as room:
        invitation = invited(room, tmp_path / "stick")
        with pytest.raises(Refusal) as refused:
            joined(invitation, tmp_path, station="A")
        assert refused.value.code == "station-letter-taken"
        assert "B" in refused.value.todo
        assert not list((tmp_path / "A").iterdir())
        with Room.join(
            invitation[0],
            tmp_path / "b.warroom",
            code=invitation[1],
            passphrase=PASSPHRASE,
            argon2=QUICK,
            backups=False,
        ) as b:
            assert b.station == "B"


def test_that_a_revoked_laptop_opens_nothing_written_after_and_comes_back_as_another(tmp_path: Path) -> None:
    with a_room(tmp_path, clock=Clock()) as room:
        incident = an_incident(room).id
        b = joined(invited(room, tmp_path / "stick"), tmp_path)
        carry(b, room, tmp_path)
        c = joined(invited(room, tmp_path / "other"), tmp_path, station="C")
        carry(c, room, tmp_path)
        room.do(RevokeStation(station="B", reason="stolen")).result()
        an_entry(room, incident, text="after")

        room.write_bundle(tmp_path / "after.warroom-bundle", everything=True)
        with pytest.raises(Refusal) as refused:
            b.read_bundle(tmp_path / "after.warroom-bundle")
        assert refused.value.code == "bundle-not-for-us"
        c.read_bundle(tmp_path / "after.warroom-bundle")
        assert "after" in {entry.text for entry in c.views.entries(incident)}
        with pytest.raises(Refusal):
            room.do(
                TrustStation(
                    station=b.identity.station_id.hex(), public_key=b.identity.public_key.hex(), reason="found again"
                )
            ).result()

        again = joined(invited(room, tmp_path / "again"), tmp_path / "again")
        assert again.identity.station_id != b.identity.station_id
        assert an_entry(again, incident, text="back").number.startswith("B2-")
        carry(again, c, tmp_path)
        assert "back" in {entry.text for entry in c.views.entries(incident)}
        for each in (b, c, again):
            each.close()


def test_that_what_a_stranger_wrote_waits_until_somebody_admits_it(tmp_path: Path) -> None:
    """C hears of B from B itself, before it heard that B was invited."""
    with a_room(tmp_path, clock=Clock()) as room:
        incident = an_incident(room).id
        c = joined(invited(room, tmp_path / "c"), tmp_path, station="C")
        carry(c, room, tmp_path)
        b = joined(invited(room, tmp_path / "b"), tmp_path)
        an_entry(b, incident, text="from B")
        b.write_bundle(tmp_path / "b.warroom-bundle")
        c.read_bundle(tmp_path / "b.warroom-bundle")
        # the bundle brought A's invitation along, so that B is admitted in the same delivery
        assert [aside for aside in c.exchange.asides() if aside.why is Why.UNKNOWN] == []
        assert "from B" in {entry.text for entry in c.views.entries(incident)}
        b.close()
        c.close()


def test_that_a_room_restored_on_another_laptop_invites_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The founder's laptop is gone: its backup goes on elsewhere as a station that nobody vouched for."""
    with a_room(tmp_path, clock=Clock()) as room:
        incident = an_incident(room).id
        room.do(GrantRoles(person="Léa Martin", roles=frozenset({Role.ADMINISTRATOR}))).result()
        copy = room.backup(tmp_path / "copy" / "cell.warroom")
    monkeypatch.setenv("WARROOM_HOME", str(tmp_path / "home"))
    with Room.open(copy, passphrase=PASSPHRASE, machine=b"n" * 32, backups=False) as restored:
        an_entry(restored, incident, text="restored")
        with joined(invited(restored, tmp_path / "b"), tmp_path) as b:
            assert "restored" in {entry.text for entry in b.views.entries(incident)}
            carry(b, restored, tmp_path)
            assert b.dump() == restored.dump()
            b.sit_down("Léa Martin")
            with joined(invited(b, tmp_path / "c"), tmp_path, station="C") as c:
                assert "restored" in {entry.text for entry in c.views.entries(incident)}
                carry(b, restored, tmp_path)
                carry(c, restored, tmp_path)
                assert c.dump() == restored.dump()


def test_that_a_revoked_laptop_gets_no_key_of_a_circle_any_more(tmp_path: Path) -> None:
    with a_room(tmp_path, clock=Clock()) as room:
        incident = an_incident(room).id
        b = joined(invited(room, tmp_path / "b"), tmp_path)
        b.sit_down("Marc Petit")
        c = joined(invited(room, tmp_path / "c"), tmp_path, station="C")
        for other in (b, c):
            carry(other, room, tmp_path)
        room.circles.make("legal", ("Léa Martin", "Marc Petit"))
        for letter in ("B", "C"):
            room.circles.share("legal", letter)
        an_entry(room, incident, text="before", circle="legal")
        carry(room, b, tmp_path)
        assert room.circles.get("legal").stations == ("A", "B", "C")

        room.do(RevokeStation(station="B", reason="lost")).result()
        an_entry(room, incident, text="after", circle="legal")

        found = room.circles.get("legal")
        assert (found.stations, found.awaiting) == (("A", "C"), ())
        c.sit_down("Léa Martin")
        carry(room, c, tmp_path)
        assert {"before", "after"} <= {entry.text for entry in c.views.entries(incident)}
        assert room.circles.share("legal", "B") == 0
        assert room.circles.get("legal").stations == ("A", "C")
        b.close()
        c.close()
