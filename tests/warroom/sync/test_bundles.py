"""Bundles between real rooms: what they bring, what they refuse, and that twice is once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import a_room, an_entry, an_incident
from tests.warroom.stations import another_station
from tests.warroom.sync.meeting import admitted, stick, vouch
from warroom.domain.exchange import Trust, Why
from warroom.errors import Refusal, Trouble
from warroom.storage.journal import meta
from warroom.storage.reached import OWED
from warroom.sync.packing import BATCH
from warroom.sync.receiving import TAKEN, TYPES_S


def test_that_two_laptops_converge_by_one_stick_each_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        incident = an_incident(one)
        for number in range(3):
            an_entry(one, incident.ref, text=f"on A {number}")
        brought = stick(one, other, tmp_path)
        an_entry(other, incident.ref, text="on B")
        back = stick(other, one, tmp_path, name="back.warroom-bundle")

        assert brought.received > 3
        assert brought.stations[0].counts["entry"] >= 3
        assert brought.stations[0].trust is Trust.VERIFIED
        assert back.stations[0].letter == "B"
        stick(one, other, tmp_path, name="third.warroom-bundle")
        assert one.dump() == other.dump()
        assert one.verify() == other.verify() == []


def test_that_reading_a_bundle_twice_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        an_incident(one)
        first = stick(one, other, tmp_path)
        before = other.dump()
        again = other.read_bundle(tmp_path / "stick.warroom-bundle")

        assert first.received > 0
        assert again.received == 0
        assert again.set_aside == ()
        assert other.dump() == before


def test_that_a_preview_counts_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        an_incident(one)
        before = other.dump()
        one.write_bundle(tmp_path / "s.warroom-bundle")
        seen = other.exchange.preview_bundle(tmp_path / "s.warroom-bundle")

        assert other.dump() == before
        assert seen.received == other.read_bundle(tmp_path / "s.warroom-bundle").received


def test_that_a_station_nobody_vouches_for_waits_and_joins_when_somebody_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path) as one, another_station(one, tmp_path, monkeypatch) as other:
        incident = an_incident(other)
        an_entry(other, incident.ref, text="seen from B")
        met = stick(other, one, tmp_path)

        assert met.received == 0
        assert {aside.why for aside in met.set_aside} == {Why.UNKNOWN}
        assert {aside.letter for aside in one.exchange.asides()} == {"B"}

        vouch(one, other)
        joined = one.exchange.look_again()

        assert joined.received > 0
        assert one.exchange.asides() == []
        assert one.views.incident(incident.ref).title == other.views.incident(incident.ref).title


def test_that_a_torn_bundle_is_refused_at_every_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        an_incident(one)
        path = tmp_path / "s.warroom-bundle"
        one.write_bundle(path)
        whole, before = path.read_bytes(), other.dump()
        for length in range(0, len(whole), max(len(whole) // 40, 1)):
            path.write_bytes(whole[:length])
            with pytest.raises((Refusal, Trouble)):
                other.read_bundle(path)
        assert other.dump() == before


def test_that_a_bundle_of_another_room_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch):
        one.write_bundle(tmp_path / "s.warroom-bundle")
    (tmp_path / "elsewhere").mkdir()
    with a_room(tmp_path / "elsewhere") as stranger, pytest.raises(Refusal) as refused:
        stranger.read_bundle(tmp_path / "s.warroom-bundle")
    assert refused.value.code == "bundle-not-for-us"


def test_that_every_station_is_told_what_the_others_lack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        incident = an_incident(one)
        stick(one, other, tmp_path)
        an_entry(other, incident.ref, text="on B")
        stick(other, one, tmp_path, name="back.warroom-bundle")
        an_entry(one, incident.ref, text="later on A")

        ours, theirs = one.exchange.peers()

        assert (ours.letter, theirs.letter) == ("A", "B")
        assert theirs.heard_at is not None
        assert theirs.lacks == 1
        assert theirs.lacks_entries == 1
        assert theirs.route == "usb"
        (leg,) = one.exchange.courier()
        assert (leg.source, leg.target, leg.ops) == (ours.station, theirs.station, 1)


def test_that_a_merge_goes_in_small_steps_while_somebody_types(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        an_incident(room)
        assert room.exchange.receiver._at_once() == TAKEN
        room._store.asked_at -= TYPES_S
        assert room.exchange.receiver._at_once() == BATCH > TAKEN


def test_that_an_erasure_that_came_on_a_stick_is_cleaned_up_after_where_nobody_keeps_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch, member="Marc Petit") as other:
        stick(other, one, tmp_path, name="back.warroom-bundle")
        one.erasure.erase_person("Marc Petit", "asked for")
        stick(one, other, tmp_path)

        assert [each.noun for each in other.erasure.erasures()] == ["person"]
        assert not meta(other._store.reader(), OWED)
