"""Bulletins: which of two is the later, whatever the clocks; who may be believed; what they say of a clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import a_room, an_entry, an_incident
from tests.warroom.sync.meeting import admitted
from warroom.sync.bulletins import Bulletin, Said, drift_of, write_bulletin

BEFORE = Said("aa" * 16, 1_000_000, {}, frozenset(), {}, None, None)


def test_that_a_clock_set_back_silences_nobody_who_hands_over_more_than_was_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        incident, station = an_incident(one), one.identity.station_id.hex()
        assert other.exchange.hear([one.exchange.bulletin()], route="usb", direct=station) == 1
        an_entry(one, incident.ref)
        set_back = write_bulletin(one._store.reader(), one.identity, now_ms=one.clock.now_ms() - 1_800_000)

        assert other.exchange.hear([set_back], route="usb", direct=other.identity.station_id.hex()) == 0
        assert other.exchange.hear([set_back], route="usb", direct=station) == 1


def test_that_an_old_bulletin_carried_round_again_is_not_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        incident = an_incident(one)
        old = one.exchange.bulletin()
        an_entry(one, incident.ref)

        assert other.exchange.hear([old], route="usb") == 1
        assert other.exchange.hear([one.exchange.bulletin()], route="usb") == 1
        assert other.exchange.hear([old], route="usb") == 0


def test_that_nobody_can_speak_for_another_station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_room(tmp_path) as one, admitted(one, tmp_path, monkeypatch) as other:
        ours = one.exchange.bulletin()
        lied = Bulletin(ours.body.replace(b'"battery":', b'"battery" :'), ours.signature)

        assert other.exchange.hear([lied], route="usb") == 0
        assert other.exchange.hear([Bulletin(ours.body, other.exchange.bulletin().signature)], route="usb") == 0


def test_that_an_answer_bounds_a_clock_from_both_sides() -> None:
    ours, minute = "bb" * 16, 60_000
    ahead = 2 * minute  # how far its clock really is ahead of ours
    said = replace(BEFORE, at=30 * minute + ahead, heard={ours: (10 * minute, 15 * minute + ahead)})

    drift = drift_of(said, own=ours, now_ms=33 * minute)

    assert drift.least is not None
    assert drift.most is not None
    assert drift.least <= ahead <= drift.most
    assert drift.most - drift.least == 8 * minute
