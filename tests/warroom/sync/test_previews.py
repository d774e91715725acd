"""Previews: what a bundle would do, known before it does anything, while everybody goes on writing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, a_room, an_entry, an_incident
from tests.warroom.sync.meeting import admitted, stick
from warroom.commands import AddPerson, ChangeSeverity, DescribeIncident, GrantRoles
from warroom.domain.incidents import Severity
from warroom.domain.rights import Role
from warroom.room import Room
from warroom.storage import rehearsal
from warroom.sync import receiving

BUNDLE = "preview.warroom-bundle"


def disagree(one: Room, other: Room, folder: Path) -> Path:
    """Two stations judge the same incident, and describe it alike; what the other wrote lies on a stick."""
    incident = an_incident(one)
    stick(one, other, folder)
    for room, severity in ((one, Severity.CRITICAL), (other, Severity.MAJOR)):
        room.do(ChangeSeverity(incident=incident.id, severity=severity, reason="seen from here")).result()
        room.do(DescribeIncident(incident=incident.id, users="all")).result()
    other.write_bundle(folder / BUNDLE)
    return folder / BUNDLE


def test_that_a_preview_waits_for_nobody_who_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        path = disagree(one, other, tmp_path)
        one.exchange.preview_bundle(path)
        go_on = threading.Event()

        def busy() -> None:
            go_on.wait(60)

        held = one._store.aside(busy)
        seen = one.exchange.preview_bundle(path)
        was_held = not held.done()
        go_on.set()
        held.result()

        assert was_held
        assert seen.received == one.read_bundle(path).received


def test_that_a_preview_shows_what_will_be_to_settle_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        path = disagree(one, other, tmp_path)
        before = one.dump()
        seen = one.exchange.preview_bundle(path)

        assert one.dump() == before
        assert one.conflicts() == []
        merged = one.read_bundle(path)
        assert seen.to_settle == tuple(one.views.questions())
        assert seen.new_conflicts == merged.new_conflicts == one.views.to_settle() == 1
        assert not seen.settles_unknown
        assert one.exchange.preview_bundle(path).to_settle == ()


@pytest.mark.parametrize(("where", "limit"), [(rehearsal, "COPIED_MOST"), (receiving, "REHEARSED_MOST")])
def test_that_a_preview_of_too_much_counts_and_says_that_it_does_not_know_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: object, limit: str
) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        path = disagree(one, other, tmp_path)
        whole = one.exchange.preview_bundle(path)
        monkeypatch.setattr(where, limit, 1)
        seen = one.exchange.preview_bundle(path)

        assert (seen.received, seen.stations) == (whole.received, whole.stations)
        assert seen.settles_unknown
        assert seen.to_settle == ()


def test_that_a_preview_leaves_no_trace_of_a_name_that_the_bundle_erases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        one.do(AddPerson(name="Marc Petit")).result()
        one.do(GrantRoles(person=one.member, roles=frozenset({Role.ADMINISTRATOR}), reason="orders")).result()
        incident = an_incident(one)
        an_entry(one, incident.ref, text="said by phone")
        stick(one, other, tmp_path)
        one.erasure.erase_person("Marc Petit", "asked in writing")
        one.write_bundle(tmp_path / BUNDLE)
        before = [person.name for person in other.views.people()]
        other.exchange.preview_bundle(tmp_path / BUNDLE)

        assert "Marc Petit" in before
        assert [person.name for person in other.views.people()] == before
        assert other._store.sight()._aliases == {}


def test_that_a_file_opened_to_read_on_another_laptop_still_tells_which_station_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        an_incident(other)
        stick(other, one, tmp_path)
        copy = one.backup(tmp_path / "read" / "copy.warroom")
        with Room.open(copy, passphrase=PASSPHRASE, machine=b"B" * 32, backups=False, read_only=True) as room:
            assert [peer.letter for peer in room.exchange.peers() if peer.is_ours] == [room.station] == ["A"]
            assert not any(leg.source == other.identity.station_id.hex() for leg in room.exchange.courier()[:1])
