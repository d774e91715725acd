"""The bridge brings every change to the screen's thread, once."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from tests.builders import an_entry, an_incident
from ui.bridge import ChangeBridge, merged
from ui.desk import Desk
from warroom.room import Change, Feed


def test_that_a_write_is_told_on_the_thread_of_the_screen(qtbot: QtBot, desk: Desk) -> None:
    heard_on: list[threading.Thread] = []
    desk.changes.changed.connect(lambda _change: heard_on.append(threading.current_thread()))

    with qtbot.waitSignal(desk.changes.changed) as told:
        incident = an_incident(desk.room)

    assert told.args is not None
    assert incident.id in told.args[0].ids("incident")
    assert set(heard_on) == {threading.main_thread()}


def test_that_a_burst_of_writes_is_told_at_once_and_completely(qtbot: QtBot, desk: Desk) -> None:
    incident = an_incident(desk.room)
    heard: list[Change] = []
    desk.changes.changed.connect(heard.append)

    entries = {an_entry(desk.room, incident.id, text=f"Ligne {n}").id for n in range(20)}
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(20)

    assert len(heard) < 20
    assert entries <= set().union(*(change.ids("entry") or set() for change in heard))


def test_that_all_of_a_noun_stays_all_of_it_when_changes_are_merged() -> None:
    some, everything = Change({"entry": frozenset({"a"})}), Change({"entry": frozenset()})

    assert merged([some, everything]).ids("entry") == frozenset()
    assert merged([everything, some]).ids("entry") == frozenset()
    assert merged([some, Change({"entry": frozenset({"b"})})]).ids("entry") == {"a", "b"}


def test_that_a_closed_bridge_says_nothing_more(qtbot: QtBot) -> None:
    feed = Feed()
    bridge = ChangeBridge(feed)
    heard: list[Change] = []
    bridge.changed.connect(heard.append)
    feed.publish(Change({"entry": frozenset({"a"})}))

    bridge.close()
    feed.publish(Change({"entry": frozenset({"b"})}))
    qtbot.wait(20)

    assert heard == []
