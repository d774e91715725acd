"""A laptop that joined by an invitation is known over the network at once, before its enrolment came any other way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, QUICK, a_room, an_entry, an_incident
from tests.warroom.sync.network.laptops import until
from warroom.clock import Clock
from warroom.room import Room

pytest.importorskip("warroom.storage.vouching", reason="invitations are not in this checkout")


def test_that_a_newcomer_is_let_in_and_the_same_invitation_lets_no_other_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path, clock=Clock()) as one:
        incident = an_incident(one).id
        code = one.invite(tmp_path / "b.warroom-invitation", letter="B", argon2=QUICK)
        one.network.start(host="127.0.0.1", discover=False)

        def joined(letter: str) -> Room:
            monkeypatch.setenv("WARROOM_HOME", str(tmp_path / f"home-{letter}"))
            (tmp_path / f"home-{letter}").mkdir()
            return Room.join(
                tmp_path / "b.warroom-invitation", tmp_path / f"{letter}.warroom", code=code, station=letter,
                passphrase=PASSPHRASE, argon2=QUICK, backups=False, clock=Clock(), machine=letter.encode() * 32,
            )  # fmt: skip

        with joined("B") as two, joined("C") as copied:
            for room in (two, copied):
                room.network.add_address(f"127.0.0.1:{one.network.port}")
            two.network.start(host="127.0.0.1", discover=False)
            until(one.network.links)
            until(lambda: one.dump() == two.dump())
            logged = an_entry(two, incident, text="Arrivé")
            until(lambda: one.views.entry_by_number(logged.number))
            copied.network.start(host="127.0.0.1", discover=False)
            with pytest.raises(AssertionError):
                until(copied.network.links, within=5)
            assert [link.letter for link in one.network.links()] == ["B"]
